"""The folder of a run: where its files lie, whether its shards hold, and its tables for whoever reads them.

    manifest.json       what was read with what: files, options, packs, versions, counts
    quarantine.jsonl    the texts that gave no result: stage, code, reason, source
    shards/000000/…     results.jsonl, a Parquet file a table, shard.json
    rules.parquet, run.parquet

A shard appears as a whole folder, by one renaming, or not at all. What another engine wrote has
`tables/NAME/*.parquet` in place of the shards.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from extract.errors import ConfigError
from extract.messages import fail
from extract.packages import load
from extract.runs.provenance import FORMAT
from extract.runs.working import digest_of
from extract.tables.arrow import arrow_schema

if TYPE_CHECKING:
    import pyarrow

MANIFEST: Final = "manifest.json"
QUARANTINE: Final = "quarantine.jsonl"
SHARDS: Final = "shards"
SEAL: Final = "shard.json"
TABLES: Final = "tables"
QUARANTINE_TABLE: Final = "quarantine"
_LOCK: Final = ".lock"
_DRAFT: Final = ".draft-"


class RunFolder:
    """A folder that a run writes into or wrote."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.shards = os.path.join(path, SHARDS)

    def read(self, table: str) -> Iterator[pyarrow.Table]:
        """Yield a table piece by piece, in order; raise `ConfigError` if it is none of them."""
        parquet = load("pyarrow.parquet")
        schema = arrow_schema(table)
        for path in self._files_of(table):
            found = parquet.read_table(path, use_threads=False, partitioning=None)
            yield found.select(schema.names).cast(schema)

    @property
    def quarantine(self) -> str:
        """Return where the texts that failed are told: a file of lines, or a folder of Parquet."""
        folder = os.path.join(self.path, TABLES, QUARANTINE_TABLE)
        return folder if os.path.isdir(folder) else os.path.join(self.path, QUARANTINE)

    def failures(self) -> Iterator[dict[str, Any]]:
        """Yield what is told of each text that failed: source, input_id, stage, code, reason."""
        if os.path.isdir(self.quarantine):
            yield from load("pyarrow.parquet").read_table(self.quarantine, partitioning=None).to_pylist()
            return
        with open(self.quarantine, encoding="utf-8") as stream:
            yield from map(json.loads, stream)

    def _files_of(self, table: str) -> Iterator[str]:
        single = os.path.join(self.path, f"{table}.parquet")
        if os.path.exists(single):
            yield single
        for folder in self.shard_names():
            path = os.path.join(self.shards, folder, f"{table}.parquet")
            if os.path.exists(path):
                yield path
        folder = os.path.join(self.path, TABLES, table)
        if os.path.isdir(folder):
            yield from sorted(entry.path for entry in os.scandir(folder) if entry.name.endswith(".parquet"))

    def shard_names(self) -> list[str]:
        """Return the names of the shards that are there, in order."""
        if not os.path.isdir(self.shards):
            return []
        return sorted(name for name in os.listdir(self.shards) if not name.startswith("."))

    def manifest(self) -> dict[str, Any] | None:
        """Return what the manifest says, None where there is none of ours."""
        try:
            with open(os.path.join(self.path, MANIFEST), encoding="utf-8") as stream:
                content = json.load(stream)
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return None
        return content if isinstance(content, dict) and content.get("format") == FORMAT else None

    def holds(self, name: str, key: str) -> bool:
        """Tell whether a shard is there, made of what the key stands for, lost nothing and is unharmed."""
        folder = os.path.join(self.shards, name)
        try:
            seal = self.seal_of(name)
            return (
                seal["key"] == key
                and not seal["lost"]
                and all(digest_of(os.path.join(folder, file)) == sha for file, sha in seal["files"].items())
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False

    def path_of(self, shard: int, file: str) -> str:
        """Return where a file of a shard lies."""
        return os.path.join(self.shards, f"{shard:06}", file)

    def seal_of(self, name: str) -> dict[str, Any]:
        """Return what a shard that holds says of itself."""
        with open(os.path.join(self.shards, name, SEAL), encoding="utf-8") as stream:
            seal: dict[str, Any] = json.load(stream)
        return seal

    def new_draft(self, name: str, like: str | None = None) -> str:
        """Make the folder that a shard is written into before it takes its name, empty or like another."""
        draft = os.path.join(self.shards, f"{_DRAFT}{name}-{os.getpid()}")
        shutil.rmtree(draft, ignore_errors=True)
        if like is None:
            os.makedirs(draft)
        else:
            shutil.copytree(os.path.join(self.shards, like), draft)
        return draft

    def seal(self, draft: str, name: str, seal: dict[str, Any]) -> None:
        """Give a finished shard its name; one that was there before goes."""
        with open(os.path.join(draft, SEAL), "w", encoding="utf-8") as stream:
            json.dump(seal, stream, ensure_ascii=False, indent=1)
        target = os.path.join(self.shards, name)
        if os.path.exists(target):
            old = f"{draft}-old"
            os.rename(target, old)
            os.rename(draft, target)
            shutil.rmtree(old)
        else:
            os.rename(draft, target)

    def clear(self, count: int | None = None) -> None:
        """Remove what an interrupted run left, and the shards from number `count` on."""
        for name in os.listdir(self.path):
            if name.startswith(f".{MANIFEST}."):
                os.unlink(os.path.join(self.path, name))
        for name in os.listdir(self.shards):
            path = os.path.join(self.shards, name)
            if name.startswith(_DRAFT):
                # A process of a run that was killed may still write there, until it sees that it is alone.
                shutil.rmtree(path, ignore_errors=True)
            elif count is not None and name.isdigit() and int(name) >= count:
                shutil.rmtree(path)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep the folder to this process as long as it lives; raise `ConfigError` if another has it."""
        try:
            import fcntl
        except ImportError:  # not on Windows
            yield
            return
        with open(os.path.join(self.path, _LOCK), "w", encoding="utf-8") as lock:
            try:
                fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise fail(ConfigError, "C023", path=self.path) from None
            yield


def open_run(path: str) -> RunFolder:
    """Return the folder of a run that wrote something; raise `ConfigError` where there is none."""
    folder = RunFolder(path)
    if folder.manifest() is None:
        raise fail(ConfigError, "C019", path=path)
    return folder


def claim(path: str, *, resume: bool) -> RunFolder:
    """Return the folder to write into, made if it is not there; raise `ConfigError` where it is taken."""
    folder = RunFolder(path)
    if os.path.exists(path):
        manifest = folder.manifest()
        if manifest is not None:
            if not resume or "engine" in manifest:
                raise fail(ConfigError, "C016", path=path)
        elif not os.path.isdir(path) or any(not name.startswith(".") for name in os.listdir(path)):
            raise fail(ConfigError, "C018", path=path)
    os.makedirs(path, exist_ok=True)
    return folder
