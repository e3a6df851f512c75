"""The record looked at from outside: its audit, its chain, its people and protocols, its copies.

- `found`: what the screen asks the record at once; `status`: the record in two lines
- `rows`: the audit as a list that asks for its pages; `views`: people and protocols as lists
- `filters`: which rows, as values; `dialogs`: where one says so; `told`: one row whole, and findings in words
- `work`: long work with its progress, that can be stopped; `flow`: verify, check, back up, show a row
"""
