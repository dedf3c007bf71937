"""Paths and standard streams in, bytes in and out, or an error that says what is wrong with them."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

from extract.errors import InputError
from extract.messages import fail


def read_bytes(path: str) -> bytes:
    """Return what stands in a file, or on standard input for `-`."""
    if path == "-":
        if sys.stdin is None:
            raise fail(InputError, "I005", reason=os.strerror(9))
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


def data_stream() -> BinaryIO:
    """Return standard output as bytes: data is UTF-8 whatever the locale says."""
    if sys.stdout is None:
        raise fail(InputError, "I007", reason=os.strerror(9))
    return sys.stdout.buffer


def print_data(text: str) -> None:
    """Write lines of data to standard output."""
    stream = data_stream()
    stream.write(text.encode(errors="replace"))
    stream.flush()


def complain(text: str) -> None:
    """Print a line of talk to standard error."""
    print(text, file=sys.stderr)
