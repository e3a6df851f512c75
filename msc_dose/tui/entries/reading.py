"""What was typed into the form of an entry, read field by field: the event, or everything that is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from msc_dose.courses.events.fields import Field, fields_of, joint_problems_of
from msc_dose.courses.events.given_rules import went_in
from msc_dose.courses.events.giving import REMAINDERS, ClearanceItem, Completed, Given, StoppedEarly
from msc_dose.courses.events.kinds import What
from msc_dose.library.amounts import amount_of
from msc_dose.library.clock import occurred, of_a_day
from msc_dose.library.closed_lists import held
from msc_dose.library.entries import moment_of, value_of
from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.problems import Problem, Reading, Refusal, stop
from msc_dose.product.scans.identity import awaits_more, read_identity
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text
from msc_dose.tui.answers.asking import Asked, Said, by_gravity
from msc_dose.tui.entries.around import Around
from msc_dose.tui.entries.said import IS_MISSING, headline_of, moment_words, worded, words_of
from msc_dose.tui.entries.shape import Line, Shape, other_line
from msc_dose.tui.entries.words import label_of

_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Read:
    """What a form says: `what` it records (None where that is not clear), and when it `occurred`.

    `occurred` is None for the moment of recording. `headline` says in one line why nothing can be recorded;
    `missing` are the lines that must be filled, `problems` all that is wrong besides. `around` is what
    stands in a field before and after the part that its readings replace.
    """

    what: What | None
    occurred: datetime | None
    headline: str
    said: Mapping[str, Said]
    problems: tuple[Problem, ...]
    readings: tuple[Reading, ...]
    around: Mapping[str, tuple[str, str]]
    missing: tuple[str, ...] = ()


def read_entry(
    shape: Shape, typed: Mapping[str, str], around: Around, now: datetime, site: Conventions = DEFAULT
) -> Read:
    """Read every field; `typed` are the texts by their lines, `now` the moment in the zone of the course."""
    asked = Asked(kinds_of(shape), replace(site, weight=around.dosing_weight))
    if "dosing_weight" in asked.kinds:
        asked.knows("dosing_weight", typed.get("dosing_weight", ""))
    reader = _Reader(shape, typed, around, now, asked)
    return reader.read()


def kinds_of(shape: Shape) -> dict[str, str]:
    """The kind of amount that each line holds; one that is not among them holds a date or other text."""
    found: dict[str, str] = {}
    for field in fields_of(shape.kind):
        if field.type is Amount:
            found[field.name] = getattr(field.allowed, "kinds")[0]  # noqa: B009  # every Amount states them
    for line in shape.lines:
        if line.sort == "given":
            found |= {line.name.replace("issued", part): "volume" for part in ("issued", "infused", "left")}
    return found


@dataclass(slots=True)
class _Reader:
    shape: Shape
    typed: Mapping[str, str]
    around: Around
    now: datetime
    asked: Asked
    beside: list[Problem] = dataclass_field(default_factory=list)  # what a scanned line says of itself

    def read(self) -> Read:
        values = self._values()
        when = self._moment()
        what = None
        if self.asked.stopped:  # what is wrong between the fields that are read is told with the rest
            self.asked.problems += joint_problems_of(self.shape.kind, values)
        else:
            what = self.asked.ask(lambda: self._made(values))
        if isinstance(what, Completed | StoppedEarly) and when is None:
            when = occurred(None, what, self.around.course.zone, self.now)
        found = [each for each in by_gravity(self.asked.problems) if each.code != IS_MISSING]
        return Read(
            what, when, headline_of(self.asked), self.asked.said,
            tuple(worded(each) for each in found if each not in self.beside),
            tuple(self.asked.readings), self.asked.around,
            tuple(each.field for each in self.asked.problems if each.code == IS_MISSING),
        )  # fmt: skip

    def _values(self) -> dict[str, Any]:
        """Every field that is read, or has its default because nothing is typed."""
        values: dict[str, Any] = {}
        for field in fields_of(self.shape.kind):
            before = len(self.asked.problems)
            found = self._value(field)
            if not found and field.default is not MISSING and len(self.asked.problems) == before:
                found = (field.default,)
            for value in found:
                values[field.name] = value
        return values

    def _made(self, values: Mapping[str, Any]) -> What:
        made: What = self.shape.kind(**values)
        return held(made, self.around.course, self.around.clearance)

    def _value(self, field: Field) -> tuple[Any, ...]:
        """The value of a field as a tuple of one; an empty one where its default holds, or it is refused."""
        if field.name in self.shape.settled:
            return self._one(field, field.name, self.shape.settled[field.name])
        if field.type is ClearanceItem:
            return (self._items(),)
        if field.type is Given:
            return (self._given(),)
        if field.many:
            return self._many(field)
        text = self.typed.get(field.name, "").strip()
        if text and not self._names_container(next(iter(self.shape.lines_of(field.name)), None), text):
            return ()
        if text:
            return self._one(field, field.name, text)
        # A word that is chosen beforehand and was taken away is asked for again.
        if field.default is MISSING or (isinstance(field.default, str) and self._is_choice(field)):
            self._miss(field.name)
        return ()

    def _names_container(self, line: Line | None, text: str) -> bool:
        """Whether the text of a line that is scanned into can be a container; beside it stands why not."""
        if line is None or line.sort != "scan" or text == line.expected:
            return True
        try:
            read_identity(text, line.name)
        except Refusal as refusal:
            if awaits_more(refusal):
                self._miss(line.name)
            else:
                self.beside += refusal.problems[:1]
                self.asked.problems += refusal.problems[:1]
            return False
        return True

    def _is_choice(self, field: Field) -> bool:
        return any(line.sort == "choice" for line in self.shape.lines_of(field.name))

    def _miss(self, name: str) -> None:
        self.asked.problems.append(stop("value.missing", name, f"The {label_of(name)} is missing.", ""))

    def _one(self, field: Field, name: str, text: str) -> tuple[Any, ...]:
        if field.type in (date, datetime):
            self._keep_time(name, text)
        value = self._ask(name, partial(self._read_one, field, text), words_of(field, self.around.course))
        return () if value is None else (value,)

    def _read_one(self, field: Field, text: str) -> Any:
        if field.type is datetime:
            self._needs_day(field.name, text)
        value = value_of(field, text, self.around.course.zone, self.asked.conventions)
        # It is judged alone, so that what is wrong stands beside its own line.
        wrong = list(field.problems(value))
        if wrong:
            raise Refusal(wrong)
        return value

    def _ask(self, name: str, question: Callable[[], Any], words: Callable[[Any], str]) -> Any:
        value = self.asked.value(name, question, words)
        if value is not None and not words(value):
            del self.asked.said[name]
        return value

    def _many(self, field: Field) -> tuple[Any, ...]:
        texts = {line.name: self.typed.get(line.name, "").strip() for line in self.shape.lines_of(field.name)}
        said = {name: text for name, text in texts.items() if text}
        values = [self._of_many(field, name, text) for name, text in said.items()]
        if not said and field.default is MISSING:
            self._miss(field.name)
        return (tuple(values),) if None not in values and said else ()

    def _of_many(self, field: Field, name: str, text: str) -> Any:
        one = replace(field, many=False, name=name)
        return self._ask(name, partial(self._read_one, one, text), lambda value: "")

    def _items(self) -> tuple[ClearanceItem, ...]:
        found = []
        for line in self.shape.lines_of("items"):
            text = self.typed.get(line.name, "").strip()
            if line.sort == "item":
                note = self.typed.get(f"{line.name}-note", "").strip()
                found.append(self.asked.ask(partial(ClearanceItem, line.item, text == "yes", note)))
            elif text:
                found.append(self.asked.ask(partial(ClearanceItem, text, True)))
        return tuple(item for item in found if item is not None)

    def _given(self) -> tuple[Given, ...]:
        found = []
        for line in self.shape.lines_of("containers"):
            number = line.name.partition("-")[2]
            name = self.typed.get(line.name, "").strip()
            if line.name.startswith("container-") and name and self._names_container(line, name):
                self._hold(line, name)
                found.append(self._one_given(number, name))
        return tuple(given for given in found if given is not None)

    def _hold(self, line: Line, name: str) -> None:
        """The volumes beside a container that is known are its own: another one has a line of its own."""
        if line.expected and name != line.expected:
            self.asked.problems.append(other_line(line.name, name, line.expected))

    def _one_given(self, number: str, name: str) -> Given | None:
        parts = [self._volume(f"{part}-{number}") for part in ("issued", "infused", "left")]
        remainder = self.typed.get(f"remainder-{number}", "")
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        given = self.asked.ask(partial(_given, number, name, known, remainder))
        if given is not None and self.shape.kind is Completed:
            self.asked.problems += went_in(given, f"left-{number}")
        return given

    def _volume(self, name: str) -> Amount | None:
        text = self.typed.get(name, "").strip()
        if not text:
            self._miss(name)
            return None
        question = partial(amount_of, text, "volume", name, self.asked.conventions)
        return self.asked.value(name, question, briefly)

    def _moment(self) -> datetime | None:
        """When it occurred, so far as it is typed."""
        text, zone = self.typed.get("occurred", "").strip(), self.around.course.zone
        if not text:
            return None
        day_alone = self.shape.kind in of_a_day()
        self._keep_time("occurred", text)

        def question() -> datetime:
            self._needs_day("occurred", text)
            return moment_of(text, "occurred", zone, day_alone=day_alone)

        return self.asked.value("occurred", question, partial(moment_words, zone=zone))

    def _keep_time(self, name: str, text: str) -> None:
        """A reading of the day replaces the day alone."""
        day, sign, time = text.replace("T", " ").partition(" ")
        if sign and ":" not in day:
            self.asked.around[name] = ("", f" {time}")

    def _needs_day(self, name: str, text: str) -> None:
        """A time of day alone is offered as today's, or yesterday's; it is not taken for either."""
        if not _TIME.fullmatch(text):
            return
        today = self.now.date()
        days = {"today": today, "yesterday": today - timedelta(days=1)}
        offers = [
            Reading(name, f"{day.isoformat()} {text:0>5}", "date", f"{day_text(day)} {text:0>5}", why)
            for why, day in days.items()
        ]
        message = f"{text} does not say its day."
        raise Refusal([stop("date.format", name, message, "Take today's (↓), or write the day.")], offers)


def _given(number: str, name: str, parts: list[Amount], remainder: str) -> Given:
    try:
        return Given(name, parts[0], parts[1], parts[2], remainder or REMAINDERS[0])
    except Refusal as refusal:
        raise Refusal(
            replace(problem, field=f"{problem.field}-{number}") for problem in refusal.problems
        ) from refusal
