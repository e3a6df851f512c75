"""Folding: the events of a course into the course. A pure function; equal events give an equal course.

- `entries`   which events count, and which are entered in error
- `ledger`    what is known of the course so far, while its events are read in turn
- `opening`, `ordering`, `dating`, `giving`, `results`   what each event does to the ledger
- `calendar`  the dates of a block, placed again from what happened
- `doses`     the dose of infusions to come, after a change by an order
- `gates`     what stands in the way of clearance to thaw
- `asking`    what only a person can decide
- `outcome`   the ledger as a Course, its dates calculated a second time
"""
