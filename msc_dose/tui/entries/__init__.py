"""Entries in a course: one form for every type of event, made from its fields.

- `words`: titles, labels, hints · `around`: what the course and the record know beside it
- `shape`: the lines of a form, and what stands in them at first · `reading`: what was typed, as an event
- `effect`: what the entry would change · `given_row`, `checklist`: the two lines that are no plain field
- `dialog`: the form on the screen · `told`: what is said after, and what is asked before
- `flow`: `enter` and `choose_act`, from the act to the record
"""
