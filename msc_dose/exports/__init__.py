"""A plan as files and sheets for people and other programs: one form a file.

- `worksheet`: the plain-text preparation sheet of one infusion
"""
