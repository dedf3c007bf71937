"""Options in, a run folder or its tables out: many texts, with their progress told on standard error."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from time import monotonic
from typing import Any, Final

from extract.cli.arguments import ENGINES, PROGRAM, Options
from extract.cli.exporting import write_tables
from extract.cli.running import open_pipeline
from extract.cli.streams import complain
from extract.errors import ConfigError
from extract.exports import SUFFIXES
from extract.messages import fail, say
from extract.packages import load
from extract.runs.folder import MANIFEST, QUARANTINE
from extract.runs.running import Progress, Settings, run
from extract.runs.texts import LARGEST, Columns

DONE, FAILED = 0, 1
EVERY: Final = 60.0
"""Seconds between two lines where no terminal shows a bar."""

Tell = Callable[[Progress], None]


def run_inputs(options: Options) -> int:
    """Read all inputs into a folder, or by way of one into tables, and return the status."""
    load("pyarrow")
    if options.engine != ENGINES[0]:
        from extract.cli.clustering import run_on_engine

        return run_on_engine(options)
    out = str(options.out)
    is_run = os.path.exists(os.path.join(out, MANIFEST))
    form = None if is_run else SUFFIXES.get(os.path.splitext(out)[1].lower())
    if form is None:
        return _run_into(out, options, lasting=True)
    with tempfile.TemporaryDirectory(prefix="extract-") as folder:
        status = _run_into(os.path.join(folder, "run"), options, lasting=False)
        write_tables(os.path.join(folder, "run"), out, form, options)
    return status


def _run_into(out: str, options: Options, *, lasting: bool) -> int:
    """Read all inputs into a folder; where it is not to last, what failed is told at once."""
    if options.time_limit is not None and not hasattr(os, "fork"):
        raise fail(ConfigError, "C021", value=f"{options.time_limit:g}", argument="--time-limit")
    begun = monotonic()
    listed = iter(sys.stdin) if "-" in options.files and sys.stdin is not None else iter(())
    with _telling(options.lang) as tell:
        progress = run(
            options.files,
            out,
            open_pipeline(options),
            _settings(options),
            options=_reading_options(options),
            reference_date=options.reference_date,
            listed=listed,
            tell=tell,
        )
    seconds = monotonic() - begun
    _summarize(progress, seconds, out, options, lasting=lasting)
    return FAILED if progress.failures > options.max_failures else DONE


def _settings(options: Options) -> Settings:
    columns = Columns(options.text_column, options.id_column, options.url_column, options.date_column)
    workers = options.workers or _cores()
    return Settings(columns, options.max_size or LARGEST, options.time_limit, workers, options.resume)


def _cores() -> int:
    """Return how many cores the process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _reading_options(options: Options) -> dict[str, Any]:
    """Return the options that decide what is read, as the manifest tells them."""
    day = options.reference_date
    return {
        "packs": options.packs,
        "only": options.only_pack,
        "segmenter": options.segmenter,
        "lang": options.data_lang,
        "reference_date": None if day is None else day.isoformat(),
    }


def _summarize(progress: Progress, seconds: float, out: str, options: Options, *, lasting: bool) -> None:
    lang = options.lang
    rate = progress.documents / seconds if seconds else 0
    counts = {
        "documents": progress.documents,
        "figures": progress.figures,
        "copies": progress.copies,
        "reposts": progress.reposts,
        "failures": progress.failures,
    }
    complain(say("run.summary", lang, seconds=f"{seconds:.1f}", rate=f"{rate:.0f}", **counts))
    if progress.kept:
        complain(say("run.kept", lang, kept=progress.kept))
    quarantine = os.path.join(out, QUARANTINE)
    if lasting:
        if progress.failures:
            complain(say("run.quarantine", lang, path=quarantine))
        complain(say("run.next", lang, path=out, program=PROGRAM))
        return
    with open(quarantine, encoding="utf-8") as stream:
        for line in stream:
            failed = json.loads(line)
            complain(say("cli.where", lang, where=failed["source"], what=failed["reason"]))


def _telling(lang: str) -> AbstractContextManager[Tell]:
    """Return what tells the progress: a bar on a terminal, else a line a minute."""
    if sys.stderr is None:
        return nullcontext(lambda progress: None)
    return _bar(lang) if sys.stderr.isatty() else nullcontext(_lines(lang, monotonic))


def _lines(lang: str, clock: Callable[[], float]) -> Tell:
    begun = last = clock()

    def tell(progress: Progress) -> None:
        nonlocal last
        now = clock()
        if now - last >= EVERY:
            last = now
            complain(say("run.progress", lang, **_figures(progress, now - begun)))

    return tell


def _figures(progress: Progress, seconds: float) -> dict[str, str]:
    """Return what a line of progress says: counts, rate, share done and time left."""
    share = min(progress.bytes_done / progress.bytes_all, 1.0) if progress.bytes_all else 1.0
    left = seconds / share - seconds if share else 0.0
    return {
        "documents": str(progress.documents),
        "failures": str(progress.failures),
        "rate": f"{progress.documents / seconds:.0f}" if seconds else "-",
        "share": f"{share:.0%}",
        "left": f"{left // 60:.0f}:{left % 60:02.0f}",
    }


@contextmanager
def _bar(lang: str) -> Iterator[Tell]:
    """Yield what moves a bar on the terminal; it is drawn when told, by no thread of its own."""
    console = load("rich.console").Console(stderr=True)
    columns = load("rich.progress")
    begun = monotonic()
    parts = columns.BarColumn(), columns.TextColumn("{task.description}")
    shown = columns.Progress(*parts, console=console, auto_refresh=False, transient=True)
    task = shown.add_task("", total=None)
    with shown:

        def tell(progress: Progress) -> None:
            words = say("run.progress", lang, **_figures(progress, monotonic() - begun))
            shown.update(task, total=progress.bytes_all, completed=progress.bytes_done, description=words)
            shown.refresh()

        yield tell
