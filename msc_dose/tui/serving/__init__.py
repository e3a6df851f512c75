"""The screens of one browser among several: nothing is shown to anybody who has not signed in.

- `door`: the empty page before the sign-in
- `app`: the app that opens behind it, and closes when its person has signed out
"""
