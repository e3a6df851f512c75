"""What was being typed when the terminal was closed: kept for whoever typed it, in files of their own.

A draft is nothing of the record: no dose is taken from it before a person has looked at it in its form. It
is kept for a day, where only the user of this machine can read it.
"""

from __future__ import annotations

import json
import os
import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

LASTS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Draft:
    """The texts of one form.

    `record` is the identifier of the record that was open, empty where none was; `person` the code of
    whoever was signed in, empty where nobody was; `form` is `dose`, `plan`, or the name of the event that
    was being entered into the course `course`, whose fields `settled` were said by the act. `texts` are the
    texts by the names of their fields, and `kept` is the moment in UTC (ISO 8601).
    """

    record: str
    person: str
    form: str
    texts: Mapping[str, str]
    kept: str
    course: str = ""
    settled: Mapping[str, str] = field(default_factory=dict)
    name: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def moment(self) -> datetime:
        """When it was kept."""
        return datetime.fromisoformat(self.kept)


def keep_drafts(drafts: Sequence[Draft]) -> None:
    """Keep each in a file that only the user of this machine can read; what cannot be kept is gone."""
    with suppress(OSError):
        for draft in drafts:
            _write(_folder() / f"{draft.name}.json", json.dumps(asdict(draft)))


def kept_drafts(record: str, person: str, now: datetime) -> tuple[Draft, ...]:
    """Those of this record which this person or nobody in particular typed, the earliest first.

    Those that are older than a day are removed.
    """
    drafts = sorted((each for each in _every() if each.record == record), key=lambda each: each.kept)
    fresh = [each for each in drafts if now.astimezone(UTC) - each.moment <= LASTS]
    for draft in drafts:
        if draft not in fresh:
            forget_draft(draft)
    return tuple(draft for draft in fresh if draft.person in ("", person))


def forget_draft(draft: Draft) -> None:
    """Remove it."""
    with suppress(OSError):
        (_folder() / f"{draft.name}.json").unlink()


def _every() -> Iterator[Draft]:
    for path in _folder().glob("*.json"):
        draft = _draft(path)
        if draft is not None:
            yield draft


def _draft(path: Path) -> Draft | None:
    try:
        draft = Draft(**json.loads(path.read_text(encoding="utf-8")) | {"name": path.stem})
        texts = [draft.record, draft.person, draft.form, draft.course]
        texts += [*draft.texts.values(), *draft.settled.values()]
        return draft if draft.moment.tzinfo and all(isinstance(text, str) for text in texts) else None
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(temporary, path)


def _folder() -> Path:
    from platformdirs import user_state_dir

    return Path(user_state_dir("msc_dose", appauthor=False)) / "drafts"
