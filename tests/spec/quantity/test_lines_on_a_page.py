"""Lines that are broken to fit a page."""

from hypothesis import given
from hypothesis import strategies as st

from msc_dose.quantity.page import columns_of, fitted


@given(st.text("ab 漢é×", max_size=60), st.integers(-3, 12), st.none() | st.integers(0, 20))
def test_a_line_is_broken_in_any_width_and_nothing_of_it_is_lost(text, width, indent):
    lines = fitted(text, width, indent)
    assert all(columns_of(line) <= max(2, width) for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
