"""No test reads or writes what belongs to whoever runs it: records and sign-ins are in a folder of its own."""

import pytest


@pytest.fixture(autouse=True)
def a_home_of_its_own(tmp_path_factory, monkeypatch):
    """The platform's folders of this test, and none of the variables that name others."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    for variable in ("MSC_DOSE_DB", "MSC_DOSE_PASSPHRASES"):
        monkeypatch.delenv(variable, raising=False)
