"""The stages of an infusion on the ward, the most urgent first, each with its sign and its word."""

from __future__ import annotations

ON_CLOCK, RUNNING, OBSERVE, LATE, DUE = "on-clock", "running", "observe", "late", "due"
IN_WINDOW, OUT, NEXT = "in-window", "out-of-window", "next"
HELD, WAITING, ENDED = "held", "waiting", "ended"

STAGES = (ON_CLOCK, RUNNING, OBSERVE, LATE, DUE, IN_WINDOW, OUT, NEXT, HELD, WAITING, ENDED)
RANK = {stage: rank for rank, stage in enumerate(STAGES)}

# What is done today; the codes of these patients are compared with each other.
TODAY = (ON_CLOCK, RUNNING, OBSERVE, LATE, DUE)

SIGNS = {
    ON_CLOCK: "*",
    RUNNING: "+",
    OBSERVE: "v",
    LATE: "!",
    DUE: "o",
    IN_WINDOW: "~",
    OUT: "x",
    NEXT: ".",
    HELD: "=",
    WAITING: "?",
    ENDED: "-",
}
"""Each stage has a sign of its own, in ASCII: colour and bold are not seen everywhere."""

COUNTED = {
    ON_CLOCK: "on the clock",
    RUNNING: "running",
    OBSERVE: "to observe",
    LATE: "late",
    DUE: "due",
    IN_WINDOW: "in the window",
    OUT: "out of window",
    NEXT: "next",
    HELD: "held",
    WAITING: "to decide",
    ENDED: "ended",
}
"""How the heading counts the patients of a stage."""
