"""Digits and scales in, one after the other, the number they make out: 一万三千|亿, 两千|六.

Each method says whether its word still belongs to the number; where one does not, the number
ends at the last place where it could.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Sum:
    """A numeral so far: `kept` is the last place where it could end.

    Sections (below 万) are closed by a big scale; a big scale above the last one takes in all
    that stands before it (一万三千|亿).
    """

    total: int = 0
    section: int = 0
    number: int | None = None
    smallest: int = 10**5
    biggest: int = 10**20
    zero: bool = False
    last: str = ""
    scale: int = 1
    kept: tuple[int, int, int] | None = None

    def add_digit(self, value: int, end: int, kind: str) -> bool:
        """Take a digit (kind d) or Arabic digits (a), unless a digit stands open already."""
        if self.number is not None:
            return False
        if not value and kind == "d":
            if not self.last:
                self.kept = (0, end, 1)
            elif self.last == "z":
                return False
            self.zero, self.last = True, "z"
            return True
        self.number, self.last = value, kind
        return True

    def add_small(self, value: int, end: int) -> bool:
        """Take 十 百 千, in falling order within a section."""
        if value >= self.smallest:
            return False
        if self.number is None:
            if self.last and not self.zero and value != 10:
                return False
            self.number = 1
        self.section += self.number * value
        self.scale = self.scale * value if self.last in "sb" and self.last else value
        self.number, self.smallest, self.zero, self.last = None, value, False, "s"
        self.kept = (self.total + self.section, end, self.scale)
        return True

    def add_big(self, value: int, end: int) -> bool:
        """Take 万 亿 兆, which close a section, chain (万亿) or take in what stands before."""
        if self.last == "b":
            if self.biggest * value > 10**24:
                return False
            self.total *= value
            self.scale *= value
            value *= self.biggest
        else:
            counted = self.section + (self.number or 0)
            if not counted:
                if self.last:
                    return False
                counted = 1
            if value > self.biggest and self.total < value:
                self.total = (self.total + counted) * value
            elif value < self.biggest:
                self.total += counted * value
            else:
                return False
            self.scale = self.scale * value if self.last == "s" and not self.number else value
        self.biggest, self.section, self.number = value, 0, None
        self.smallest, self.zero, self.last = 10**5, False, "b"
        self.kept = (self.total, end, self.scale)
        return True

    def close(self, end: int) -> None:
        """The last digit: 二十|三, 一千零|二, 两千|六 (600), 3万|4000."""
        if self.number is None:
            return
        before = self.scale if self.last == "d" and not self.zero else 1
        low = self.smallest if self.smallest < 10**5 else min(self.biggest, 10**12)
        if self.kept is None or self.zero or low == 10 or before == 1 or self.number > 9:
            self.kept = (self.total + self.section + self.number, end, 1)
        else:
            self.kept = (self.total + self.section + self.number * low // 10, end, low // 10)
