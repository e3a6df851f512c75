"""What the manual says of notation and of the codes is what happens."""

import ast
import json
import re
import shlex
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path

import pages
import pytest

import msc_dose as md
from msc_dose.cli.main import main
from msc_dose.files.protocols import shipped_protocols
from msc_dose.files.stock import OPTIONAL, REQUIRED
from msc_dose.product.limits import LIMITED
from msc_dose.quantity.kinds import KINDS
from msc_dose.quantity.writer import STYLES

HOUSE = Path(__file__).parents[2]
PACKAGE = Path(md.__file__).parent
CODES = (HOUSE / "docs" / "codes.md").read_text(encoding="utf-8")
NOTATION = (HOUSE / "docs" / "notation.md").read_text(encoding="utf-8")

CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*")
ENTRY = re.compile(r"^### `(.+?)`\n\n(.+?)\n\n```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ENTRIES = [match.groups() for match in ENTRY.finditer(CODES)]
# What the introduction sets up for every example: a stock list, and names.
STOCK = re.search(r"^```csv\n(.*?)^```$", CODES, re.MULTILINE | re.DOTALL).group(1)
NAMES = re.search(r"^```python\n(.*?)^```$", CODES, re.MULTILINE | re.DOTALL).group(1)
SEVERITIES = {"**NOTE": "note", "**CHECK": "check", "**QUESTION": "question", "**LEFT OUT": "left out"}

# Codes that the source puts together at run time, by the text that makes them.
MADE_AT_RUN_TIME = {
    "{fact}.unknown": {"population.unknown", "moment.unknown"},
    "container.other-{same}": {"container.other-donor", "container.other-lot"},
    "{name}.missing": {"counts.missing", "moment.missing", "population.missing"},
    "{name}.not-applied": {"recovery.not-applied", "viability.not-applied"},
    "{name}.implausible": {"recovery.implausible", "viability.implausible"},
    "{name}.zero": {"recovery.zero", "viability.zero"},
    "{name}.kind-missing": {"dmso.kind-missing", "recovery.kind-missing"},
    "{name}.kind-unknown": {"dmso.kind-unknown", "recovery.kind-unknown"},
}
# What has the shape of a code in the source and is none: modules, files, keys' actions, a spelling of mm³,
# the ends of the range that an example of a protocol expects, a field that a chapter names.
NO_CODES = {*md._HOMES.values(), "cu.mm", "permitted.low", "permitted.high", "found.spells"}
NO_CODE_ENDINGS = (".toml", ".tcss", ".txt", ".jsonl", ".json", ".db")
NO_CODE_GROUPS = ("app.", "screen.")
# What makes a problem or a reason, and at which place of its arguments the code stands.
MAKERS = {"stop": 0, "refuse": 0, "Problem": 0, "Hazard": 0, "note": 0, "LeftOut": 1}


# The codes


def nodes():
    for path in sorted(PACKAGE.rglob("*.py")):
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def is_code(text):
    no_code = text in NO_CODES or text.endswith(NO_CODE_ENDINGS) or text.startswith(NO_CODE_GROUPS)
    return CODE.fullmatch(text) is not None and not no_code


def written_in_the_source():
    """Every string constant that is a code, wherever it stands: as an argument, in a table, in an `if`."""
    constants = (node.value for node in nodes() if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str) and is_code(value)}


def made_at_run_time():
    """The f-strings that stand where a code belongs."""
    calls = (node for node in nodes() if isinstance(node, ast.Call))
    named = ((getattr(call.func, "id", getattr(call.func, "attr", "")), call.args) for call in calls)
    codes = (code for name, given in named if name in MAKERS for code in given[MAKERS[name] :][:1])
    return {ast.unparse(code)[2:-1] for code in codes if isinstance(code, ast.JoinedStr)}


def test_the_manual_lists_exactly_the_codes_of_the_source():
    listed = {code for code, *_ in ENTRIES}
    assert listed == written_in_the_source().union(*MADE_AT_RUN_TIME.values())


def test_no_code_is_made_at_run_time_but_those_known_here():
    assert made_at_run_time() == set(MADE_AT_RUN_TIME)


