"""Dispensing: a volume drawn out of each container, or whole containers. Which of the two is never assumed."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msc_dose.product.container import Content
from msc_dose.product.handling import Handling
from msc_dose.product.limits import Limit
from msc_dose.product.preparation.preparing import prepare
from msc_dose.product.preparation.whole import nearest, options
from msc_dose.quantity.amount import Amount

from .amounts import RYONCIL, TEMCELL, case, cells, codes, fraction, kg, ml, per_ml, percent, rate, refused

DRAW, WHOLE = Handling(dispense="draw"), Handling(dispense="whole")


def ratio(number):
    return Amount("ratio", Decimal(number))


@pytest.mark.parametrize("number", ["RYO-10", "RYO-13"])
def test_ryoncil_by_weight(number):
    """Vials by nominal cells and by concentration × volume, and the volume before it is rounded."""
    given_, expected = case(number)
    need = cells(given_["dose_cells_per_kg"] * given_["weight_kg"])
    made = prepare(need, RYONCIL, DRAW, weight=kg(given_["weight_kg"]))
    assert made.need.value == expected["dose_cells"]
    assert made.containers_to_thaw == expected["vials_by_nominal_cells"] == expected["vials_by_conc_x_volume"]
    assert round(made.withdrawal_volume.unrounded.value, 3) == expected["withdraw_volume_mL"]
    assert made.withdrawal_volume.value < made.withdrawal_volume.unrounded
    assert made.delivered < need


def test_each_draw_is_rounded_down_by_itself():
    """35 kg: 3.742… + 3.742… + 2.994… mL; three syringes of 3.74, 3.74 and 2.99 hold 10.47, not 10.4 mL."""
    made = prepare(cells("70e6"), RYONCIL, DRAW)
    assert [each.withdraw.value for each in made.containers] == [ml("3.74"), ml("3.74"), ml("2.99")]
    assert made.withdrawal_volume.value == ml("10.47")
    assert made.delivered == cells("69939600")
    assert [each.cells.value for each in made.containers] == [24983200, 24983200, 19973200]
    assert made.withdrawal_volume.rule == "down to 0.01 mL below 10 mL, else down to 0.1 mL"
    coarse = prepare(cells("70e6"), RYONCIL, Handling(dispense="draw", step=ml("0.5")))
    assert coarse.withdrawal_volume.value == ml("9.5")


@pytest.mark.parametrize("number", ["TEM-01", "TEM-03", "TEM-10"])
def test_temcell_is_diluted_in_its_bag_before_it_is_drawn(number):
    """10.8 mL and 18 mL of saline in each bag: 2.5 million/mL. Volumes are taken to add up [policy]."""
    given_, expected = case(number)
    assert (TEMCELL.cells.value, TEMCELL.fill.value) == (given_["bag_cells"], given_["bag_mL"])
    handling = Handling(
        dispense="draw",
        diluent="saline",
        diluent_per_container=ml(given_["saline_per_bag_mL"]),
        rate=rate(given_["rate_mL_min"]),
    )
    need = cells(given_["dose_cells_per_kg"] * given_["weight_kg"])
    made = prepare(need, TEMCELL, handling)
    assert made.containers_to_thaw == expected["bags"]
    assert made.withdrawal_volume.value.value == expected["dose_volume_mL"]
    assert made.duration.value == expected["duration_min"]
    assert made.delivered == need
    prepared = (TEMCELL.fill + handling.diluent_per_container) * made.containers_to_thaw
    assert prepared.value == expected["prepared_volume_mL"]


@pytest.mark.parametrize(
    ("content", "weight", "number", "share"),
    [(RYONCIL, "3.5", 1, 357), (TEMCELL, "10", 1, 360), (RYONCIL, "35", 3, 107)],
)
def test_whole_containers_may_be_far_from_the_dose_and_say_so(content, weight, number, share):
    """Facts: 357 % from one vial at 3.5 kg, 360 % from one bag at 10 kg, 107 % from three vials at 35 kg."""
    made = prepare(cells(Decimal(weight) * 2_000_000), content, WHOLE, weight=kg(weight))
    assert made.containers_to_thaw == number
    assert round(made.percent_of_dose.value) == share
    assert all(each.whole for each in made.containers)
    assert "limit.not-set" in codes(made)
    assert made.withdrawal_volume.value == made.withdrawal_volume.unrounded == content.fill * number


def test_the_table_of_whole_containers_ends_one_beyond_the_dose():
    found = options(cells("70e6"), cells("25e6"), (), kg(35))
    assert [option.containers for option in found] == [1, 2, 3]
    assert [option.cells.value for option in found] == [25_000_000, 50_000_000, 75_000_000]
    assert [round(option.percent_of_dose.value, 1) for option in found] == [
        Decimal("35.7"),
        Decimal("71.4"),
        Decimal("107.1"),
    ]
    assert str(found[1].per_weight).startswith("about 1.4285")
    exact = options(cells("50e6"), cells("25e6"))
    assert [option.containers for option in exact] == [1, 2, 3]
    assert nearest(exact, cells("50e6")).containers == 2


def test_of_two_as_near_the_lower_is_taken():
    found = options(cells("37.5e6"), cells("25e6"))
    assert nearest(found, cells("37.5e6")).containers == 1


def test_the_maximum_is_never_passed_by_whole_containers():
    made = prepare(cells("70e6"), RYONCIL, WHOLE, maximum=cells("74e6"))
    assert made.containers_to_thaw == 2
    assert [option.inside for option in made.options] == [True, True, False]
    assert "above the maximum" in made.options[2].why


def test_none_fits_shows_the_nearest_below_and_above():
    limit = Limit("prepared-to-calculated", ratio(90), ratio(105), "site")
    refusal = refused(lambda: prepare(cells("70e6"), RYONCIL, WHOLE, (limit,)), "preparation.none-fits")
    message = refusal.problems[0].message
    assert "2 would give 50 million" in message
    assert "3 would give 75 million" in message
    assert "1 would give" not in message


def test_dispense_not_stated_tells_cells_and_containers_only():
    made = prepare(cells("70e6"), RYONCIL, Handling())
    assert (made.containers_to_thaw, made.withdrawal_volume, made.delivered) == (3, None, None)
    assert "dispense.not-stated" in codes(made)
    assert [each.cells.value for each in made.containers] == [25_000_000, 25_000_000, 20_000_000]


def test_without_a_volume_there_is_nothing_to_withdraw():
    made = prepare(cells("70e6"), Content(cells("25e6")), DRAW)
    assert (made.containers_to_thaw, made.withdrawal_volume, made.delivered) == (3, None, None)
    assert "volume.not-stated" in codes(made)
    whole = prepare(cells("70e6"), Content(cells("25e6")), WHOLE)
    assert (whole.withdrawal_volume, whole.delivered) == (None, cells("75e6"))


def test_a_concentration_alone_gives_a_volume_and_no_number_of_containers():
    made = prepare(cells("70e6"), Content(concentration=per_ml("6.68e6")), DRAW)
    assert (made.containers_to_thaw, made.withdrawal_volume.value) == (None, ml("10.4"))
    assert made.delivered == cells("69472000")
    assert "container.not-stated" in codes(made)
    refused(
        lambda: prepare(cells("70e6"), Content(concentration=per_ml("6.68e6")), WHOLE),
        "content.volume-missing",
    )


STOCK = (
    ("G1", Content(cells("60e6"), fill=ml(10))),
    ("G2", Content(cells("30e6"), fill=ml(4))),
    ("G3", Content(cells("99e6"), fill=ml(9))),
)


def test_a_stock_is_drawn_in_its_order_and_no_further_than_needed():
    made = prepare(cells("70e6"), STOCK, DRAW)
    assert [each.identity for each in made.containers] == ["G1", "G2"]
    assert [each.withdraw.value for each in made.containers] == [ml(10), ml("1.33")]
    assert made.delivered == cells("69975000")
    assert made.cells_to_thaw.value == cells("70e6")


def test_containers_that_convert_differently_have_no_one_number_of_cells_to_thaw():
    mixed = (STOCK[0], ("G9", Content(cells("50e6", "all"), fill=ml(5), viability=percent(80))))
    made = prepare(cells("90e6"), mixed, DRAW)
    assert made.cells_to_thaw is None
    assert made.containers_to_thaw == 2
    assert made.containers[1].withdraw.value == ml("3.75")


def test_containers_counted_after_thaw_and_by_their_label_are_thawed_alike():
    bags = [Content(cells("60e6", moment=when), fill=ml(5)) for when in ("after thaw", "label nominal")]
    made = prepare(cells("90e6"), tuple(zip(("G8", "G9"), bags, strict=True)), DRAW)
    assert made.cells_to_thaw.value == cells("90e6", moment="after thaw")


def test_a_volume_that_does_not_end_is_cut_in_the_document_and_its_fraction_stands_beside_it():
    sevenths = Content(cells("60e6"), fill=Amount("volume", Decimal(72), 7))
    found = prepare(cells("60e6"), sevenths, WHOLE, maximum=cells("60e6")).as_document()["withdrawal_volume"]
    assert (found["value"], found["unrounded"]) == ("10.2857142857", "10.2857142857")
    assert (found["exact"], found["fraction"]) == (False, "72/7")


def test_all_chosen_containers_of_a_stock_are_given_whole():
    made = prepare(cells("70e6"), STOCK[:2], WHOLE, maximum=cells("100e6"))
    assert (made.delivered, made.withdrawal_volume.value) == (cells("90e6"), ml(14))
    assert made.options == ()
    refused(
        lambda: prepare(cells("70e6"), STOCK[:2], WHOLE, maximum=cells("89e6")), "preparation.above-maximum"
    )


def test_too_few_cells_are_refused_with_the_shortfall():
    """Row B15: the shortfall in cells and percent."""
    refusal = refused(lambda: prepare(cells("100e6"), STOCK[:2], DRAW), "dose.shortfall")
    assert "10 million viable MSC (10 %) are lacking" in refusal.problems[0].message
    refused(lambda: prepare(cells("1e6"), (), DRAW), "dose.shortfall")


def test_every_unusable_container_is_named_at_once():
    bad = (("A", Content(cells("1e6", "all"))), ("B", Content(fill=ml(3))), STOCK[0])
    refusal = refused(lambda: prepare(cells("1e6"), bad, DRAW), "viability.missing", "content.missing")
    assert [problem.message[:2] for problem in refusal.problems] == ["A:", "B:"]


def test_a_volume_too_small_to_measure_is_told():
    tiny = prepare(cells("50001000"), Content(cells("25e6"), fill=ml(5)), DRAW)
    assert tiny.containers[2].withdraw.value == ml(0)
    assert "volume.below-step" in codes(tiny)
    refused(lambda: prepare(cells("1000"), Content(cells("25e6"), fill=ml(5)), DRAW), "volume.too-small")


def test_a_dose_of_nothing_and_thousands_of_containers_are_refused():
    refused(lambda: prepare(cells(0), RYONCIL, DRAW), "dose.zero")
    refused(lambda: prepare(cells("1e12"), RYONCIL, DRAW), "containers.too-many")


def test_diluting_a_container_of_which_only_a_part_can_be_got_out_is_unclear():
    """What stays behind changes with the diluent: neither reading is taken."""
    part = Content(cells("72e6"), fill=ml("10.8"), withdrawable=ml(10))
    for mode in ("draw", "whole"):
        handling = Handling(dispense=mode, diluent_per_container=ml(18))
        refused(
            lambda handling=handling: prepare(cells("20e6"), part, handling), "volume.withdrawable-unclear"
        )


NEEDS = st.decimals("0.5", "300", places=3)
SIZES = st.decimals("1", "90", places=2)
FILLS = st.decimals("20", "90", places=2)


@settings(max_examples=100, deadline=None)
@given(
    need=st.decimals("3", "300", places=3),
    each=SIZES,
    fill=FILLS,
    step=st.sampled_from([None, "0.05", "0.2"]),
)
def test_no_drawn_volume_ever_holds_more_than_the_dose(need, each, fill, step):
    """Against fractions: each draw down to its step, the parts the whole, and delivered from the drawn."""
    handling = Handling(dispense="draw", step=step and ml(step))
    made = prepare(cells(need * 10**6), Content(cells(each * 10**6), fill=ml(fill)), handling)
    strength, left = Fraction(each) * 10**6 / Fraction(fill), Fraction(need) * 10**6
    for container in made.containers:
        share = min(left, Fraction(each) * 10**6)
        left -= share
        exact = share / strength
        size = Fraction(step or ("0.1" if exact >= 10 else "0.01"))
        assert fraction(container.withdraw.value) == exact // size * size
        assert fraction(container.withdraw.unrounded) == exact
        assert fraction(container.cells) == exact // size * size * strength
    assert left == 0
    assert fraction(made.delivered) == sum(fraction(each.cells) for each in made.containers)
    assert fraction(made.withdrawal_volume.value) == sum(
        fraction(each.withdraw.value) for each in made.containers
    )
    assert fraction(made.delivered) <= Fraction(need) * 10**6


@settings(max_examples=150, deadline=None)
@given(need=NEEDS, each=SIZES, maximum=NEEDS, low=st.integers(0, 100), high=st.integers(100, 200))
def test_the_chosen_number_is_the_nearest_of_all_that_are_allowed(need, each, maximum, low, high):
    """By brute force over every number of containers up to twice the dose and two more."""
    need, each, maximum = (Fraction(number) * 10**6 for number in (need, each, max(need, maximum)))
    allowed = [
        k
        for k in range(1, int(2 * need / each) + 3)
        if k * each <= maximum and low * need <= k * each * 100 <= high * need
    ]
    limit = Limit("prepared-to-calculated", ratio(low), ratio(high), "site")
    dose, size, most = (cells(Decimal(int(number))) for number in (need, each, maximum))

    def making():
        return prepare(dose, Content(size), WHOLE, (limit,), maximum=most)

    if not allowed:
        refused(making, "preparation.none-fits")
    else:
        made = making()
        assert made.containers_to_thaw == min(allowed, key=lambda k: (abs(k * each - need), k))
        assert made.delivered <= most


def test_sums_that_cannot_be_kept_exactly_are_refused_and_not_rounded():
    """40 bags of 40 prime volumes are added exactly; 160 have a common denominator of over 500 digits."""
    primes = [n for n in range(1009, 3000) if all(n % d for d in range(2, 55))][:160]
    bags = tuple((f"B{n}", Content(cells("25e6"), fill=ml(Decimal(n).scaleb(-2)))) for n in primes)
    made = prepare(cells("990e6"), bags[:40], DRAW)
    drawn = [
        (Fraction(draw.withdraw.value.value), Fraction(n, 100))
        for draw, n in zip(made.containers, primes[:40], strict=True)
    ]
    assert Fraction(made.delivered.numerator) / made.delivered.denominator == sum(
        volume / fill * 25_000_000 for volume, fill in drawn
    )
    refusal = refused(lambda: prepare(cells("3990e6"), bags, DRAW), "number.too-long")
    assert refusal.problems[0].field == "container"


@pytest.mark.parametrize(
    ("weight", "little"), [("12.6", True), ("12.62", True), ("12.63", False), ("25", False), ("35", False)]
)
def test_a_further_container_for_less_than_one_percent_of_the_dose_is_told(weight, little):
    """12.6 kg of Ryoncil: the second vial is opened for 0.02 mL; by the smaller statement the dose needs it."""
    made = prepare(cells(Decimal(weight) * 2_000_000), RYONCIL, DRAW)
    told = [problem for problem in made.problems if problem.code == "container.for-little"]
    assert bool(told) is little
    if weight == "12.6":
        assert made.containers[1].withdraw.value == ml("0.02")
        assert "container 2 is opened for 0.02 mL, less than 1 % of the dose" in told[0].message
        assert told[0].severity == "check"


def test_a_further_container_of_which_nothing_can_be_measured_stays_counted_and_is_told():
    """25.05 million: 50,000 cells are 0.007 mL. The number of containers follows the dose exactly."""
    made = prepare(cells("25.05e6"), RYONCIL, DRAW)
    assert made.containers_to_thaw == 2
    assert "volume.below-step" in codes(made)
    assert "container.for-little" not in codes(made)
