"""Who may do what: the roles of a site, and the deeds that are not everybody's."""

from __future__ import annotations

from msc_dose.problems import refuse

ADMINISTRATOR = "administrator"
ROLES = ("pharmacist", "technologist", "nurse", "physician", "director", ADMINISTRATOR)
# Whoever keeps the record's order gives nothing free and verifies nothing.
DEEDS: dict[str, tuple[str, ...]] = {
    "people": (ADMINISTRATOR,),
    "settings": (ADMINISTRATOR,),
    "care": (ADMINISTRATOR,),
    "protocol": ("pharmacist", "physician", "director"),
    "stock": ("pharmacist", "technologist", "director"),
    "release": ("pharmacist", "technologist", "director"),
    "verify": ("pharmacist", "technologist", "nurse", "physician", "director"),
    "exceptional release": ("director", "physician", "pharmacist"),
}


def require(role: str, deed: str) -> None:
    """Refusal `people.role` unless the deed (a key of DEEDS) is one of the role."""
    if role not in DEEDS[deed]:
        allowed = ", ".join(DEEDS[deed])
        message = f"This ({deed}) is not for the role {role}; it is for: {allowed}."
        raise refuse("people.role", "role", message, "Ask somebody who has one of these roles.", role)