def test_no_code_is_listed_twice_and_each_has_an_example():
    headings = re.findall(r"^### `(.+)`$", CODES, re.MULTILINE)
    assert headings == [code for code, *_ in ENTRIES]
    assert len(headings) == len(set(headings))


def test_codes_stand_under_their_group_in_the_order_of_the_alphabet():
    groups = re.findall(r"^##(#?) `?([a-z0-9.-]+)`?$", CODES, re.MULTILINE)
    headings = [name for _, name in groups]
    assert headings == sorted(headings, key=lambda name: name.split("."))
    group = ""
    for deeper, name in groups:
        group = group if deeper else name
        assert name.partition(".")[0] == group


def problems_in(text):
    """The problems in the JSON documents of a command's output."""
    found, at, decoder = [], 0, json.JSONDecoder()
    while at < len(text):
        document, at = decoder.raw_decode(text, at)
        found += [*document.get("problems", ()), *document.get("bad", ()), *left_out_of(document)]
        at += len(text[at:]) - len(text[at:].lstrip())
    return [(problem["code"], problem.get("severity", "left out")) for problem in found]


def left_out_of(document):
    """Why containers were left out of any preparation in the document."""
    prepared = (infusion.get("preparation") for infusion in (document, *document.get("infusions", ())))
    return [each for preparation in prepared if preparation for each in preparation["left_out"]]


def problems_of_commands(lines, capsys, monkeypatch):
    """What the commands report. Besides, a block writes files by `printf TEXT > FILE` and `chmod MODE FILE`."""
    for line in lines.splitlines():
        words = shlex.split(line.removeprefix("$ "))
        if words[0] == "printf":
            text, into, path = words[1:]
            assert into == ">"
            Path(path).write_bytes(text.encode("latin-1").decode("unicode_escape").encode("latin-1"))
            continue
        if words[0] == "chmod":
            Path(words[2]).chmod(int(words[1], 8))
            continue
        while "=" in words[0]:
            monkeypatch.setenv(*words.pop(0).split("=", 1))
        assert words[0] == "msc-dose"
        assert main([*words[1:], "--json"], pages.Screens()) in (0, 3, 4)
    return problems_in(capsys.readouterr().out)


def problems_of_python(source):
    """What the last line raises, returns or carries: a Refusal, problems, questions, findings of the linter."""
    shipped = (files("msc_dose.protocols") / "ryoncil-us-2024.toml").read_text(encoding="utf-8")
    names = {"md": md, "date": date, "Path": Path, "shipped": shipped, "stock": STOCK}
    exec(compile(NAMES, "codes.md", "exec"), names)
    *body, last = ast.parse(source).body
    assert isinstance(last, ast.Expr)
    try:
        exec(compile(ast.Module(body, []), "codes.md", "exec"), names)
        found = eval(compile(ast.Expression(last.value), "codes.md", "eval"), names)
    except md.Refusal as refusal:
        found = refusal
    problems = getattr(found, "problems", found)
    prepared = [getattr(each, "preparation", None) for each in (found, *getattr(found, "infusions", ()))]
    left_out = [each for preparation in prepared if preparation for each in preparation.left_out]
    # A finding of the linter has no severity: nothing is computed from the text it reads.
    told = [(problem.code, getattr(problem, "severity", None)) for problem in problems]
    asked = [(question.code, "question") for question in getattr(found, "questions", ())]
    return [*told, *asked, *((each.code, "left out") for each in left_out)]


