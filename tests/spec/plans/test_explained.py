"""A plan in words: summary, preparation of each infusion, and the working."""

from dataclasses import replace
from datetime import date

import pytest

import msc_dose as md
from msc_dose.courses.text import preparation_summary, summary

CEILING = {"counts": "all", "closures": md.Closures(open="mon-fri"), "ordered": "4e9 TNC/kg"}


def ryoncil(**more):
    closures = md.Closures(open="mon-fri")
    return md.plan_course(
        "ryoncil-us-2024", md.Patient("35 kg", "actual"), date(2027, 3, 1), None, "viable", closures, **more
    )


def split(product=None):
    patient = md.Patient("10 kg", "actual")
    return md.plan_course("tnc-daily-ceiling", patient, date(2027, 1, 25), product=product, **CEILING)


@pytest.mark.parametrize("plan", [ryoncil, split])
def test_no_step_is_wider_than_a_page_in_which_it_stands_two_columns_further_in(plan):
    for infusion in plan().infusions:
        lines = [*str(infusion.dose.derivation).splitlines(), *str(infusion.derivation).splitlines()]
        assert max(map(len, lines)) <= 78
        assert any(line.startswith("      ") for line in lines)


def test_remarks_of_the_protocol_stand_under_its_status():
    plan = replace(split(), remarks=("Two sources differ.", "A third is in doubt."))
    lines = summary(plan)
    at = lines.index(plan.status_text)
    assert lines[at + 1 : at + 3] == ["Two sources differ.", "A third is in doubt."]
    assert "Two sources differ." in md.worksheet(replace(ryoncil(), remarks=("Two sources differ.",)), 1)


def test_a_weight_without_basis_says_so():
    plan = ryoncil()
    nameless = replace(plan.inputs, patient=replace(plan.inputs.patient, basis=None))
    text = "\n".join(summary(replace(plan, inputs=nameless)))
    assert "basis not stated" in text
    assert "basis ." not in text


def test_the_preparation_of_a_split_dose_is_for_each_of_its_days():
    content = md.container_content(container="3e9 TNC", volume="7 mL")
    product = md.product_use(content, md.product_handling(dispense="draw"))
    (line,) = preparation_summary(split(product))
    assert "VOLUME 31.11 mL, each of 3 days," in line
    assert "of the day's dose" in split(product).explain()
