"""A path in, a stream out whose bytes appear under that path all at once or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast


@contextmanager
def open_whole(path: str) -> Iterator[BinaryIO]:
    """Yield a stream that replaces the file when the block ends well and leaves it as it was when not.

    A pipe or device (`/dev/stdout`) is written directly. An existing file keeps its permissions.
    """
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as stream:
            yield stream
        return
    import tempfile  # it imports all kinds of archives, and most results go to standard output

    target = os.path.realpath(path)
    folder, name = os.path.split(target)
    handle, draft = tempfile.mkstemp(prefix=f".{name[:40]}.", dir=folder)
    try:
        with os.fdopen(handle, "wb") as draft_stream:
            yield cast(BinaryIO, draft_stream)
        os.chmod(draft, permissions_of(target))
        os.replace(draft, target)
    except BaseException:
        os.unlink(draft)
        raise


def permissions_of(target: str) -> int:
    """Return the permissions of a file, or those that a new one gets."""
    if os.path.exists(target):
        return os.stat(target).st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
