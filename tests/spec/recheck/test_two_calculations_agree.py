"""Random patients, doses and stocks: both calculations agree, and never is a bag too many or too few.

`MSC_DOSE_PATIENTS` says how many (800 if it is not set), `MSC_DOSE_SEED` which. Every plan is made through
`plan_course`, which has the second calculation look at it; `by_hand` then looks at it a third time.
"""

from __future__ import annotations

import os
from collections import Counter

from msc_dose.courses.plan import Plan
from msc_dose.courses.planning import plan_course
from msc_dose.problems import Refusal

from .by_hand import look
from .random_courses import case

PATIENTS = int(os.environ.get("MSC_DOSE_PATIENTS", "800"))
SEED = int(os.environ.get("MSC_DOSE_SEED", "1"))
WRITTEN = 20  # one in so many plans is written and read back
DIFFER = {"recheck.disagrees", "document.malformed"}
# At least so many of a hundred cases have it; what is refused proves little.
SHARES = {
    "plan": 70,
    "preparation": 55,
    "draw": 30,
    "whole": 12,
    "not stated": 2,
    "stock": 15,
    "nominal": 35,
    "not served": 2,
    "several infusions": 25,
    "split over days": 1,
    "DMSO": 12,
    "one lot": 3,
}


def tried(seed: int, number: int) -> Counter[str]:
    """What one case came to, in words; AssertionError where something is wrong with it."""
    asked = case(seed, number)
    product = asked.given.get("product")
    offered = product.supply if product is not None and isinstance(product.supply, tuple) else None
    try:
        plan = plan_course(asked.protocol, asked.patient, **asked.given)
    except Refusal as refusal:
        if DIFFER & set(refusal.codes):
            raise AssertionError(str(refusal)) from refusal
        return Counter({"refused": 1, refusal.codes[0]: 1})
    if number % WRITTEN == 0:
        document = plan.as_document()
        assert Plan.from_document(document).as_document() == document, "another plan when read back"
    made = [infusion.preparation for infusion in plan.infusions if infusion.preparation]
    seen = Counter(plan=1) if product is None else look(plan, offered)
    return Counter(key for key in seen if seen[key]) | Counter(
        {
            "plan": 1,
            type(asked.protocol.rule.shape).__name__: 1,
            "preparation": bool(made),
            "several infusions": len(plan.infusions) > 1,
            "split over days": len(plan.infusions[0].dose.days) > 1,
            "DMSO": any(each.dmso for each in made),
            "one lot": bool(made) and offered is not None and product.same is not None,
        }
    )


def test_two_calculations_of_random_courses_never_differ():
    spread: Counter[str] = Counter()
    for number in range(PATIENTS):
        try:
            spread += tried(SEED, number)
        except AssertionError as error:
            raise AssertionError(f"seed {SEED}, case {number}: {error}") from error
    shares = {
        key: round(100 * spread[key] / PATIENTS, 1) for key in sorted(spread, key=spread.get, reverse=True)
    }
    print(f"{PATIENTS} cases of seed {SEED}, in %: {shares}")
    few = {key: shares.get(key, 0) for key, least in SHARES.items() if shares.get(key, 0) < least}
    assert not few, f"too few cases to prove anything, in %: {few}"