@pytest.mark.parametrize(
    ("code", "text", "language", "example"), ENTRIES, ids=lambda value: value if CODE.fullmatch(value) else ""
)
def test_each_example_gives_its_code_and_severity(
    code, text, language, example, tmp_path, capsys, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MSC_DOSE_SETTINGS", raising=False)
    Path("stock.csv").write_text(STOCK, encoding="utf-8")
    if language == "console":
        found = problems_of_commands(example, capsys, monkeypatch)
    else:
        found = problems_of_python(example)
    stated = next((word for sign, word in SEVERITIES.items() if text.startswith(sign)), "stop")
    assert {given for given, _ in found} == {code}
    assert {severity for _, severity in found} <= {stated, None}


@pytest.mark.parametrize(("code", "text"), [entry[:2] for entry in ENTRIES], ids=lambda value: value[:30])
def test_each_code_says_what_to_do(code, text):
    assert "**Do:**" in text


# The chapter on notation

ROW = re.compile(r"^\| `(.+?)` \| (\w+) \| (read|confirm|refused)(?: `(.+?)`)?: (.+) \|$", re.MULTILINE)
ROWS = [match.groups() for match in ROW.finditer(NOTATION)]


def answer(text, kind):
    """How the manual writes what the reader answers: the answer, the codes, the text."""
    try:
        return "read", None, str(md.read(text, kind))
    except md.Refusal as refusal:
        codes = ", ".join(dict.fromkeys(refusal.codes))
        if refusal.readings:
            return "confirm", codes, "; ".join(reading.text for reading in refusal.readings)
        return "refused", None, codes


@pytest.mark.parametrize(("text", "kind", "answered", "codes", "said"), ROWS)
def test_each_row_of_the_chapter_is_answered_so(text, kind, answered, codes, said):
    assert answer(text, kind) == (answered, codes, said)


def test_every_line_of_a_table_of_texts_is_a_row_that_is_run():
    tables = re.findall(r"^\| text \| kind \| answer \|\n\|[-| ]+\|\n((?:\|.*\n)+)", NOTATION, re.MULTILINE)
    assert sum(table.count("\n") for table in tables) == len(ROWS) > 100


def test_the_table_of_kinds_is_the_packages():
    rows = re.findall(r"^\| (\w+) \| .+? \| (\S+) \| .+ \|$", NOTATION, re.MULTILINE)
    kinds = [row for row in rows if row[0] in KINDS]
    assert kinds == [(kind.name, kind.unit) for kind in KINDS.values()]


def test_the_table_of_styles_shows_what_each_writes():
    shown = dict(re.findall(r"^\| (\w+) \| [^|`]+ \| `(.+)` \|$", NOTATION, re.MULTILINE))
    amount = md.read("120 million viable MSC", "cell_count")
    assert shown == {style: write(amount) for style, write in STYLES.items()}


def test_the_chapter_shows_every_kind_and_only_known_codes():
    assert {kind for _, kind, *_ in ROWS} == set(KINDS)
    listed = {code for code, *_ in ENTRIES}
    assert {word for word in re.findall(r"`([a-z.-]+)`", NOTATION) if is_code(word)} <= listed


@pytest.mark.parametrize("block", re.findall(r"^```console\n(.*?)^```$", NOTATION, re.MULTILINE | re.DOTALL))
def test_each_command_of_the_chapter_prints_what_is_shown(block, tmp_path, capsys, monkeypatch):
    """A block: files by `printf`, then one command, then its answer."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MSC_DOSE_SETTINGS", raising=False)
    answer_at = len(re.match(r"(?:\$ .*\n)+", block).group())
    for line in block[:answer_at].splitlines():
        words = shlex.split(line.removeprefix("$ "))
        if words[0] == "printf":
            Path(words[3]).write_text(words[1].replace("\\n", "\n"), encoding="utf-8")
            continue
        while "=" in words[0]:
            monkeypatch.setenv(*words.pop(0).split("=", 1))
        assert main(words[1:], pages.Screens()) in (0, 3)
    printed = capsys.readouterr()
    assert printed.out + printed.err == block[answer_at:]


@pytest.mark.parametrize("block", re.findall(r"^```python\n(.*?)^```$", NOTATION, re.MULTILINE | re.DOTALL))
def test_each_python_block_of_the_chapter_runs(block):
    exec(compile(block, "notation.md", "exec"), {"md": md})


# The chapters on doses, products and protocols

CHAPTERS = {
    name: (HOUSE / "docs" / f"{name}.md").read_text(encoding="utf-8")
    for name in ("dosing", "product", "protocols", "response", "calendar", "course", "screens")
}
RECORD = (HOUSE / "docs" / "record.md").read_text(encoding="utf-8")
SHOWN = [(name, block) for name, page in CHAPTERS.items() for block in pages.blocks(page, "console")]
IN_PYTHON = re.compile(r"^```python\n(.*?)^```$\n\nprints\n\n^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def first_cells(page, head):
    """The names in the first cells of the table with this head."""
    table = re.search(rf"^\| {re.escape(head)} \|.*\n\|[-| ]+\|\n((?:\|.*\n)+)", page, re.MULTILINE)[1]
    return re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)


@pytest.mark.parametrize(("name", "block"), SHOWN)
def test_each_command_of_these_chapters_prints_what_is_shown(name, block, tmp_path, capsys, monkeypatch):
    pages.desk(CHAPTERS[name], tmp_path, monkeypatch)
    pages.agree(*pages.run(block, capsys))


@pytest.mark.parametrize("name", CHAPTERS)
def test_each_python_block_of_these_chapters_prints_what_is_shown(name, tmp_path, capsys, monkeypatch):
    pages.desk(CHAPTERS[name], tmp_path, monkeypatch)
    found = IN_PYTHON.findall(CHAPTERS[name])
    assert len(found) == len(pages.blocks(CHAPTERS[name], "python"))
    for source, printed in found:
        exec(compile(source, f"{name}.md", "exec"), {"md": md})
        assert capsys.readouterr().out == printed


@pytest.mark.parametrize("name", CHAPTERS)
def test_nothing_stands_in_a_block_of_these_chapters_that_is_not_run(name):
    languages = [language for language, _ in pages.FENCE.findall(CHAPTERS[name])]
    assert set(languages) <= {"console", "python", "text", "toml"}
    assert languages.count("text") == languages.count("python")


@pytest.mark.parametrize("name", CHAPTERS)
def test_these_chapters_name_only_known_codes(name):
    listed = {code for code, *_ in ENTRIES}
    assert {word for word in re.findall(r"`([a-z.-]+)`", CHAPTERS[name]) if is_code(word)} <= listed


def test_the_table_of_protocols_is_what_is_shipped():
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (.+) \| .+ \| (\S+) \|$", CHAPTERS["protocols"], re.MULTILINE)
    shipped = [md.load_protocol(name) for name in shipped_protocols()]
    assert sorted(rows) == sorted((each.id, each.title, each.status) for each in shipped)


def test_the_columns_of_a_stock_list_are_those_that_are_read():
    tables = re.findall(r"^\| column \|.*\n\|[-| ]+\|\n((?:\|.*\n)+)", CHAPTERS["product"], re.MULTILINE)
    columns = [tuple(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) for table in tables]
    assert columns == [REQUIRED, OPTIONAL]


def test_the_limits_are_those_that_can_be_set():
    assert first_cells(CHAPTERS["product"], "limit") == list(LIMITED)


def keys_of(table):
    """Every key of a parsed protocol file, at any depth."""
    for key, value in table.items():
        yield key
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                yield from keys_of(inner)


@pytest.mark.parametrize("name", shipped_protocols())
def test_every_key_of_a_shipped_protocol_stands_in_the_chapter(name):
    written = tomllib.loads((files("msc_dose.protocols") / f"{name}.toml").read_text(encoding="utf-8"))
    named = set(re.findall(r"[\w-]+", " ".join(re.findall(r"`([^`\n]+)`", CHAPTERS["protocols"]))))
    assert set(keys_of(written)) <= named


def test_the_contents_name_every_page():
    pages = {path.name for path in (HOUSE / "docs").glob("*.md")} - {"README.md"}
    linked = re.findall(r"\]\(([a-z]+\.md)\)", (HOUSE / "docs" / "README.md").read_text(encoding="utf-8"))
    assert pages <= set(linked)


# The chapter on the record: its commands follow one another in one folder


def test_the_commands_of_the_chapter_on_the_record_print_what_is_shown(tmp_path, capsys, monkeypatch):
    pages.desk(RECORD, tmp_path, monkeypatch)
    for variable in ("MSC_DOSE_DB", "MSC_DOSE_NOW", "MSC_DOSE_PASSPHRASES"):
        monkeypatch.setenv(variable, "")  # so that what the page exports ends with this test
        monkeypatch.delenv(variable)
    for block in pages.blocks(RECORD, "console"):
        pages.agree(*pages.run(block, capsys))


def test_the_script_of_the_chapter_on_the_record_prints_what_is_shown(tmp_path, capsys, monkeypatch):
    pages.desk(RECORD, tmp_path, monkeypatch)
    ((script, printed),) = IN_PYTHON.findall(RECORD)
    exec(compile(script, "record.md", "exec"), {"md": md})
    assert capsys.readouterr().out == printed
