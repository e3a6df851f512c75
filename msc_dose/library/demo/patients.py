"""The patients of the demo: one for every stage of a day, and the case itself on the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msc_dose.courses.events import dating
from msc_dose.library.demo.people import PHYSICIAN
from msc_dose.library.demo.story import VOLUMES, Site, Story
from msc_dose.library.demo.telling import bag
from msc_dose.product.container import Container
from msc_dose.scheduling import days_after

CELLS = {"45 kg": "90 million", "60 kg": "120 million", "75 kg": "150 million"}
ISOLATION = "isolation"


def _the_case(story: Story) -> None:
    """P-0417: Sjögren, thrombocytopenia; two infusions given, the third is thawed and ticking."""
    site, dates = story.site, story.begun()
    story.moved_to_its_day(dates)
    for number in (1, 2):
        story.arranged(number, dates[number - 1], "09:30", "R12", ISOLATION)
        story.given(number, site.on(dates[number - 1], 9, 30))
    for before, count in ((10, "14"), (3, "30")):
        story.counted(days_after(dates[0], -before), count)
    for after, count in (
        (7, "38"),
        (14, "52"),
        (21, "71"),
        (30, "84"),
        (37, "108"),
        (47, "121"),
        (56, "126"),
    ):
        story.counted(days_after(dates[0], after), count)
    story.arranged(3, site.today, site.minutes(10), "R12", ISOLATION)
    story.prepared(3, site.today)
    story.thawed(3, site.minutes(-40), site.minutes(-20), site.later(75))


def _late(story: Story) -> None:
    """P-0388: the first of four, planned for an hour and more ago, and nothing is cleared yet."""
    story.moved_to_its_day(story.begun())
    story.arranged(1, story.day, story.site.minutes(-80), "C3")
    story.prepared(1, story.day)


def _due(story: Story) -> None:
    """P-0102: the third of four, within the hour; checked and ready to be cleared."""
    dates = story.begun()
    story.moved_to_its_day(dates)
    _all_given(story, dates)
    story.arranged(3, story.day, story.site.minutes(55), "C5")
    story.prepared(3, story.day)


def _unverified(story: Story) -> None:
    """P-0471: due this afternoon, and nobody has double-checked the dose; its code is like P-0417."""
    dates = story.begun()
    story.moved_to_its_day(dates)
    _all_given(story, dates)
    story.arranged(2, story.day, story.site.minutes(170), "C4")
    story.prepared(2, story.day, verified=False)


def _observed(story: Story) -> None:
    """P-0207: the last of four is in; the patient is observed."""
    dates = story.begun()
    story.moved_to_its_day(dates)
    _all_given(story, dates)
    story.arranged(4, story.day, story.site.minutes(-70), "C1")
    story.given(4, story.site.minutes(-70), observed=False)


def _held(story: Story) -> None:
    """P-0051: held since a fever, with the next infusion planned for tomorrow."""
    dates = story.begun()
    story.moved_to_its_day(dates)
    _all_given(story, dates)
    site = story.site
    story.at(
        site.on(days_after(site.today, -6), 15), PHYSICIAN, dating.Held("fever; blood culture is awaited")
    )


def _out_of_window(story: Story) -> None:
    """P-0333: the second infusion was not given, and its window has passed."""
    _all_given(story, story.begun())


def _tomorrow(story: Story) -> None:
    """P-0260: tomorrow morning; a bag is reserved, and the dose is checked."""
    dates = story.begun()
    story.moved_to_its_day(dates)
    _all_given(story, dates)
    story.arranged(story.number, dates[story.number - 1], "09:00", "C2")
    story.prepared(story.number, dates[story.number - 1])


def _to_check(story: Story) -> None:
    """P-0519: in two days; a bag is reserved, and the dose waits for its double check."""
    dates = story.begun()
    story.moved_to_its_day(dates)
    _all_given(story, dates)
    story.arranged(story.number, dates[story.number - 1], "11:00", "C3")
    story.prepared(story.number, dates[story.number - 1], verified=False)


def _next(story: Story) -> None:
    """P-0608: in eleven days, without a bag yet."""
    _all_given(story, story.begun())


def _partial(story: Story) -> None:
    """P-0128: one infusion stopped early and counted, all four behind, follow-up to come."""
    site, dates = story.site, story.begun()
    for number in (1, 2, 4):
        story.given(number, site.on(dates[number - 1], 10))
    story.stopped(3, site.on(dates[2], 10))
    for after, count in ((-3, "22"), (20, "41"), (50, "77"), (80, "96"), (110, "104")):
        story.counted(days_after(dates[0], after), count)


def _all_given(story: Story, dates: list[date]) -> None:
    """Every infusion before the one that is meant."""
    for number in range(1, story.number):
        story.given(number, story.site.on(dates[number - 1], 10))


# Code, weight, the infusion that is meant, in how many days from today it is planned, what happened.
_PATIENTS: tuple[tuple[str, str, int, int, Callable[[Story], None]], ...] = (
    ("P-0417", "60 kg", 3, 0, _the_case),
    ("P-0388", "45 kg", 1, 0, _late),
    ("P-0102", "60 kg", 3, 0, _due),
    ("P-0471", "75 kg", 2, 0, _unverified),
    ("P-0207", "60 kg", 4, 0, _observed),
    ("P-0051", "60 kg", 3, 1, _held),
    ("P-0333", "75 kg", 2, -8, _out_of_window),
    ("P-0260", "60 kg", 2, 1, _tomorrow),
    ("P-0519", "45 kg", 2, 2, _to_check),
    ("P-0608", "60 kg", 2, 11, _next),
    ("P-0128", "60 kg", 4, -75, _partial),
)


def stories(site: Site) -> list[Story]:
    """Every story until now."""
    told = []
    for place, (patient, weight, number, away, happened) in enumerate(_PATIENTS):
        bags = [_bag(site, 10 * place + one, weight) for one in range(1, 5)]
        story = Story(site, patient, weight, number, days_after(site.today, away), bags)
        happened(story)
        told.append(story)
    return told


def spare_bags(site: Site) -> list[Container]:
    """Bags that nobody holds: some expire soon, some are in quarantine."""
    soon, later = site.on(days_after(site.today, 12), 0), site.on(days_after(site.today, 500), 0)
    small, large = ("120 million", "20 mL"), ("150 million", "25 mL")
    said = [(*small, soon, "released")] * 2 + [(*small, later, "released")] * 4
    said += [(*large, later, "quarantined")] * 2
    return [bag(200 + number, *each) for number, each in enumerate(said)]


def _bag(site: Site, number: int, weight: str) -> Container:
    return bag(number, CELLS[weight], VOLUMES[weight], site.on(days_after(site.today, 400 + number), 0))
