"""Plan documents written by hand: the answers stand here as literals, not as calculations."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from decimal import Decimal

MON_TO_FRI = ["mon", "tue", "wed", "thu", "fri"]


def monthly(**changes):
    """60 kg, 2 million cells/kg, monthly from Fri 29-Jan-2027, Monday to Friday, window of 3 days."""
    inputs = {
        "weight": {"value": "60", "unit": "kg"},
        "basis": "actual",
        "body": None,
        "counts": "viable",
        "population": "MSC",
        "moment": None,
        "product": None,
        "dose": per_weight("2000000"),
        "preparation": None,
        "start": "2027-01-29",
        "schedule": interval("calendar-month", 1, 4),
        "minimum_gap": 1,
        "window": {"before": 3, "after": 3},
        "open": MON_TO_FRI,
        "closed": [],
        "visits": [],
    }
    return inputs | changes


def per_weight(value, maximum=None):
    """The rule of one amount per kg, with a maximum in cells."""
    return rule(span(value), maximum=maximum and {"value": maximum, "unit": "cells"})


def span(low, high=None, unit="cells/kg"):
    """A shape from the low to the high amount; one amount where no high one is given."""
    ends = ({"value": value, "unit": unit} for value in (low, high or low))
    return {"kind": "span"} | dict(zip(("low", "high"), ends, strict=True))


def rule(shape, **others):
    """A dose rule of this shape and nothing else but what is given."""
    keys = ("ordered", "version", "minimum", "maximum", "daily_ceiling", "cumulative_limit", "change")
    return {"shape": shape} | dict.fromkeys(keys) | others


def interval(unit, every, count, month_end="clamp"):
    return {"kind": "interval", "unit": unit, "every": every, "count": count, "month_end": month_end}


def twice_a_week(**changes):
    """60 kg, twice a week for four weeks from Mon 1-Mar-2027, with an assessment on day 28 ± 2."""
    ryoncil = {
        "product": "ryoncil",
        "start": "2027-03-01",
        "schedule": {"kind": "twice-a-week", "weeks": 4},
        "minimum_gap": 3,
        "window": {"before": 0, "after": 1},
        "visits": [assessment(28, 2, 2)],
    }
    return monthly(**(ryoncil | changes))


def assessment(days, before, after):
    return {"kind": "assessment", "days": days, "before": before, "after": after}


def closed(*days):
    return [{"date": day, "reason": "holiday"} for day in days]


def plan(inputs, rows, cells, total, visits=()):
    """A document; each row is `target earliest latest date`, as text."""
    inputs = inputs | {"patient": entered(inputs)}
    infusions = [infusion(number, row, cells, inputs) for number, row in enumerate(rows, 1)]
    return {
        "schema": "msc-dose/plan/2",
        "protocol": "sjogren-itp-msc-monthly",
        "title": "a regimen",
        "status": "literature",
        "missing": ["rate"],
        "source": "a paper",
        "inputs": inputs,
        "infusions": infusions,
        "visits": [
            named({"kind": "assessment", **dated(row, inputs, visit["days"])}, visit)
            for row, visit in zip(visits, inputs["visits"], strict=False)
        ],
        "total_cells": total,
        "problems": [],
        "recheck": "agrees",
    }


def entered(inputs):
    """The patient as entered: the actual weight where another is calculated from height and sex."""
    keys = ("weight_says", "age", "weighed", "method", "actual", "ordered_on")
    body = inputs["body"] or dict.fromkeys(("height", "sex", "below_60_inches", "surface_formula"))
    measures = {key: body[key] for key in ("height", "sex", "below_60_inches", "surface_formula")}
    computed = inputs["basis"] != "actual" and body["sex"] is not None
    weight = {"weight": body["actual"] if computed else inputs["weight"], "basis": inputs["basis"]}
    return copy.deepcopy(dict.fromkeys(keys) | measures | weight | {"earlier": []})


def infusion(number, row, cells, inputs):
    """An infusion with its working; `cells` after a maximum is that maximum."""
    dose, weight, most = inputs["dose"]["shape"]["low"], inputs["weight"], inputs["dose"]["maximum"]
    calculated = product(dose["value"], weight["value"])
    counts = inputs["counts"]
    steps = [step(f"{counts} cells", [dose, weight], calculated, "cells")]
    if most is not None:
        steps.append(step(f"{counts} cells", [{"value": calculated, "unit": "cells"}, most], cells, "cells"))
    return {
        "number": number,
        **dated(row, inputs, counted(number - 1, inputs, row.split()[0])),
        "cells": cells,
        "days": [cells],
        "dose_steps": steps,
        "preparation": None,
    }


def product(one, other):
    value = format(Decimal(one) * Decimal(other), "f")
    return value.rstrip("0").rstrip(".") if "." in value else value


def counted(index, inputs, target):
    """Intervals before this infusion, also those left out, or its day where it is twice a week."""
    week, second = divmod(index, 2)
    if inputs["schedule"]["kind"] != "interval":
        return 7 * week + 3 * second
    if inputs["schedule"]["month_end"] != "omit":
        return index
    (year, month), (other_year, other_month) = (
        map(int, day.split("-")[:2]) for day in (inputs["start"], target)
    )
    return (12 * (other_year - year) + other_month - month) // inputs["schedule"]["every"]


def named(visit, rule):
    """The visit with the names and units in its working that this rule asks for."""
    (origin, number, *_), window = (step["inputs"] for step in visit["date_steps"])
    unit = "calendar months" if "months" in rule else "days"
    of = visit.get("infusion")
    origin["name"] = (
        f"{rule.get('from', 'first')} infusion's target" if of is None else f"date of infusion {of}"
    )
    number |= {"name": unit, "unit": unit}
    window[0]["name"], window[1]["name"] = "earliest", "latest"
    if minutes := rule.get("minutes"):
        name = "before its start" if minutes < 0 else "after its end"
        visit["date_steps"][0]["inputs"].append({"name": name, "value": str(abs(minutes)), "unit": "min"})
    return visit


def dated(row, inputs, number):
    days = dict(zip(("target", "earliest", "latest", "date"), row.split(), strict=True))
    given = {key: {"value": day, "unit": "date"} for key, day in days.items()}
    start = {"value": inputs["start"], "unit": "date"}
    steps = [
        step("target", [start, {"value": str(number), "unit": "from the start"}], days["target"], "date"),
        step("date", [given["earliest"], given["latest"]], days["date"], "date", days["target"]),
    ]
    return days | {"date_steps": steps}


def step(name, inputs, value, unit, unrounded=None):
    return {
        "name": name,
        "formula": "as written",
        "inputs": [{"name": "input", **given} for given in inputs],
        "result": {"value": value, "unit": unit},
        "unrounded": value if unrounded is None else unrounded,
        "rounding": "none",
        "source": "by hand",
    }


def windows(targets, before, after, dates):
    """Rows for plans of which only targets and dates matter."""

    def days(text, more):
        return (date.fromisoformat(text) + timedelta(days=more)).isoformat()

    return [f"{t} {days(t, -before)} {days(t, after)} {d}" for t, d in zip(targets, dates, strict=True)]


CASE_ROWS = (
    "2027-01-29 2027-01-26 2027-02-01 2027-01-29",
    "2027-02-28 2027-02-25 2027-03-03 2027-03-01",
    "2027-03-29 2027-03-26 2027-04-01 2027-03-29",
    "2027-04-29 2027-04-26 2027-05-02 2027-04-29",
)
RYONCIL_ROWS = (
    "2027-03-01 2027-03-01 2027-03-02 2027-03-01",
    "2027-03-04 2027-03-04 2027-03-05 2027-03-04",
    "2027-03-08 2027-03-08 2027-03-09 2027-03-08",
    "2027-03-11 2027-03-11 2027-03-12 2027-03-11",
    "2027-03-15 2027-03-15 2027-03-16 2027-03-15",
    "2027-03-18 2027-03-18 2027-03-19 2027-03-18",
    "2027-03-22 2027-03-22 2027-03-23 2027-03-22",
    "2027-03-25 2027-03-25 2027-03-26 2027-03-25",
)
RYONCIL_VISITS = ("2027-03-29 2027-03-27 2027-03-31 2027-03-29",)


def the_case(**changes):
    """The case of the project: four monthly infusions of 120 million cells."""
    return plan(monthly(**changes), CASE_ROWS, "120000000", "480000000")


def ryoncil(**changes):
    """Eight infusions on Mondays and Thursdays, and the assessment."""
    return plan(twice_a_week(**changes), RYONCIL_ROWS, "120000000", "960000000", RYONCIL_VISITS)
