"""Inputs in, a run folder out: texts are cut into shards, processes work them out, each is sealed in turn.

The parent reads the files, so that it knows which text came before, and takes the shards back in their
order, so that it knows which body did; all else is done by the processes. What is there and holds is kept.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, Any, Final

from extract.errors import InputError
from extract.messages import fail, report
from extract.output.files import open_whole
from extract.pipeline import Pipeline
from extract.runs.folder import MANIFEST, QUARANTINE, SEAL, RunFolder, claim
from extract.runs.inputs import File, find_files
from extract.runs.ledger import Ledger
from extract.runs.provenance import COUNTS, describe, run_row
from extract.runs.shards import Cutter, Shard
from extract.runs.texts import LARGEST, PROCESS, TIME, Columns, Failure, Opened, Text, read_texts
from extract.runs.working import Job, Made, Unwritten, Worker, digest_of, place_of_end
from extract.tables.arrow import arrow_table, write_parquet
from extract.tables.rows import Context, Row
from extract.tables.rules import rule_rows, tiers_of
from extract.workers import Lost, work

_AHEAD: Final = 3
"""Shards for each process that may be done or under way before the oldest is sealed."""

_ALARM: Final = -14
"""The exit code of a process that its alarm ended."""

_TRIES: Final = 3
"""How often a process may end while it is at no text before the run gives up."""

_DOCUMENTS: Final = "documents"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is asked for beside its inputs and its pipeline.

    `reference_date` is that of texts that come with none.
    """

    columns: Columns = field(default_factory=Columns)
    largest: int = LARGEST
    time_limit: float | None = None
    reference_date: date | None = None
    workers: int = 1
    resume: bool = False


@dataclass(slots=True)
class Progress:
    """How far a run is. `kept` are documents that were there already and held."""

    bytes_all: int = 0
    bytes_done: int = 0
    files: int = 0
    documents: int = 0
    copies: int = 0
    reposts: int = 0
    figures: int = 0
    failures: int = 0
    kept: int = 0


def run(
    inputs: Sequence[str],
    out: str,
    pipeline: Pipeline,
    settings: Settings,
    *,
    options: Mapping[str, Any] | None = None,
    listed: Iterable[str] = (),
    tell: Callable[[Progress], object] = lambda progress: None,
) -> Progress:
    """Read every text of the inputs into the folder `out`; `tell` hears of each shard that is sealed.

    `options` are what the pipeline was made with, for the record; `listed` are the paths that `-` stands for.
    Raises `ConfigError` for an input that is not there and a folder that is taken, `InputError` for a disk
    that is full.
    """
    listed = list(listed)
    progress = Progress()
    for file in find_files(inputs, listed=listed, without=out):
        progress.files += 1
        progress.bytes_all += _size(file)
    try:
        folder = claim(out, resume=settings.resume)
        with folder.locked(), TemporaryFile("w+", encoding="utf-8") as inputs_read:
            running = _Run(folder, pipeline, settings, options or {}, progress, inputs_read)
            running.go(find_files(inputs, listed=listed, without=out), tell)
    except OSError as error:
        raise fail(InputError, "I018", path=out, reason=error.strerror or error) from None
    return progress


def _size(file: File) -> int:
    try:
        return os.path.getsize(file.path)
    except OSError:
        return 0


