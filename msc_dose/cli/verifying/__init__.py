"""`msc-dose verify`: one file per group of actions; `ACTIONS` says which.

listing    what waits for a check, and what is owed · showing: one dose, without what would spoil a check
checking   the blind re-entry, before the infusion or later · urgency: without a second person
acting     what they share: the record, who signs, the answer
"""

ACTIONS = {
    "list": ("listing", "every dose to come that nobody has double-checked"),
    "show": ("showing", "where the check of one dose stands, and what was tried"),
    "check": ("checking", "verify a dose: enter the source order again, blind"),
    "urgent": ("urgency", "declare a dose urgent; a co-signature is owed"),
    "cosign": ("checking", "co-sign a dose that was declared urgent: the same re-entry"),
    "owed": ("listing", "every co-signature that is owed, with its age"),
}
