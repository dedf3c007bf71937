"""Errors that a user can mend: each carries a code, says where and what to write instead.

ExtractError
├── InputError    a file that cannot be read as a bulletin
├── PackError     a mistake in a rule pack, with file, line and column
└── ConfigError   an option or a name that does not exist
"""

from __future__ import annotations


class ExtractError(Exception):
    """Base of every error the package raises for a user's mistake."""

    def __init__(self, code: str, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


class InputError(ExtractError):
    """A file or text that cannot be read as a bulletin."""


class ConfigError(ExtractError):
    """An option, segmenter or pack name that does not exist."""
