"""`msc-dose course`: what each action takes, what it refuses, and what it leaves as it is."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from msc_dose.cli.main import main
from msc_dose.files.locked import locked
from msc_dose.library.actions import ACTIONS

from .a_site import site

EXAMPLES = Path(__file__).parents[2] / "examples"
NOW = "2024-06-03T08:00+02:00"
BY = ("--by", "rn-104")


@pytest.fixture(autouse=True)
def ward(tmp_path, monkeypatch):
    """A folder with the training course, at a fixed moment, without a settings file."""
    for name in ("training.jsonl", "site_sjogren_msc.toml"):
        shutil.copy(EXAMPLES / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MSC_DOSE_NOW", NOW)
    monkeypatch.delenv("MSC_DOSE_SETTINGS", raising=False)


@pytest.fixture
def answer(capsys):
    def answered(*words):
        """Exit status and the one JSON document of an action."""
        status = main(["course", *words, "--json"], lambda: 0)
        return status, json.loads(capsys.readouterr().out)

    return answered


def problems_of(document):
    return [(problem["code"], problem["field"]) for problem in document["problems"]]


def days_of(course):
    return [infusion["date"] for infusion in course["infusions"]]


def settled(text):
    Path("site.toml").write_text(text, encoding="utf-8")
    return "site.toml"


# The days of a course

ABROAD = ("calendar", "training.jsonl", "--away", "2024-04-29", "--reason", "abroad", *BY)
ABROAD = (*ABROAD, "--occurred", "2024-02-05 09:00")


def recorded_closures():
    return json.loads(Path("training.jsonl").read_text(encoding="utf-8").splitlines()[-1])["closures"]


def test_a_day_away_moves_its_infusion_and_opens_no_sunday_and_no_holiday(answer):
    status, entry = answer(*ABROAD)
    assert status == 0
    assert days_of(entry["course"]) == ["2024-01-29", "2024-02-29", "2024-03-28", "2024-04-30"]
    closures = recorded_closures()
    assert closures["open"] == ["mon", "tue", "wed", "thu", "fri"]
    assert {"date": "2024-03-29", "reason": "Good Friday"} in closures["closed"]


def test_days_away_are_added_to_those_on_record(answer):
    answer(*ABROAD)
    answer(*ABROAD[:3], "2024-02-29", *ABROAD[4:])
    assert [each["date"] for each in recorded_closures()["away"]] == ["2024-02-29", "2024-04-29"]


def test_open_weekdays_replace_open_weekdays_alone(answer):
    answer(*ABROAD)
    before = recorded_closures()
    answer("calendar", "training.jsonl", "--open", "mon-wed", "--reason", "staff", *BY)
    assert recorded_closures() == {**before, "open": ["mon", "tue", "wed"]}
    answer("calendar", "training.jsonl", "--thaw-days", "tue,wed", "--reason", "staff", *BY)
    assert recorded_closures() == {**before, "open": ["mon", "tue", "wed"], "thaw": ["tue", "wed"]}


def test_full_days_are_replaced_by_full_days_alone(answer):
    answer(*ABROAD)
    before = recorded_closures()
    Path("booked.csv").write_text("date,booked\n2024-04-30,2\n", encoding="utf-8")
    slots = ("--slots", "2", "--booked", "booked.csv")
    status, _ = answer("calendar", "training.jsonl", *slots, "--reason", "full", *BY)
    assert status == 0
    full = [{"date": "2024-04-30", "reason": "2 of 2 slots taken"}]
    assert recorded_closures() == {**before, "full": full}


def test_the_settings_file_replaces_nothing_that_a_course_has(answer, monkeypatch):
    monkeypatch.setenv("MSC_DOSE_SETTINGS", settled('open = "tue"\nholidays = "US"\nthaw_days = "tue"\n'))
    answer(*ABROAD)
    closures = recorded_closures()
    assert closures["open"] == ["mon", "tue", "wed", "thu", "fri"]
    assert "thaw" not in closures
    assert "2024-07-04" not in [each["date"] for each in closures["closed"]]


def test_other_public_holidays_replace_all_closed_days_where_none_of_them_opens(answer):
    other = ("calendar", "training.jsonl", "--holidays", "DE-BY", "--reason", "Bavaria", *BY)
    assert answer(*other)[0] == 0
    closures = recorded_closures()
    closed = {each["date"]: each["reason"] for each in closures["closed"]}
    assert closed["2024-05-30"] == "Corpus Christi"
    assert closed["2024-03-29"] == "Good Friday"
    assert closures["open"] == ["mon", "tue", "wed", "thu", "fri"]


def test_the_site_s_list_alone_never_opens_public_holidays(answer):
    Path("closed.csv").write_text("date,reason\n2024-04-29,maintenance\n", encoding="utf-8")
    own = ("calendar", "training.jsonl", "--closed", "closed.csv", "--reason", "maintenance", *BY)
    status, refused = answer(*own)
    assert (status, problems_of(refused)) == (3, [("value.missing", "holidays")])
    assert "Mon 1-Jan-2024" in refused["problems"][0]["message"]
    assert answer(*own, "--holidays", "DE")[0] == 0
    assert answer(*own, "--holidays", "none")[0] == 0
    assert [each["date"] for each in recorded_closures()["closed"]] == ["2024-04-29"]


def test_public_holidays_alone_never_open_the_site_s_own_closed_days(answer):
    Path("closed.csv").write_text("date,reason\n2024-04-29,maintenance\n", encoding="utf-8")
    own = ("--closed", "closed.csv", "--holidays", "DE", "--reason", "maintenance", *BY)
    answer("calendar", "training.jsonl", *own)
    status, refused = answer("calendar", "training.jsonl", "--holidays", "DE-BY", "--reason", "Bavaria", *BY)
    assert (status, problems_of(refused)) == (3, [("value.missing", "closed")])


def test_a_calendar_without_any_day_is_refused_with_the_options_named(answer):
    status, refused = answer("calendar", "training.jsonl", "--reason", "abroad", *BY)
    assert (status, problems_of(refused)) == (3, [("value.missing", "calendar")])
    for option in ("--open", "--thaw-days", "--closed", "--holidays", "--away", "--slots", "--booked"):
        assert option in refused["problems"][0]["fix"]


def test_a_new_course_takes_from_the_settings_file_what_no_option_states(answer, monkeypatch):
    monkeypatch.setenv("MSC_DOSE_SETTINGS", settled('open = "tue"\nzone = "Europe/Berlin"\n'))
    words = ("site_sjogren_msc.toml", "--training", "--course", "T-3", "--recipient", "P-T3")
    status, course = answer("new", "t-3.jsonl", *words, "--weight", "60 kg", "--start", "2024-07-02", *BY)
    assert (status, days_of(course)[:2]) == (0, ["2024-07-02", "2024-07-30"])


NEXT = (
    *("next", "training.jsonl", "site_sjogren_msc.toml", "--weight", "60 kg", "--start", "2024-09-02"),
    *("--occurred", "2024-05-06 09:00", *BY),
)


def block_of(course):
    return days_of(course)[4:]


def test_the_next_block_keeps_the_days_that_are_closed_to_the_course(answer, monkeypatch):
    answer("calendar", "training.jsonl", "--away", "2024-09-02", "--reason", "abroad", *BY)
    monkeypatch.setenv("MSC_DOSE_SETTINGS", settled('open = "sun"\n'))
    status, entry = answer(*NEXT)
    assert status == 0
    assert block_of(entry["course"])[:2] == ["2024-09-03", "2024-10-02"]


def test_an_option_of_the_next_block_replaces_its_part_alone(answer):
    answer("calendar", "training.jsonl", "--away", "2024-09-03", "--reason", "abroad", *BY)
    status, entry = answer(*NEXT, "--open", "tue-fri")
    assert status == 0
    assert block_of(entry["course"])[:2] == ["2024-09-04", "2024-10-02"]


# When it occurred

TIMES = ("--started", "2024-02-29 09:45", "--ended", "2024-02-29 10:20")
GIVE = ("give", "training.jsonl", "2", *TIMES, *BY)


def test_an_infusion_occurred_when_it_ended(answer):
    assert answer(*GIVE)[1]["event"]["occurred"] == "2024-02-29T10:20+01:00"


def test_an_infusion_that_was_stopped_early_occurred_when_it_ended(answer):
    _, entry = answer(*GIVE, "--stopped-early", "chills")
    assert (entry["event"]["type"], entry["event"]["occurred"]) == ("stopped-early", "2024-02-29T10:20+01:00")


def test_an_infusion_that_ended_may_still_say_when_it_occurred(answer):
    occurred = answer(*GIVE, "--occurred", "2024-02-29 10:25")[1]["event"]["occurred"]
    assert occurred == "2024-02-29T10:25+01:00"


DAYS = ["count|34 × 10⁹/L", "rescue|IVIG", "consent|--reference|3.2", "ethics-approval|--reference|EC 1"]


@pytest.mark.parametrize("words", DAYS)
def test_a_day_is_enough_where_the_day_may_be_all_that_is_known(answer, words):
    action, *rest = words.split("|")
    status, entry = answer(action, "training.jsonl", *rest, "--occurred", "2024-02-12", *BY)
    assert (status, entry["event"]["occurred"]) == (0, "2024-02-12T00:00+01:00")


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("weigh|60 kg|--occurred|2024-02-28", "occurred"),
        ("hold|--reason|fever|--occurred|2024-02-28", "occurred"),
        ("started|2|--occurred|2024-02-29", "occurred"),
        ("give|2|--started|2024-02-29|--ended|2024-02-29 10:20", "started"),
        ("give|2|--started|2024-02-29 09:45|--ended|2024-02-29", "ended"),
        ("thawed|2|--containers|V-0013|--expires|2024-02-29", "expires"),
        ("react|1|--onset|2024-01-29|--signs|chills|--grade|1|--action|slowed|--outcome|resolved", "onset"),
        ("calendar|--open|mon-fri|--reason|staff|--occurred|2024-02-29", "occurred"),
    ],
)
def test_elsewhere_a_day_without_its_time_is_refused(answer, words, field):
    action, *rest = words.split("|")
    status, refused = answer(action, "training.jsonl", *rest, *BY)
    assert (status, problems_of(refused)) == (3, [("time.missing", field)])
    assert re.fullmatch(r"Give the time, 2024-0\d-\d\d 09:30\.", refused["problems"][0]["fix"])


@pytest.mark.parametrize(
    "text", ["2024-02-28 08:00+05:00", "2024-02-28T08:00+02:00", "2024-02-28 08:00-01:00"]
)
def test_an_offset_that_the_zone_does_not_have_then_is_refused(answer, text):
    status, refused = answer("weigh", "training.jsonl", "60 kg", "--occurred", text, *BY)
    assert (status, [code for code, _ in problems_of(refused)]) == (3, ["time.offset"])


def test_an_offset_says_which_of_two_times_is_meant(answer, monkeypatch):
    monkeypatch.setenv("MSC_DOSE_NOW", "2024-11-04T08:00+01:00")
    for offset in ("+02:00", "+01:00"):
        occurred = f"2024-10-27 02:30{offset}"
        status, entry = answer("weigh", "training.jsonl", "60 kg", "--occurred", occurred, *BY)
        assert (status, entry["event"]["occurred"]) == (0, f"2024-10-27T02:30{offset}")


@pytest.mark.parametrize("text", ["2024-02-28 08:00 CET", "2024-02-28T08:00 EST", "2024-02-28 8 o'clock"])
def test_a_time_that_cannot_be_read_is_shown_whole(answer, text):
    status, refused = answer("weigh", "training.jsonl", "60 kg", "--occurred", text, *BY)
    assert (status, problems_of(refused)) == (3, [("time.format", "occurred")])
    assert text in refused["problems"][0]["message"]
    assert refused["problems"][0]["read"] == text


def test_the_clock_of_training_is_one_moment_in_every_zone(answer, monkeypatch):
    monkeypatch.setenv("MSC_DOSE_NOW", "2024-06-03T02:00-04:00")
    _, entry = answer("weigh", "training.jsonl", "60 kg", *BY)
    assert entry["event"]["recorded"] == "2024-06-03T08:00+02:00"


# What went in


def containers_of(entry):
    return [
        (each["container"], *(each[key]["value"] for key in ("issued", "infused", "left")))
        for each in entry["event"]["containers"]
    ]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("V-0013, issued=18.5 mL, infused=18.5 mL, left=0 mL", "point"),
        ("V-0013; issued=18.5 mL; infused=18.5 mL; left=0 mL", "point"),
        ("V-0013; issued=18,5 mL; infused=18,5 mL; left=0 mL", "comma"),
    ],
)
def test_entries_of_a_container_are_parted_by_commas_or_by_semicolons(answer, text, mark):
    status, entry = answer(*GIVE, "--containers", text, "--decimal-mark", mark)
    assert (status, containers_of(entry)) == (0, [("V-0013", "18.5", "18.5", "0")])


@pytest.mark.parametrize("mark", ["point", "comma"])
def test_a_decimal_comma_between_commas_is_said_to_be_the_cause(answer, mark):
    text = "V-0013, issued=18,5 mL, infused=18,5 mL, left=0 mL"
    status, refused = answer(*GIVE, "--containers", text, "--decimal-mark", mark)
    assert (status, problems_of(refused)) == (3, [("event.container", "containers")])
    assert "cannot be a decimal mark in 18,5" in refused["problems"][0]["message"]
    assert "semicolons" in refused["problems"][0]["fix"]


def test_a_decimal_comma_between_semicolons_is_not_guessed_where_the_mark_is_a_point(answer):
    text = "V-0013; issued=18,5 mL; infused=18,5 mL; left=0 mL"
    status, refused = answer(*GIVE, "--containers", text)
    assert status == 3
    assert {problem["field"] for problem in refused["problems"]} <= {
        "containers.issued",
        "containers.infused",
    }


# Words of closed lists


def test_a_word_of_a_list_may_be_in_any_case(answer):
    answer(*GIVE, "--stopped-early", "chills")
    decided = (
        "partial-decided",
        "training.jsonl",
        "2",
        "--decision",
        "Counts",
        "--reason",
        "as ordered",
        *BY,
    )
    status, entry = answer(*decided)
    assert (status, entry["event"]["decision"]) == (0, "counts")


def test_the_fate_of_what_was_left_may_be_in_any_case(answer):
    text = "V-0013, issued=20 mL, infused=15 mL, left=5 mL, remainder=Wasted"
    _, entry = answer(*GIVE, "--stopped-early", "chills", "--containers", text)
    assert entry["event"]["containers"][0]["remainder"] == "wasted"


def test_what_is_complete_has_nothing_left(answer):
    text = "V-0013, issued=20 mL, infused=15 mL, left=5 mL, remainder=wasted"
    status, refused = answer(*GIVE, "--containers", text)
    assert (status, problems_of(refused)) == (3, [("event.left-over", "containers[0].left")])


def test_a_word_that_is_on_no_list_is_refused(answer):
    status, refused = answer("decide", "training.jsonl", "--follow", "somehow", "--reason", "x", *BY)
    assert (status, problems_of(refused)) == (3, [("event.choice", "follow")])


CLEAR = ("clear", "training.jsonl", "2", "--occurred", "2024-02-29 09:00", *BY, "--items")
REACT = (
    *("react", "training.jsonl", "1", "--onset", "2024-01-29 10:05", "--signs", "chills", "--grade", "3"),
    *("--action", "stopped", "--outcome", "resolved", "--occurred", "2024-01-29 10:40", *BY),
)


def test_the_items_of_a_clearance_may_be_in_any_case(answer, monkeypatch):
    monkeypatch.setenv("MSC_DOSE_SETTINGS", settled('clearance = ["IV access", "afebrile"]\n'))
    assert answer(*REACT)[0] == 0
    assert answer("weigh", "training.jsonl", "60 kg", "--occurred", "2024-02-28 08:00", *BY)[0] == 0
    _, refused = answer(*CLEAR, "iv access", "Afebrile")
    assert [code for code, _ in problems_of(refused)] == ["course.review-reaction"]
    status, entry = answer(*CLEAR, "iv access", "Afebrile", "Last Reaction Reviewed")
    assert status == 0
    items = [each["item"] for each in entry["event"]["items"]]
    assert items == ["IV access", "afebrile", "last reaction reviewed"]


def begin_two(answer):
    Path("t-2.jsonl").unlink(missing_ok=True)
    words = (
        *("new", "t-2.jsonl", "ryoncil-us-2024", "--training", "--course", "T-2", "--recipient", "P-T2"),
        *("--zone", "America/New_York", "--occurred", "2024-03-01 09:00", "--weight", "35 kg"),
        *("--basis", "actual", "--counts", "viable", "--start", "2024-03-04", "--open", "mon-fri", *BY),
    )
    assert answer(*words)[0] == 0


def test_a_decision_and_its_answer_may_be_in_any_case(answer):
    begin_two(answer)
    chosen = ("block-chosen", "t-2.jsonl", "--decision", "Response on Day 28", "--answer", "Partial", *BY)
    status, entry = answer(*chosen)
    assert status == 0
    assert (entry["event"]["decision"], entry["event"]["answer"]) == ("response on day 28", "partial")


def test_an_answer_that_no_decision_has_is_refused(answer):
    begin_two(answer)
    chosen = ("block-chosen", "t-2.jsonl", "--decision", "Response on Day 28", "--answer", "perhaps", *BY)
    status, refused = answer(*chosen)
    assert (status, problems_of(refused)) == (3, [("course.no-such-decision", "decision")])


# Usage


def test_an_action_that_is_not_known_is_told_with_those_that_are(capsys):
    assert main(["course", "frob", "training.jsonl", "--json"], lambda: 0) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    told = printed.err.replace("\n", " ")
    for action in ("new", "next", "calendar", "show", "diff", "today", *ACTIONS):
        assert re.search(rf"(?<!\S){action}[,.]", told)


def test_two_reasons_are_wrong_usage(capsys):
    words = ["course", "skip", "training.jsonl", "2", "--missed", "no bed", "--reason", "no bed", *BY]
    assert main(words, lambda: 0) == 2
    assert "--missed says why; leave out --reason" in capsys.readouterr().err


def test_nothing_arranged_is_refused(answer):
    status, refused = answer("arranged", "training.jsonl", "2", *BY)
    assert (status, problems_of(refused)) == (3, [("value.missing", "time")])
    assert answer("arranged", "training.jsonl", "2", "--needs", "IV access", *BY)[0] == 0


def test_a_course_named_twice_is_on_the_ward_once(answer):
    _, once = answer("today", "training.jsonl", "--on", "2024-02-29")
    os.symlink("training.jsonl", "link.jsonl")
    paths = ("training.jsonl", os.path.abspath("training.jsonl"), "./training.jsonl", "link.jsonl")
    assert answer("today", *paths, "--on", "2024-02-29") == (0, once)


def test_the_ward_s_slots_need_no_list_of_those_taken(answer):
    words = ("today", "training.jsonl", "--on", "2024-02-29")
    status, ward = answer(*words, "--slots", "1")
    assert status == 0
    assert ward != answer(*words)[1]


# Conflicts between two processes

# Runs an action that waits, once it has read the course, until a line comes in.
WAITING = """
import sys
import msc_dose.cli.courses.{module} as module
real = module.{name}
def waits(*given):
    if not waits.done:
        waits.done = True
        print("read", flush=True)
        sys.stdin.readline()
    return real(*given)
