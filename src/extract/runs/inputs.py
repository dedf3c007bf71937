"""Files, folders, globs and lists in, the files that hold texts out, in a fixed order, each once."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from extract.errors import ConfigError
from extract.messages import fail

TEXT, LINES, PARQUET = "text", "lines", "parquet"
PACKED: Final = {".gz": "gzip", ".zst": "zstd"}
"""Endings of files that are compressed."""

_FORMS: Final = {".txt": TEXT, ".jsonl": LINES, ".parquet": PARQUET}
_MAGIC: Final = frozenset("*?[")


class File(NamedTuple):
    """A file with one text or many; `packing` is how it is compressed."""

    path: str
    form: str
    packing: str | None


def find_files(
    inputs: Sequence[str], *, listed: Iterable[str] = (), without: str | None = None
) -> Iterator[File]:
    """Yield the files that the inputs name: those of a folder, at any depth, by path; no file twice.

    `listed` are the paths that `-` stands for. A file named as such is read as text whatever its ending;
    of folders and globs only files with an ending of ours are taken, hidden ones and the folder `without`
    left out. Raises `ConfigError` for a path that is not there and a pattern that fits nothing.
    """
    seen: set[int] | None = set() if len(inputs) > 1 or "-" in inputs else None
    for file in _each(inputs, listed, os.path.realpath(without) if without else None):
        if seen is not None:
            mark = hash(os.path.realpath(file.path))
            if mark in seen:
                continue
            seen.add(mark)
        yield file


def _each(inputs: Sequence[str], listed: Iterable[str], without: str | None) -> Iterator[File]:
    for word in inputs:
        if word == "-":
            for line in listed:
                path = line.rstrip("\r\n")
                if path and os.path.exists(path):
                    yield from _of(path, without)
                elif path:
                    yield File(path, TEXT, None)  # a list of thousands may name a file that has gone
        else:
            yield from _of(word, without)


def _of(path: str, without: str | None) -> Iterator[File]:
    if os.path.isdir(path):
        yield from _in_folder(path, without)
    elif os.path.exists(path):
        yield _known(path) or File(path, TEXT, None)
    elif _MAGIC.intersection(path):
        found = sorted(glob.glob(path, recursive=True))
        if not found:
            raise fail(ConfigError, "I011", pattern=path)
        for one in found:
            if os.path.isdir(one):
                if not path.endswith("**"):  # ** names the folders and all that is in them
                    yield from _in_folder(one, without)
            elif (file := _known(one)) is not None:
                yield file
    else:
        raise fail(ConfigError, "I004", path=path)


def _in_folder(folder: str, without: str | None) -> Iterator[File]:
    if without is not None and os.path.realpath(folder) == without:
        return
    try:
        with os.scandir(folder) as entries:
            names = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    except OSError as error:
        reason = f"{folder}: {error.strerror}"
        raise fail(ConfigError, "I005", reason=reason) from None
    for name, is_folder in names:
        path = os.path.join(folder, name)
        if name.startswith("."):
            continue
        if is_folder:
            yield from _in_folder(path, without)
        elif os.path.isfile(path) and (file := _known(path)) is not None:
            yield file


def _known(path: str) -> File | None:
    """Return the file if its ending is one of ours, `.txt`, `.jsonl.gz` and so on."""
    stem, ending = os.path.splitext(path)
    packing = PACKED.get(ending.lower())
    if packing is not None:
        ending = os.path.splitext(stem)[1]
    form = _FORMS.get(ending.lower())
    if form is None or (form == PARQUET and packing):
        return None
    return File(path, form, packing)
