"""`msc-dose course show`: where a course stands, and everything that was recorded."""

from __future__ import annotations

from collections.abc import Sequence

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.courses.kept import add_kept, kept
from msc_dose.cli.courses.on_record import standing
from msc_dose.courses.course import Course
from msc_dose.courses.course_document import course_document
from msc_dose.courses.course_text import course_lines, entry_lines
from msc_dose.library.banner import TRAINING

_EXAMPLES = """  msc-dose course show training.jsonl
  msc-dose course show training.jsonl --entries
  msc-dose course show training.jsonl --json
  msc-dose course show C-0417"""


def run(action: str, words: list[str], as_json: bool) -> int:
    """Write the course; with --entries every entry too."""
    arguments = parser("course show", "Where a course stands.", _EXAMPLES)
    add_kept(arguments)
    arguments.add_argument("--entries", action="store_true", help="every entry, in the order of recording")
    given = arguments.parse_args(words)
    where = kept(given)
    course = where.course
    stands = None if where.record is None else standing(where.record, course)
    if as_json:
        document = course_document(course)
        output.document(document if stands is None else stands.added_to(document))
        return 0
    known = [] if stands is None else [stands.lines()]
    lines = [
        *_heads(where.lines, course),
        *course_lines(course, *known),
        *output.problem_lines(course.problems),
    ]
    lines += ["", "ENTRIES", *entry_lines(course)] if given.entries else []
    output.say("\n".join(lines))
    return 0


def _heads(lines: Sequence[str], course: Course) -> list[str]:
    """What stands above the course; that it is for training, it says itself."""
    return [line.removeprefix(f"{TRAINING} ") if course.training else line for line in lines]
