"""The keys of a menu of acts, of the dialog of an entry, and of a checklist in it."""

from __future__ import annotations

from msc_dose.tui.keys.key import Key

KEYS: tuple[Key, ...] = (
    Key("1", "screen.pick(1)", "At once", "Do what stands in the first row at once.", "menu", "1-9"),
    *(
        Key(str(n), f"screen.pick({n})", "", f"Row {n}.", "menu", str(n), shown=False)
        for n in range(2, 10)
    ),
    Key(
        "pageup", "screen.scroll_effect(-1)", "", "Scroll what the entry changes up.", "entry", "PgUp",
        shown=False, first=True,
    ),
    Key(
        "pagedown", "screen.scroll_effect(1)", "Effect", "Scroll what the entry changes down.", "entry",
        "PgDn", first=True,
    ),
    Key("space,x", "tick", "Tick", "The item holds; once more: it does not.", "item", "Space"),
    Key("right", "note", "Note", "Write a note beside the item.", "item", "→"),
    Key("down,enter", "app.step(1)", "", "The next item.", "item", "↓", shown=False, first=True),
    Key("up", "app.step(-1)", "", "The item before.", "item", "↑", shown=False, first=True),
)  # fmt: skip
