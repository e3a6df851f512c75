"""What differs between two plans, two courses, or a plan and the course that follows it.

- `values`: Difference and its parts; `sides`: a plan or a course as what is compared of it
- `comparing`: `difference(before, after)`; `inputs`: what was put in otherwise
- `text`: lines for a person; `document`: a plain mapping
"""

from msc_dose.courses.difference.comparing import difference
from msc_dose.courses.difference.values import (
    AmountChange,
    DateChange,
    Difference,
    InfusionDifference,
    VisitDifference,
    WordChange,
)

__all__ = [
    "AmountChange",
    "DateChange",
    "Difference",
    "InfusionDifference",
    "VisitDifference",
    "WordChange",
    "difference",
]
