"""How pages show commands: files, commands, and all or a part of what is printed."""

import os
import re
import shlex
import shutil
from itertools import groupby
from pathlib import Path
from unittest.mock import patch

from msc_dose.cli.main import main

HOUSE = Path(__file__).parents[2]
DONE, REFUSED, CONFLICT = 0, 3, 4
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = "…"


class Screens:
    """Screens that are left at once; the names of their keys are the real ones."""

    def __call__(self, wanted):
        return DONE

    def keys(self):
        from msc_dose.tui.keys.rebinding import key_lines

        return key_lines()


def blocks(text, language):
    """The blocks of a page in this language."""
    return [body for name, body in FENCE.findall(text) if name == language]


def desk(page, at, monkeypatch):
    """Stand where the page's commands run: the examples are there, and the files that the page shows.

    A block of TOML whose first line is `# name.toml` is that file.
    """
    monkeypatch.chdir(at)
    monkeypatch.delenv("MSC_DOSE_SETTINGS", raising=False)
    shutil.copytree(HOUSE / "examples", at / "examples")
    for body in blocks(page, "toml"):
        Path(re.match(r"# ([\w-]+\.toml)\n", body)[1]).write_text(body, encoding="utf-8")


def run(block, capsys):
    """What the commands of a block print, and what the block shows of it.

    `printf TEXT > FILE` writes a file, `chmod MODE FILE` says who may read it, and `export NAME=VALUE` stays
    for the blocks that follow; `NAME=VALUE` before a command is for that one.
    """
    commands = re.match(r"(?:\$ .*\n)+", block).group()
    for line in commands.splitlines():
        words = shlex.split(line.removeprefix("$ "))
        if words[0] == "printf":
            Path(words[3]).write_text(words[1].replace("\\n", "\n"), encoding="utf-8")
            continue
        if words[0] == "chmod":
            Path(words[2]).chmod(int(words[1], 8))
            continue
        if words[0] == "export":
            os.environ.update([words[1].split("=", 1)])
            continue
        given = {}
        while "=" in words[0]:
            given.update([words.pop(0).split("=", 1)])
        assert words[0] == "msc-dose"
        with patch.dict(os.environ, given):
            assert main(words[1:], Screens()) in (DONE, REFUSED, CONFLICT)
    written = capsys.readouterr()
    return written.out + written.err, block.removeprefix(commands)


def agree(printed, shown):
    """Hold what is printed to what a page shows of it; a line of `…` alone stands for any lines."""
    lines, wanted = printed.splitlines(), shown.splitlines()
    parts = [list(part) for gap, part in groupby(wanted, LEFT_OUT.__eq__) if not gap]
    if LEFT_OUT not in wanted:
        assert lines == wanted
        return
    assert parts, "something must be shown"
    if wanted[0] != LEFT_OUT:
        assert lines[: len(parts[0])] == parts[0]
    if wanted[-1] != LEFT_OUT:
        assert lines[-len(parts[-1]) :] == parts[-1]
    at = 0
    for part in parts:
        places = range(at, len(lines) - len(part) + 1)
        found = next((place for place in places if lines[place : place + len(part)] == part), None)
        assert found is not None, "\n".join(["these lines are not printed there:", *part, "but", *lines])
        at = found + len(part)
