"""The ward: many courses on one day, as nurses and the laboratory look at them.

- `values`: Ward, Row, Day, Load; `stages`: the stages of an infusion, the most urgent first
- `staging`: in which stage an infusion is now; `steps`: what is next
- `shut`, `obstacle_words`: what keeps one from being cleared; `clocks`: time in words
- `beside`: what else is open
- `rows`: the row of a course, and of a patient; `bare_rows`: that of a course without an infusion to come
- `days`: what today and tomorrow bring, and the load of the days; `alike`: codes that are easily confused
- `brief`: what the ward sees of a course; `brief_document`: its text; `waking`: from when it is urgent
- `book`: courses kept from one look to the next; `moments`: now by each clock; `viewing`: `ward_view`
- `in_brief`: the line of a course in a list; `planned_volume`: what a plan prepares for an infusion
- `text`, `days_text`: the board in columns; `document`: a plain mapping
"""

from msc_dose.ward.values import Day, Load, Row, Ward
from msc_dose.ward.viewing import ward_view

__all__ = ["Day", "Load", "Row", "Ward", "ward_view"]
