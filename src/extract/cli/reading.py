"""A path in, the bytes of a bulletin out, or an error that says what is wrong with the path."""

from __future__ import annotations

import os
import sys

from extract.errors import InputError
from extract.messages import fail


def read_bytes(path: str) -> bytes:
    """Return what stands in a file, or on standard input for `-`."""
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except FileNotFoundError:
        raise fail(InputError, "I004", path=path) from None
    except IsADirectoryError:
        raise fail(InputError, "I006", path=path.rstrip(os.sep)) from None
    except (OSError, ValueError) as error:
        raise fail(InputError, "I005", reason=getattr(error, "strerror", None) or error) from None
