"""`msc-dose stock` on the record: one file per group of actions; `ACTIONS` says which.

acting      the record opened, the answer written; a container by its identity or its scans
importing   a whole list into the record
listing     the containers, in pages · showing: one with its life
stepping    released, quarantined, retrieved, returned, issued, wasted; a position corrected
reserving   reserved for an infusion, and given back
releasing   an exceptional release
retracting  a step entered in error
"""

ACTIONS = {
    "import": ("importing", "take a whole list into the record, or nothing of it"),
    "list": ("listing", "containers in pages, with state, expiry and who has them"),
    "show": ("showing", "one container, its steps and who has it"),
    "release": ("stepping", "release it for use"),
    "quarantine": ("stepping", "set it apart; whoever has it keeps it"),
    "reserve": ("reserving", "reserve containers for an infusion"),
    "unreserve": ("reserving", "give reserved containers back"),
    "retrieve": ("stepping", "taken out of the freezer, still frozen"),
    "return": ("stepping", "put back while it is still frozen"),
    "issue": ("stepping", "handed out after thaw"),
    "waste": ("stepping", "destroyed; this cannot be undone"),
    "retract": ("retracting", "the last step was taken in error; two agree, and both stay visible"),
    "correct": ("stepping", "correct its position"),
    "exceptional-release": ("releasing", "two people, one a director, let it go unreleased"),
}
