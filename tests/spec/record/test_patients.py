"""Patients: pseudonymous codes, and local identifiers only where the site has declared them."""

import pytest
from staff import session, staffed

from msc_dose.problems import Refusal
from msc_dose.store.site import patients, settings

NAMES = {"hospital number": "4711", "ward": "3 West"}


def refused(code, act):
    with pytest.raises(Refusal) as caught:
        act()
    assert code in caught.value.codes
    return caught.value.problems[0].message


def local(record, word="local"):
    settings.put_setting(record, staffed_once(record)["ad-1"], "identity", word, "SOP 3")


def staffed_once(record):
    """The people, added when they are needed first."""
    with record.reading() as statements:
        there = statements.all("every_person")
    return {row["code"]: session(record, row["code"]) for row in there} or staffed(record)


def put(record, code="P-1", identifiers=NAMES, **more):
    patients.put_patient(record, staffed_once(record)["rn-1"], code, identifiers, **more)


def shown(record, code="P-1"):
    with record.reading() as statements:
        return dict(patients.patient(statements, code).identifiers)


def banner(record):
    with record.reading() as statements:
        return patients.identity_banner(statements)


def test_a_record_keeps_nothing_but_codes_unless_its_site_says_otherwise(record):
    assert banner(record) == "Not for patient identification."
    refused("patient.pseudonym-only", lambda: put(record))
    put(record, identifiers={})
    assert shown(record) == {}
    local(record)
    assert banner(record) is None
    put(record)
    assert shown(record) == NAMES


def test_two_codes_that_differ_in_capitals_only_are_not_two_patients(record):
    put(record, "P-a1", {})
    assert "P-a1" in refused("patient.look-alike", lambda: put(record, "P-A1", {}))
    put(record, "P-a1", {})
    put(record, "P-a2", {})
    with record.reading() as statements:
        assert [each.code for each in patients.patients(statements)] == ["P-a1", "P-a2"]


@pytest.mark.parametrize(
    ("code", "refusal"),
    [("P 1", "identifier.characters"), ("unassigned", "recipient.doubtful"), ("", "value.missing")],
)
def test_what_is_no_code_of_a_patient_is_refused(record, code, refusal):
    refused(refusal, lambda: put(record, code, {}))


def test_the_audit_tells_that_identifiers_changed_and_nothing_of_what_they_are(record):
    local(record)
    put(record)
    put(record, "P-2", shared=NAMES)
    put(record)
    with record.reading() as statements:
        rows = statements.all("every_audit")
    told = [row["new"] for row in rows if row["entity"].startswith("patient ") and row["field"]]
    # Words that no hash holds by chance, as it may hold 4711.
    everything = " ".join(str(value) for row in rows for value in row.values())
    assert "hospital number" not in everything
    assert "3 West" not in everything
    # The same identifiers are not told alike, and what did not change is not told again.
    assert len(told) == len(set(told)) == 2
    assert all(new.startswith("sha256:") for new in told)


def test_identifiers_are_few_visible_lines_each_under_a_name_of_its_own(record):
    local(record)
    refused("patient.identifiers", lambda: put(record, identifiers={str(n): "x" for n in range(21)}))
    refused("patient.identifiers", lambda: put(record, identifiers={"Ward": "3", "ward ": "4"}))
    refused("text.control-character", lambda: put(record, identifiers={"ward": "3\u202e"}))
    refused("value.missing", lambda: put(record, identifiers={"ward": " "}))
    refused("patient.unknown", lambda: shown(record))


def test_a_code_that_is_mistyped_names_nobody_and_makes_nobody(record):
    local(record)
    put(record, new=True)
    assert "P-1" in refused("patient.exists", lambda: put(record, new=True))
    refused("patient.unknown", lambda: put(record, "P-l", new=False))
    put(record, identifiers={"hospital number": "4712"}, new=False)
    with record.reading() as statements:
        assert [each.code for each in patients.patients(statements)] == ["P-1"]


def test_one_identifier_is_one_patients_in_whatever_writing(record):
    local(record)
    put(record)
    put(record)
    put(record, "P-2", {"hospital number": "4712"})
    told = refused("patient.identifier-taken", lambda: put(record, "P-2", {"Hospital-Number": "4711"}))
    assert "P-1" in told
    assert "4711" not in told
    assert shown(record, "P-2") == {"hospital number": "4712"}
    put(record, "P-3", {"hospital number": "4713", "Ward": "3 west"}, shared=["ward"])
    put(record, "P-4", {"telephone": "4711"})


def test_identifiers_are_taken_back_before_the_record_is_pseudonymous_again(record):
    local(record)
    put(record)
    assert "1 of the record's patients" in refused(
        "settings.identifiers-kept", lambda: local(record, "pseudonym")
    )
    put(record, identifiers={})
    local(record, "pseudonym")
    assert banner(record)
    refused("settings.identity", lambda: local(record, "names"))
