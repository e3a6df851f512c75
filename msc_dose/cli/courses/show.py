"""`msc-dose course show`: where a course stands, and everything that was recorded."""

from __future__ import annotations

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.courses.course_document import course_document
from msc_dose.courses.course_text import course_lines, entry_lines
from msc_dose.courses.folding.fold import course_of
from msc_dose.files.course_file import load_events

_EXAMPLES = """  msc-dose course show training.jsonl
  msc-dose course show training.jsonl --entries
  msc-dose course show training.jsonl --json"""


def run(action: str, words: list[str], as_json: bool) -> int:
    """Write the course; with --entries every entry too."""
    arguments = parser("course show", "Where a course stands.", _EXAMPLES)
    arguments.add_argument("file", metavar="FILE", help="the course file")
    arguments.add_argument("--entries", action="store_true", help="every entry, in the order of recording")
    given = arguments.parse_args(words)
    course = course_of(load_events(given.file))
    if as_json:
        output.document(course_document(course))
        return 0
    lines = [*course_lines(course), *output.problem_lines(course.problems)]
    lines += ["", "ENTRIES", *entry_lines(course)] if given.entries else []
    output.say("\n".join(lines))
    return 0
