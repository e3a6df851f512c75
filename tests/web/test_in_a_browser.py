"""The screens in a real browser: what is painted, what is typed, and who is signed in at which one."""

from contextlib import closing

import pytest
from cli.a_demo import laid

from msc_dose.library import kept_session
from msc_dose.library.demo import passphrase_of
from msc_dose.problems import Refusal
from msc_dose.store.record import open_record

from .serving import Window, free_port, served, with_tls

EMPTY_PICTURE = 8_000  # bytes; a page in one colour has fewer, one with text many more


@pytest.fixture
def demo():
    return laid()


def sign_in(window, code):
    window.type(code)
    window.press("Enter")
    window.type(passphrase_of(code))
    window.press("Control+r")


def test_today_is_painted_and_a_dose_is_worked_out_as_it_is_typed(browser, demo):
    port = free_port()
    with served("--db", demo, port=port), Window(browser) as window:
        window.open(f"http://127.0.0.1:{port}/?command=sh&place=/etc/passwd&fontsize=16")
        window.shows("TRAINING", "THAWED", "P-0417", "FINISH BY")
        assert len(window.page.screenshot()) > EMPTY_PICTURE
        window.press("F2")
        window.shows("dose per kg")
        window.type("2 × 10⁶ viable cells/kg")
        window.press("Enter")
        window.type("70,4 kg")
        window.shows("70,4 kg", "1 reading")
        window.press(*["Backspace"] * 7)
        window.type("60 kg")
        window.shows("120 million")


def test_two_browsers_are_two_people_and_neither_is_the_user_of_the_machine(browser, demo):
    port = free_port()
    with served("--db", demo, port=port), Window(browser) as first, Window(browser) as second:
        for window in (first, second):
            window.open(f"http://127.0.0.1:{port}/")
        for window, code, role in ((first, "rn-118", "nurse"), (second, "ph-202", "pharmacist")):
            window.shows("signed out", "P-0417")
            window.press("Control+o")
            window.shows("Passphrase")
            sign_in(window, code)
            window.shows(f"{code} has signed in")
            window.press("F2")
            window.shows(f"{code} {role}")
        first.press("F10")
        assert "ph-202" not in first.shows("rn-118 nurse")
    with closing(open_record(demo)) as record, pytest.raises(Refusal) as refusal:
        kept_session.kept(record)
    assert refusal.value.codes == ("people.signed-out",)


def test_behind_a_proxy_nothing_is_painted_before_the_sign_in(browser, demo, tmp_path):
    port, outside = free_port(), free_port()
    address = f"https://msc.hospital.example:{outside}"
    window = Window(browser, ignore_https_errors=True)  # open while the server ends
    with window, with_tls(outside, port, tmp_path), served("--db", demo, "--expose", address, port=port):
        window.open(address)
        window.shows("Sign in", "Passphrase")
        window.press("F4", "F10", "F1")
        window.type("rn-104")
        painted = window.shows("Code        rn-104")
        assert not [word for word in ("P-0417", "TODAY", "THAWED", "late", "F10") if word in painted]
        window.press("Enter")
        window.type(passphrase_of("rn-104"))
        window.press("Control+r")
        window.shows("THAWED", "rn-104 nurse")
        window.press("Control+o")
        window.page.get_by_text("you are signed out").wait_for()