class _Run:
    """One run, from its first text to its manifest."""

    def __init__(
        self,
        folder: RunFolder,
        pipeline: Pipeline,
        settings: Settings,
        options: Mapping[str, Any],
        progress: Progress,
        inputs: IO[str],
    ) -> None:
        self._folder = folder
        self._lang = pipeline.lang
        self._settings = settings
        self._progress = progress
        self._rules = rule_rows(pipeline.all_packs(), pipeline.lang)
        self._worker = Worker(pipeline, Context(tiers_of(self._rules), pipeline.lang), settings.time_limit)
        self._head = describe(pipeline, options, settings.columns, settings.largest)
        self._ledger = Ledger(folder)
        self._inputs = inputs
        self._waiting: deque[Job] = deque()

    def go(self, files: Iterable[File], tell: Callable[[Progress], object]) -> None:
        """Work out all shards and seal them, one after another."""
        folder = self._folder
        self._write_manifest({"state": "running", **self._head})
        os.makedirs(folder.shards, exist_ok=True)
        folder.clear()
        shards = Cutter(json.dumps(self._head, ensure_ascii=False)).cut(self._texts(files))
        seals = sha256()
        count = 0
        with open(os.path.join(folder.path, QUARANTINE), "w", encoding="utf-8") as quarantine:
            for made in work(self._worker, self._jobs(shards), self._settings.workers, ahead=_AHEAD):
                job = self._waiting.popleft()
                failures = self._seal(job, made)
                _write_failures(quarantine, job.shard, failures, self._lang)
                seals.update(bytes.fromhex(digest_of(folder.path_of(job.shard.number, SEAL))))
                count += 1
                tell(self._progress)
        folder.clear(count)
        self._finish(count, seals.hexdigest())

    def _texts(self, files: Iterable[File]) -> Iterator[Text]:
        """Yield the texts of all files; what each file was goes into the manifest."""
        for file in files:
            for one in read_texts(file, self._settings.columns, self._settings.largest):
                if isinstance(one, Opened):
                    self._inputs.write(json.dumps(one._asdict(), ensure_ascii=False) + "\n")
                elif one.reference_date is None:
                    yield one._replace(reference_date=self._settings.reference_date)
                else:
                    yield one
            self._progress.bytes_done += _size(file)

    def _jobs(self, shards: Iterable[Shard]) -> Iterator[Job]:
        """Yield what there is to do for each shard; a process has nothing to do for one that still holds."""
        for shard in shards:
            if self._settings.resume and self._folder.holds(shard.name, shard.key):
                job = Job(shard.without_words(), None)
                self._waiting.append(job)
            else:
                job = Job(shard, self._folder.new_draft(shard.name))
                self._waiting.append(Job(shard.without_words(), job.draft))
            yield job

    def _seal(self, job: Job, made: Made | Unwritten | Lost[Job] | None) -> dict[int, Failure]:
        """Give the files of a shard their place, and return the failures in it."""
        job, made = self._without_lost(job, made)
        if isinstance(made, Unwritten):
            raise OSError(0, made.reason)
        if made is None:
            rows, failures = self._keep(job.shard)
        else:
            assert job.draft is not None
            rows, failures = self._ledger.enter(job.shard, made.documents)
            self._seal_draft(job.draft, job.shard, rows, dict(made.files), made.figures)
            self._progress.figures += made.figures
        self._progress.documents += len(rows)
        self._progress.failures += len(failures)
        self._progress.copies += sum(self._ledger.is_copy(row) for row in rows)
        self._progress.reposts += sum(self._ledger.is_repost(row) for row in rows)
        return failures

    def _without_lost(
        self, job: Job, made: Made | Unwritten | Lost[Job] | None
    ) -> tuple[Job, Made | Unwritten | None]:
        """Work out a shard again, without the texts that ended its process, one after another."""
        tries = 0
        while isinstance(made, Lost):
            work_left, exitcode = made.item, made.exitcode
            assert work_left.draft is not None
            place = place_of_end(work_left.draft)
            if place is None:
                tries += 1
                if tries == _TRIES:
                    raise OSError(0, f"exit code {exitcode}")
            else:
                failure = self._failure_of(exitcode)
                work_left = work_left._replace(shard=work_left.shard.without(place, failure))
            work_left = work_left._replace(draft=self._folder.new_draft(work_left.shard.name))
            job = Job(work_left.shard.without_words(), work_left.draft)
            [made] = work(self._worker, [work_left], 1)
        return job, made

    def _failure_of(self, exitcode: int | None) -> Failure:
        if exitcode == _ALARM and self._settings.time_limit is not None:
            seconds = f"{self._settings.time_limit:g}"
            return Failure(TIME, fail(InputError, "I016", seconds=seconds))
        return Failure(PROCESS, fail(InputError, "I010", reason=exitcode))

    def _seal_draft(
        self, draft: str, shard: Shard, rows: list[Row], files: dict[str, str], figures: int
    ) -> None:
        """Write what the process could not know, and give the folder its name."""
        path = os.path.join(draft, f"{_DOCUMENTS}.parquet")
        write_parquet(arrow_table(_DOCUMENTS, rows), path)
        files[f"{_DOCUMENTS}.parquet"] = digest_of(path)
        lost = len(shard.lost)
        seal = {"key": shard.key, "lost": lost, "figures": figures, "files": dict(sorted(files.items()))}
        self._folder.seal(draft, shard.name, seal)

    def _keep(self, shard: Shard) -> tuple[list[Row], dict[int, Failure]]:
        """Take over a shard that holds; if what came before it has changed, its documents are told anew."""
        stored = self._ledger.stored_rows(shard.number)
        by_source = {row[0]: row for row in stored}
        read = {place: self._ledger.plain(by_source[text.source]) for place, text in shard.to_read()}
        rows, failures = self._ledger.enter(shard, read)
        seal = self._folder.seal_of(shard.name)
        if rows != stored:
            draft = self._folder.new_draft(shard.name, like=shard.name)
            self._seal_draft(draft, shard, rows, seal["files"], seal["figures"])
        self._progress.figures += seal["figures"]
        self._progress.kept += len(rows)
        return rows, failures

    def _finish(self, shards: int, seals: str) -> None:
        """Write the tables of the run itself, and the manifest that says that all is done."""
        path, progress = self._folder.path, self._progress
        write_parquet(arrow_table("rules", self._rules), os.path.join(path, "rules.parquet"))
        counts = {name: getattr(progress, name) for name in COUNTS}
        row = run_row(self._head, counts)
        write_parquet(arrow_table("run", [row]), os.path.join(path, "run.parquet"))
        sealed = {"count": shards, "sha256": seals}
        self._write_manifest({"state": "done", **self._head, "counts": counts, "shards": sealed})

    def _write_manifest(self, content: dict[str, Any]) -> None:
        """Write the manifest, each file that was read on a line of its own."""
        head = json.dumps(content, ensure_ascii=False, indent=1).removesuffix("\n}")
        self._inputs.seek(0)
        with open_whole(os.path.join(self._folder.path, MANIFEST)) as stream:
            stream.write(f'{head},\n "inputs": ['.encode())
            joint = "\n  "
            for line in self._inputs:
                stream.write((joint + line.rstrip("\n")).encode())
                joint = ",\n  "
            stream.write(b"\n ]\n}\n")


def _write_failures(quarantine: IO[str], shard: Shard, failures: dict[int, Failure], lang: str) -> None:
    """Add a line for each text that failed: what stage, what code, why, and which text."""
    for place, failure in failures.items():
        line = {
            "source": shard.texts[place].source,
            "input_id": shard.texts[place].input_id,
            "stage": failure.stage,
            "code": failure.error.code,
            "reason": report(failure.error, lang),
        }
        quarantine.write(json.dumps(line, ensure_ascii=False) + "\n")
    quarantine.flush()
