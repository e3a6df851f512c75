"""The public functions: text, Amounts and pint quantities come in here and become exact values.

Everything below this room works on values only; reading what a person wrote happens at this door, on the
command line, on the screens and in `files`.

- `amounts`: one amount, and the linter; `prescribing`: patient, rule, dose
- `products`: what is at hand and how it is handled; `planning`: the course
"""
