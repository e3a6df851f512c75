"""A field into which one scans: the code becomes the container's identity, its words stand beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Label, Static

from msc_dose.problems import Problem, Refusal, Severity
from msc_dose.product.scans.gs1 import SEPARATOR
from msc_dose.product.scans.identity import SCAN_SIGNS, awaits_more, read_identity
from msc_dose.tui.answers.asking import Said
from msc_dose.tui.widgets.field import Field, FieldInput
from msc_dose.tui.widgets.scan_keys import Burst, character_of, in_a_burst

if TYPE_CHECKING:
    from msc_dose.tui.in_order import OrderedKeys


class ScannedInput(FieldInput):
    """The typing line of a field that is scanned into. No character of a code acts as a key.

    The separator of a GS1 code arrives as Ctrl and ]; other control characters in a code are kept as well,
    and refused when it is read.
    """

    def __init__(self, name: str, field: ScannedField) -> None:
        """An empty line of this field."""
        super().__init__(name)
        self._field, self._burst = field, Burst()

    async def takes_scanned(self, event: events.Key) -> bool:
        """Take what belongs to a code; read it at Enter, and before any key that may leave the field."""
        character = character_of(event.key, event.character)
        if character is None:
            return await self._at_key(event.key)
        if character.isprintable():
            self._begin(character)
            self._burst = Burst(character, event.time)
            return False
        app = cast("OrderedKeys", self.app)
        if character == SEPARATOR or await in_a_burst(event, self._burst, app.key_follows):
            self._begin(character)
            self._burst.last = event.time
            self.insert_text_at_cursor(character)
            return True
        return await self._at_key(event.key)

    def _begin(self, character: str) -> None:
        """Another scan takes the place of a container that stands there, be it one that is refused here."""
        sign = character in (*SCAN_SIGNS, SEPARATOR)
        if self.value and (self.selected_text == self.value or (sign and self._field.named)):
            self.value = ""

    async def _at_key(self, key: str) -> bool:
        """Enter steps on only from what was read: what is refused, or awaits its other code, stays."""
        self._burst = Burst()
        if key in ("enter", "tab", "shift+tab") or key.startswith("ctrl+"):
            self._field.read()
        return key == "enter" and bool(self.value) and not self._field.identity


class ScannedField(Field):
    """A labelled field for one container: scan its code (GS1, ISBT 128) or codes, or type its identity.

    Enter reads the text, puts the identity in its place in one writing, says beside it what was read, and
    steps on. What cannot be read, or may be two things, is refused with its code beside the field; the text
    stays. A donation number alone waits for the product code, which is scanned behind it. `identity` is
    what was read, empty while there is nothing; `problem` why it is refused.
    """

    def __init__(
        self,
        name: str,
        label: str,
        hint: str = "scan, or type lot and serial",
        judge: Callable[[str], Problem | None] = lambda identity: None,
    ) -> None:
        """A field called `name` under this label; `judge` may refuse an identity that was read."""
        super().__init__(name, label, hint)
        self._judge, self._judged = judge, ""
        self._read: tuple[str, Said | None, Problem | None] = ("", None, None)

    def compose(self) -> ComposeResult:
        """The three parts, from left to right."""
        yield Label(self._label, markup=False)
        yield ScannedInput(self._field, self)
        yield Static(Content(self._hint), classes="said")

    @property
    def _line(self) -> ScannedInput:
        return self.query_one(ScannedInput)

    @property
    def identity(self) -> str:
        """The identity that was read; empty where none was, or the text is another by now."""
        text, _, problem = self._read
        return text if problem is None and text == self._line.value else ""

    @property
    def named(self) -> bool:
        """Whether what stands there names a container, be it one that is refused in this line."""
        return bool(self.identity) or self._line.value == self._judged != ""

    @property
    def problem(self) -> Problem | None:
        """Why the text is refused."""
        return self._read[2] if self._read[0] == self._line.value else None

    def read(self) -> bool:
        """Read what stands in the field; whether it names a container. What was read already stays."""
        text = self._line.value
        if not text or text == self._read[0]:
            return bool(self.identity)
        try:
            found = read_identity(text, self._field)
        except Refusal as refusal:
            self._refuse(text, refusal)
            return False
        self._put(found.identity)
        if (problem := self._judge(found.identity)) is not None:
            self._judged = found.identity
            self._tell(found.identity, problem, "■ STOP ")
            self._line.select_all()  # the next scan replaces it
            return False
        self._read = (found.identity, Said(found.words), None)
        self.show(Said(found.words))
        return True

    def _refuse(self, text: str, refusal: Refusal) -> None:
        more = awaits_more(refusal)
        if more:
            text = f"{text.rstrip(' ')} "  # the other code is scanned behind it
            self._put(text)
        self._tell(text, refusal.problems[0], "" if more else "■ STOP ", None if more else "stop")

    def _tell(self, text: str, problem: Problem, sign: str = "", severity: Severity | None = "stop") -> None:
        said = Said(f"{sign}{problem.message} {problem.fix} ({problem.code})", severity)
        self._read = (text, said, problem)
        self.show(said)

    def _put(self, text: str) -> None:
        line = self._line
        if line.value != text:
            line.value = text
        line.cursor_position = len(text)

    def on_input_changed(self) -> None:
        """Say of a text what was read of it; of any other nothing."""
        text, said, _ = self._read
        self.show(said if text and text == self._line.value else None)

    def on_descendant_blur(self) -> None:
        """Read it when the field is left, by whatever way."""
        super().on_descendant_blur()
        self.read()
