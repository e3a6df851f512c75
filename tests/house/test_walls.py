"""The house's walls that imports alone do not show: laziness at start, and a core that reads nothing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import msc_dose

PACKAGE = Path(msc_dose.__file__).parent
CASE = [
    *("plan", "sjogren-itp-msc-monthly", "--start", "2027-01-29", "--interval", "calendar-month"),
    *("--open", "mon-fri", "--window", "3", "--basis", "actual", "--counts", "viable"),
]
HEAVY = {"pint", "textual", "rich", "sqlite3", "psycopg", "biip", "holidays"}


def modules_after(code: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after running the code."""
    program = f"import sys\n{code}\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stderr.split()}


def command(*words: str) -> str:
    return f"from msc_dose.cli.main import main\nassert main({list(words)!r}, lambda: 0) == 0"


@pytest.mark.parametrize(
    "code",
    [
        "import msc_dose",
        command("--help"),
        command("read", "dose_per_weight", "2e6 cells/kg"),
        command("dose", "--per-kg", "2e6 cells/kg", "--weight", "60 kg"),
        command(*CASE, "--weight", "60 kg"),
        command("protocol", "list"),
        command("course", "show", str(PACKAGE.parent / "examples" / "training.jsonl")),
    ],
    ids=["import", "help", "read", "dose", "plan", "protocol list", "course in a file"],
)
def test_what_a_person_waits_for_loads_neither_pint_nor_a_screen_nor_a_database(code):
    assert not modules_after(code) & HEAVY


def test_importing_the_package_loads_nothing_of_it_but_its_first_page():
    loaded = modules_after(
        "import msc_dose\nsys.modules = {n: 0 for n in sys.modules if n.startswith('msc_dose.')}"
    )
    assert loaded == set()


def test_only_a_quantity_asked_for_loads_pint():
    assert "pint" in modules_after('import msc_dose as md\nmd.read("60 kg", "body_weight").quantity')


CORE = (
    "problems",
    "derivation",
    "quantity",
    "notation",
    "scheduling",
    "response",
    "dosing",
    "product",
    "protocols",
    "recheck",
    "courses",
    "verification",
    "ward",
)
# Package data of the core itself, opened at first use and never written.
OWN_TABLES = {("quantity/table.py", "open"), ("notation/plausible.py", "open")}
BUILT_IN = {"open", "input", "print"}
OUTSIDE = {
    "environ",
    "getenv",
    "today",
    "now",
    "utcnow",
    "setlocale",
    "getlocale",
    "urandom",
    "read_text",
    "argv",
}


def core_files() -> list[Path]:
    rooms = [PACKAGE / room for room in CORE]
    return [
        path
        for room in rooms
        for path in (room.rglob("*.py") if room.is_dir() else [room.with_suffix(".py")])
    ]


@pytest.mark.parametrize("path", core_files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_core_reads_no_clock_file_environment_or_locale(path):
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    calls = [node.func for node in nodes if isinstance(node, ast.Call)]
    called = {function.id for function in calls if isinstance(function, ast.Name)} & BUILT_IN
    used = {node.attr for node in nodes if isinstance(node, ast.Attribute)} & OUTSIDE
    name = path.relative_to(PACKAGE).as_posix()
    assert {(name, word) for word in called | used} <= OWN_TABLES


def test_every_public_name_is_there_and_says_what_it_does():
    for name in msc_dose.__all__:
        value = getattr(msc_dose, name)
        assert name == "__version__" or (value.__doc__ or "").strip(), name


@pytest.mark.parametrize("path", sorted((PACKAGE / "tui").rglob("*.py")), ids=lambda path: path.stem)
def test_no_screen_asks_for_the_focus_later(path):
    # Textual's Widget.focus() stands in line behind the keys already typed; Screen.set_focus() acts at once.
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    named = [node.func.attr for node in calls if isinstance(node.func, ast.Attribute)]
    assert "focus" not in named
