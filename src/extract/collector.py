"""Python's collector of cycles, asked to look more rarely while a bulletin is read.

Reading makes many objects and no cycles: the collector goes through all of them again and again, up to half
the time of a long text, and finds nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

YOUNG = 200_000
"""New objects after which the collector looks for cycles among them; Python's own is 700."""

_lock = Lock()
_readers = 0
_before = gc.get_threshold()


@contextmanager
def collect_rarely() -> Iterator[None]:
    """Raise the threshold of the collector; the last reader to leave, of all threads, puts it back.

    >>> with collect_rarely():
    ...     gc.get_threshold()[0] >= YOUNG
    True
    """
    global _readers, _before
    with _lock:
        if not _readers:
            _before = gc.get_threshold()
            if 0 < _before[0] < YOUNG:  # 0: the program has switched it off
                gc.set_threshold(YOUNG, *_before[1:])
        _readers += 1
    try:
        yield
    finally:
        with _lock:
            _readers -= 1
            if not _readers:
                gc.set_threshold(*_before)
