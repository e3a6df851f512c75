"""`msc-dose verify` as a ward uses it: one person plans, another enters the order again."""

import json
from dataclasses import replace
from datetime import date, datetime

import pytest

import msc_dose as md
from msc_dose.cli.main import main
from msc_dose.courses.events import opening, ordering
from msc_dose.product.container import Container, Content
from msc_dose.scheduling import Window
from msc_dose.store import stock
from msc_dose.store.courses import append_event, begin_course
from msc_dose.store.people import add_person, prove, sign_in
from msc_dose.store.record import create_record

NOW = "2024-01-29T09:00:00+01:00"
PEOPLE = {
    "ad-1": "administrator",
    "di-1": "director",
    "ph-1": "pharmacist",
    "ph-2": "pharmacist",
    "rn-1": "nurse",
}
WORDS = {code: f"four words of {code} here" for code in PEOPLE}
SOUND = ("--dose", "2 × 10⁶ viable MSC/kg", "--counts", "viable", "--basis", "actual", "--weight", "60 kg")


@pytest.fixture
def record(tmp_path, monkeypatch):
    """A training record with a course that ph-1 has planned, and everybody's passphrase in a file."""
    made = create_record(
        str(tmp_path / "r.db"), "Europe/Berlin", training=True, clock=lambda: datetime.fromisoformat(NOW)
    )
    session = None
    for code, role in PEOPLE.items():
        add_person(made, session, code, f"Desk {code}", role, WORDS[code])
        session = session or sign_in(made, code, WORDS[code])
    owner = sign_in(made, "ph-1", WORDS["ph-1"])
    plan = md.plan_course(
        "sjogren-itp-msc-monthly", md.Patient("60 kg", "actual"), date(2024, 1, 29), "calendar-month", "viable",
        md.Closures(), Window(3, 3),
    )  # fmt: skip
    begin_course(made, owner, opening.Opened("C-1", "P-1", "Europe/Berlin", training=True), plan, None)
    append_event(made, owner, "C-1", ordering.Ordered("2 × 10⁶ viable MSC/kg", "dr-lee", "O-1"), 2)
    file = tmp_path / "passphrases"
    file.touch(mode=0o600)
    file.write_text("".join(f"{code} {text}\n" for code, text in WORDS.items()), encoding="utf-8")
    for name, value in (
        ("MSC_DOSE_DB", str(tmp_path / "r.db")),
        ("MSC_DOSE_PASSPHRASES", str(file)),
        ("MSC_DOSE_NOW", NOW),
        ("XDG_STATE_HOME", str(tmp_path / "state")),
    ):
        monkeypatch.setenv(name, value)
    yield made
    made.close()


@pytest.fixture
def said(record, capsys):
    """Runs a command: its exit status, and what it wrote."""

    def run(*words):
        status = main(["verify", *words], lambda: 0)
        written = capsys.readouterr()
        assert max(map(len, (written.out + written.err).splitlines()), default=0) <= 80 or "--json" in words
        return status, written.out + written.err

    return run


def check(said, *words, infusion="1", who="ph-2", action="check"):
    return said(action, "C-1", infusion, *(words or SOUND), "--as", who)


def wrong(weight="66.6 kg"):
    return (*SOUND[:-1], weight)


def test_the_order_is_entered_again_signed_and_shown(said):
    assert "not done" in said("list")[1]
    status, text = check(said)
    assert (status, "✓ Signed by ph-2: independent double check" in text) == (0, True)
    shown = said("show", "C-1", "1")[1]
    assert "infusion 1: verified" in shown
    assert "signed by Desk ph-2 (ph-2)" in shown
    assert "dosing weight: 60 kg" in shown
    assert "29-Feb" in said("list")[1]
    assert "Mon 29-Jan-2024" not in said("list")[1]


def test_before_it_is_verified_no_screen_shows_a_value_of_the_first_entry(said):
    for _ in range(2):
        texts = [said("show", "C-1", "1")[1], said("show", "C-1", "1", "--json")[1], said("list")[1]]
        assert not [
            text for text in texts for value in ("60 kg", "2 million", "2000000", "120") if value in text
        ]
        status, text = check(said, *wrong())
        assert status == 3
    assert "60 kg" in text  # the second mismatch tells both


