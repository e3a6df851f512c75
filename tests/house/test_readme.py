"""What the README promises is what happens."""

import re
import shlex
from pathlib import Path

import pages
import pytest

from msc_dose.cli.main import main

README = Path(__file__).parents[2] / "README.md"
TEXT = README.read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def test_its_first_two_blocks_are_one_line_each_the_main_job_and_the_tests():
    main_job, tests = re.findall(r"^```\w*\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)[:2]
    assert main_job.count("\n") == tests.count("\n") == 1
    assert "msc-dose plan sjogren-itp-msc-monthly" in main_job
    assert tests.rstrip().endswith("-m pytest -n auto")


def test_the_main_job_prints_the_text_shown(capsys):
    words = shlex.split(blocks("sh")[0].partition("bin/msc-dose ")[2])
    assert main(words, lambda: 0) == 0
    assert capsys.readouterr().out == blocks("text")[0]


@pytest.mark.parametrize("block", blocks("console"))
def test_a_command_shown_with_its_answer_gives_that_answer(block, capsys, monkeypatch):
    monkeypatch.chdir(README.parent)
    monkeypatch.delenv("MSC_DOSE_SETTINGS", raising=False)
    pages.agree(*pages.run(block, capsys))


@pytest.mark.parametrize("block", blocks("python"))
def test_its_python_runs(block, capsys):
    exec(compile(block, "README.md", "exec"), {})
    assert "120 million viable cells" in capsys.readouterr().out


def test_it_says_plainly_what_it_is_not():
    assert "It is not a medical device" in TEXT
    assert "a site validates it before use" in TEXT
