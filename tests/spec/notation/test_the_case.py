"""The case: what its abstract prints (doi 10.1136/annrheumdis-2017-eular.1208), exactly as printed."""

import pytest

from .texts import refusal_of, values


def test_the_dose_of_the_case_lost_its_superscript():
    refusal = refusal_of("2x106/Kg", "dose_per_weight")
    assert refusal.codes == ("notation.lost-superscript",)
    assert values(refusal) == ["2000000", "212"]
    assert [reading.text for reading in refusal.readings] == ["2 million cells/kg", "212 cells/kg"]
    assert all(reading.why for reading in refusal.readings)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("14–30*10E9/L", [("14", "30"), ("140", "300")]),
        ("100*10E9/L", ["100", "1000"]),
    ],
)
def test_the_platelets_of_the_case_are_ten_to_the_ninth_or_ten_times_that(text, offered):
    refusal = refusal_of(text, "platelet_count")
    assert refusal.codes[0] == "notation.ten-e"
    assert values(refusal) == offered


def test_the_threshold_of_the_case_is_a_bound():
    refusal = refusal_of("greater than 100*10E9/L", "platelet_count")
    assert refusal.codes == ("notation.ten-e",)
    assert [reading.relation for reading in refusal.readings] == [">", ">"]
