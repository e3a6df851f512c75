"""What makes a container valid: its words, and every problem of one that is not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from msc_dose.problems import Problem, Refusal, stop
from msc_dose.product.plain_text import identifier_problem, note_problem, shown
from msc_dose.product.scans.isbt128 import read_din, read_product_code
from msc_dose.quantity.amount import Amount

if TYPE_CHECKING:
    from msc_dose.product.container import Content, Notes

Moment = Literal["before freeze", "after thaw", "label nominal"]
MOMENTS: tuple[Moment, ...] = ("before freeze", "after thaw", "label nominal")
CONTAINER_TYPES = ("bag", "vial", "syringe")
DONOR_TYPES = ("autologous", "allogeneic related", "allogeneic unrelated")
STATUSES = ("quarantined", "released")
UNASSIGNED = "unassigned"
NO_EXPIRY = "none assigned"
UNKNOWN = "unknown"
NONE_KNOWN = "none known"
RECOVERED = ("total", "viable")
DMSO_KINDS = ("v/v", "w/v")
# GS1 General Specifications, application identifiers 10 and 21, by way of biip.
LONGEST_GS1 = 20
# Who has no recipient yet is written `unassigned` and in no other way: these would name a patient.
_NO_PATIENT = frozenset(("unassigned", "unknown", "none", "n/a", "na", "nil", "allogeneic", "any", "all"))


def identity_problems(
    din: str | None, product_code: str | None, lot: str | None, serial: str | None
) -> list[Problem]:
    """What is wrong with an identity: exactly one of DIN + product code with division, or lot + serial.

    Codes `identity.missing`, `identity.two-forms`, `identity.incomplete`, and those of the parts.
    """
    isbt, gs1 = (din, product_code), (lot, serial)
    if any(isbt) and any(gs1):
        message = "The container is named both by ISBT 128 (DIN, product code) and by lot and serial number."
        return [stop("identity.two-forms", "din", message, "Keep the one that its label carries.")]
    if not any(isbt) and not any(gs1):
        fix = "Give DIN and product code, or lot and serial number."
        return [stop("identity.missing", "din", "The container has no identity.", fix)]
    names = ("din", "product_code") if any(isbt) else ("lot", "serial")
    parts = isbt if any(isbt) else gs1
    if not all(parts):
        given, lacking = (names[0], names[1]) if parts[0] else (names[1], names[0])
        message = f"The {given.replace('_', ' ')} alone does not name one container."
        fix = f"Give the {lacking.replace('_', ' ')} too."
        return [stop("identity.incomplete", lacking, message, fix)]
    if any(isbt):
        return _isbt_problems(str(din), str(product_code))
    found = [identifier_problem(part, name, LONGEST_GS1) for name, part in zip(names, parts, strict=True)]
    return [problem for problem in found if problem]


def belonging_problems(
    type: str, donor_type: str, recipient: str, status: str, position: str
) -> list[Problem]:
    """What is wrong with whose a container is, and where and in which state it stands.

    Codes `container.type-unknown`, `donor-type.unknown`, `status.unknown`, `recipient.missing`,
    `recipient.doubtful`, `recipient.autologous-unassigned`, and those of plain text.
    """
    found = [
        _choice(type, CONTAINER_TYPES, "type", "container.type-unknown"),
        _choice(donor_type, DONOR_TYPES, "donor_type", "donor-type.unknown"),
        _recipient_problem(recipient, donor_type),
        _choice(status, STATUSES, "status", "status.unknown"),
        note_problem(position, "position"),
    ]
    return [problem for problem in found if problem]


def expiry_problems(expiry: date | datetime | str) -> list[Problem]:
    """What is wrong with an expiry: `expiry.missing`, `expiry.unknown` (another text), `expiry.zone`."""
    if isinstance(expiry, datetime) and expiry.tzinfo is not None:
        message = "The expiry carries a time zone; expiries are the site's local time."
        return [stop("expiry.zone", "expiry", message, "Give the local time on the label, without a zone.")]
    if isinstance(expiry, date) or expiry == NO_EXPIRY:
        return []
    if not isinstance(expiry, str):
        raise TypeError(f"expiry is a date, a datetime or text, not {type(expiry).__name__}")
    if not expiry:
        fix = f"Give the date, the date and time, or {NO_EXPIRY}."
        return [stop("expiry.missing", "expiry", "The expiry is missing.", fix)]
    message = f"{shown(expiry)!r} is no expiry."
    fix = f"Give a date, a date and time, or {NO_EXPIRY}."
    return [stop("expiry.unknown", "expiry", message, fix, shown(expiry))]


# Words that belong to every population, or to its viability, and name none.
_NO_POPULATION = frozenset(("cell", "cells", "viable", "live", "all", "total"))


def counted_problems(content: Content) -> list[Problem]:
    """What a container's content leaves out.

    Codes `content.missing`, `population.missing`, `population.unknown` (letters that only look like A–Z),
    `counts.missing`, `moment.missing`.
    """
    held = content.held
    if held is None:
        message = "The container's content is not stated."
        fix = "Give its number of cells, or concentration and volume."
        return [stop("content.missing", "cells", message, fix)]
    facts = (
        ("population", held.population, "which cells are counted (MSC, CD34+, TNC)"),
        ("counts", held.counts, "whether viable or all cells are counted"),
        ("moment", held.moment, f"when they were counted ({', '.join(MOMENTS)})"),
    )
    if held.population and not held.population.isascii():
        message = f"The population {shown(held.population)!r} has letters that only look like A to Z."
        return [stop("population.unknown", "population", message, "Type it again in plain letters.")]
    if held.population and set(held.population.casefold().split()) & _NO_POPULATION:
        message = f"{held.population!r} says more, or less, than which cells are counted."
        fix = "Name the cells alone, such as MSC or CD34+; viable or all has a column of its own."
        return [stop("population.unknown", "population", message, fix, held.population)]
    return [
        stop(f"{name}.missing", name, f"It is not stated {what}.", f"State {what}.")
        for name, value, what in facts
        if value is None
    ]


def raise_all(problems: Iterable[Problem]) -> None:
    """Raise one Refusal that names all problems, if there are any."""
    found = tuple(problems)
    if found:
        raise Refusal(found)


def need(amount: object, kind: str, field: str) -> Amount:
    """The amount, if it is one of this kind; TypeError otherwise."""
    if not isinstance(amount, Amount) or amount.kind != kind:
        raise TypeError(f"{field} is an Amount of kind {kind}")
    return amount


def percent_problems(amount: Amount, name: str) -> list[Problem]:
    """A percentage of 0, or 1 % and less: `NAME.zero`, `NAME.implausible`."""
    value = need(amount, "percentage", name).value
    if value == 0:
        return [stop(f"{name}.zero", name, f"A {name} of 0 % leaves nothing to give.", "Check the number.")]
    if value > Decimal(1):
        return []
    message = f"A {name} of {amount} is implausible: it may be a fraction of 1 with a percent sign."
    fix = f"Write the percentage itself, such as 85 % (policy: a {name} is above 1 %)."
    return [stop(f"{name}.implausible", name, message, fix, str(amount))]


def kind_problems(of: str | None, kinds: tuple[str, ...], name: str, what: str) -> list[Problem]:
    """A percentage that does not say of what it is: `NAME.kind-missing` or `NAME.kind-unknown`."""
    choices, said = " or ".join(kinds), "percentage of DMSO" if name == "dmso" else name
    if not of:
        message = f"The {said} does not say {what}."
        return [stop(f"{name}.kind-missing", f"{name}_kind", message, f"Say {choices}.")]
    if of not in kinds:
        message = f"{shown(str(of))!r} is no kind of {said}."
        return [stop(f"{name}.kind-unknown", f"{name}_kind", message, f"Say {choices}.", shown(str(of)))]
    return []


def content_problems(content: Content) -> list[Problem]:
    """What is wrong with a content: see `Content`."""
    problems: list[Problem] = []
    for name, kind in (
        ("cells", "cell_count"),
        ("concentration", "cell_concentration"),
        ("fill", "volume"),
        ("nominal", "volume"),
        ("withdrawable", "volume"),
    ):
        amount = getattr(content, name)
        if amount is not None and need(amount, kind, name).numerator == 0:
            message = f"The {name} is 0."
            problems.append(
                stop("content.zero", name, message, "Give what is in the container.", str(amount))
            )
    if content.viability is not None:
        problems += percent_problems(content.viability, "viability")
    if content.withdrawable and content.fill and content.withdrawable > content.fill:
        message = f"{content.withdrawable} cannot be withdrawn from {content.fill}."
        fix = "Correct one of the two volumes."
        problems.append(stop("content.withdrawable-above-fill", "withdrawable", message, fix))
    return [*problems, *_count_problems(content)]


def _count_problems(content: Content) -> list[Problem]:
    cells, concentration = content.cells, content.concentration
    problems = [
        stop("moment.unknown", name, f"{shown(moment)!r} is no moment.", f"Say {', '.join(MOMENTS)}.", moment)
        for name, moment in (
            ("moment", content.counted.moment if content.counted else None),
            ("viability_moment", content.viability_moment),
        )
        if moment is not None and moment not in MOMENTS
    ]
    if cells and concentration:
        facts = [(a.population, a.counts, a.moment) for a in (cells, concentration)]
        if facts[0] != facts[1]:
            message = "The number of cells and the concentration do not count the same cells."
            fix = "State population, viability and moment alike."
            problems.append(stop("count.mixed", "concentration", message, fix))
    return problems


def note_problems(notes: Notes) -> list[Problem]:
    """What is wrong with notes: see `Notes`."""
    flags = notes.hypersensitivity
    if not isinstance(flags, tuple):
        raise TypeError(f"hypersensitivity is a tuple of texts, not {type(flags).__name__}")
    found = [note_problem(text, name) for name, text in notes.texts()]
    found += [note_problem(flag, "hypersensitivity") for flag in flags or ("",)]
    if len(flags) > 1 and (NONE_KNOWN in flags or UNKNOWN in flags):
        message = f"{', '.join(flags)} says that something is in it and that nothing is known."
        fix = f"List what is in it, or say {NONE_KNOWN} or {UNKNOWN}."
        found.append(stop("hypersensitivity.contradicts", "hypersensitivity", message, fix))
    return [problem for problem in found if problem]


def _isbt_problems(din: str, product_code: str) -> list[Problem]:
    problems: list[Problem] = []
    try:
        if read_din(din).din != din:
            message = "A container keeps the 13 characters of its donation number alone."
            fix = "Read the scan first (read_din)."
            problems.append(stop("din.format", "din", message, fix, shown(din)))
    except Refusal as refusal:
        problems += refusal.problems
    try:
        if read_product_code(product_code) != product_code:
            message = "A container keeps the 8 characters of its product code alone."
            fix = "Read the scan first (read_product_code)."
            problems.append(stop("product-code.format", "product_code", message, fix, shown(product_code)))
    except Refusal as refusal:
        problems += refusal.problems
    return problems


def _choice(text: object, choices: tuple[str, ...], field: str, code: str) -> Problem | None:
    if not isinstance(text, str):
        raise TypeError(f"{field} is text, not {type(text).__name__}")
    if text in choices:
        return None
    name = field.replace("_", " ")
    message = f"{shown(text)!r} is no {name}." if text else f"The {name} is missing."
    return stop(code, field, message, f"Say {', '.join(choices[:-1])} or {choices[-1]}.", shown(text) or None)


def is_patient(recipient: str) -> bool:
    """Whether the text names a patient, and is none of the words for nobody."""
    return recipient.casefold() not in _NO_PATIENT


def _recipient_problem(recipient: str, donor_type: str) -> Problem | None:
    if recipient == UNASSIGNED:
        if donor_type != "autologous":
            return None
        message = "An autologous container belongs to the patient it came from and cannot be unassigned."
        return stop("recipient.autologous-unassigned", "recipient", message, "Give the patient's identifier.")
    if recipient == "":
        message = f"Nobody is named as recipient, nor is it {UNASSIGNED}."
        fix = f"Give the patient's identifier, or {UNASSIGNED}."
        return stop("recipient.missing", "recipient", message, fix)
    problem = identifier_problem(recipient, "recipient")
    if problem is None and not is_patient(recipient):
        message = f"{recipient!r} is not a patient's identifier."
        fix = f"Give the patient's identifier, or {UNASSIGNED} exactly so."
        return stop("recipient.doubtful", "recipient", message, fix, recipient)
    return problem
