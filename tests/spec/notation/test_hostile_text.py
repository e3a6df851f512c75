"""Hostile text: whatever is typed, a Refusal comes back, in milliseconds."""

import contextlib
import decimal
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import msc_dose as md
from msc_dose.notation.dates import read_date
from msc_dose.notation.plausible import plausible
from msc_dose.quantity.kinds import KINDS

from .texts import amount_or_refusal, refusal_of

KIND = st.sampled_from(sorted(KINDS))
FRAGMENTS = [
    "2",
    "10",
    "106",
    "1e6",
    ".5",
    "1,250",
    "0",
    "00",
    "-",
    "+",
    "–",
    "±",
    "~",
    "<",
    "∞",
    "%",
    "_",
    "'",
    "×",
    "⁶",
    "⁻",
    "⁻¹",
    "²",
    "^",
    "^6",
    "**",
    "e",
    "E9",
    "1012",
    "10*6",
    "(",
    ")",
    "[",
    "/",
    "/kg",
    "cells",
    "kg",
    "mL",
    "µL",
    "L",
    "million",
    "mio",
    "M",
    "MM",
    "k",
    "nan",
    "inf",
    "to",
    "per",
    "less",
    "than",
    "viable",
    "all",
    "MSC",
    "½",
    "①",
    "Ⅷ",
    "二",
    "٣",
    "6",
    "000",
    "000,000",
]
PARTS = st.sampled_from(FRAGMENTS) | st.just(" ") | st.text(max_size=2)


def milliseconds(work):
    """What the work takes of the processor; how long other processes hold it is no matter of the reader."""
    started = time.thread_time()
    work()
    return (time.thread_time() - started) * 1000


@pytest.fixture(autouse=True, scope="module")
def _tables_are_loaded():
    plausible("volume")
    amount_or_refusal("2x106/kg", "dose_per_weight")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9" * 5000, "text.too-long"),
        ("9" * 5000 + " kg", "text.too-long"),
        ("9" * 150 + " kg", "number.too-long"),
        ("9**9**9 kg", "notation.expression"),
        ("6^800000", "notation.expression"),
        ("70\x00 kg", "text.control-character"),
        ("100\b\b\b20 kg", "text.control-character"),
        ("\u202egk 07\u202c", "text.control-character"),
        ("70\u200b kg", "text.control-character"),
        ("70 kg\ud800", "text.control-character"),
        ("70\nkg", "text.control-character"),
        ("\ufeff70 kg", "text.control-character"),
        ("７０ kg", "number.script"),
        ("(" * 200, "notation.expression"),
        ("__import__('os')", "number.missing"),
        ("1e999999999 kg", "number.out-of-range"),
        ("=70 kg", "number.missing"),
    ],
    ids=lambda value: value if value.isascii() and value.isprintable() and len(value) < 40 else "hostile",
)
def test_hostile_text_is_a_coded_refusal_within_milliseconds(text, code):
    assert refusal_of(text, "body_weight").codes == (code,)
    assert milliseconds(lambda: amount_or_refusal(text, "body_weight")) < 5


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["10_1 cells", "10' cells/kg", "2 10_1/L", "10’ mL", "1.10' kg"])
def test_marks_in_what_looks_like_a_power_are_refused(text, kind):
    assert refusal_of(text, kind)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("piece", ["9", "1 ", "1 000 ", "1,000", "10^", "(1", "2 to ", "× 10", "⁶", "cells/"])
def test_no_repetition_is_slow(piece, kind):
    text = (piece * 200)[:200]
    assert milliseconds(lambda: amount_or_refusal(text, kind)) < 20


def test_hidden_characters_are_made_visible_in_the_message():
    shown = str(refusal_of("70\u202e\x1b kg", "body_weight").problems[0].read)
    assert shown.isprintable()
    assert "\\u202e" in shown


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.characters(), max_size=60), kind=KIND)
def test_any_text_is_an_amount_or_a_refusal(text, kind):
    """`amount_or_refusal` catches nothing but Refusal; every surrogate and control may be drawn."""
    assert amount_or_refusal(text, kind)


@settings(max_examples=300, deadline=None)
@given(text=st.lists(PARTS, max_size=8).map("".join), kind=KIND)
def test_any_mixture_of_the_pieces_of_amounts_is_an_amount_or_a_refusal(text, kind):
    assert amount_or_refusal(text, kind)


def test_ten_thousand_random_texts_are_each_answered_within_milliseconds():
    import random

    source = random.Random(106)
    slowest = 0.0
    for _ in range(10_000):
        text = "".join(chr(source.randrange(0x110000)) for _ in range(source.randrange(60)))
        kind = source.choice(sorted(KINDS))
        slowest = max(slowest, milliseconds(lambda text=text, kind=kind: amount_or_refusal(text, kind)))
    assert slowest < 100  # one pause of a busy machine; the ordinary answer takes a fiftieth of a millisecond


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30) | st.from_regex(r"[0-9./-]{1,12}", fullmatch=True))
def test_any_text_is_a_date_or_a_refusal(text):
    with contextlib.suppress(md.Refusal):
        assert read_date(text, "start").isoformat() == text.strip()


@pytest.fixture
def hostile_decimals():
    with decimal.localcontext() as context:
        context.prec, context.rounding, context.Emax, context.Emin = 3, decimal.ROUND_UP, 5, -5
        for signal in context.traps:
            context.traps[signal] = True
        yield


@pytest.mark.usefixtures("hostile_decimals")
@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("70.123 kg", "body_weight", "70.123"),
        ("2,345,678.25 cells/kg", "dose_per_weight", "2345678.25"),
        ("12.3456789 × 10⁶ cells", "cell_count", "12345678.9"),
    ],
)
def test_the_callers_decimal_context_changes_nothing(text, kind, value):
    assert str(md.read(text, kind).value) == value


@pytest.mark.usefixtures("hostile_decimals")
def test_the_callers_decimal_context_changes_no_reading():
    assert refusal_of("123456 g", "body_weight").readings[0].value == "123.456"
    assert refusal_of("12.34567x106/kg", "dose_per_weight").readings[0].value == "12345670"
