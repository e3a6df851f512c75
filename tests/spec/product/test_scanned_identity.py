"""One field, one container: what is scanned or typed into it becomes the identity in one writing."""

import pytest

from msc_dose.problems import Refusal
from msc_dose.product.scans.identity import awaits_more, codes_of, is_scan, read_identity

GS = "\x1d"
DIN, PRODUCT = "=G12342600011700", "=<S12345A0"


@pytest.mark.parametrize(
    ("text", "identity", "words"),
    [
        (DIN + PRODUCT, "G123426000117 S12345A0", "donation G123426000117, product S12345A0"),
        (f"{DIN} {PRODUCT}", "G123426000117 S12345A0", "donation G123426000117, product S12345A0"),
        (PRODUCT + DIN, "G123426000117 S12345A0", "donation G123426000117, product S12345A0"),
        (f"]C110MSC24A{GS}210001", "MSC24A 0001", "lot MSC24A, serial 0001"),
        (f"{GS}10MSC24A{GS}210001\r\n", "MSC24A 0001", "lot MSC24A, serial 0001"),
        ("]C110MSC24A ]C1210001", "MSC24A 0001", "lot MSC24A, serial 0001"),
        (
            "(01)09506000134352(17)261200(10)MSC24A(21)0001",
            "MSC24A 0001",
            "lot MSC24A, serial 0001, expires Thu 31-Dec-2026",
        ),
        ("  MSC24A   0001 ", "MSC24A 0001", "as typed"),
    ],
)
def test_an_identity_is_read_from_scans_and_from_what_is_typed(text, identity, words):
    found = read_identity(text)
    assert (found.identity, found.words) == (identity, words)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (DIN, "identity.incomplete"),
        (PRODUCT, "identity.incomplete"),
        ("(10)MSC24A", "identity.incomplete"),
        ("(21)0001", "identity.incomplete"),
        ("(17)261231", "identity.missing"),
        ("=>026365", "scan.no-identity"),
        ("1012345678901", "scan.ambiguous"),
        ("MSC24A", "identity.format"),
        ("MSC24A 0001 0002", "identity.format"),
        ("G123426000117", "identity.incomplete"),
        ("MSC24A 00\x1b01", "identifier.characters"),
        (f"{DIN}(10)MSC24A", "din.format"),
        (f"{DIN} (10)MSC24A", "scan.disagrees"),
        ("", "value.missing"),
    ],
)
def test_what_names_no_container_or_may_be_two_is_refused(text, code):
    with pytest.raises(Refusal) as refused:
        read_identity(text)
    assert refused.value.codes == (code,)
    assert awaits_more(refused.value) == (code == "identity.incomplete")


def test_a_scan_is_told_from_what_is_typed():
    assert all(is_scan(text) for text in (DIN, "(10)A", "]C1", "0109", f"10A{GS}21B"))
    assert not any(is_scan(text) for text in ("MSC24A 0001", "0123 0001", "G123426000117", ""))
    assert codes_of(DIN + PRODUCT) == [DIN, PRODUCT]
    assert codes_of("MSC24A 0001") == ["MSC24A 0001"]
