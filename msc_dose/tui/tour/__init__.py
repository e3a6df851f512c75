"""The tour: a few pages, each over the real screen that it tells of.

- `pages`: what is said, and over which screen
- `dialog`: one page
- `demo`: the desk of the demo, where there is no record to show anything on
- `flow`: the way through them
"""

from msc_dose.tui.tour.flow import tour

__all__ = ["tour"]
