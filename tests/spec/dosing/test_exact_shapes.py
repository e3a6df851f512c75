"""Every shape against fractions: awkward decimals, quotients that do not end, and steps redone by hand."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from msc_dose.dosing.body import Patient, body_surface
from msc_dose.dosing.dose import calculate_dose
from msc_dose.dosing.inverse import dose_from_cells, dose_from_cells_step
from msc_dose.dosing.permitted import permitted_doses
from msc_dose.dosing.rules import DoseRule
from msc_dose.dosing.shapes import Band, ByVersion, ByWeight, Change, Choice, Span, Steps, Version
from msc_dose.quantity.amount import Amount

from .prescribing import cells, dose_of, fraction, kg, per_kg, per_m2, refused, weighing

DOSES = st.decimals("10000", "99999999", places=3)
WEIGHTS = st.decimals("0.2", 650, places=3)
PARTS = st.integers(1, 97)
QUICKLY = settings(max_examples=60)


@QUICKLY
@given(dose=DOSES, weight=WEIGHTS, parts=PARTS, most=st.decimals("1e5", "9e9", places=2))
def test_per_weight_with_a_maximum(dose, weight, parts, most):
    amount = Amount("dose_per_weight", dose, parts)
    made = dose_of(DoseRule.of(amount, maximum=cells(most)), weight)
    calculated = Fraction(dose) / parts * Fraction(weight)
    assert fraction(made.calculated) == calculated
    assert fraction(made.cells) == min(calculated, Fraction(most))
    assert fraction(made.per_weight) * Fraction(weight) == fraction(made.cells)


@QUICKLY
@given(dose=DOSES, weight=st.decimals(40, 140, places=2), height=st.decimals(140, 200, places=1))
def test_per_surface(dose, weight, height):
    patient = Patient(kg(weight), "actual", Amount("height", height), surface_formula="mosteller")
    made = calculate_dose(DoseRule.per_surface(per_m2(dose), "viable"), patient)
    assert fraction(made.cells) == Fraction(dose) * fraction(body_surface(patient)[0])
    assert [step.name for step in made.derivation.steps] == [
        "body surface",
        "viable cells for this body surface",
    ]


@QUICKLY
@given(
    ends=st.tuples(DOSES, DOSES).map(sorted),
    asked=DOSES,
    weight=WEIGHTS,
    most=st.decimals("1e6", "9e9", places=1),
)
def test_an_order_is_taken_exactly_when_it_lies_in_the_range(ends, asked, weight, most):
    low, high = ends
    rule = DoseRule.of(Span(per_kg(low), per_kg(high)), maximum=cells(most))
    bottom, top = (Fraction(end) * Fraction(weight) for end in ends)
    cap = Fraction(most)
    wanted = Fraction(asked) * Fraction(weight)
    permitted = permitted_doses(rule, weighing(weight))
    assert (fraction(permitted.low), fraction(permitted.high)) == (min(bottom, cap), min(top, cap))
    inside = min(bottom, cap) <= wanted <= min(top, cap)
    if low == high:
        return
    if inside:
        assert fraction(dose_of(rule, weight, ordered=per_kg(asked)).cells) == wanted
    else:
        refused("dose.outside-range", dose_of, rule, weight, ordered=per_kg(asked))


@QUICKLY
@given(doses=st.lists(DOSES, min_size=3, max_size=3, unique=True), weight=WEIGHTS, n=st.integers(0, 2))
def test_steps_choices_versions_and_bands_give_the_dose_they_name(doses, weight, n):
    spans = tuple(Span.of(per_kg(dose)) for dose in doses)
    wanted = Fraction(doses[n]) * Fraction(weight)
    bands = ByWeight(
        (
            Band(spans[0], up_to=kg(30), up_to_included=False),
            Band(spans[1], above=kg(30), above_included=True, up_to=kg(70)),
            Band(spans[2], above=kg(70)),
        )
    )
    asked = (
        (Steps(spans), {"infusion": n + 1}, wanted),
        (Choice(spans), {"ordered": per_kg(doses[n])}, wanted),
        (
            ByVersion(tuple(Version(f"v{i}", span) for i, span in enumerate(spans))),
            {"version": f"v{n}"},
            wanted,
        ),
        (bands, {}, Fraction(doses[0 if weight < 30 else 1 if weight <= 70 else 2]) * Fraction(weight)),
    )
    for shape, facts, expected in asked:
        assert fraction(dose_of(DoseRule.of(shape), weight, **facts).cells) == expected


@QUICKLY
@given(
    dose=DOSES,
    weight=WEIGHTS,
    by=st.decimals("0.1", "99.9", places=1),
    direction=st.sampled_from(["reduce", "increase"]),
    most=st.decimals("1e5", "9e9", places=2),
)
def test_a_change_is_a_percentage_of_what_the_rule_gives(dose, weight, by, direction, most):
    change = Change(Amount("percentage", by), direction, "as ordered")
    made = dose_of(DoseRule.of(per_kg(dose), maximum=cells(most), change=change), weight)
    capped = min(Fraction(dose) * Fraction(weight), Fraction(most))
    sign = -1 if direction == "reduce" else 1
    assert fraction(made.cells) == min(capped * (100 + sign * Fraction(by)) / 100, Fraction(most))


@QUICKLY
@given(number=st.decimals(1, "1e12", places=1), weight=WEIGHTS)
def test_the_dose_per_kg_of_cells_at_hand_gives_those_cells_back(number, weight):
    dose = dose_from_cells(cells(number), kg(weight))
    assert fraction(dose) == Fraction(number) / Fraction(weight)
    assert dose * kg(weight) == cells(number)


def test_the_inverse_keeps_what_is_counted_and_shows_its_working():
    dose = dose_from_cells(cells("200e6", counts="viable", population="MSC"), kg(130))
    assert (dose.counts, dose.population, dose.exact) == ("viable", "MSC", False)
    made = dose_from_cells_step(cells("200e6"), kg(130))
    assert (made.formula, made.result.value) == ("cells ÷ body weight", "1538461.53846")
    assert "12 significant digits" in made.rounding
    refused("unit.wrong-kind", dose_from_cells, per_kg("2e6"), kg(130))


BY_HAND = {
    "dose per body weight × body weight": lambda dose, weight: dose * weight,
    "the smaller of calculated and maximum": min,
    "the ordered dose, from lowest to highest": lambda ordered, low, high: sorted((low, ordered, high))[1],
    "dose × (100 − percentage) ÷ 100": lambda dose, by: dose * (100 - by) / 100,
    "the dose; it is not below the minimum": max,
    "dose ÷ daily ceiling, down to whole days, plus 1": lambda dose, ceiling: dose // ceiling + 1,
    "dose ÷ days": lambda dose, days: dose / days,
}


def test_every_step_of_a_rule_with_everything_can_be_redone_by_hand():
    rule = DoseRule.of(
        Span(per_kg("0.5e6"), per_kg("2e6")),
        "viable",
        minimum=per_kg("0.1e6"),
        maximum=cells("1e8"),
        daily_ceiling=per_kg("0.3e6"),
        change=Change(Amount("percentage", Decimal(20)), "reduce", "renal function"),
    )
    dose = dose_of(rule, "80", ordered=per_kg("1.25e6"))
    for step in dose.derivation.steps:
        redone = BY_HAND[step.formula](*(Decimal(term.value) for term in step.inputs))
        assert redone == Decimal(step.result.value)
    assert (dose.cells.value, dose.calculated.value, len(dose.days)) == (80_000_000, 100_000_000, 4)
    shown = str(dose.derivation)
    for name in ("lowest", "highest", "as ordered", "within the range", "reduced", "number of days"):
        assert name in shown