def test_a_mismatch_names_the_field_and_a_second_one_shows_both_values(said):
    status, text = check(said, *wrong())
    assert status == 3
    assert "■ MISMATCH" in text
    assert "weight" in text
    assert "60 kg" not in text.replace("66.6 kg", "")
    assert "a re-entry differs" in said("show", "C-1", "1")[1]
    status, text = check(said, *wrong("66.7 kg"))
    assert status == 3
    assert "60 kg  – event 2 (planned) by ph-1" in text
    assert "66.7 kg  – re-entered by ph-2" in text
    assert "verify.disagreed" in check(said, who="rn-1")[1]


def test_a_text_that_can_be_read_in_two_ways_is_refused_with_its_readings_and_is_no_attempt(said):
    status, text = check(said, "--dose", "2x106 cells/kg", *SOUND[2:])
    assert status == 3
    assert "It could mean:" in text
    assert json.loads(said("show", "C-1", "1", "--json")[1])["attempts"] == []


def test_whoever_planned_it_is_refused(said):
    assert "verify.same-person" in check(said, who="ph-1")[1]


def test_urgent_is_listed_until_another_person_co_signs(said):
    status, text = said("urgent", "C-1", "1", "--reason", "nobody else on duty", "--as", "ph-1")
    assert (status, "urgent, not double-checked" in text) == (0, True)
    for listed in (said("owed")[1], said("list")[1]):
        assert "C-1, infusion 1: urgent by ph-1, Mon 29-Jan-2024 09:00, 0 days ago" in listed
    assert "60 kg" not in said("show", "C-1", "1")[1]
    status, text = check(said, action="cosign", who="rn-1")
    assert (status, "later co-signature" in text) == (0, True)
    assert "No co-signature is owed." in said("owed")[1]


def test_a_product_by_exceptional_release_is_said_in_words_and_named_once_it_is_verified(record, said):
    owner = sign_in(record, "ph-1", WORDS["ph-1"])
    held = replace(md.read("120 million viable MSC", "cell_count"), moment="after thaw")
    content = Content(cells=held, fill=md.read("20 mL", "volume"))
    kind = ("bag", "allogeneic unrelated", "unassigned", date(2026, 12, 31), "quarantined", "tank 1")
    stock.import_containers(record, owner, [Container(content, *kind, lot="L3", serial="1")])
    proofs = (prove(record, "di-1", WORDS["di-1"]), prove(record, "ph-1", WORDS["ph-1"]))
    why = ("viability after thaw 62 %", "no other product", "QA-2024-017")
    stock.exceptional_release(record, owner, "L3 1", *why, proofs)
    stock.reserve(record, owner, "C-1", 1, ["L3 1"])
    assert "1 by EXCEPTIONAL RELEASE" in said("list")[1]
    before = " ".join(said("show", "C-1", "1")[1].split())
    assert "EXCEPTIONAL RELEASE of a container: viability after thaw 62 %; reason: no other product" in before
    assert "L3 1" not in before
    status, text = check(said, *SOUND, "--containers", "l3 1")
    assert (status, "EXCEPTIONAL RELEASE of L3 1: viability after thaw 62 %" in text) == (0, True)
    assert "EXCEPTIONAL RELEASE of L3 1" in said("show", "C-1", "1")[1]
    assert json.loads(said("show", "C-1", "1", "--json")[1])["exceptional"][0].startswith(
        "EXCEPTIONAL RELEASE"
    )


def test_json_is_one_document_for_results_and_refusals(said):
    assert json.loads(said("list", "--json")[1])["waiting"][0]["state"] == "calculated"
    outcome = json.loads(check(said, *SOUND, "--json")[1])
    assert (outcome["schema"], outcome["state"]) == ("msc-dose/verification-outcome/1", "verified")
    shown = json.loads(said("show", "C-1", "1", "--json")[1])
    assert shown["covered"]["dosing_weight"] == {"value": "60", "unit": "kg"}
    refusal = json.loads(said("show", "C-1", "nine", "--json")[1])
    assert refusal["problems"][0]["code"] == "event.number"


@pytest.mark.parametrize("action", ["list", "show", "check", "urgent", "cosign", "owed"])
def test_every_action_has_its_help_with_examples(said, action):
    status, text = said(action, "--help")
    assert status == 0
    assert f"msc-dose verify {action}" in text
    assert "examples:" in text


def test_an_action_that_is_none_says_which_there_are(said):
    assert said("chek")[0] == 2
    assert "Did you mean check?" in said("chek")[1]
    assert "list" in said("--help")[1]
