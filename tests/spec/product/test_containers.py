"""A container that exists is valid: one identity, whose it is, what it counts; and a scan finds it or none."""

import pickle
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from msc_dose.problems import Refusal
from msc_dose.product.container import Container, Content, Dmso, Notes, Recovery
from msc_dose.product.finding import find_containers
from msc_dose.product.scans.identifiers import Scanned, read_scan
from msc_dose.quantity.amount import Amount

DIN = "G123498654321"


def percent(number):
    return Amount("percentage", Decimal(number))


def cells(number="6.3e6", counts="viable", population="MSC", moment="after thaw"):
    return Amount("cell_count", Decimal(number), 1, counts, population, moment)


def millilitres(number):
    return Amount("volume", Decimal(number))


def container(**changes):
    facts = {
        "content": Content(cells=cells(), fill=millilitres(18), viability=percent(85)),
        "type": "bag",
        "donor_type": "allogeneic unrelated",
        "recipient": "unassigned",
        "expiry": date(2027, 3, 9),
        "status": "released",
        "position": "tank 2 / rack A / 1",
        "lot": "L-001",
        "serial": "0001",
    }
    return Container(**{**facts, **changes})


def isbt(code="S1295400", din=DIN, **changes):
    return container(lot=None, serial=None, din=din, product_code=code, **changes)


def codes(make):
    with pytest.raises(Refusal) as refused:
        make()
    return refused.value.codes


# Identity


def test_a_container_is_named_by_din_and_product_code_or_by_lot_and_serial():
    assert isbt().identity == f"{DIN} S1295400"
    assert container().identity == "L-001 0001"


@pytest.mark.parametrize(
    ("identity", "code"),
    [
        ({"lot": None, "serial": None}, "identity.missing"),
        ({"lot": "", "serial": ""}, "identity.missing"),
        ({"serial": None}, "identity.incomplete"),
        ({"lot": None}, "identity.incomplete"),
        ({"din": DIN, "product_code": "S1295400"}, "identity.two-forms"),
        ({"din": DIN}, "identity.two-forms"),
        ({"lot": None, "serial": None, "din": DIN}, "identity.incomplete"),
        ({"lot": None, "serial": None, "product_code": "S1295400"}, "identity.incomplete"),
        (
            {"lot": None, "serial": None, "din": DIN, "product_code": "S12954"},
            "product-code.division-missing",
        ),
        ({"lot": None, "serial": None, "din": f"={DIN}77", "product_code": "S1295400"}, "din.format"),
        ({"lot": None, "serial": None, "din": DIN, "product_code": "=<S1295400"}, "product-code.format"),
        ({"lot": None, "serial": None, "din": "G123", "product_code": "S1295400"}, "din.format"),
    ],
)
def test_any_other_identity_is_refused(identity, code):
    assert codes(lambda: container(**identity)) == (code,)


@pytest.mark.parametrize(
    ("lot", "code"),
    [
        ("L\u2010001", "identifier.characters"),  # B16: a hyphen that is not the keyboard's
        ("\u0412AG1", "identifier.characters"),  # B17: a Cyrillic letter
        ("BAG\uff11", "identifier.characters"),  # B18: a full-width digit
        ("x'); DROP TABLE", "identifier.characters"),  # B27
        ("x'); DROP TABLE allocation;--", "text.too-long"),
        ("=1+1", "identifier.characters"),
        ("L 001", "identifier.characters"),
        ("L-001 ", "identifier.characters"),
        ("L-\x00001", "identifier.characters"),
        ("L-001\n", "identifier.characters"),
        ("\u202eL-001", "identifier.characters"),
        ("L" * 21, "text.too-long"),
    ],
)
def test_an_identifier_is_made_of_plain_characters(lot, code):
    assert codes(lambda: container(lot=lot)) == (code,)


