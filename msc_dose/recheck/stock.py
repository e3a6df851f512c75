"""The containers of a stock, and which of them may be used for one infusion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from msc_dose.recheck.content import Content, Counted, text_or_none
from msc_dose.recheck.document import Node, malformed
from msc_dose.recheck.source import Source

UNASSIGNED, NO_EXPIRY = "unassigned", "none assigned"
MOST_IN_STOCK = 100_000
_NO_ALLERGY = {"none known", "unknown"}
_KEYS = (
    "identity",
    "lot_or_din",
    "din",
    "product_code",
    "lot",
    "serial",
    "notes",
    "type",
    "donor_type",
    "recipient",
    "expiry",
    "status",
    "position",
    "content",
)


@dataclass(frozen=True, slots=True)
class Container:
    """One container of the stock; `expires` is empty where no expiry is assigned."""

    identity: str
    group: str
    donor_type: str
    recipient: str
    expires: date | datetime | None
    released: bool
    flags: frozenset[str]
    content: Content

    @classmethod
    def of(cls, node: Node) -> Container:
        """The container that the document states."""
        node.only(*_KEYS)
        node.at("type").choice("bag", "vial", "syringe")
        node.at("position").text()
        flags = [flag.text() for flag in node.at("notes").at("hypersensitivity").items()]
        expiry = node.at("expiry")
        return cls(
            _identity(node),
            node.at("lot_or_din").text(),
            node.at("donor_type").choice("autologous", "allogeneic related", "allogeneic unrelated"),
            node.at("recipient").text(),
            None if expiry.value == NO_EXPIRY else expiry.day_or_time(),
            node.at("status").choice("quarantined", "released") == "released",
            frozenset(map(str.casefold, flags)),
            Content.of(node.at("content")),
        )

    def is_for(self, recipient: str | None) -> bool:
        """Whether it belongs to this patient or to nobody; autologous cells always belong to somebody."""
        if self.recipient == UNASSIGNED:
            return self.donor_type != "autologous"
        return self.recipient == recipient

    def lasts(self, day: date) -> bool:
        """Whether it may be used on this day: through its date, and all day where a time is assigned."""
        if self.expires is None:
            return True
        if isinstance(self.expires, datetime):
            return day < self.expires.date()
        return day <= self.expires

    def ends_on(self, day: date) -> bool:
        """Whether it expires at a time of this day."""
        return isinstance(self.expires, datetime) and self.expires.date() == day

    @property
    def rank(self) -> tuple[int, ...]:
        """By what it is taken first: the earlier expiry; what has none comes last."""
        if self.expires is None:
            return (1, 0, 0, 0)
        if isinstance(self.expires, datetime):
            # A date lasts through its day, so a time on that day comes before it.
            minutes = self.expires.hour * 60 + self.expires.minute
            seconds = minutes * 60 + self.expires.second
            return (0, self.expires.toordinal(), 0, seconds * 1_000_000 + self.expires.microsecond)
        return (0, self.expires.toordinal(), 1, 0)


def _identity(node: Node) -> str:
    """The identity, which is made of the DIN and product code, or of the lot and serial number."""
    keys = ("lot", "serial") if node.at("din").is_null() else ("din", "product_code")
    parts = [node.at(key).text() for key in keys]
    for key in ("lot", "serial", "product_code"):
        text_or_none(node.at(key))
    identity = node.at("identity")
    if identity.text() != " ".join(parts):
        raise identity.wrong(f"the identity {' '.join(parts)[:60]!r}")
    if node.at("lot_or_din").text() != parts[0]:
        raise node.at("lot_or_din").wrong(f"{parts[0][:60]!r}")
    return identity.text()


@dataclass(frozen=True, slots=True)
class Stock:
    """All containers by identity, for whom they are wanted, and what a course must have in common."""

    containers: dict[str, Container]
    recipient: str | None
    same: str | None
    allergies: frozenset[str]

    @classmethod
    def of(cls, node: Node) -> Stock:
        """The stock that the document states; an identity stands in it once."""
        node.only("kind", "recipient", "same", "allergies", "containers")
        same = node.at("same")
        nodes = node.at("containers").items()
        if len(nodes) > MOST_IN_STOCK:
            raise node.at("containers").wrong(f"at most {MOST_IN_STOCK} containers")
        found = [Container.of(container) for container in nodes]
        containers = {container.identity: container for container in found}
        if len(containers) < len(found):
            raise malformed(node.at("containers").path, "An identity stands in it twice.")
        recipient = text_or_none(node.at("recipient"))
        if recipient == UNASSIGNED:
            raise node.at("recipient").wrong("the identifier of a patient")
        allergies = node.at("allergies")
        stated = [] if allergies.is_null() else [allergy.text().casefold() for allergy in allergies.items()]
        wanted = None if same.is_null() else same.choice("lot", "donor")
        return cls(containers, recipient, wanted, frozenset(stated) - _NO_ALLERGY)

    def unfit(self, name: str, dose: Counted, source: Source | None, day: date, first: date) -> str:
        """The code of the first reason that keeps a container from an infusion on this day; empty if none.

        `first` is the day of the course's first infusion: what is past then is expired, what is past on the
        day itself, or has only its hours left on one of the two, expires before the infusion.
        """
        container = self.containers[name]
        found = (
            ("container.other-recipient", not container.is_for(self.recipient)),
            ("container.quarantined", not container.released),
            ("container.expired", not container.lasts(first) and not container.ends_on(first)),
            ("container.expires-before", not container.lasts(day)),
            ("container.counts-differ", container.content.percents(dose) is None),
            ("container.empty", source is None),
            ("container.allergy", bool(container.flags & self.allergies)),
        )
        return next((code for code, holds in found if holds), "")
