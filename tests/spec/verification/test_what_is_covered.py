"""What a signature under a dose covers: everything that makes it this dose, and nothing of when and where."""

from dataclasses import replace

import pytest
from courses.story import Story, given, kg, plan
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from product.bags import bag

import msc_dose as md
from msc_dose.courses.events import giving, ordering
from msc_dose.verification.changing import what_changed
from msc_dose.verification.covered import covered

from .facts import Covered, Free, document, told

covered_facts = st.builds(
    Covered,
    recipient=st.sampled_from(["P-1", "P-2"]),
    text=st.sampled_from(["2 × 10⁶ viable MSC/kg", "two million per kg"]),
    prescriber=st.sampled_from(["dr-lee", "dr-no"]),
    weight=st.sampled_from(["60 kg", "62 kg"]),
    containers=st.sampled_from([(), ("V-1",), ("V-1", "V-2")]),
    million=st.sampled_from([120, 100]),
    outside=st.booleans(),
    basis=st.sampled_from(["actual", "ideal"]),
    fill=st.sampled_from(["20 mL", "25 mL"]),
    final=st.sampled_from(["100 mL", "120 mL"]),
    maximum=st.sampled_from(["200 million cells", "100 million cells"]),
    minimum=st.sampled_from(["0.5e6 cells/kg", "0.6e6 cells/kg"]),
    ceiling=st.sampled_from(["250 million cells", "300 million cells"]),
    cumulative=st.sampled_from(["900 million cells", "800 million cells"]),
    viability=st.sampled_from(["70 %", "60 %"]),
    dmso=st.sampled_from(["1 g/kg", "0.5 g/kg"]),
    exceptional=st.sampled_from([None, "viability 62 %"]),
    site_limits=st.sampled_from([None, "3f2a"]),
)
free_facts = st.builds(
    Free,
    to=st.sampled_from(["01-28", "01-29", "01-31"]),
    time=st.sampled_from([None, "09:30"]),
    place=st.sampled_from([None, "ward 4"]),
    position=st.sampled_from(["A1", "tank 2"]),
    status=st.sampled_from(["released", "quarantined"]),
    weighed=st.sampled_from([None, "61"]),
    held=st.booleans(),
)


def same(one, other):
    """Whether two sets of facts are one: what no container holds is no fact."""
    none = {"million": 0, "exceptional": None}
    return len({each if each.containers else replace(each, **none) for each in (one, other)}) == 1


def one_changed(facts, change):
    """The facts, with one of them as another drawing has it, or all as they are."""
    name, other = change
    return replace(facts, **{name: getattr(other, name)}) if name else facts


@settings(max_examples=60, deadline=None)
@for_all(
    one=covered_facts,
    change=st.tuples(st.sampled_from([None, *Covered.__dataclass_fields__]), covered_facts),
    here=free_facts,
    there=free_facts,
)
def test_a_change_of_any_covered_fact_makes_another_document_and_no_other_change_does(
    one, change, here, there
):
    other = one_changed(one, change)
    before, after = document(one, here), document(other, there)
    assert (before == after) == same(one, other)
    assert bool(what_changed(before, after)) == (before != after)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"weight": "62 kg"}, "dosing weight 60 kg → 62 kg"),
        ({"recipient": "P-2"}, "recipient P-1 → P-2"),
        ({"prescriber": "dr-no"}, "order O-1: “2 × 10⁶ viable MSC/kg” (dr-lee) → “2 × 10⁶ viable MSC/kg” (dr-no)"),
        ({"containers": ("V-1", "V-2")}, "container L1 V-2 is reserved now"),
        ({"containers": ()}, "container L1 V-1 is reserved no more"),
        ({"million": 100}, "container L1 V-1, cells 120 million cells → 100 million cells"),
        ({"basis": "ideal"}, "weight basis actual → ideal"),
        ({"fill": "25 mL"}, "volume, withdrawal 20 mL → 25 mL"),
        ({"final": "120 mL"}, "volume, final 100 mL → 120 mL"),
        ({"maximum": "150 million cells"}, "limit, maximum 200 million cells → 150 million cells"),
        ({"minimum": "0.6e6 cells/kg"}, "limit, minimum "),
        ({"ceiling": "300 million cells"}, "limit, daily ceiling 250 million cells → 300 million cells"),
        ({"cumulative": "800 million cells"}, "limit, cumulative 900 million cells → 800 million cells"),
        ({"viability": "60 %"}, "limit, acceptance what post-thaw-viability; low 70 %"),
        ({"dmso": "0.5 g/kg"}, "limit, dmso 1 g/kg → 0.5 g/kg"),
        ({"site_limits": "3f2a"}, "the site's limits, or other settings beside them, were changed"),
        ({"exceptional": "viability 62 %"}, "container L1 V-1, exceptional release none → viability 62 %"),
        ({"outside": True}, "date outside the window none → 2027-02-10"),
    ],
)  # fmt: skip
def test_what_changed_is_said_in_words(facts, said):
    changes = what_changed(document(), document(Covered(**facts)))
    assert [each for each in changes if each.startswith(said)]