waits.done = False
module.{name} = waits
from msc_dose.cli.main import main
sys.exit(main(sys.argv[1:], lambda: 0))
"""


def waiting(module, name, *words):
    process = subprocess.Popen(
        [sys.executable, "-c", WAITING.format(module=module, name=name), "course", *words],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    assert process.stdout.readline() == "read\n"
    return process


def test_who_read_the_course_before_somebody_else_added_to_it_ends_with_4(answer):
    late = waiting("kept", "recorded_in", "weigh", "training.jsonl", "60 kg", *BY)
    assert answer("weigh", "training.jsonl", "61 kg", "--by", "rn-117")[0] == 0
    before = Path("training.jsonl").read_bytes()
    _, told = late.communicate("\n", timeout=30)
    assert late.returncode == 4
    assert "[course.changed-meanwhile]" in told.replace("\n", " ")
    assert Path("training.jsonl").read_bytes() == before


def test_who_begins_a_course_that_somebody_else_began_meanwhile_ends_with_4(answer):
    plan = ("site_sjogren_msc.toml", "--training", "--zone", "Europe/Berlin", "--weight", "60 kg")
    plan = (*plan, "--start", "2024-07-01", "--open", "mon-fri", *BY)
    late = waiting("new", "record", "new", "t-3.jsonl", *plan, "--course", "T-3", "--recipient", "P-T3")
    assert answer("new", "t-3.jsonl", *plan, "--course", "T-4", "--recipient", "P-T4")[0] == 0
    before = Path("t-3.jsonl").read_bytes()
    _, told = late.communicate("\n", timeout=30)
    assert late.returncode == 4
    assert "[course.exists]" in told.replace("\n", " ")
    assert Path("t-3.jsonl").read_bytes() == before


BUSY = """
import sys
import msc_dose.files.locked as module
module._WAITS = 2
from msc_dose.cli.main import main
sys.exit(main(sys.argv[1:], lambda: 0))
"""


def test_who_waits_too_long_for_another_process_ends_with_4():
    words = [sys.executable, "-c", BUSY, "course", "weigh", "training.jsonl", "60 kg", *BY]
    with locked("training.jsonl", os.O_RDWR, "course"):
        done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False, timeout=30)
    assert done.returncode == 4
    assert "[course.busy]" in done.stderr.replace("\n", " ")


# The examples of the help

# What is entered before the example of an action can be: the examples of other actions, by their names.
BEFORE = {
    "clear": ["weigh"],
    "resume": ["hold"],
    "decide": ["hold", "resume"],
    "paused": ["started"],
    "restarted": ["started", "paused"],
    "post-thaw-count": ["thawed"],
    "bedside-check": ["thawed"],
    "partial-decided": ["stopped-early"],
    "block-chosen": ["new"],
    "next": ["new"],
    "today": ["new"],
    "show": ["new"],
    "list": ["new"],
    "export": ["new"],
    "import": ["a course of its own"],
    "": ["the site"],
    "new": ["the site"],
    "diff": ["copies"],
}


def examples_of(help_text):
    text = help_text.partition("examples:\n")[2].partition("\n\n--json")[0].replace("\\\n", " ")
    return [shlex.split(line) for line in text.splitlines() if line.strip()]


def help_of(capsys, *action):
    assert main(["course", *action, "--help"], lambda: 0) == 0
    return capsys.readouterr().out


def enter(capsys, monkeypatch, name):
    """Run the examples of an action, or what one needs besides."""
    if name == "the site":
        monkeypatch.delenv("MSC_DOSE_NOW", raising=False)
        site()
        return
    if name == "a course of its own":
        enter(capsys, monkeypatch, "the site")
        begun = (
            "new p-0417.jsonl site_sjogren_msc.toml --course C-0417 --recipient P-0417 --zone Europe/Berlin"
        )
        options = ("--by", "rn-104", "--weight", "60 kg", "--start", "2027-01-29", "--open", "mon-fri")
        assert main(["course", *begun.split(), *options], lambda: 0) == 0
        return
    if name == "copies":
        shutil.copy("training.jsonl", "older-copy.jsonl")
        plan = json.loads(Path("training.jsonl").read_text(encoding="utf-8").splitlines()[1])["plan"]
        for copy in ("plan.json", "plan-before.json"):
            Path(copy).write_text(json.dumps(plan), encoding="utf-8")
        return
    if name == "stopped-early":
        assert main(["course", *GIVE, "--stopped-early", "chills"], lambda: 0) == 0
        return
    for words in examples_of(help_of(capsys, *([name] if name else []))):
        # The clock of a patient's course, and of a site's record, cannot be set.
        real = {"p-0417.jsonl", "C-0417"} & {*words} or not any(
            word.endswith((".jsonl", ".json")) for word in words
        )
        monkeypatch.delenv("MSC_DOSE_NOW", raising=False) if real else monkeypatch.setenv("MSC_DOSE_NOW", NOW)
        assert words[0] == "msc-dose"
        assert main(words[1:], lambda: 0) == 0, capsys.readouterr().err


SHELLS = ["", "new", "next", "calendar", "show", "diff", "list", "import", "export", "today"]


@pytest.mark.parametrize("action", [*SHELLS, *ACTIONS])
def test_the_examples_of_an_action_s_help_can_be_typed_as_they_stand(capsys, monkeypatch, action):
    before = BEFORE.get(action, ())
    for name in dict.fromkeys(
        [*(first for each in before for first in BEFORE.get(each, ())), *before, action]
    ):
        enter(capsys, monkeypatch, name)


@pytest.mark.parametrize("action", [*SHELLS, *ACTIONS])
def test_no_example_leaves_a_value_to_be_thought_of(capsys, action):
    shown = help_of(capsys, *([action] if action else [])).partition("examples:\n")[2]
    assert not re.search(r"[…<>*]", shown)


def test_another_course_of_the_recipient_is_told_when_one_is_begun_in_the_record(answer, monkeypatch):
    monkeypatch.delenv("MSC_DOSE_NOW")
    site().close()
    options = ("site-sjogren-msc", "--recipient", "P-1", "--weight", "60 kg", "--start", "2027-01-29")
    assert problems_of(answer("new", "C-1", *options)[1]) == []
    assert problems_of(answer("new", "C-2", *options)[1]) == [("course.running-beside", "recipient")]
