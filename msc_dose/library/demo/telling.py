"""What the stories say, entered moment by moment: the record's clock stands at each while it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from msc_dose.courses.events.kinds import What
from msc_dose.courses.events.opening import Opened
from msc_dose.courses.plan import Plan
from msc_dose.library.amounts import amount_of
from msc_dose.library.demo.people import PHARMACIST, SECOND_PHARMACIST, TECHNOLOGIST, passphrase_of
from msc_dose.library.record import append_event, begin_course
from msc_dose.product.container import Container, Content
from msc_dose.quantity.amount import Amount
from msc_dose.store.people import prove, sign_in
from msc_dose.store.record import Proof, Record, Session
from msc_dose.store.stock import import_containers, reserve
from msc_dose.store.verifications import verify
from msc_dose.verification.comparison import Reentry

DOSE = "2 × 10⁶ viable MSC/kg"
LOT = "MSC24T"
Deed = tuple[datetime, Callable[["Teller"], None]]
Progress = Callable[[int, int], None]


def amount(text: str, kind: str) -> Amount:
    """The amount that a text of the demo states."""
    return amount_of(text, kind, kind)


@dataclass
class Hands:
    """The clock of a record while it is being told: it stands where it was set."""

    now: datetime

    def __call__(self) -> datetime:
        """The moment at which it stands."""
        return self.now


@dataclass
class Teller:
    """Whoever enters it all: one session for each person, and how many events each course has."""

    record: Record
    hands: Hands
    sessions: dict[str, Session] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)

    def tell(self, deeds: Iterable[Deed], progress: Progress) -> None:
        """Do all of it in the order of its moments."""
        ordered = sorted(deeds, key=lambda deed: deed[0].timestamp())
        for done, (moment, deed) in enumerate(ordered, 1):
            self.hands.now = moment
            deed(self)
            progress(done, len(ordered))

    def session(self, code: str) -> Session:
        """The session of a person, who signs in once."""
        if code not in self.sessions:
            self.sessions[code] = sign_in(self.record, code, passphrase_of(code))
        return self.sessions[code]

    def proof(self, code: str) -> Proof:
        """The proof that a person signs at this moment."""
        return prove(self.record, code, passphrase_of(code))

    def begin(self, opened: Opened, plan: Plan) -> None:
        """A course, planned by the pharmacist."""
        begin_course(self.record, self.session(PHARMACIST), opened, plan)
        self.lengths[opened.course] = 2

    def event(self, course: str, by: str, what: What, second: str | None = None) -> None:
        """One more event of a course."""
        witness = self.proof(second) if second else None
        append_event(self.record, self.session(by), course, what, self.lengths[course], None, witness)
        self.lengths[course] += 1

    def stock(self, containers: list[Container]) -> None:
        """Bags into the stock."""
        import_containers(self.record, self.session(TECHNOLOGIST), containers, "delivered")

    def reserve(self, course: str, infusion: int, bag: Container) -> None:
        """A bag for an infusion."""
        reserve(self.record, self.session(TECHNOLOGIST), course, infusion, (bag.identity,))

    def verify(self, course: str, infusion: int, weight: str, bag: Container) -> None:
        """The second pharmacist reads the order again, and signs."""
        reentry = Reentry(
            amount(DOSE, "dose_per_weight"), "viable", "actual", amount(weight, "body_weight"), infusion,
            (bag.identity,),
        )  # fmt: skip
        verify(self.record, self.proof(SECOND_PHARMACIST), course, infusion, reentry)


def bag(number: int, cells: str, volume: str, expiry: datetime, status: str = "released") -> Container:
    """An unassigned bag of the demo's lot: viable MSC as they were counted after thaw."""
    held = replace(amount(f"{cells} viable MSC", "cell_count"), moment="after thaw")
    content = Content(cells=held, fill=amount(volume, "volume"))
    serial = f"{number:04}"
    return Container(
        content, "bag", "allogeneic unrelated", "unassigned", expiry.date(), status,
        f"tank 1 / rack {'ABCDEF'[number // 10 % 6]} / {number % 10 + 1}", lot=LOT, serial=serial,
    )  # fmt: skip
