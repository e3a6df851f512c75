"""`msc-dose` and `python -m msc_dose`: the program's entry, and the one place that knows both shells."""

from __future__ import annotations

import sys


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

    return main(sys.argv[1:], _open_screens)


def _open_screens() -> int:
    from msc_dose.tui.app import run as open_screens

    return open_screens()


if __name__ == "__main__":
    sys.exit(run())
