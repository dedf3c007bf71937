"""The name of an optional package in, the package out, or an error that says what to install."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Final

from extract.errors import ConfigError
from extract.messages import fail

TABLES_EXTRA: Final = "tables"
"""The extra of the package that brings what tables need."""


def need_package(name: str, extra: str = TABLES_EXTRA) -> ModuleType:
    """Return an optional package.

    >>> need_package("json").__name__
    'json'
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise fail(ConfigError, "C015", package=error.name or name, extra=extra) from None
