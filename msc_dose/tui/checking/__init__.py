"""Checking a dose: the queue, the blind re-entry, what came of it, and where a check stands.

- `queue`: what waits, as values; `rows`: the same as the rows of a list
- `reentry`: what was typed into what the core compares; `reentry_dialog`: where it is typed
- `compared`: two sides beside each other, and outcomes in words
- `flow`: `verify_dose`, `cosign_dose`, `declare`, `show_standing`; `dialogs`: what they ask besides
"""
