"""A real browser without a window, a server of ours, and the proxy that stands before an exposed one."""

import os
import shutil
from importlib.util import find_spec

import pytest


def absent():
    """Why there is no browser to test with, or None."""
    if chromium() is None:
        return "no Chromium is installed"
    if shutil.which("openssl") is None:
        return "openssl is not installed"
    missing = [each for each in ("playwright", "textual_serve") if find_spec(each) is None]
    return f"{missing[0]} is not installed" if missing else None


def chromium():
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


@pytest.fixture(scope="module")
def browser():
    """One browser for the tests of a module; each test opens windows of its own in it, and closes them."""
    why = absent()
    if why and os.environ.get("MSC_DOSE_TEST_ALL") == "1":
        pytest.fail(f"{why}, and MSC_DOSE_TEST_ALL=1 allows no absence")
    if why:
        pytest.skip(why)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        names = "--host-resolver-rules=MAP msc.hospital.example 127.0.0.1"
        opened = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", names])
        yield opened
        opened.close()
