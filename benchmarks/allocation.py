"""How the cost of an allocation grows with the stock: the time at each size over that of the smallest.

Run it as a program: it prints ratios, which hold on any machine. The stock holds lots of fifty containers
with awkward contents, one in ten of them of another recipient.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from time import perf_counter

from msc_dose.product.allocation.allocating import allocate
from msc_dose.product.container import Container, Content
from msc_dose.quantity.amount import Amount

SIZES = (100, 1_000, 10_000, 100_000)
FIRST = date(2030, 1, 1)


def cells(number: object) -> Amount:
    """So many viable MSC after thaw."""
    return Amount("cell_count", Decimal(str(number)), 1, "viable", "MSC", "after thaw")


def stock(size: int) -> tuple[Container, ...]:
    """So many bags, in lots of fifty that expire together."""
    return tuple(
        Container(
            Content(cells=cells(f"{20_000_000 + (n * 7919) % 1009 * 1003}.{n % 10}")),
            type="bag",
            donor_type="allogeneic unrelated",
            recipient="P2" if n % 10 == 0 else "unassigned",
            expiry=FIRST + timedelta(days=n // 50),
            status="released",
            position="A1",
            lot=f"L{n // 50:05}",
            serial=f"{n:06}",
        )
        for n in range(size)
    )


def seconds(containers: tuple[Container, ...], dispense: str) -> float:
    """The shortest of three runs, for a dose of about six containers."""
    times = []
    for _ in range(3):
        start = perf_counter()
        need = cells("124567891.3")
        allocate(need, containers, date(2029, 1, 1), recipient="P1", dispense=dispense)
        times.append(perf_counter() - start)
    return min(times)


def main() -> None:
    """Print a line for each size and mode."""
    for dispense in ("draw", "whole"):
        smallest = None
        for size in SIZES:
            taken = seconds(stock(size), dispense)
            smallest = smallest or taken
            print(f"{dispense}: {size:>7,} containers cost {taken / smallest:8.1f} times {SIZES[0]:,}")


if __name__ == "__main__":
    main()
