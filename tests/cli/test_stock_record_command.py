"""`msc-dose stock` on a record: a list taken in, found, reserved, moved along its life; and what each refuses."""

import io
import json
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import msc_dose as md
from msc_dose.cli.courses.on_record import standing
from msc_dose.cli.stock import run
from msc_dose.courses.events import dating, giving, opening
from msc_dose.files.stock import REQUIRED
from msc_dose.problems import Refusal
from msc_dose.scheduling import Window
from msc_dose.store import people
from msc_dose.store.courses import append_event, begin_course, course_on_record
from msc_dose.store.people import add_person
from msc_dose.store.record import create_record, open_record

NINE = datetime(2024, 1, 29, 8, 0, tzinfo=UTC)
WORDS = "four words do well"
EXAMPLE = str(Path(__file__).parents[2] / "examples" / "stock.csv")
ROW = (
    ",,L1,{serial},bag,MSC,viable,before freeze,6.3e6 cells,18 mL,85 %,90 %,viable,10 % v/v,"
    "allogeneic unrelated,{recipient},tank 2,2027-03-09,{status}"
)
STAFF = {"ad-1": "administrator", "te-1": "technologist", "ph-1": "pharmacist", "di-1": "director"}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A training record with its people and course C-1 for P-1; whoever acts gives the passphrase in a file."""
    path, secrets = tmp_path / "record.db", tmp_path / "passphrases"
    record = create_record(str(path), "Europe/Berlin", training=True, clock=lambda: NINE)
    session = None
    for code, role in STAFF.items():
        add_person(record, session, code, f"Person {code}", role, f"{WORDS} {code}")
        session = session or people.sign_in(record, code, f"{WORDS} {code}")
    opened = opening.Opened("C-1", "P-1", "Europe/Berlin", training=True)
    pharmacist = people.sign_in(record, "ph-1", f"{WORDS} ph-1")
    begin_course(record, pharmacist, opened, _plan(), None)
    record.close()
    secrets.write_text("".join(f"{code} {WORDS} {code}\n" for code in STAFF), encoding="utf-8")
    secrets.chmod(0o600)
    for name, value in (
        ("MSC_DOSE_DB", str(path)),
        ("MSC_DOSE_NOW", "2024-01-29T09:00:00+01:00"),
        ("MSC_DOSE_PASSPHRASES", str(secrets)),
        ("XDG_STATE_HOME", str(tmp_path / "state")),
    ):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return tmp_path


def _plan():
    return md.plan_course(
        "sjogren-itp-msc-monthly", md.Patient("60 kg", "actual"), date(2024, 1, 29), "calendar-month", "viable",
        md.Closures(), Window(3, 3),
    )  # fmt: skip


def a_list(place, *serials, status="released", recipient="unassigned"):
    rows = [ROW.format(serial=each, status=status, recipient=recipient) for each in serials]
    path = place / "list.csv"
    path.write_text("\n".join([",".join(REQUIRED), *rows]) + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def stocked(place, capsys):
    """L1 1 to L1 3, released."""
    run(["import", a_list(place, "1", "2", "3"), "--as", "te-1"], False)
    capsys.readouterr()
    return place


def did(capsys, *words, acting="te-1"):
    """The answer in one line; who acts gives their passphrase."""
    assert run([*words, *(("--as", acting) if acting else ())], False) == 0
    return " ".join(capsys.readouterr().out.split())


def answer(capsys, *words, acting="te-1"):
    run([*words, *(("--as", acting) if acting else ())], True)
    return json.loads(capsys.readouterr().out)


def refused(*words, acting="te-1"):
    with pytest.raises(Refusal) as refusal:
        run([*words, *(("--as", acting) if acting else ())], False)
    return refusal.value


def test_an_empty_stock_says_how_it_is_filled(place, capsys):
    assert "msc-dose stock import stock.csv" in did(capsys, "list", acting=None)
    assert answer(capsys, "list", acting=None)["count"] == 0


def test_a_list_is_taken_in_whole_and_shown_in_pages(place, capsys):
    assert "12 containers of" in did(capsys, "import", EXAMPLE)
    page = did(capsys, "list", "--limit", "5", acting=None)
    assert "5 of 12 containers" in page
    document = answer(capsys, "list", "--limit", "5", acting=None)
    assert f'--after "{document["next_after"]}"' in page
    rest = answer(capsys, "list", "--after", document["next_after"], acting=None)
    assert (len(rest["containers"]), rest["next_after"]) == (7, None)
    assert answer(capsys, "list", "--state", "quarantined", acting=None)["count"] == 2


def test_every_bad_row_is_named_and_nothing_is_half_imported(place, capsys):
    path = a_list(place, "1", "2", "3")
    text = Path(path).read_text(encoding="utf-8")
    Path(path).write_text(
        text.replace("L1,2,bag", "L1,2,box").replace("L1,3,bag", "L1,3,tin"), encoding="utf-8"
    )
    found = refused("import", path)
    assert [problem.field for problem in found.problems] == ["line 3, container", "line 4, container"]
    assert answer(capsys, "list", acting=None)["count"] == 0
    assert refused("import", a_list(place)).codes == ("stock.empty",)


def test_a_list_that_is_there_already_is_named_by_its_lines(stocked):
    path = a_list(stocked, "3", "4")
    text = Path(path).read_text(encoding="utf-8")
    Path(path).write_text(text.replace("tank 2", "tank 5", 1), encoding="utf-8")
    (problem,) = refused("import", path).problems
    assert (problem.code, problem.field) == ("stock.exists", "line 2")
    assert "position tank 2, listed as tank 5" in problem.message


def test_a_long_list_that_is_there_already_is_told_in_one_line(place, capsys):
    path = a_list(place, *range(1, 31))
    did(capsys, "import", path)
    (problem,) = refused("import", path).problems
    assert problem.message.startswith(
        "All 30 containers of the list are in the stock already as they are listed"
    )


def test_each_row_of_the_list_begins_with_the_state(stocked, capsys):
    did(capsys, "reserve", "C-1", "1", "L1 2")
    run(["list"], False)
    rows = capsys.readouterr().out.splitlines()
    assert rows[0] == "TRAINING – not for a patient. Not for patient identification."
    assert rows[4:] == [
        "State     Identity  Expires     Recipient   Held by          Position",
        "released  L1 1      2027-03-09  unassigned  -                tank 2",
        "reserved  L1 2      2027-03-09  unassigned  C-1, infusion 1  tank 2",
        "released  L1 3      2027-03-09  unassigned  -                tank 2",
    ]


def test_a_container_is_meant_by_its_identity_in_any_case_or_by_its_scans(place, capsys):
    did(capsys, "import", EXAMPLE)
    everything = [each["container"] for each in answer(capsys, "list", acting=None)["containers"]]
    din = next(each for each in everything if each["din"])
    scans = (f"={din['din']}00", f"=<{din['product_code']}")
    assert answer(capsys, "show", *scans, acting=None)["identity"] == din["identity"]
    assert answer(capsys, "show", din["identity"].lower(), acting=None)["identity"] == din["identity"]
    assert refused("show", scans[0], acting=None).codes == ("identity.incomplete",)
    assert refused("show", "L9 9", acting=None).codes == ("container.not-found",)


def test_reserved_retrieved_and_back_again_it_is_shown_with_every_step(stocked, capsys):
    reserved = answer(capsys, "reserve", "C-1", "1", "l1 1", "L1 2")
    assert [each["state"] for each in reserved["containers"]] == ["reserved", "reserved"]
    assert [each["code"] for each in reserved["against_clearance"]] == ["stock.fewer-cells"]
    assert "✓ retrieved: L1 1, held by C-1, infusion 1" in did(capsys, "retrieve", "L1", "1")
    assert refused("unreserve", "C-1", "1", "L1 1", "--reason", "x").codes == ("container.unlawful-step",)
    assert "✓ reserved: L1 1" in did(capsys, "return", "L1 1")
    assert "✓ released: L1 1" in did(capsys, "unreserve", "C-1", "1", "L1 1", "--reason", "given later")
    shown = answer(capsys, "show", "L1 1", acting=None)
    assert [step["name"] for step in shown["steps"]] == ["reserve", "retrieve", "return", "unreserve"]
    said = did(capsys, "show", "L1 1", acting=None)
    assert "Mon 29-Jan-2024 09:00 unreserve for C-1, infusion 1, by te-1: given later" in said


def test_who_holds_it_is_told_to_the_one_who_comes_second(stocked, capsys):
    did(capsys, "reserve", "C-1", "1", "L1 1")
    found = refused("reserve", "C-1", "2", "L1 1")
    assert found.codes == ("container.held",)
    assert "course C-1, infusion 1, since Mon 29-Jan-2024 09:00, reserved by te-1" in str(found)


def test_wasting_is_confirmed_by_typing_the_identity_or_in_so_many_words(stocked, capsys, monkeypatch):
    words = ("waste", "L1 1", "--reason", "the bag is torn")
    assert refused(*words).codes == ("stock.not-confirmed",)
    assert refused("waste", "L1 1", "--yes").codes == ("value.missing",)

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("L1 2\n"))
    assert refused(*words).codes == ("stock.not-confirmed",)
    monkeypatch.setattr(sys, "stdin", Terminal("l1 1\n"))
    assert "✓ wasted: L1 1" in did(capsys, *words)
    assert "✓ wasted: L1 2" in did(capsys, "waste", "L1 2", "--reason", "expired", "--yes")


def test_a_thawed_bag_that_is_wasted_is_told_with_the_command_for_its_course(stocked, capsys):
    with closing(open_record(str(stocked / "record.db"), lambda: NINE)) as record:
        nurse = people.sign_in(record, "te-1", f"{WORDS} te-1")
        append_event(record, nurse, "C-1", giving.Thawed(1, ("L1 1",)), 2)
    said = did(capsys, "waste", "L1 1", "--reason", "torn", "--yes")
    assert "Course C-1 counts L1 1 as thawed for infusion 1" in said
    assert "msc-dose course skip C-1 1 --missed --reason TEXT" in said
    assert "[stock.course-not-told]" in said


def test_a_step_in_error_is_taken_back_by_two_and_both_stay_visible(stocked, capsys):
    did(capsys, "waste", "L1 1", "--reason", "torn", "--yes")
    words = ("retract", "L1 1", "--reason", "L1 2 was meant", "--second")
    assert refused(*words, "te-1").codes == ("stock.same-person",)
    assert run([*words, "ph-1", "--as", "te-1"], False) == 0
    told = capsys.readouterr()
    assert "✓ released: L1 1; waste counts no more (with ph-1)" in " ".join(told.out.split())
    assert "TO BE ENTERED IN ERROR" in told.err
    assert "L1 1: waste, Mon 29-Jan-2024 09:00, by te-1: torn" in told.err
    said = did(capsys, "show", "L1 1", acting=None)
    assert "09:00 entered in error, does not count: waste, by te-1: torn" in said
    assert "09:00 waste entered in error, by te-1 and ph-1: L1 2 was meant" in said
    steps = answer(capsys, "show", "L1 1", acting=None)["steps"]
    assert [(each["name"], each["counts"], each["second"]) for each in steps] == [
        ("waste", False, None),
        ("entered-in-error", True, "ph-1"),
    ]
    assert refused(*words, "ph-1").codes == ("stock.nothing-to-retract",)
    did(capsys, "quarantine", "L1 1", acting="ph-1")
    document = answer(capsys, *words, "ph-1")
    assert (document["state"], document["entered_in_error"]["name"]) == ("released", "quarantine")


def test_an_infusion_that_is_over_is_reserved_for_no_more(stocked, capsys):
    with closing(open_record(str(stocked / "record.db"), lambda: NINE)) as record:
        nurse = people.sign_in(record, "te-1", f"{WORDS} te-1")
        append_event(record, nurse, "C-1", dating.Missed(1, "fever"), 2)
    assert refused("reserve", "C-1", "1", "L1 1").codes == ("stock.infusion-over",)


def test_a_course_is_shown_with_what_is_used_by_an_exceptional_release(place, capsys):
    did(capsys, "import", a_list(place, "1", status="quarantined"))
    why = ("--fact", "viability 62 %", "--reason", "no other product", "--notification", "QA-17")
    did(capsys, "exceptional-release", "L1 1", *why, "--signed-by", "ph-1", "di-1")
    did(capsys, "reserve", "C-1", "1", "L1 1")
    with closing(open_record(str(place / "record.db"), lambda: NINE)) as record:
        with record.reading() as statements:
            course = course_on_record(statements, "C-1")
        lines = [line.strip() for line in standing(record, course).lines()]
    assert "L1 1: EXCEPTIONAL RELEASE: viability 62 % (QA-17)" in lines


def test_a_position_is_corrected_and_nothing_else_is(stocked, capsys):
    assert "at tank 3" in did(capsys, "correct", "L1 1", "--position", "tank 3", "--reason", "rack moved")
    found = refused("correct", "L1 1", "--expiry", "2030-01-01", "--reason", "it looks fine")
    assert found.codes == ("stock.not-correctable",)
    assert "quarantine" in found.problems[0].fix


def test_an_exceptional_release_is_signed_by_two_and_told_wherever_the_container_is_shown(place, capsys):
    did(capsys, "import", a_list(place, "1", status="quarantined"))
    why = ("--fact", "viability 62 %", "--reason", "no other product", "--notification", "QA-17")
    made = answer(capsys, "exceptional-release", "L1 1", *why, "--signed-by", "ph-1", "di-1")
    assert [each["person"] for each in made["signatures"]] == ["ph-1", "di-1"]
    assert "quarantined (exceptional release) L1 1" in did(capsys, "list", acting=None)
    did(capsys, "reserve", "C-1", "1", "L1 1")
    said = did(capsys, "show", "L1 1", acting=None)
    assert "RESERVED (EXCEPTIONAL RELEASE), held by C-1" in said
    assert "fact: viability 62 %" in said
    assert "notification: QA-17" in said
    assert "signed: di-1 (Person di-1, director)" in said


def test_quarantine_and_release_by_those_who_may(stocked, capsys):
    said = did(capsys, "quarantine", "L1 1", "--reason", "a question on its label", acting="ph-1")
    assert "✓ quarantined: L1 1" in said
    assert refused("release", "L1 1").codes == ("value.missing",)
    why = ("--reason", "the label is right")
    assert "✓ released: L1 1" in did(capsys, "release", "L1 1", *why)
    assert refused("release", "L1 1", *why).codes == ("container.unlawful-step",)
    assert refused("issue", "L1 1", acting="ad-1").codes == ("people.role",)


@pytest.mark.parametrize(
    "action", ["import", "list", "show", "reserve", "waste", "retract", "exceptional-release"]
)
def test_every_action_has_help_with_examples(action, capsys):
    with pytest.raises(SystemExit):
        run([action, "--help"], False)
    said = capsys.readouterr().out
    assert f"msc-dose stock {action} " in said
    assert max(map(len, said.splitlines())) <= 80
