"""Decision points, requirements and limits of a course, as a protocol file states them."""

import csv
import json
from pathlib import Path

import pytest

import msc_dose as md
from msc_dose.cli.protocol_text import protocol_lines
from msc_dose.files.protocols import load_protocol
from msc_dose.problems import Refusal
from msc_dose.protocols.decisions import Answer, Decision

CASES = Path(__file__).parents[2] / "cases" / "dosing.csv"
DECISION = """
[[decision]]
name = "response on day 28"
visit = "assessment"

[[decision.answer]]
name = "complete"
then = "no further infusions"

[[decision.answer]]
name = "mixed"
then = "once a week"
protocol = "ryoncil-us-2024-weekly"
"""
HEAD = """
schema = "msc-dose/protocol/1"
id = "site"
title = "A site's own"
status = "literature"
population = "MSC"
product = "iv-msc"

[source]
citation = "a paper"
address = "here"

[dose]
rule = "per-weight"
dose_per_weight = "1 × 10⁶ cells/kg"
basis = "actual"
counts = "viable"

[schedule]
kind = "days"
day_numbering = 1
days = [1, 8]
maximum_gap = 10

[[visit]]
kind = "assessment"
days_after_first = 28
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "site.toml"

    def written(text):
        path.write_text(HEAD + text, encoding="utf-8")
        return path

    return written


def problems(path):
    with pytest.raises(Refusal) as refused:
        load_protocol(path)
    return [(problem.code, problem.field) for problem in refused.value.problems]


def test_reference_case_sch_07_a_mixed_response_on_day_28_gives_four_weekly_infusions():
    with CASES.open(encoding="utf-8", newline="") as lines:
        (row,) = (row for row in csv.DictReader(lines) if row["id"] == "SCH-07")
    asked, expected = json.loads(row["inputs"]), json.loads(row["expected"])
    (decision,) = md.load_protocol("ryoncil-us-2024").decisions
    answer = decision.answer(asked["day28_response"].lower())
    schedule = md.load_protocol(answer.protocol).schedule
    assert schedule.infusions == expected["further_infusions"] == expected["weeks"]
    assert (expected["frequency"], str(schedule.interval)) == ("weekly", "1 week")


@pytest.mark.parametrize(
    ("finding", "protocol"),
    [
        ("complete", None),
        ("partial", "ryoncil-us-2024-weekly"),
        ("mixed", "ryoncil-us-2024-weekly"),
        ("none", None),
        ("recurrence after a complete response", "ryoncil-us-2024-recurrence"),
    ],
)
def test_each_finding_of_day_28_names_the_next_block_or_none(finding, protocol):
    (decision,) = md.load_protocol("ryoncil-us-2024").decisions
    assert (decision.visit, decision.answer(finding).protocol) == ("assessment", protocol)
    assert protocol is None or md.load_protocol(protocol).id == protocol


def test_a_finding_that_the_protocol_does_not_know_is_refused_offering_those_it_knows():
    (decision,) = md.load_protocol("ryoncil-us-2024").decisions
    with pytest.raises(Refusal) as refused:
        decision.answer("stable")
    (problem,) = refused.value.problems
    assert problem.code == "protocol.decision"
    assert "partial, mixed" in problem.fix


def test_a_file_states_decisions_requirements_limits_and_the_numbering_of_its_days(file):
    course = '[course]\nrequires = ["ethics-approval", "consent"]\nweight_change_limit = "10 %"\n'
    protocol = load_protocol(file(DECISION + course))
    assert protocol.decisions == (
        Decision(
            "response on day 28",
            "assessment",
            (
                Answer("complete", "no further infusions"),
                Answer("mixed", "once a week", "ryoncil-us-2024-weekly"),
            ),
        ),
    )
    assert (protocol.requires, protocol.weight_change_limit) == (("consent", "ethics-approval"), 10)
    assert (protocol.maximum_gap, protocol.day_numbering) == (10, 1)
    document = protocol.as_document()
    assert document["decisions"][0]["answers"][1]["protocol"] == "ryoncil-us-2024-weekly"
    assert (document["maximum_gap"], document["requires"]) == (10, ["consent", "ethics-approval"])
    shown = "\n".join(protocol_lines(protocol))
    assert "mixed: once a week (ryoncil-us-2024-weekly)" in shown
    assert "consent and ethics approval" in shown
    assert "on days 1 and 8 (Day 1 = first infusion, no day 0)" in shown
    assert "maximum gap 10 days" in shown
    assert "changes by more than 10 % needs a new order" in shown


def test_a_file_that_states_none_of_it_has_none_of_its_keys():
    document = md.load_protocol("sjogren-itp-msc-monthly").as_document()
    assert not {"decisions", "requires", "maximum_gap", "day_numbering", "weight_change_limit"} & set(
        document
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            DECISION.replace('"assessment"', '"lab draw"'),
            ("protocol.unknown-value", "decision[0].visit"),
        ),
        (DECISION.replace('"mixed"', '"complete"'), ("protocol.decision", "decision[0].answer")),
        (DECISION.partition("[[decision.answer]]")[0], ("protocol.decision", "decision[0].answer")),
        (DECISION.replace('then = "once a week"', ""), ("protocol.missing-key", "decision[0].answer[1].then")),
        (DECISION + 'if = "ever"', ("protocol.unknown-key", "decision[0].answer[1].if")),
        ('[course]\nrequires = ["a nod"]', ("protocol.unknown-value", "course.requires[0]")),
        ('[course]\nrequires = ["consent", "consent"]', ("protocol.unknown-value", "course.requires[1]")),
        ('[course]\nweight_change_limit = "0 %"', ("protocol.out-of-range", "course.weight_change_limit")),
        ('[course]\nweight_change_limit = "2.5 %"', ("protocol.out-of-range", "course.weight_change_limit")),
        ("[course]\nweight_change_limit = 10", ("protocol.wrong-type", "course.weight_change_limit")),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_key(file, text, expected):
    assert expected in problems(file(text))


def test_an_answer_says_what_follows():
    with pytest.raises(Refusal) as refused:
        Answer("complete", " ")
    assert refused.value.codes == ("protocol.decision",)


def test_answers_of_one_name_are_named():
    with pytest.raises(Refusal) as refused:
        Decision("response", "assessment", (Answer("mixed", "a"), Answer("none", "b"), Answer("mixed", "c")))
    assert refused.value.problems[0].message == "More than one answer is named 'mixed'."