# Whose it is


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"recipient": ""}, "recipient.missing"),
        ({"recipient": "Unassigned"}, "recipient.doubtful"),
        ({"recipient": "UNKNOWN"}, "recipient.doubtful"),
        ({"recipient": "P 1"}, "identifier.characters"),
        ({"recipient": "Ann\x1b[2J"}, "identifier.characters"),
        ({"donor_type": "autologous"}, "recipient.autologous-unassigned"),
        ({"donor_type": "allogeneic"}, "donor-type.unknown"),
        ({"donor_type": ""}, "donor-type.unknown"),
        ({"type": "box"}, "container.type-unknown"),
        ({"status": "Released"}, "status.unknown"),
        ({"status": ""}, "status.unknown"),
        ({"position": ""}, "value.missing"),
        ({"position": "a\x1b[31mb"}, "text.control-character"),
        ({"position": "e\u0301" * 5000}, "text.too-long"),
        ({"expiry": ""}, "expiry.missing"),
        ({"expiry": "never"}, "expiry.unknown"),
        ({"expiry": datetime(2027, 3, 9, 12, tzinfo=UTC)}, "expiry.zone"),
    ],
)
def test_what_is_missing_or_doubtful_of_a_container_is_refused(facts, code):
    assert codes(lambda: container(**facts)) == (code,)


@pytest.mark.parametrize(
    "expiry",
    [date(2027, 3, 9), datetime(2027, 3, 9, 23, 30), "none assigned"],  # noqa: DTZ001
)
def test_an_expiry_is_a_day_a_local_time_or_none_assigned(expiry):
    assert container(expiry=expiry).expiry == expiry


def test_an_autologous_container_has_its_patient():
    assert container(donor_type="autologous", recipient="P-0417").recipient == "P-0417"


def test_everything_wrong_is_named_at_once():
    found = codes(lambda: container(lot="L 1", type="box", recipient="", status="", expiry=""))
    assert found == (
        "identifier.characters",
        "container.type-unknown",
        "recipient.missing",
        "status.unknown",
        "expiry.missing",
    )


@pytest.mark.parametrize("facts", [{"content": None}, {"lot": 7}, {"expiry": 2027}, {"recipient": None}])
def test_a_wrong_python_type_is_a_type_error(facts):
    with pytest.raises(TypeError):
        container(**facts)


def test_containers_compare_hash_and_pickle():
    one = container()
    assert pickle.loads(pickle.dumps(one)) == one == container()
    assert len({one, container(), container(serial="0002")}) == 2


# What it holds


@pytest.mark.parametrize(
    ("counted", "code"),
    [
        ({"population": None}, "population.missing"),
        ({"counts": None}, "counts.missing"),
        ({"moment": None}, "moment.missing"),
        ({"population": "MS\u0421"}, "population.unknown"),
    ],
)
def test_a_container_names_what_it_counts(counted, code):
    assert codes(lambda: container(content=Content(cells=cells(**counted)))) == (code,)


@pytest.mark.parametrize(
    "content", [Content(), Content(fill=millilitres(18)), Content(viability=percent(85))]
)
def test_a_container_without_a_number_of_cells_is_refused(content):
    assert codes(lambda: container(content=content)) == ("content.missing",)


def test_a_concentration_with_a_volume_says_how_many_cells_there_are():
    concentration = Amount("cell_concentration", Decimal("6.68e6"), 1, "viable", "MSC", "label nominal")
    content = Content(concentration=concentration, fill=millilitres("3.8"))
    assert container(content=content).content.held.value == 25_384_000
    assert codes(lambda: container(content=Content(concentration=concentration))) == ("content.missing",)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"viability": percent(0)}, "viability.zero"),
        ({"viability": percent("0.85")}, "viability.implausible"),  # B03: never read as 85 %
        ({"viability": percent(1)}, "viability.implausible"),
        ({"cells": cells(0)}, "content.zero"),
        ({"fill": millilitres(0)}, "content.zero"),
        ({"withdrawable": millilitres(19)}, "content.withdrawable-above-fill"),
        ({"cells": cells(moment="thawed")}, "moment.unknown"),
        ({"viability_moment": "thawed"}, "moment.unknown"),
        (
            {"concentration": Amount("cell_concentration", Decimal(1), 1, "all", "MSC", "after thaw")},
            "count.mixed",
        ),
    ],
)
def test_a_content_that_cannot_be_is_refused(facts, code):
    content = Content(cells=cells(), fill=millilitres(18))
    assert codes(lambda: replace(content, **facts)) == (code,)


def test_a_viability_above_100_percent_is_no_amount():
    """B02."""
    assert codes(lambda: percent(130)) == ("percentage.out-of-range",)