def begun():
    return Story().begin()


def test_a_dose_that_is_changed_from_the_third_infusion_on_leaves_the_second_as_it_is():
    story = begun()
    before = [covered(story.course, number, ()) for number in (2, 3)]
    story.tell(ordering.DoseChanged(3, "weight", "dr-lee", "O-2", None, kg("62")), "01-21")
    second, third = (covered(story.course, number, ()) for number in (2, 3))
    assert second == before[0]
    assert what_changed(before[1], third) == (
        "order O-2 is new: “from infusion 3 on dosing weight 62 kg: weight” (dr-lee)",
        "dosing weight 60 kg → 62 kg",
        "calculated dose 120 million cells → 124 million cells",
    )


def test_an_order_that_is_cancelled_counts_no_more():
    story = begun()
    before = covered(story.course, 1, ())
    story.tell(ordering.OrderCancelled("O-1", "another drug"), "01-21")
    assert what_changed(before, covered(story.course, 1, ())) == ("order O-1 counts no more",)


def test_what_was_given_stays_covered_as_it_was_when_the_product_was_thawed():
    story = begun()
    before = covered(story.course, 1, [bag("V-1", 120)])
    story.clear(1, "01-29")
    story.tell(giving.Thawed(1, ("V-1",)), "01-29", 10)
    story.tell(giving.Completed(1, *_times(), (given("V-1"),)), "01-29", 13)
    story.tell(ordering.DoseChanged(2, "weight", "dr-lee", "O-2", None, kg("62")), "01-30")
    story.tell(ordering.Ordered("and again", "dr-no", "O-3"), "01-30")
    assert covered(story.course, 1, [bag("V-1", 120)]) == before
    assert covered(story.course, 2, ())["dosing_weight"] == {"value": "62", "unit": "kg"}


def _times():
    from .facts import at

    return at("01-29", 11), at("01-29", 12)


def test_a_dose_that_changes_after_thawed_product_was_lost_is_covered_as_it_is_now():
    story = begun()
    story.tell(giving.Thawed(1, ("V-1",)), "01-29", 10)
    assert covered(story.course, 1, ())["dosing_weight"] == {"value": "60", "unit": "kg"}
    story.move(1, "01-31", "01-29")
    story.tell(ordering.DoseChanged(1, "weight", "dr-lee", "O-2", None, kg("62")), "01-30")
    assert covered(story.course, 1, ())["dosing_weight"] == {"value": "62", "unit": "kg"}
    story.tell(giving.Thawed(1, ("V-2",)), "01-31", 10)
    assert covered(story.course, 1, ())["dosing_weight"] == {"value": "62", "unit": "kg"}


def test_what_is_given_once_more_is_prepared_anew_and_the_volumes_of_before_are_covered_no_more():
    course, _ = told()
    story = Story([entry.event for entry in course.entries])
    assert covered(story.course, 1, ())["volumes"] is not None
    story.stop_early(1, "01-29")
    story.partial(1, "repeated", "01-29")
    assert covered(story.course, 1, ())["volumes"] is None


def test_cells_that_are_to_be_made_up_are_covered():
    story = begun()
    before = covered(story.course, 1, ())
    story.clear(1, "01-29")
    story.stop_early(1, "01-29")
    rest = md.read("60 million cells", "cell_count").stating("viable", "MSC")
    story.partial(1, "made-up", "01-29", within_days=3, cells=rest)
    assert what_changed(before, covered(story.course, 1, ())) == (
        "cells to be made up none → 60 million cells",
    )


def test_an_entry_in_error_takes_what_it_said_out_of_what_is_covered():
    story = begun()
    before = covered(story.course, 1, ())
    story.tell(ordering.DoseChanged(1, "weight", "dr-lee", "O-2", None, kg("62")), "01-21")
    story.strike(4, "01-21")
    assert covered(story.course, 1, ()) == before


def test_a_dose_that_the_order_states_itself_is_the_ordered_one():
    story = Story().begin(plan())
    flat = md.read("100 million cells", "cell_count").stating("viable", "MSC")
    story.tell(ordering.DoseChanged(1, "site", "dr-lee", "O-2", flat), "01-21")
    document = covered(story.course, 1, ())
    assert document["ordered_dose"] == {"value": "100000000", "unit": "cells"}
    assert document["depends_on"] == "neither weight nor surface"


def test_an_infusion_that_is_not_planned_has_nothing_to_cover():
    with pytest.raises(md.Refusal) as refusal:
        covered(begun().course, 9, ())
    assert refusal.value.codes == ("course.no-such-infusion",)
