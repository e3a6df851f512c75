"""Coverage-guided fuzzing of the reader: whatever is typed, an exact answer or a Refusal comes back, soon.

    python tests/fuzz/fuzz_notation.py FOLDER -max_total_time=600

FOLDER keeps what was found to reach new code; the other options are libFuzzer's. Needs atheris.
"""

import sys
import time
from decimal import Decimal
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["msc_dose.notation", "msc_dose.quantity"]):
    import msc_dose as md
    from msc_dose.notation import confirming, dates, lint, plausible, reader
    from msc_dose.notation.conventions import Conventions
    from msc_dose.quantity import stated, writer
    from msc_dose.quantity.kinds import KINDS

from fragments import PIECES, TEXTS

NAMES = tuple(KINDS)
SITES = tuple(
    Conventions(mark, pounds, product)
    for mark in ("point", "comma")
    for pounds in (False, True)
    for product in (None, "iv-msc")
)
LONGEST = 200
# 0.1 s is promised; instrumented code on a busy machine is allowed ten times that of processor time.
SECONDS = 1.0
# An exact number may be longer than what may be typed (the product of a unit), and is then refused.
TOO_LONG_TO_TYPE = {"number.too-long", "number.decimals", "number.out-of-range"}


def one_input(data):
    provider = atheris.FuzzedDataProvider(data)
    kind = NAMES[provider.ConsumeIntInRange(0, 255) % len(NAMES)]
    site = SITES[provider.ConsumeIntInRange(0, 255) % len(SITES)]
    way = provider.ConsumeIntInRange(0, 255)
    rest = provider.ConsumeBytes(provider.remaining_bytes())
    text = (
        "".join(PIECES[n % len(PIECES)] for n in rest) if way % 2 else rest.decode("utf-8", "surrogateescape")
    )
    check(text, kind, site)
    if way % 4 > 1:  # the linter reads every number of a text, and would slow down every input
        check_lint(text, site)


def check(text, kind, site):
    found = answer(reader.read, text, kind, "text", site)
    one = answer(reader.read_amount, text, kind, "text", site)
    answer(dates.read_date, text, "start")
    if isinstance(found, md.Refusal):
        assert all(found.codes), found
        check_readings(found.readings, kind)
        assert isinstance(one, md.Refusal), one
    elif isinstance(found, md.Amount):
        assert one == found, one
        check_amount(found)
    else:
        assert isinstance(one, md.Refusal), one
        assert isinstance(found, stated.Range | stated.Bound | stated.PlusMinus), found
        assert found.as_document()["unit"] == KINDS[kind].unit, found
        assert str(found)


def answer(work, *arguments):
    """The answer or its Refusal; every other exception is a crash, and so is slowness."""
    started = time.process_time()
    try:
        return work(*arguments)
    except md.Refusal as refusal:
        return refusal
    finally:
        spent = time.process_time() - started
        assert spent < SECONDS or len(arguments[0]) > LONGEST, f"{spent:.2f} s"


def check_readings(found, kind):
    for reading in found:
        assert all(reading.as_document()[name] for name in ("text", "why", "unit")), reading
        stands_for = answer(confirming.confirmed_text, reading, kind)
        if isinstance(stands_for, str):
            assert md.read(stands_for, kind).value == Decimal(reading.value), (stands_for, reading)


def check_amount(amount):
    for style in ("words", "scientific", "ascii"):
        assert writer.STYLES[style](amount)
    for style in (writer.exact, writer.ucum):
        text = answer(style, amount) if amount.exact else None
        if text is None:
            continue
        back = answer(reader.read, text, amount.kind)
        refused = isinstance(back, md.Refusal) and TOO_LONG_TO_TYPE.intersection(back.codes)
        assert refused or back == amount, (text, back)


def check_lint(text, site):
    """A finding stands where it says, and what it should be rewritten to is not found again."""
    # A line ends with LF, CR LF or a CR alone; each keeps its width, so that offsets are those of the text.
    lines = text.replace("\r\n", " \n").replace("\r", "\n").split("\n")
    for finding in answer(lint.lint, text, True, site, "," in text):
        begin = sum(len(line) + 1 for line in lines[: finding.line - 1]) + finding.column - 1
        assert text[begin:].startswith(finding.text), finding
        assert finding.rewrite is None or not lint.lint(finding.rewrite), finding


def seed(folder):
    """Every text as a file of the corpus; the provider takes its numbers from the end."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (kind, text) in enumerate(TEXTS):
        for site in range(0, len(SITES), 3):
            header = bytes([2 * (number % 2), site, NAMES.index(kind)])
            (folder / f"text-{number}-{site}").write_bytes(text.encode() + header)


def dictionary(path):
    """The pieces, in libFuzzer's format."""
    escaped = (
        "".join(f"\\x{byte:02x}" for byte in piece.encode("utf-8", "surrogatepass")) for piece in PIECES
    )
    path.write_text("".join(f'"{piece}"\n' for piece in dict.fromkeys(escaped)), encoding="ascii")


def main():
    folders = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    if len(folders) != 1:
        raise SystemExit("give one folder for the corpus; see the docstring")
    folder = Path(folders[0])
    seed(folder)
    pieces = folder.parent / "pieces.dict"
    dictionary(pieces)
    plausible.plausible("volume")
    atheris.Setup([*sys.argv, f"-dict={pieces}", "-max_len=420", "-len_control=10"], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
