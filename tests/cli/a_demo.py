"""The demo's file as tests find it: made once for each moment, and laid where a test wants it."""

import os
import tempfile
from functools import cache

from msc_dose.library.demo import demo_place, make_demo


@cache
def _made(moment):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "demo.db")
        make_demo(path)
        with open(path, "rb") as file:
            return file.read()


def laid(path=None):
    """The path of a demo dated from MSC_DOSE_NOW, else from now."""
    path = path or demo_place()
    os.makedirs(os.path.dirname(path), exist_ok=True)
    content = _made(os.environ.get("MSC_DOSE_NOW"))
    number = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(number, "wb") as file:
        file.write(content)
    return path
