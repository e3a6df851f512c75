"""The sum of the m largest of many numbers, while numbers are taken away: each question in log n steps."""

from __future__ import annotations

from collections.abc import Sequence


class Largest:
    """Numbers ordered from the largest; a binary indexed tree over their ranks (P. Fenwick, 1994)."""

    def __init__(self, numbers: Sequence[int]) -> None:
        """Count and sum of every number, by rank."""
        order = sorted(range(len(numbers)), key=lambda i: -numbers[i])
        self._numbers = numbers
        self._rank = [0] * len(numbers)
        for rank, i in enumerate(order, start=1):
            self._rank[i] = rank
        self._count = [0] + [1] * len(numbers)
        self._sum = [0] + [numbers[i] for i in order]
        for rank in range(1, len(numbers) + 1):
            parent = rank + (rank & -rank)
            if parent <= len(numbers):
                self._count[parent] += self._count[rank]
                self._sum[parent] += self._sum[rank]

    def remove(self, place: int) -> None:
        """Take the number at this place away."""
        rank = self._rank[place]
        while rank < len(self._count):
            self._count[rank] -= 1
            self._sum[rank] -= self._numbers[place]
            rank += rank & -rank

    def total(self, most: int) -> int:
        """The sum of the `most` largest that are left (of all, where fewer are left)."""
        rank, total, step = 0, 0, 1 << (len(self._count) - 1).bit_length()
        while step:
            after = rank + step
            if after < len(self._count) and self._count[after] <= most:
                rank, most, total = after, most - self._count[after], total + self._sum[after]
            step >>= 1
        return total
