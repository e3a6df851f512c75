"""What the screens stand on: the record, who has signed in, the settings, and what was read last.

- `desk`: the Desk, the one place where the screens' state lives
- `opening`: the record that is meant, opened, or why there is none
- `folded`: courses, each folded anew only when it has another number of events
"""

from msc_dose.tui.desk.desk import Desk
from msc_dose.tui.desk.opening import open_desk

__all__ = ["Desk", "open_desk"]