def test_a_viability_of_100_percent_and_one_just_above_1_are_read():
    assert Content(viability=percent(100)).viability.value == 100
    assert Content(viability=percent("1.01")).viability.value == Decimal("1.01")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Recovery(percent(90), ""), "recovery.kind-missing"),
        (lambda: Recovery(percent(90), None), "recovery.kind-missing"),
        (lambda: Recovery(percent(90), "cells"), "recovery.kind-unknown"),
        (lambda: Recovery(percent("0.9"), "total"), "recovery.implausible"),
        (lambda: Recovery(percent(0), "viable"), "recovery.zero"),
        (lambda: Dmso(percent(10), ""), "dmso.kind-missing"),
        (lambda: Dmso(percent(10), "%"), "dmso.kind-unknown"),
    ],
)
def test_a_percentage_says_of_what_it_is(make, code):
    assert codes(make) == (code,)


def test_a_product_without_dmso_may_say_so():
    assert Dmso(percent(0), "v/v").percent.value == 0


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"hypersensitivity": ()}, "value.missing"),
        ({"hypersensitivity": ("",)}, "value.missing"),
        ({"hypersensitivity": ("none known", "dextran")}, "hypersensitivity.contradicts"),
        ({"hypersensitivity": ("unknown", "dextran")}, "hypersensitivity.contradicts"),
        ({"blood_group": " "}, "value.missing"),
        ({"filter": "a" * 81}, "text.too-long"),
        ({"pump": "\u202eno"}, "text.control-character"),
    ],
)
def test_notes_are_never_blank(facts, code):
    assert codes(lambda: Notes(**facts)) == (code,)


def test_what_is_unknown_is_named():
    assert Notes(blood_group="A", hypersensitivity=("none known",)).unknown == (
        "donor_eligibility",
        "filter",
        "irradiation",
        "pump",
    )
    assert "hypersensitivity" in Notes().unknown


# From a scan to a container

STOCK = (
    isbt("S12954A0"),
    isbt("S12954B0"),
    isbt(din="A999914123458"),
    container(),
    container(serial="0002", expiry=datetime(2027, 3, 9, 12)),  # noqa: DTZ001
    container(lot="L-002"),
)


def test_a_full_identity_selects_exactly_one():
    assert find_containers(STOCK, read_scan(f"={DIN}77=<S12954B0")).selected is STOCK[1]
    assert find_containers(STOCK, read_scan("(10)L-001(21)0002")).selected is STOCK[4]


@pytest.mark.parametrize(
    ("scan", "found"),
    [(f"={DIN}77", STOCK[:2]), ("(10)L-001", STOCK[3:5]), ("=A99991412345800", STOCK[2:3])],
)
def test_a_din_or_a_lot_alone_lists_the_containers_and_selects_none(scan, found):
    answer = find_containers(STOCK, read_scan(scan))
    assert (answer.containers, answer.selected) == (found, None)
    assert [problem.code for problem in answer.problems] == ["identity.incomplete"]


@pytest.mark.parametrize(
    ("scanned", "code"),
    [
        (Scanned(din=DIN, product_code="S12954C0"), "container.not-found"),
        (Scanned(lot="L-003"), "container.not-found"),
        (Scanned(product_code="S12954A0"), "identity.missing"),
        (Scanned(serial="0001"), "identity.missing"),
        (Scanned(), "identity.missing"),
    ],
)
def test_a_scan_that_names_nothing_in_stock_is_refused(scanned, code):
    assert codes(lambda: find_containers(STOCK, scanned)) == (code,)


def test_two_containers_of_one_identity_select_none():
    doubled = (*STOCK, container(position="elsewhere"))
    assert codes(lambda: find_containers(doubled, Scanned(lot="L-001", serial="0001"))) == (
        "container.ambiguous",
    )


@pytest.mark.parametrize(
    ("scan", "problems"),
    [
        ("(17)270309(10)L-001(21)0001", []),
        ("(17)270309(10)L-001(21)0002", []),
        ("(17)270310(10)L-001(21)0001", ["expiry.disagrees"]),
    ],
)
def test_an_expiry_on_the_label_that_is_not_the_stocks_is_shown(scan, problems):
    assert [problem.code for problem in find_containers(STOCK, read_scan(scan)).problems] == problems


@pytest.mark.parametrize("name", ["cells", "viable MSC", "MSC cells", "all"])
def test_a_population_names_cells_and_neither_their_viability_nor_that_they_are_cells(name):
    content = Content(cells(population=name), fill=millilitres(18))
    assert codes(lambda: container(content=content)) == ("population.unknown",)
