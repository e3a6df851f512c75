"""A reading that a person picks becomes text that states exactly that reading, and nothing else."""

import pytest

import msc_dose as md
from msc_dose.notation.confirming import confirmed_text
from msc_dose.notation.reader import read_amount

PICKED = [
    ("dose_per_weight", "2x106/Kg", ["2 million cells/kg", "212 cells/kg"]),
    ("dose_per_weight", "2x106 viable cells/kg", ["2 million viable cells/kg", "212 viable cells/kg"]),
    ("body_weight", "70,4 kg", ["70.4 kg"]),
    # Outside the limits of a body weight, and more decimals than a scale shows: nothing to take.
    ("body_weight", "1,234 kg", ["1.234 kg", None]),
    ("body_weight", "154 lb", [None]),
    # Neither a range nor a bound is one number.
    ("dose_per_weight", "1–3 million cells/kg", [None]),
]


@pytest.mark.parametrize(("kind", "text", "wanted"), PICKED, ids=[text for _, text, _ in PICKED])
def test_the_text_of_a_picked_reading(kind, text, wanted):
    with pytest.raises(md.Refusal) as refused:
        read_amount(text, kind)
    assert [confirmed_text(reading, kind) for reading in refused.value.readings] == wanted


@pytest.mark.parametrize("text", ["1,234 viable cells", "1,234 cells", "2x106 all cells", "12,345 cells"])
def test_what_is_counted_and_the_exact_value_survive_the_pick(text):
    with pytest.raises(md.Refusal) as refused:
        md.read(text, "cell_count")
    for reading in refused.value.readings:
        stated = confirmed_text(reading, "cell_count")
        amount = md.read(stated, "cell_count")
        assert f"{amount.value:f}" == reading.value
        assert amount.counts == next((word for word in ("viable", "all") if f" {word} " in text), None)
