"""A path in, a place beside it to write to out: what is written there takes the path over when it is whole.

A stream has `extract.output.files.open_whole`; this is for what libraries write by path, and for folders.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from extract.errors import ConfigError
from extract.messages import fail
from extract.output.files import permissions_of

_LONGEST: Final = 40
"""So much of a name stands in that of its draft: names have an end."""


@contextmanager
def whole_file(path: str) -> Iterator[str]:
    """Yield the path of a draft, in a folder of its own, that replaces the file when the block ends well."""
    target = os.path.realpath(path)
    with _workshop(target) as folder:
        draft = os.path.join(folder, "draft")
        yield draft
        os.chmod(draft, permissions_of(target))
        os.replace(draft, target)


@contextmanager
def whole_folder(path: str, ours: set[str]) -> Iterator[str]:
    """Yield the path of a draft of a folder that takes the place of an empty one, or of one with `ours` only.

    A folder that holds anything else is not touched: it may be somebody's work.
    """
    target = os.path.realpath(path)
    there = os.path.lexists(target)
    if there and not (os.path.isdir(target) and set(os.listdir(target)) <= ours):
        raise fail(ConfigError, "C013", path=path)
    with _workshop(target) as folder:
        draft, old = os.path.join(folder, "draft"), os.path.join(folder, "old")
        os.mkdir(draft)
        yield draft
        if not there:
            os.rename(draft, target)
            return
        os.chmod(draft, os.stat(target).st_mode & 0o777)
        os.rename(target, old)
        try:
            os.rename(draft, target)
        except OSError:
            os.rename(old, target)
            raise


@contextmanager
def _workshop(target: str) -> Iterator[str]:
    """Yield a folder beside the target that is gone when the block ends."""
    place, name = os.path.split(target)
    folder = tempfile.mkdtemp(prefix=f".{name[:_LONGEST]}.", dir=place)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
