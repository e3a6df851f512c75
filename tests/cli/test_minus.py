"""A word that begins with a minus and a digit is a value wherever it stands, and is told as it was typed."""

import pytest

from msc_dose.cli.main import main


@pytest.mark.parametrize(
    "words",
    [
        ("stock", "list", "--limit", "-1x"),
        ("stock", "list", "--limit", "-1"),
        ("stock", "list", "--state", "-1"),
        ("stock", "list", "-1"),
        ("stock", "-1"),
        ("course", "-1"),
        ("verify", "-1"),
        ("audit", "-1"),
        ("db", "-1"),
    ],
)
def test_wrong_usage_shows_no_sign_that_nobody_typed(words, capsys):
    assert main(list(words), lambda: 0) == 2
    told = capsys.readouterr().err
    assert "\0" not in told
    assert "x00" not in told


def test_a_number_below_zero_is_read_as_a_number(capsys):
    assert main(["stock", "list", "--limit", "-1"], lambda: 0) == 2
    assert "--limit is from 1 to 1,000" in capsys.readouterr().err
