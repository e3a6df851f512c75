"""Exact amounts whose kinds cannot be mixed, and the one table of units.

- `amount`: Amount, the value everything else is made of; `kinds`: what kinds there are
- `algebra`: products and ratios that make a kind; `exact`: the arithmetic that never rounds
- `units.txt`: the one table of units; `table` reads it without pint, `with_pint` with pint
- `writer`: an amount as text that cannot be misread
"""
