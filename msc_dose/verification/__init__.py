"""Who may say that a dose is right: what a signature covers, the blind re-entry, and the states that follow.

giving       when the product of an infusion was taken out, and when it went in
resting      what the dose of one infusion rests on: the plan, the changes of dose, the orders that count
covered      everything that a signature covers, as one plain document; changing: what changed since, in words
comparison   a re-entry from the source order, held against it
validity     what ends a signature although nothing it covers has changed; concerning: what a person answers
states       "verified" and every other state, always derived from signatures and attempts
outcome      what one re-entry came to, and what may be told of it
"""
