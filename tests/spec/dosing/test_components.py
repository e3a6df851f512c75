"""Two components in a fixed order: each with its own dose, the second within a gap after the first."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from msc_dose.dosing.components import (
    Component,
    Given,
    calculate_components,
    sequence_problems,
    start_by,
)
from msc_dose.dosing.rules import DoseRule
from msc_dose.dosing.shapes import SiteEntered
from msc_dose.problems import Refusal
from msc_dose.quantity.amount import Amount

from .prescribing import cells, per_kg, refused, weighing

HOUR = Amount("duration", Decimal(60))
FIRST = Component("cultured fraction", DoseRule.of(SiteEntered(population="CD34+"), "viable"))
SECOND = Component(
    "non-cultured fraction", DoseRule.of(SiteEntered("cell_count", population="CD3+"), "viable"), HOUR
)
BOTH = (FIRST, SECOND)
NOON = datetime(2027, 1, 29, 12, tzinfo=UTC)


def given_(second, end=NOON, name=SECOND.name):
    """The first given until noon, the second started so many minutes after."""
    first = Given(FIRST.name, NOON - timedelta(minutes=30), end)
    start = NOON + timedelta(minutes=second)
    return (first, Given(name, start, start + timedelta(minutes=20)))


def test_each_component_has_its_own_dose():
    orders = {FIRST.name: per_kg("5e6"), SECOND.name: cells("4e8")}
    (one, first), (two, second) = calculate_components(BOTH, weighing("70"), orders)
    assert (one, two) == BOTH
    assert (first.cells.value, first.cells.population) == (350_000_000, "CD34+")
    assert (second.cells.value, second.cells.population) == (400_000_000, "CD3+")


def test_everything_missing_is_named_at_once_by_component():
    with pytest.raises(Refusal) as caught:
        calculate_components(BOTH, weighing("70"), {"third": cells("1")})
    assert caught.value.codes == ("component.unknown", "value.missing", "value.missing")
    assert caught.value.problems[1].field == "cultured fraction.ordered"


def test_the_second_starts_within_an_hour_after_the_end_of_the_first():
    """Omisirge: the second fraction within 1 h [S]; a second cord unit has no limit in hours."""
    assert start_by(SECOND, NOON) == NOON + timedelta(hours=1)
    assert start_by(FIRST, NOON) is None


@pytest.mark.parametrize(
    ("minutes", "found"),
    [(0, []), (60, []), (61, ["component.gap-exceeded"]), (-1, ["component.order"])],
)
def test_a_gap_is_counted_from_the_end_of_the_first_to_the_start_of_the_second(minutes, found):
    problems = sequence_problems(BOTH, given_(minutes))
    assert [p.code for p in problems] == found
    assert {p.severity for p in problems} <= {"stop"}


def test_the_order_is_fixed():
    first, second = given_(10)
    swapped = sequence_problems(BOTH, (second, first))
    assert {p.code for p in swapped} == {"component.order"}
    assert [p.code for p in sequence_problems(BOTH, (first, second, second))] == ["component.order"]
    assert sequence_problems(BOTH, (first,)) == ()


def test_a_component_ends_after_it_starts_and_times_compare():
    turned = given_(10, end=NOON - timedelta(hours=2))
    assert "component.order" in {p.code for p in sequence_problems(BOTH, turned)}
    naive = Given(SECOND.name, datetime(2027, 1, 29, 12), datetime(2027, 1, 29, 13))  # noqa: DTZ001
    with pytest.raises(TypeError):
        sequence_problems(BOTH, (given_(1)[0], naive))


@pytest.mark.parametrize(
    ("components", "code"),
    [((), "component.none"), ((SECOND,), "component.first-within"), ((FIRST, FIRST), "component.name")],
)
def test_components_stand_in_an_order(components, code):
    refused(code, calculate_components, components, weighing("70"))


def test_a_component_has_a_visible_name():
    refused("component.name", Component, " ", FIRST.rule)
    refused("unit.wrong-kind", Component, "second", FIRST.rule, Amount("volume", Decimal(1)))
