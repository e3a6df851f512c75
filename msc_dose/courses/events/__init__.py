"""Events: what happened to a course, one frozen value each; nothing recorded is ever changed.

`event` holds the Event (who, when it occurred, when it was recorded) around one of the kinds:

- `opening`   the course, consent and ethics approval, the plan, changes of the calendar
- `ordering`  orders, their amendments, weights, changes of dose
- `dating`    holds, moves, infusions left out, what a person decides of later dates
- `giving`    from clearance to thaw to the end of an infusion, and reactions to it
- `results`   counts, rescue treatment, deviations, entries in error

`kinds` is the closed list of types by their names in a file.

Every value checks itself when it is made: `allowed` says what a field may hold, `fields` reads that off
the annotations, and `given_rules` joins the fields of an infusion. `documents` writes an event as a flat
mapping and reads it back, `amount_documents` an amount in it.
"""
