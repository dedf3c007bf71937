"""The name of a package that not every user needs in, the package out, or how to get it."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from extract.errors import ConfigError
from extract.messages import fail

_EXTRAS: Final = {
    "pyarrow": "tables",
    "duckdb": "tables",
    "xlsxwriter": "tables",
    "rich": "tables",
    "daft": "cluster",
}
"""The extra of ours that installs each of them."""


def load(name: str) -> Any:
    """Return a module of such a package; raise `ConfigError` where it is not installed.

    >>> load("pyarrow").int64()
    DataType(int64)
    """
    package = name.partition(".")[0]
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != package:
            raise
        raise fail(ConfigError, "C015", package=package, extra=_EXTRAS[package]) from None
