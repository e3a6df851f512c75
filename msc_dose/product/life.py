"""The life of one container as a fold of its steps: where it stands, what may follow, and who holds it.

The lawful order is quarantined → released → reserved → retrieved → thawed → issued → infused or wasted.
Only what is still frozen is returned; thawing is one-way. What is thawed or issued is set apart as well
where a late result asks for it, and goes on once it is released. People's steps are held to that order
(`check`); what was in fact done is folded in all the same (`after`), and never takes a container back to
frozen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from msc_dose.problems import Refusal, refuse

STATES = ("quarantined", "released", "reserved", "retrieved", "thawed", "issued", "infused", "wasted")
STEPS = (
    *("release", "quarantine", "exceptional-release", "reserve", "unreserve", "retrieve", "return"),
    *("thaw", "issue", "infuse", "waste"),
)
QUARANTINED, RELEASED, EXCEPTIONAL = "quarantined", "released", "exceptional-release"
# No step of a container: it says of an earlier one, by its number, that it does not count.
ENTERED_IN_ERROR = "entered-in-error"
# How far a container has come; a later place stands whatever is told of an earlier one.
_PLACES = ("stored", "retrieved", "thawed", "issued", "wasted", "infused")
_FROZEN = ("stored", "retrieved")
_AT_HAND = ("thawed", "issued")
_STATUS = {"release": RELEASED, "quarantine": QUARANTINED, EXCEPTIONAL: EXCEPTIONAL}
_REACHED = {"retrieve": "retrieved", "thaw": "thawed", "issue": "issued", "waste": "wasted"}
_REACHED["infuse"] = "infused"
_DONE = {
    **{"release": "released", "quarantine": "quarantined", EXCEPTIONAL: "released exceptionally"},
    **{"reserve": "reserved", "unreserve": "unreserved", "retrieve": "retrieved", "return": "returned"},
    **{"thaw": "thawed", "issue": "issued", "infuse": "infused", "waste": "wasted"},
}
_WITH_COURSE = ("thaw", "infuse")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a container: its name (one of STEPS), for whom, and who recorded it when (`at`, UTC).

    `event` is the number of the course event that tells it, None where a person took the step in the stock.
    One that is named ENTERED_IN_ERROR takes an earlier step back, and its `event` is that step's number.
    """

    name: str
    course: str | None = None
    infusion: int | None = None
    event: int | None = None
    at: str = ""
    person: str = ""
    reason: str = ""
    number: int = 0

    def __post_init__(self) -> None:
        """TypeError for a name that is none of STEPS."""
        if self.name not in (*STEPS, ENTERED_IN_ERROR):
            raise TypeError(f"{self.name!r} is no step")

    @property
    def by_hand(self) -> bool:
        """Whether a person took it in the stock, and no event of a course tells it."""
        return self.event is None and self.name != ENTERED_IN_ERROR


