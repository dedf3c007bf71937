"""The data files of the package: a name in, what stands in the file out.

By path and not by `importlib.resources`, whose import alone takes longer than reading all of them.
"""

from __future__ import annotations

from os.path import dirname, join
from typing import Final

_HOME: Final = dirname(__file__)


def data_path(name: str) -> str:
    """Return where a file of `data/` lies."""
    return join(_HOME, "data", name)


def read_data(name: str) -> str:
    """Return the text of a file of `data/`.

    >>> read_data("terms.txt")[:1]
    '#'
    """
    return read_file("data", name)


def read_file(folder: str, name: str) -> str:
    """Return the text of a file of a folder of the package."""
    with open(join(_HOME, folder, name), encoding="utf-8") as stream:
        return stream.read()
