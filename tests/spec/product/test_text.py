"""What a preparation says in words: every volume named, every cut number said to be cut."""

from datetime import datetime
from decimal import Decimal

import pytest

from msc_dose.derivation import step, term
from msc_dose.product.container import Content, Dmso
from msc_dose.product.handling import Clock, Handling, RateStep
from msc_dose.product.preparation.preparing import prepare
from msc_dose.product.shortened import nearly, without_noun
from msc_dose.product.text import preparation_lines, volume_line
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.page import columns_of, fitted


def amount(kind, number, denominator=1, **facts):
    return Amount(kind, Decimal(str(number)), denominator, **facts)


def millions(number):
    return amount("cell_count", Decimal(str(number)) * 1_000_000, counts="viable")


def mL(number):
    return amount("volume", number)


def minutes(number):
    return amount("duration", number)


def rate(number):
    return amount("flow_rate", number)


KG = amount("body_weight", 35)
BAG = Content(millions(25), fill=mL("3.8"))
DRAWN = {"dispense": "draw", "final_volume": mL(40), "diluent": "saline"}


def said(handling, *, content=BAG, days=1, **more):
    made = prepare(millions(70), content, handling, weight=KG, actual_weight=KG, **more)
    return preparation_lines(made, handling, days=days)


def line_of(lines, begin):
    (line,) = [line for line in lines if line.startswith(begin)]
    return line


def test_prepared_and_infused_stand_side_by_side_by_their_own_names():
    lines = said(Handling(**DRAWN, hold_up=mL(1)))
    assert line_of(lines, "Prepared:") == "Prepared: 70 million viable cells, 100 % of the calculated dose"
    assert line_of(lines, "Infused:").startswith("Infused: 68.25 million viable cells, 97.5 % of")
    assert not any("Delivered" in line for line in lines)


def test_a_rinsed_line_says_that_the_same_cells_are_infused():
    lines = said(Handling(**DRAWN, rinsed=True))
    assert line_of(lines, "Infused:").startswith("Infused: 70 million viable cells, 100 % of")
    assert "rinsed" in line_of(lines, "Infused:")


def test_what_is_infused_is_left_out_where_it_is_not_known():
    assert not any(line.startswith("Infused") for line in said(Handling(**DRAWN)))


def test_rate_and_time_say_which_volume_they_are_of():
    found = line_of(said(Handling(**DRAWN, rate=rate(2), drop_factor=20)), "Rate:")
    assert found == "Rate: 2 mL/min for 20 min, of the final volume of 40 mL; 40 drops/min"
    alone = Handling(dispense="draw", rate=rate(2))
    without = said(alone, content=Content(millions(25)))
    assert line_of(without, "Rate:") == "Rate: 2 mL/min, time not known; final volume not known"


def test_a_stepped_rate_prints_each_step_with_its_drops():
    steps = (RateStep(rate(1), minutes(10)), RateStep(rate(4)))
    lines = said(Handling(**DRAWN, steps=steps, drop_factor=15))
    at = lines.index("Time: 17.5 min in all, of the final volume of 40 mL, in steps")
    assert lines[at + 1 : at + 3] == [
        "  step 1: 1 mL/min for 10 min; 15 drops/min",
        "  step 2: 4 mL/min for 7.5 min; 60 drops/min",
    ]


def test_millilitres_per_kilogram_of_the_final_volume_are_printed():
    assert "about 1.14285 mL/kg of dosing weight" in line_of(said(Handling(**DRAWN)), "Final volume")


@pytest.mark.parametrize(
    ("limit", "needed"),
    [(minutes(120), "0.34 mL/min, rounded up"), (minutes(200), "0.2 mL/min")],
)
def test_the_rate_needed_is_rounded_up_never_down(limit, needed):
    lines = said(Handling(**DRAWN, clock=Clock("thaw complete", limit)))
    assert line_of(lines, "  rate needed").endswith(f"at least {needed}")


