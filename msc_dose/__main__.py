"""`msc-dose` and `python -m msc_dose`: the program's entry, and the one place that knows both shells."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msc_dose.cli.screens import Wanted


def run() -> int:
    """Run the program with the process's arguments; the exit status."""
    if sys.argv[1:] == ["--version"]:
        # Answered here because asking for a version should not load the command line.
        from msc_dose import __version__

        try:
            print(f"msc-dose {__version__}", flush=True)
            return 0
        except OSError as error:
            from msc_dose.cli.main import unwritten

            return unwritten(error)
    from msc_dose.cli.main import main

    return main(sys.argv[1:], _Screens())


class _Screens:
    """The screens, loaded when they are opened."""

    def __call__(self, wanted: Wanted) -> int:
        from msc_dose.tui.app import run as open_screens

        return open_screens(wanted.place, wanted.readonly, wanted.served, wanted.tour, wanted.welcome)

    def keys(self) -> list[str]:
        from msc_dose.tui.keys.rebinding import key_lines

        return key_lines()


if __name__ == "__main__":
    sys.exit(run())
