"""The preparation sheet of an infusion on record, as it is printed beside the water bath."""

import json

import pytest
from recorded import at, bag, begun, course, entered, opened
from staff import proof, staffed

import msc_dose as md
from msc_dose.cli.main import main
from msc_dose.courses.events import giving
from msc_dose.courses.events.ordering import DoseChanged, Weighed
from msc_dose.scheduling import Window
from msc_dose.store import stock
from msc_dose.store.courses import begin_course


@pytest.fixture
def sheet(record, place, capsys):
    def printed(*words, infusion="1"):
        """Exit status and text of the sheet of an infusion."""
        status = main(["course", "worksheet", "C-1", infusion, "--db", place, *words], lambda: 0)
        written = capsys.readouterr()
        return status, written.out + written.err

    return printed


def prepared(record, people):
    """A course whose plan chooses from the record's own stock: one of two bags of 120 million."""
    stock.import_containers(record, people["te-1"], [bag("0001"), bag("0002")])
    with record.reading() as statements:
        containers = stock.available(statements)
    handling = md.product_handling(dispense="whole", rinsed=True)
    product = md.product_use(containers, handling, recipient="P-1", allergies=("none known",))
    plan = md.plan_course(
        "sjogren-itp-msc-monthly", md.Patient("60 kg", "actual"), at(8).date(), "calendar-month", "viable",
        md.Closures(), Window(3, 3), product=product,
    )  # fmt: skip
    begin_course(record, people["ph-1"], opened(), plan, None, at(8))


def test_shows_the_order_the_double_check_the_containers_and_the_head_of_the_audit(record, sheet):
    people = staffed(record)
    stock.import_containers(record, people["te-1"], [bag("0001")])
    begun(record, people["ph-1"])
    stock.reserve(record, people["te-1"], "C-1", 1, ["MSC24A 0001"])
    status, text = sheet()
    assert status == 0
    assert text.startswith("TRAINING – not for a patient. Not for patient identification.\n")
    assert "“2 × 10⁶ viable MSC/kg” (dr-lee)" in text
    assert "Independent double check: calculated" in text
    assert "[ ] MSC24A 0001: reserved" in text
    head = record.head()
    assert text.rstrip().endswith(f"Audit: row {head.sequence}, head {head.hash[:8]}")


def test_is_the_plans_own_sheet_where_the_plan_was_made_from_the_records_stock(record, sheet):
    people = staffed(record)
    prepared(record, people)
    status, text = sheet()
    assert (status, "PREPARATION SHEET: infusion 1 of 4, Mon 29-Jan-2024" in text) == (0, True)
    assert "VOLUME 20 mL: 1 container, whole" in text


def test_is_not_printed_for_another_dose_than_was_prepared(record, sheet):
    people = staffed(record)
    prepared(record, people)
    weight = md.read("70 kg", "body_weight")
    entered(record, people["ph-1"], "C-1", DoseChanged(1, "gained", "dr-lee", "O-2", None, weight))
    status, text = sheet()
    assert (status, "[worksheet.dose-changed]" in text) == (3, True)


def test_is_not_printed_with_other_containers_than_are_reserved(record, sheet):
    people = staffed(record)
    prepared(record, people)
    stock.reserve(record, people["te-1"], "C-1", 1, ["MSC24A 0002"])
    status, text = sheet()
    assert (status, "[worksheet.other-containers]" in text) == (3, True)


def test_says_at_its_beginning_and_end_that_a_product_goes_by_exceptional_release(record, sheet):
    people = staffed(record)
    begun(record, people["ph-1"])
    stock.import_containers(record, people["te-1"], [bag("0003", status="quarantined")])
    signed = (proof(record, "di-1"), proof(record, "md-1"))
    release = ("viability 68 %, limit 70 %", "no other product", "QA-2024-7", signed)
    stock.exceptional_release(record, people["te-1"], "MSC24A 0003", *release)
    stock.reserve(record, people["te-1"], "C-1", 1, ["MSC24A 0003"])
    lines = json.loads(sheet("--json")[1])["lines"]
    said = [number for number, line in enumerate(lines) if "EXCEPTIONAL RELEASE of MSC24A 0003" in line]
    assert (len(said), said[0] < 3, said[1] > len(lines) - 6) == (2, True, True)
    assert "notification QA-2024-7" in "\n".join(lines)


def test_says_which_weight_is_on_record_and_how_old_it_is_on_the_day(record, sheet):
    people = staffed(record)
    begun(record, people["ph-1"])
    assert "WEIGHT: no weight on record" in sheet()[1]
    weighed = Weighed(md.read("61.5 kg", "body_weight"))
    entered(record, people["rn-1"], "C-1", weighed, at(8, 30))
    assert "WEIGHT 61.5 kg, measured Mon 29-Jan-2024\n" in sheet()[1]
    second = sheet(infusion="2")[1]
    assert "WEIGHT 61.5 kg, measured Mon 29-Jan-2024, 31 days before the infusion" in second


def test_says_to_whom_a_container_is_bound(record, sheet):
    people = staffed(record)
    stock.import_containers(record, people["te-1"], [bag("0001", recipient="P-1")])
    begun(record, people["ph-1"])
    stock.reserve(record, people["te-1"], "C-1", 1, ["MSC24A 0001"])
    assert "[ ] MSC24A 0001, bound to P-1: reserved" in sheet()[1]


def test_ends_with_the_checks_of_the_course_before_the_head(record, sheet):
    people = staffed(record)
    begun(record, people["ph-1"])
    without = sheet()[1]
    assert "CHECK" not in without
    stopped = giving.StoppedEarly(1, at(8, 10), at(8, 40), "chills", ())
    entered(record, people["rn-1"], "C-1", stopped)
    (check,) = [p for p in course(record).problems if p.severity == "check"][:1]
    lines = json.loads(sheet("--json", infusion="2")[1])["lines"]
    end = " ".join(" ".join(lines[-12:]).split())
    assert f"[{check.code}]" in end
    assert lines[-1].startswith("Audit: row")
