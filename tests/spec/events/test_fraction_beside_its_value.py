"""An amount whose decimals do not end: its fraction stands beside its value, and is that value."""

import pytest

import msc_dose as md
from msc_dose.courses.events.amount_documents import amount_document, amount_of

THIRD = md.read("1000 g", "mass") / 3


def test_a_fraction_is_read_back_exactly():
    assert amount_of(amount_document(THIRD), ("mass",), "mass") == THIRD


@pytest.mark.parametrize("value", ["66.4", "0", "333.3"])
def test_a_value_that_is_not_its_fraction_is_refused(value):
    document = {**amount_document(THIRD), "value": value}
    with pytest.raises(md.Refusal) as raised:
        amount_of(document, ("mass",), "weight")
    assert raised.value.codes == ("event.wrong-type",)
