"""The stock a page at a time, by state, and what is alike as one: on both databases."""

from datetime import date

import pytest
from recorded import bag, begun
from staff import staffed

from msc_dose.problems import Refusal
from msc_dose.store import stock
from msc_dose.store.stock import overview
from msc_dose.store.stock.naming import named
from msc_dose.store.stock.overview import Wanted


@pytest.fixture
def stocked(record):
    """Twelve bags of two lots, one bound to P-2, one quarantined; one is reserved."""
    people = staffed(record)
    begun(record, people["ph-1"])
    bags = [bag(f"{n:04d}", lot="MSC24A") for n in range(8)]
    bags += [bag(f"{n:04d}", lot="MSC24B", expiry=date(2025, 1, 31)) for n in range(2)]
    bags += [bag("0008", lot="MSC24B", recipient="P-2"), bag("0009", lot="MSC24B", status="quarantined")]
    stock.import_containers(record, people["te-1"], bags)
    stock.reserve(record, people["te-1"], "C-1", 1, ["MSC24A 0003"])
    return record


def asked(record, question):
    with record.reading() as statements:
        return question(statements)


def identities(record, wanted, first, most):
    def question(statements):
        count = overview.count_wanted(statements, wanted)
        return [each.identity for each in overview.page(statements, wanted, first, most, count)]

    return asked(record, question)


def test_pages_from_either_end_are_the_whole_list_in_order(stocked):
    whole = [each.identity for each in asked(stocked, stock.listed)]
    for most in (1, 5, 7, 100):
        pages = [identities(stocked, Wanted(), first, most) for first in range(0, 12, most)]
        assert [each for page in pages for each in page] == whole
    assert identities(stocked, Wanted(), 12, 5) == []


def test_a_page_says_who_holds_what(stocked):
    (held,) = asked(stocked, lambda said: overview.page(said, Wanted("reserved"), 0, 9, 1))
    assert (held.identity, held.course, held.infusion) == ("MSC24A 0003", "C-1", 1)


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(), 12),
        (Wanted("released"), 10),
        (Wanted(start="msc24b"), 4),
        (Wanted("quarantined", "msc24b"), 1),
        (Wanted(start="p-2"), 1),
        (Wanted(start="MSC24%"), 0),
        (Wanted(start="24B"), 0),
    ],
)
def test_what_is_wanted_is_counted_by_state_and_by_how_identity_or_recipient_begins(stocked, wanted, count):
    assert asked(stocked, lambda said: overview.count_wanted(said, wanted)) == count
    assert len(identities(stocked, wanted, 0, 100)) == count


def test_the_place_of_a_container_is_that_in_the_list(stocked):
    wanted = Wanted("released")
    for place, identity in enumerate(identities(stocked, wanted, 0, 100)):
        assert asked(stocked, lambda said, i=identity: overview.place_of(said, wanted, i.lower())) == place


def test_states_are_counted_and_what_is_alike_is_one(stocked):
    assert asked(stocked, overview.states) == {"quarantined": 1, "released": 10, "reserved": 1}
    found = asked(stocked, overview.alike)
    assert [(each.lot, each.state, each.number) for each in found] == [
        ("MSC24A", "released", 7),
        ("MSC24A", "reserved", 1),
        ("MSC24B", "released", 1),
        ("MSC24B", "released", 2),
        ("MSC24B", "quarantined", 1),
    ]
    assert sum(each.number for each in asked(stocked, lambda said: overview.alike(said, "released"))) == 10


def test_infusions_that_hold_a_container_are_named(stocked):
    assert asked(stocked, overview.infusions_with_containers) == {("C-1", 1)}


def test_one_container_is_named_by_its_identity_or_its_scan(stocked):
    for words in (["msc24a 0003"], ["(10)MSC24A(21)0003"], ["(10)MSC24A", "(21)0003"]):
        held, problems = asked(stocked, lambda said, w=words: named(said, w))
        assert (held.identity, problems) == ("MSC24A 0003", ())
    with pytest.raises(Refusal) as refused:
        asked(stocked, lambda said: named(said, ["(10)MSC24B"]))
    assert refused.value.codes == ("identity.incomplete",)
