"""Plan documents with a preparation, written by hand: the answers stand here as literals."""

from __future__ import annotations

import copy

from msc_dose.problems import Refusal
from msc_dose.recheck import recheck_plan

from . import plans

DAY = "2027-01-29"
ROW = f"{DAY} 2027-01-26 2027-02-01 {DAY}"
NOTHING = {"population": None, "counts": None, "moment": None}
RULE = "down to 0.01 mL below 10 mL, else down to 0.1 mL"


def n(text, fraction=None):
    """A number such as `60 kg`, with the fraction that it is where it was cut."""
    value, unit = text.split()
    return {"value": value, "unit": unit} | beside(fraction)


def beside(fraction):
    return {"exact": False, "fraction": fraction} if fraction else {}


def rounded(text, unrounded, rule=RULE, fraction=None):
    return n(text) | {"unrounded": unrounded, "rounding": rule} | beside(fraction)


def content(population="MSC", counts="viable", moment="after thaw", **stated):
    keys = ("cells", "concentration", "fill", "nominal", "withdrawable")
    keys += ("viability", "viability_moment", "recovery", "dmso")
    named = {"population": population, "counts": counts, "moment": moment}
    return named | dict.fromkeys(keys) | stated


def handling(**stated):
    keys = ("dispense", "diluent", "diluent_per_container", "diluent_volume", "final_volume", "step")
    keys += ("rinsed", "hold_up", "rate", "duration", "highest_rate", "drop_factor", "clock")
    return dict.fromkeys(keys) | {"split": 1, "steps": []} | stated


def preparation_inputs(supply, how, limits=(), **others):
    if "containers" not in supply:
        supply = {"kind": "nominal", "content": supply}
    stated = {"actual_weight": n("60 kg"), "dmso_limit": n("1 g/kg"), "earlier_dmso": []}
    return {"handling": how, "supply": supply, "limits": list(limits)} | stated | others


def limit(what, low, high):
    return {"what": what, "low": low and n(low), "high": high and n(high), "origin": "the site"}


def stock(*containers, same=None):
    return {
        "kind": "stock",
        "recipient": "P-1",
        "same": same,
        "allergies": None,
        "containers": list(containers),
    }


def container(identity, expiry="2028-01-01", held="10000000 cells", **others):
    lot = others.get("lot", "L1")
    return {
        "identity": f"{lot} {identity}",
        "lot_or_din": lot,
        "din": None,
        "product_code": None,
        "lot": lot,
        "serial": identity,
        "notes": {"hypersensitivity": ["none known"]},
        "type": "bag",
        "donor_type": "allogeneic unrelated",
        "recipient": "unassigned",
        "expiry": expiry,
        "status": "released",
        "position": "tank 1",
        "content": content(cells=n(held), fill=n("10 mL")),
    } | others


LIMITED = (
    "prepared-to-calculated",
    "infused-to-calculated",
    "cells-per-weight",
    "cells-per-dose",
    "post-thaw-viability",
    "final-concentration",
    "final-volume",
    "nominal-to-measured",
)


def verdicts(**said):
    """Every verdict, in order; `limit not set` and no value where nothing else is said."""
    found = []
    for what in LIMITED:
        value, verdict = said.get(what.replace("-", "_"), (None, "limit not set"))
        found.append({"what": what, "value": value, "verdict": verdict})
    return found


def preparation(**results):
    """A preparation of which nothing is known but what is given."""
    keys = ("cells_to_thaw", "withdrawal_volume", "delivered", "per_weight", "percent_of_dose", "infused")
    keys += ("diluent_volume", "final_volume", "final_concentration", "dmso", "rate", "duration")
    keys += ("drops_per_minute", "clock")
    lists = {key: [] for key in ("containers", "parts", "options", "left_out", "steps", "problems")}
    return dict.fromkeys(keys) | lists | {"containers_to_thaw": 0, "verdicts": verdicts()} | results


def plan_of(dose, cells, preparations=(), count=1, total=None, **inputs):
    """A plan of some infusions a week apart, each of these cells and with these preparations."""
    days = ("2027-01-29", "2027-02-05", "2027-02-12", "2027-02-19")[:count]
    rows = plans.windows(days, 0, 0, days)
    schedule = plans.interval("week", 1, count)
    window = {"before": 0, "after": 0}
    stated = plans.monthly(dose=plans.per_weight("1"), schedule=schedule, window=window, **inputs)
    document = plans.plan(stated, rows, cells, total or cells)
    document["inputs"]["dose"] = dose
    for infusion in document["infusions"]:
        infusion["dose_steps"] = [plans.step("viable cells", [], cells, "cells")]
    for infusion, prepared in zip(document["infusions"], preparations, strict=False):
        infusion["preparation"] = prepared
    return document


def put(document, path, value):
    """A copy of the document with the value at a path such as `inputs.dose.minimum` changed."""
    changed = copy.deepcopy(document)
    inner = changed
    keys = [int(key) if key.isdigit() else key for key in path.replace("[", ".").replace("]", "").split(".")]
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = value
    return changed


def leaves(value, path=""):
    """The path of every value inside that is neither a mapping nor a list."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            yield from leaves(
                inner, f"{path}[{key}]" if isinstance(key, int) else f"{path}.{key}".lstrip(".")
            )
    else:
        yield path


def look_up(document, path):
    for key in path.replace("[", ".").replace("]", "").split("."):
        document = document[int(key) if key.isdigit() else key]
    return document


def fields(document):
    """The fields of the disagreements, or of the refusal."""
    try:
        return [problem.field for problem in recheck_plan(document)]
    except Refusal as refusal:
        if set(refusal.codes) != {"document.malformed"}:
            raise
        return [problem.field for problem in refusal.problems]


def messages(document):
    return {problem.field: problem.message for problem in recheck_plan(document)}
