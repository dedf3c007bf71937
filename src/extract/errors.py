"""Errors that a user can mend: each carries a code, says where and what to write instead.

ExtractError
├── InputError    a file that cannot be read as a bulletin
├── PackError     a mistake in a rule pack, with file, line and column
├── PackErrors    all the mistakes of one reading of packs
└── ConfigError   an option or a name that does not exist

`message` and `hint` are English; `params` let `extract.messages` say the same in another language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final


class ExtractError(Exception):
    """Base of every error the package raises for a user's mistake."""

    def __init__(
        self, code: str, message: str, *, hint: str | None = None, params: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.params = dict(params or {})

    def __reduce__(self) -> tuple[object, ...]:
        # As it is, whatever the constructors below take: it may have come from another process.
        return _restore, (type(self), self.args, self.__dict__)


class InputError(ExtractError):
    """A file or text that cannot be read as a bulletin."""


class ConfigError(ExtractError):
    """An option, segmenter or pack name that does not exist."""


class PackError(ExtractError):
    """A mistake in a rule pack: where it stands and what to write instead.

    `line` and `column` count from 1, `width` is how many characters are wrong, `source` the
    line itself. `str(error)` is the print with the caret.
    """

    def __init__(
        self,
        code: str,
        file: str,
        line: int,
        column: int,
        message: str,
        *,
        hint: str | None = None,
        source: str | None = None,
        width: int = 1,
    ) -> None:
        super().__init__(code, message, hint=hint)
        self.file = file
        self.line = line
        self.column = column
        self.source = source
        self.width = width

    def __str__(self) -> str:
        head = f"{self.file}:{self.line}:{self.column}: {self.code} {self.message}"
        if self.source is None:
            return f"{head} ({self.hint})" if self.hint else head
        number = f"{self.line:>6}"
        before = self.source[: self.column - 1]
        caret = "^" * max(1, _columns(self.source[self.column - 1 :][: self.width]))
        pointer = f"{' ' * len(number)} | {' ' * _columns(before)}{caret} {self.hint or ''}".rstrip()
        return f"{head}\n{number} | {self.source}\n{pointer}"


class PackErrors(ExtractError):  # noqa: N818
    """All the mistakes found in one reading of packs, in file order: `errors`, at least one."""

    def __init__(self, errors: Sequence[PackError]) -> None:
        self.errors = tuple(sorted(errors, key=lambda e: (e.file, e.line, e.column, e.code)))
        first = self.errors[0]
        super().__init__(first.code, first.message, hint=first.hint)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


def _restore(kind: type[ExtractError], args: tuple[object, ...], state: dict[str, object]) -> ExtractError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


def _columns(text: str) -> int:
    """The columns that a terminal gives these characters: two for a Chinese one."""
    import unicodedata  # a library of its own, and only mistakes in packs ask for it

    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


PACK_CODES: Final = {
    "R101": "no pack of this name or at this path",
    "R102": "a file that cannot be read",
    "R103": "a file that is no YAML",
    "R104": "a slot that the record has not",
    "R105": "an unknown key",
    "R106": "a key that is missing",
    "R107": "a key written twice",
    "R108": "a value of the wrong shape",
    "R109": "a value that is not one of the allowed",
    "R110": "a name given twice",
    "R111": "a name in a hole that nothing has",
    "R112": "a pattern that cannot be read",
    "R113": "a name that the language keeps for itself",
    "R114": "too many holes for running text, or adjacent ones",
    "R115": "a reading of the pattern without a claimed figure",
    "R116": "a claim on a slot that no figure fills",
    "R117": "a kind that the slot cannot hold",
    "R118": "shapes that contain each other",
    "R119": "a pattern that can take too long",
    "R120": "packs that extend each other",
    "R121": "a rule to replace or disable that does not exist",
    "R122": "a lexicon line that cannot be read",
    "R123": "an example that cannot be checked",
    "R124": "YAML that packs do without: anchors, aliases, tags",
    "R125": "a version of the pack language that this program does not read",
}
"""Every code of a mistake in a pack, with its meaning."""
