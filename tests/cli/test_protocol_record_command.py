"""`msc-dose protocol propose | approve | approved | withdraw` as people use them."""

import hashlib
import json
from datetime import datetime
from pathlib import Path

import pytest

from msc_dose.store.people import add_person, sign_in
from msc_dose.store.record import create_record
from tests.cli.running import msc_dose

SITE = Path(__file__).parents[2] / "examples/site_sjogren_msc.toml"
NOW = "2024-01-29T09:00:00+01:00"
PEOPLE = {"ad-1": "administrator", "ph-1": "pharmacist", "md-1": "physician"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A training record with three people, and their passphrases in a file."""
    folder = tmp_path_factory.mktemp("site")
    record = create_record(
        str(folder / "r.db"), "Europe/Berlin", training=True, clock=lambda: datetime.fromisoformat(NOW)
    )
    words = {code: f"four words of {code} here" for code in PEOPLE}
    session = None
    for code, role in PEOPLE.items():
        add_person(record, session, code, f"Desk {code}", role, words[code])
        session = session or sign_in(record, code, words[code])
    record.close()
    file = folder / "passphrases"
    file.touch(mode=0o600)
    file.write_text("".join(f"{code} {text}\n" for code, text in words.items()), encoding="utf-8")
    return {"MSC_DOSE_DB": str(folder / "r.db"), "MSC_DOSE_PASSPHRASES": str(file), "MSC_DOSE_NOW": NOW}


def protocol(site, *words, now=NOW):
    return msc_dose("protocol", *words, **{**site, "MSC_DOSE_NOW": now})


def test_a_file_is_proposed_by_one_approved_by_another_shown_and_withdrawn(site):
    done = protocol(site, "propose", str(SITE), "--review", "2024-06-30", "--as", "ph-1")
    assert done.returncode == 0, done.stderr
    assert "Proposed: site-sjogren-msc" in done.stdout
    assert "Not for patient identification." in done.stdout
    waits = " ".join(protocol(site, "approved").stdout.split())
    assert "waits for another person's approval; starts no course until then" in waits
    assert "due in" not in waits
    late = " ".join(protocol(site, "approved", now="2024-07-01T09:00:00+02:00").stdout.split())
    assert "it cannot be approved: propose it again" in late
    same = protocol(site, "approve", "site-sjogren-msc", "--as", "ph-1")
    assert same.returncode == 3
    assert "protocol.same-person" in same.stderr
    done = protocol(site, "approve", "site-sjogren-msc", "--as", "md-1")
    assert done.returncode == 0, done.stderr
    assert "2 million viable MSC/kg" in done.stdout  # what is approved is shown first
    assert "its own status line reads site-approved; not yet approved here" in " ".join(done.stdout.split())
    assert "site-approved: " not in done.stdout
    assert hashlib.sha256(SITE.read_bytes()).hexdigest() in done.stdout.replace("\n", "").replace(" ", "")

    listed = protocol(site, "approved").stdout
    assert "proposed by ph-1, approved by md-1 on Mon 29-Jan-2024" in listed
    assert "review Sun 30-Jun-2024: due in 153 days" in listed
    assert max(map(len, listed.splitlines())) <= 80
    late = protocol(site, "approved", now="2024-07-01T09:00:00+02:00").stdout
    assert "review passed" in late
    assert "PASSED 1 day ago" in late

    one = json.loads(protocol(site, "approved", "site-sjogren-msc", "--json").stdout)
    assert one["protocols"][0]["text"] == SITE.read_text(encoding="utf-8")
    assert [each["meaning"] for each in one["signatures"]] == ["protocol proposed", "protocol approved"]

    short = one["protocols"][0]["hash"][:8]
    gone = protocol(site, "withdraw", short, "--reason", "version 4 is here", "--as", "md-1")
    assert gone.returncode == 0, gone.stderr
    assert "site-sjogren-msc" not in protocol(site, "approved").stdout
    assert "withdrawn on Mon 29-Jan-2024" in protocol(site, "approved", "--all").stdout


def test_a_file_that_fails_its_own_examples_is_never_proposed(site, tmp_path):
    file = tmp_path / "wrong.toml"
    file.write_text(SITE.read_text(encoding="utf-8").replace('"120 million cells"', '"121 million cells"'))
    done = protocol(site, "propose", str(file), "--review", "2024-06-30", "--as", "ph-1")
    assert done.returncode == 3
    assert "protocol.example-failed" in done.stderr


@pytest.mark.parametrize("action", ["propose", "approve", "approved", "withdraw"])
def test_each_action_has_help_with_examples(action):
    done = msc_dose("protocol", action, "--help")
    assert done.returncode == 0
    assert f"msc-dose protocol {action}" in done.stdout.split("examples:")[1]
