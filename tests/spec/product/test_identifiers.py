"""Donation numbers, product codes and GS1 as a scanner sends them or a person types them."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_dose.problems import Refusal
from msc_dose.product.scans.gs1 import read_gs1
from msc_dose.product.scans.identifiers import Scanned, read_scan
from msc_dose.product.scans.isbt128 import (
    ALPHABET,
    check_character,
    check_value,
    read_din,
    read_product_code,
)

CASES = Path(__file__).parents[2] / "cases" / "dosing.csv"
DIN = "G123498654321"
GTIN = "07032069804988"
DINS = st.from_regex(r"[A-NP-Z1-9][0-9]{12}", fullmatch=True)


def case(number):
    with CASES.open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["id"] == number)
    return json.loads(row["inputs"]), json.loads(row["expected"])


def codes(function, *texts):
    with pytest.raises(Refusal) as refused:
        function(*texts)
    return refused.value.codes


# Donation numbers


def test_the_check_character_is_iso_7064_mod_37_2():
    """ISB-02, an example of the standard; and G1234 98 654321 → H of the UK Red Book, annex 2."""
    given, expected = case("ISB-02")
    din = given["din"]
    weighted = sum(ALPHABET.index(c) * 2**place for place, c in enumerate(reversed(din), 1))
    assert weighted == expected["weighted_sum"]
    assert check_value(din) == expected["checksum"]
    assert check_character(din) == expected["check_char"]
    assert read_din(f"={din}{expected['type3_flag']}").verified
    assert check_character(DIN) == "H"


def test_the_check_character_may_be_a_star():
    star = next(f"G1234{n:08}" for n in range(9999) if check_value(f"G1234{n:08}") == 36)
    assert check_character(star) == "*"
    assert read_din(f"{star}*").verified
    assert read_din(f"={star}96").verified


def test_a_scanned_donation_number_is_taken_apart():
    given, expected = case("ISB-04")
    found = read_din(given["barcode"])
    assert (found.din, found.flags) == (expected["din"], expected["flags"])
    assert not found.verified


def test_a_scan_without_flags_is_refused():
    given, expected = case("ISB-05")
    assert expected["reason"] == "flag characters missing"
    assert codes(read_din, given["barcode"]) == ("din.flags-missing",)


@pytest.mark.parametrize(
    ("text", "flags", "verified"),
    [
        ("=G12349865432177", "77", True),
        ("=G12349865432177\r\n", "77", True),
        ("=G12349865432100", "00", False),
        ("=G1234986543210A", "0A", False),
        ("G123498654321", None, False),
        ("G123498654321H", None, True),
        ("G1234 98 654321 H", None, True),
        ("G1234 98 654321", None, False),
        ("G123 498 654 321 H", None, True),
    ],
)
def test_what_is_read_as_a_donation_number(text, flags, verified):
    found = read_din(text)
    assert (found.din, found.flags, found.verified) == (DIN, flags, verified)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("=G123498654321 77", "din.format"),  # B23: inner space
        ("=G12349865432178", "din.check"),
        ("=G12349865432197", "din.check"),
        ("G123498654321J", "din.check"),
        ("G1234 98 654312 H", "din.check"),
        ("=g12349865432177", "din.format"),
        ("g123498654321", "din.format"),
        ("O123498654321", "din.format"),
        ("0123498654321", "din.format"),
        ("G12349865432177", "din.format"),
        ("G12 3498654321", "din.format"),
        (" G123498654321", "din.format"),
        ("=G1234986543217O", "din.format"),
        ("G12349865432", "din.format"),
        ("\u0412123498654321", "identifier.characters"),
        ("G12349865432\uff11", "identifier.characters"),
        ("G1234\u00a098\u00a0654321", "identifier.characters"),
        ("G1234\x0098654321", "identifier.characters"),
        ("", "value.missing"),
        ("\r\n", "value.missing"),
        ("G" * 5000, "text.too-long"),
    ],
)
def test_what_is_doubtful_as_a_donation_number_is_refused(text, code):
    assert codes(read_din, text) == (code,)


@given(DINS)
def test_a_donation_number_reads_back_in_every_form(din):
    check = check_character(din)
    for text in (din, f"={din}{check_value(din) + 60}", f"{din[:5]} {din[5:7]} {din[7:]} {check}"):
        assert read_din(text).din == din


@given(DINS, st.integers(0, 12), st.sampled_from("0123456789"))
def test_one_mistyped_digit_never_passes_the_check_character(din, place, digit):
    wrong = din[:place] + digit + din[place + 1 :]
    if wrong != din:
        with pytest.raises(Refusal):
            read_din(wrong + check_character(din))


@given(DINS, st.integers(0, 11))
def test_two_neighbours_in_the_wrong_order_never_pass_the_check_character(din, place):
    wrong = din[:place] + din[place + 1] + din[place] + din[place + 2 :]
    if wrong != din:
        with pytest.raises(Refusal):
            read_din(wrong + check_character(din))


def test_only_text_is_read():
    with pytest.raises(TypeError):
        read_din(1234)
    with pytest.raises(TypeError):
        read_scan()


# Product codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("=<S1295400", "S1295400"),
        ("S12954A0", "S12954A0"),
        ("S12954Ab", "S12954Ab"),
        ("T1295003", "T1295003"),
        ("T1295099", "T1295099"),  # of a tissue, 099 is pack 99
    ],
)
def test_a_product_code_is_kept_as_it_is_with_its_division(text, code):
    assert read_product_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("=<S12954", "product-code.division-missing"),
        ("S1295", "product-code.division-missing"),
        ("S1295499", "product-code.division-elsewhere"),
        ("S12954AB", "product-code.format"),
        ("E0382Va0", "product-code.format"),
        ("s1295400", "product-code.format"),
        ("S12954000", "product-code.format"),
        ("=<S12954 00", "product-code.format"),
        ("=%6200", "product-code.format"),
        ("\u0405" + "1295400", "identifier.characters"),
        ("", "value.missing"),
    ],
)
def test_a_product_code_that_names_no_container_is_refused(text, code):
    assert codes(read_product_code, text) == (code,)


# GS1

FULL = {"gtin": GTIN, "lot": "AB-12", "serial": "0007", "expiry": date(2027, 12, 31)}


@pytest.mark.parametrize(
    "text",
    [
        f"01{GTIN}17271231" + "10AB-12\x1d210007",
        f"]d201{GTIN}1727123110AB-12\x1d210007",
        f"]C101{GTIN}1727123110AB-12\x1d210007\r",
        f"\x1d01{GTIN}1727123110AB-12\x1d210007",
        f"01{GTIN}210007\x1d10AB-12\x1d17271200",
        f"(01){GTIN}(17)271231(10)AB-12(21)0007",
        f"(01){GTIN}(17)271200(10)AB-12(21)0007",
    ],
)
def test_a_gs1_code_says_the_same_scanned_and_printed(text):
    found = read_gs1(text)
    assert {name: getattr(found, name) for name in FULL} == FULL
    assert {"01", "17", "10", "21"} == {name for name, _ in found.values}


@pytest.mark.parametrize(
    ("text", "expiry"),
    [
        ("17280200", date(2028, 2, 29)),
        ("17270200", date(2027, 2, 28)),
        ("17291200", date(2029, 12, 31)),
        ("17000101", date(2000, 1, 1)),
        ("17750630", date(2075, 6, 30)),
    ],
)
def test_the_expiry_is_the_day_that_biip_reads(text, expiry):
    from biip.gs1_messages import GS1Message

    assert read_gs1(text).expiry == expiry == GS1Message.parse(text).element_strings[0].date


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0107032069804989", "gs1.check-digit"),
        ("(10)AB(10)CD", "gs1.twice"),
        ("17990101", "gs1.century"),
        ("17761231", "gs1.century"),
        ("17270230", "gs1.format"),
        ("17271301", "gs1.format"),
        ("]d210" + "A" * 21, "gs1.separator-missing"),
        ("10AB^210007", "gs1.separator-missing"),
        ("(10)AB CD", "gs1.format"),
        ("(10)AB(CD", "gs1.format"),
        ("(10)", "gs1.format"),
        ("(99999)A", "gs1.format"),
        ("(17)27123", "gs1.format"),
        ("(17)2712311", "gs1.format"),
        ("]C0G123498654321", "gs1.format"),
        ("\x1d", "gs1.format"),
        ("0107032069804988\x00", "identifier.characters"),
    ],
)
def test_a_gs1_code_that_does_not_say_one_thing_is_refused(text, code):
    assert codes(read_gs1, text) == (code,)


def test_nothing_of_a_printed_lot_is_dropped():
    """biip reads (10)AB-12 as the lot AB."""
    assert read_gs1("(10)AB-12/3(21)5").lot == "AB-12/3"


@given(
    st.from_regex(r"[A-Z0-9][A-Z0-9./-]{0,19}", fullmatch=True),
    st.from_regex(r"[0-9]{1,20}", fullmatch=True),
)
def test_any_lot_and_serial_come_back_whole(lot, serial):
    for text in (f"10{lot}\x1d21{serial}", f"(21){serial}(10){lot}"):
        assert (read_gs1(text).lot, read_gs1(text).serial) == (lot, serial)


# What kind of scan it is


def test_the_first_character_tells_the_kinds_of_scan_apart():
    both = Scanned(din=DIN, product_code="S1295400")
    assert read_scan(f"={DIN}77=<S1295400") == both
    assert read_scan("=<S1295400", f"={DIN}77") == both
    assert read_scan("G1234 98 654321 H") == Scanned(din=DIN)
    assert read_scan(f"(01){GTIN}(10)AB(21)7") == Scanned(gtin=GTIN, lot="AB", serial="7")
    assert both.complete
    assert not read_scan(f"={DIN}77").complete
    assert not read_scan("(10)AB").complete


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (("1012345678901",), "scan.ambiguous"),
        ((f"={DIN}77", "=A99991712345600"), "scan.disagrees"),
        ((f"={DIN}77", "(10)AB(21)7"), "scan.disagrees"),
        (("=%6200",), "din.format"),
        (("x'); DROP TABLE allocation;--",), "din.format"),
    ],
)
def test_scans_that_may_be_of_two_things_are_refused(texts, code):
    assert codes(read_scan, *texts) == (code,)


@pytest.mark.parametrize("scan", ["=>029180", "&>0291802359"])
def test_an_expiry_bar_code_says_what_it_is_and_is_no_identity(scan):
    with pytest.raises(Refusal) as caught:
        read_scan(scan)
    assert caught.value.codes == ("scan.no-identity",)
    assert "expiry" in caught.value.problems[0].message
