"""Folding: the events of a course into the course. A pure function; equal events give an equal course.

- `entries`   which events count, and which are entered in error
- `ledger`    what is known of the course so far, while its events are read in turn
- `opening`, `ordering`, `dating`, `moving`, `giving`, `ending`, `results`   what each event does to it
- `late`, `implausible`, `lost`, `recorded`, `cumulated`   what departs from the rules, and is told
- `infused`   what went in; `local_time`   moments as the site's clocks show them
- `calendar`  the dates of a block, placed again from what happened
- `doses`     the dose of infusions to come, after a change by an order
- `gates`     what stands in the way of clearance to thaw
- `asking`    what only a person can decide
- `visits`    what is dated beside the infusions
- `outcome`   the ledger as a Course; `agreement`   its dates calculated a second time
- `fold`      events in, course out
"""
