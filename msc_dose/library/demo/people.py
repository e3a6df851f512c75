"""Who works in the demo: codes and roles; their passphrases are printed, for they guard nothing."""

from __future__ import annotations

NURSE, SECOND_NURSE = "rn-104", "rn-118"
PHARMACIST, SECOND_PHARMACIST = "ph-201", "ph-202"
TECHNOLOGIST, PHYSICIAN, DIRECTOR, ADMINISTRATOR = "te-301", "md-401", "di-501", "ad-601"

PEOPLE: dict[str, str] = {
    NURSE: "nurse",
    SECOND_NURSE: "nurse",
    PHARMACIST: "pharmacist",
    SECOND_PHARMACIST: "pharmacist",
    TECHNOLOGIST: "technologist",
    PHYSICIAN: "physician",
    DIRECTOR: "director",
    ADMINISTRATOR: "administrator",
}
"""Each code with its role."""


WELCOME = (
    f"You are {NURSE}, a nurse. ^O signs out, ^O again signs in as another: the passphrase is “training” and"
    " the code."
)
"""What is said where the screens open over the demo."""


def name_of(code: str) -> str:
    """The name that stands in the record: nobody's."""
    return f"Example {PEOPLE[code]} {code}"


def passphrase_of(code: str) -> str:
    """What is typed for this person: `training rn-104`."""
    return f"training {code}"
