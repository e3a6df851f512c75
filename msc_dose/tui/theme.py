"""The colours of the screens: a dark, a light and a high-contrast theme, and no colour at all."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter, NoColor
from textual.theme import Theme

DARK, LIGHT, CONTRAST = "msc-dose-dark", "msc-dose-light", "msc-dose-high-contrast"

# The dark grounds are colours of the 256-colour palette, so that a terminal without true colour keeps them.
# `-ground` colours lie behind text of the `-ink` colour beside them; every pair is 4.5:1 or better.
THEMES = (
    Theme(
        name=DARK,
        primary="#7fb4e6",
        secondary="#5f87af",
        accent="#7fb4e6",
        warning="#f0b429",
        error="#ff8a80",
        success="#7bd88f",
        foreground="#e6e6e6",
        background="#121212",
        surface="#1c1c1c",
        panel="#262626",
        variables={
            "stop-ink": "#ffa199",
            "check-ink": "#f5c04d",
            "note-ink": "#9cc7ef",
            "ok-ink": "#8be29d",
            "quiet-ink": "#a9b2bd",
            "dose-ground": "#005f00",
            "dose-ink": "#ffffff",
            "refused-ground": "#870000",
            "refused-ink": "#ffffff",
            "title-ground": "#005f87",
            "title-ink": "#ffffff",
            "infusion-ground": "#9cc7ef",
            "infusion-ink": "#10151b",
            "field-ground": "#3a3a3a",
        },
    ),
    Theme(
        name=LIGHT,
        primary="#0b4f8a",
        secondary="#3a6a94",
        accent="#0b4f8a",
        warning="#7a4b00",
        error="#a31515",
        success="#14632a",
        foreground="#15191e",
        background="#f7f7f4",
        surface="#ececea",
        panel="#e2e3e4",
        dark=False,
        variables={
            "stop-ink": "#9c1212",
            "check-ink": "#6f4400",
            "note-ink": "#0b4f8a",
            "ok-ink": "#14632a",
            "quiet-ink": "#4f565e",
            "dose-ground": "#cdebd3",
            "dose-ink": "#0b2a14",
            "refused-ground": "#f6d0cd",
            "refused-ink": "#4d0606",
            "title-ground": "#0b4f8a",
            "title-ink": "#ffffff",
            "infusion-ground": "#0b4f8a",
            "infusion-ink": "#ffffff",
            "field-ground": "#ffffff",
        },
    ),
    Theme(
        name=CONTRAST,
        primary="#ffff00",
        secondary="#ffffff",
        accent="#ffff00",
        warning="#ffd800",
        error="#ff9d9d",
        success="#80ff80",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#1c1c1c",
        variables={
            "stop-ink": "#ff9d9d",
            "check-ink": "#ffd800",
            "note-ink": "#9fd8ff",
            "ok-ink": "#80ff80",
            "quiet-ink": "#ffffff",
            "dose-ground": "#ffffff",
            "dose-ink": "#000000",
            "refused-ground": "#ffb3b3",
            "refused-ink": "#000000",
            "title-ground": "#ffff00",
            "title-ink": "#000000",
            "infusion-ground": "#ffff00",
            "infusion-ink": "#000000",
            "field-ground": "#333333",
        },
    ),
)

# What lies on what, for the test of contrast.
PAIRS = (
    ("foreground", "background"),
    ("foreground", "field-ground"),
    ("quiet-ink", "background"),
    ("quiet-ink", "panel"),
    ("quiet-ink", "field-ground"),
    ("check-ink", "panel"),
    ("foreground", "panel"),
    ("stop-ink", "background"),
    ("check-ink", "background"),
    ("note-ink", "background"),
    ("ok-ink", "background"),
    ("dose-ink", "dose-ground"),
    ("refused-ink", "refused-ground"),
    ("title-ink", "title-ground"),
    ("infusion-ink", "infusion-ground"),
)

# The 16 colours of the terminal itself, for Textual's `ansi-dark` and `ansi-light`.
ANSI_VARIABLES = {
    **{name: "ansi_default" for pair in PAIRS for name in pair if name not in ("foreground", "background")},
    "stop-ink": "ansi_red",
    "note-ink": "ansi_default",
}


class PlainColours(LineFilter):
    """Under NO_COLOR: the terminal's own two colours; bold, underline and reverse stay.

    Textual's Monochrome turns the terminal's default colours to black on black and fails on a segment
    without a style, so it has no place here.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments without colour."""
        return NoColor().apply(segments, background)
