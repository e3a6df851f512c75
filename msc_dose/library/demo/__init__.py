"""Sample data: a training record of its own in which every stage of a course can be seen at once.

people     who works in it, and their passphrases, which are no secret
place      where it is; it is never the record of a site
patients   the patients, what happened to each, and when
story      one course as it went: what was entered, at which moment
telling    the moments in their order, entered in a record whose clock stands at each
making     the whole record, made beside its place and put there when it is whole
"""

from msc_dose.library.demo.making import Demo, make_demo, open_demo
from msc_dose.library.demo.people import NURSE, PEOPLE, WELCOME, passphrase_of
from msc_dose.library.demo.place import checked_place, demo_place

__all__ = [
    "NURSE",
    "PEOPLE",
    "WELCOME",
    "Demo",
    "checked_place",
    "demo_place",
    "make_demo",
    "open_demo",
    "passphrase_of",
]