def test_finish_by_is_printed_where_no_rate_is_known():
    clock = Clock("thaw complete", minutes(120), datetime(2027, 1, 29, 9, 0, 30))  # noqa: DTZ001
    lines = said(Handling(**DRAWN, clock=clock))
    assert line_of(lines, "  START BY") == "  START BY not known: no rate; FINISH BY 11:00, Fri 29-Jan-2027"
    lines = said(Handling(**DRAWN, clock=clock, rate=rate(2)))
    assert "START BY 10:40, Fri 29-Jan-2027; FINISH BY 11:00" in line_of(lines, "  START BY")


def test_dimethyl_sulphoxide_stands_beside_its_limit_and_whose_that_is():
    content = Content(millions(25), fill=mL("3.8"), dmso=Dmso(amount("percentage", 10), "v/v"))
    lines = said(Handling(**DRAWN), content=content)
    assert line_of(lines, "DMSO:").startswith("DMSO: 1.1704 g in this infusion")
    assert line_of(lines, "  calendar day").endswith("of at most 1 g/kg a day (Hemacord label)")
    made = prepare(millions(70), content, Handling(**DRAWN), actual_weight=KG)
    other = preparation_lines(made, dmso_limit=amount("mass_per_weight", "0.5"))
    assert line_of(other, "  calendar day").endswith("of at most 0.5 g/kg a day (limit as stated)")


def test_a_split_dose_says_each_of_so_many_days_in_its_first_line():
    lines = said(Handling(**DRAWN), days=2)
    assert lines[0].startswith("VOLUME 10.64 mL, each of 2 days, to withdraw")
    assert line_of(lines, "Prepared:").endswith("100 % of the day's dose")
    made = prepare(millions(70), BAG, Handling(dispense="whole"))
    assert volume_line(made, 2) == "VOLUME 11.4 mL, each of 2 days: 3 containers, whole"


@pytest.mark.parametrize(
    ("number", "under", "text"),
    [
        ("0.03585", 1, "0.03585 g"),
        ("0.0358285", 1, "0.0358285 g"),
        ("0.03582857", 1, "about 0.0358285 g"),
        ("100", 3, "about 33.3333 g"),
        ("99.99999999", 1, "about 99.9999 g"),
    ],
)
def test_about_stands_where_digits_are_missing_and_nowhere_else(number, under, text):
    assert nearly(amount("mass", number, under)) == text


def test_a_cell_of_a_table_is_without_its_noun():
    assert without_noun(amount("dose_per_weight", 10_000_000, 7, counts="viable")) == "1.428 million"


def test_the_working_says_where_a_number_is_cut():
    third, whole = amount("ratio", 100, 3), amount("ratio", 123456789012, 1)
    lines = step("part", "a ÷ b", (term("a", third), term("b", whole)), third, "arithmetic").lines()
    assert "    a: 33.3333333333 % (cut to 12 digits)" in lines
    assert "    b: 123,456,789,012 %" in lines
    assert "  = 33.3333333333 % (cut to 12 digits)" in lines


def test_a_long_line_of_the_working_keeps_its_indentation():
    name = "the number of something that takes very many words to be told apart from another"
    found = step("x", "y", (term(name, mL(1)),), mL(1), "arithmetic").lines()
    at = next(i for i, line in enumerate(found) if line.startswith("    the number"))
    assert found[at + 1].startswith("        ")
    assert max(map(len, found)) <= 72


@pytest.mark.parametrize(
    "line",
    [
        "  " + "word " * 40,
        "address https://" + "x" * 120,
        "体重1 kg当たりヒト間葉系幹細胞として1回2x10^6個" * 4,
        "10⁶ " * 30,
        " " * 200 + "word " * 40,
        "one\n■ STOP  two\r\tthree",
    ],
)
def test_no_line_is_wider_than_its_page_and_no_character_is_lost(line):
    found = fitted(line)
    assert max(map(columns_of, found)) <= 80
    assert not any(set("\t\n\r") & set(each) for each in found)
    assert "".join("".join(found).split()) == "".join(line.split())
