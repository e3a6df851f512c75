"""The site's limits as a signature covers them: by the hash of the settings that hold them.

What stands in the settings is read further up; here it is only seen whether they speak of limits at all.
"""

from __future__ import annotations

import json

from msc_dose.store.chain import digest
from msc_dose.store.databases.database import Row, Statements
from msc_dose.store.site.settings import SITE, setting
from msc_dose.store.verifications.chosen import told_place
from msc_dose.verification.giving import Giving

_BY_DIGEST = "sha256:"


def site_limits(statements: Statements, entity: str, course: str, giving: Giving) -> str | None:
    """The hash of the settings with the site's limits; of product once thawed, of those that stood then.

    None where the settings say nothing of limits. `entity` is the dose, whose signatures know what a long
    text said that the audit tells by its hash alone.
    """
    if giving.begun is None:
        return _covered(setting(statements, SITE))
    thaw = told_place(statements, f"event {course} {giving.begun.number}")
    changes = statements.all("settings_told", entity=f"setting {SITE}")
    before = [row for row in changes if row["sequence"] < thaw]
    if len(before) == len(changes):
        return _covered(setting(statements, SITE))
    return _then(statements, entity, before[-1], thaw) if before else None


def _covered(text: str | None) -> str | None:
    """A line that begins with `limits`, as a table or a key, speaks of limits."""
    lines = (text or "").splitlines()
    return digest(text or "") if any(line.lstrip(" \t[\"'").startswith("limits") for line in lines) else None


def _then(statements: Statements, entity: str, last: Row, thaw: float) -> str | None:
    text = last["new"] or ""
    if not last["field"]:
        text = json.loads(text)["value"] or ""
    if not text.startswith(_BY_DIGEST):
        return _covered(text)
    rows = statements.all("signatures_told", entity=entity)
    signed = [row["shown"] for row in rows if last["sequence"] < row["sequence"] < thaw]
    if not signed:
        return str(text.removeprefix(_BY_DIGEST))
    known: str | None = json.loads(signed[-1])["limits"]["site"]
    return known