@dataclass(frozen=True, slots=True)
class Claim:
    """An infusion of a course has the container: reserved for it, or (with an event) thawed or given."""

    course: str
    infusion: int
    at: str = ""
    person: str = ""
    event: int | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """Where a container stands: its release status, how far it has come, and which infusions claim it.

    `apart`: it was quarantined when it was thawed or issued already.
    """

    status: str = QUARANTINED
    place: str = "stored"
    claims: tuple[Claim, ...] = ()
    apart: bool = False

    @property
    def state(self) -> str:
        """The one word for it, of STATES."""
        if self.place not in _FROZEN:
            return QUARANTINED if self.held_back else self.place
        if self.status == QUARANTINED:
            return QUARANTINED
        if self.place == "retrieved":
            return "retrieved"
        if self.claims:
            return "reserved"
        # A release for one case is no release: until it is reserved it stays apart from the others.
        return RELEASED if self.status == RELEASED else QUARANTINED

    @property
    def frozen(self) -> bool:
        """Whether nobody has thawed or wasted it."""
        return self.place in _FROZEN

    @property
    def held_back(self) -> bool:
        """Whether it is thawed or issued, and was quarantined since."""
        return self.apart and self.place in _AT_HAND

    @property
    def holder(self) -> Claim | None:
        """Who has it: what was done comes before what was reserved, the later before the earlier."""
        done = tuple(claim for claim in self.claims if claim.event is not None)
        claims = done or self.claims
        return claims[-1] if claims else None

    def held_by_other(self, course: str) -> Claim | None:
        """The claim of another course, if any."""
        return replace(self, claims=tuple(c for c in self.claims if c.course != course)).holder

    @property
    def lawful(self) -> tuple[str, ...]:
        """The steps that may follow, in the order of a life."""
        stored, at_hand = self.place == "stored", self.place in _AT_HAND and not self.apart
        allowed = {
            "release": (self.frozen and self.status != RELEASED) or self.held_back,
            "quarantine": (self.frozen and self.status != QUARANTINED) or at_hand,
            EXCEPTIONAL: (self.frozen and self.status != EXCEPTIONAL) or self.held_back,
            "reserve": stored and self.status != QUARANTINED and not self.claims,
            "unreserve": stored and bool(self.claims),
            "retrieve": self.state == "reserved",
            "return": self.place == "retrieved",
            "thaw": self.state == "retrieved",
            "issue": self.state == "thawed",
            "infuse": self.state == "issued",
            "waste": self.place not in ("wasted", "infused"),
        }
        return tuple(step for step in STEPS if allowed[step])

    def check(self, step: str, what: str = "The container") -> None:
        """Refusal `container.unlawful-step` where the step may not follow; it says what may."""
        if step not in STEPS:
            raise TypeError(f"{step!r} is no step")
        if step not in self.lawful:
            raise self._unlawful(step, what)

    def _unlawful(self, step: str, what: str) -> Refusal:
        message = f"{what} is {self.state}; it cannot be {_DONE[step]}."
        steps = [f"{name} (with the course)" if name in _WITH_COURSE else name for name in self.lawful]
        fix = f"What can follow: {', '.join(steps)}." if steps else "Nothing follows that."
        return refuse("container.unlawful-step", "step", message, fix, step)

    def after(self, step: Step) -> Life:
        """The life once this was done, lawful or not."""
        if step.name == ENTERED_IN_ERROR:
            return self
        if step.name in _STATUS:
            status = _STATUS[step.name]
            return replace(self, status=status, apart=status == QUARANTINED and self.place in _AT_HAND)
        if step.name == "unreserve":
            kept = [c for c in self.claims if c.event is not None or c.course != step.course]
            return replace(self, claims=tuple(kept))
        return replace(self, place=self._place_after(step.name), claims=self._claims_after(step))

    def _place_after(self, name: str) -> str:
        if name == "return":
            return "stored" if self.frozen else self.place
        return max(self.place, _REACHED.get(name, "stored"), key=_PLACES.index)

    def _claims_after(self, step: Step) -> tuple[Claim, ...]:
        # What is wasted is nobody's reservation any more; whoever had it thawed keeps it on their record.
        kept = self.claims if step.name != "waste" else tuple(c for c in self.claims if c.event is not None)
        claims = step.name == "reserve" or step.event is not None
        if not claims or step.course is None or step.infusion is None:
            return kept
        return (*kept, Claim(step.course, step.infusion, step.at, step.person, step.event))


def life_of(status: str, steps: Iterable[Step]) -> Life:
    """The life of a container that was `quarantined` or `released` when it came, after its steps in order."""
    life = Life(status)
    for step in steps:
        life = life.after(step)
    return life


_SOMEBODY = (Claim("", 0),)
_OF_STATE = {
    QUARANTINED: Life(),
    RELEASED: Life(RELEASED),
    "reserved": Life(RELEASED, "stored", _SOMEBODY),
    **{place: Life(RELEASED, place, _SOMEBODY) for place in _PLACES[1:]},
}


def state_after(state: str, step: str) -> str:
    """The state that a step leads to; Refusal `container.unlawful-step`, which says what could be done.

    A container of which nothing but its state is known; `Life` knows more. TypeError for a word that is
    no state, or no step.
    """
    if state not in _OF_STATE:
        raise TypeError(f"{state!r} is no state of a container")
    life = _OF_STATE[state]
    life.check(step)
    return life.after(Step(step, *(("", 0) if step in ("reserve", "unreserve") else ()))).state
