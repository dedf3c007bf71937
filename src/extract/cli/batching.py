"""Options in, a run folder or its tables out: many texts, with their progress told on standard error."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from time import monotonic
from typing import Any, Final

from extract.cli.arguments import ENGINES, PROGRAM, Options, column_names
from extract.cli.exporting import write_tables
from extract.cli.running import open_pipeline
from extract.cli.streams import complain
from extract.errors import ConfigError
from extract.exports import SUFFIXES
from extract.messages import fail, say
from extract.packages import load
from extract.runs.folder import MANIFEST, RunFolder
from extract.runs.provenance import COUNTS
from extract.runs.running import Progress, Settings, run
from extract.runs.texts import LARGEST, Columns

DONE, FAILED = 0, 1
EVERY: Final = 60.0
"""Seconds between two lines where no terminal shows a bar."""

Tell = Callable[[Progress], None]


def run_inputs(options: Options) -> int:
    """Read all inputs into a folder, or by way of one into tables, and return the status."""
    load("pyarrow")
    out = str(options.out)
    is_run = os.path.exists(os.path.join(out, MANIFEST))
    form = None if is_run else SUFFIXES.get(os.path.splitext(out)[1].lower())
    _refuse(options, lasting=form is None)
    if form is None:
        return _run_into(out, options, lasting=True)
    with tempfile.TemporaryDirectory(prefix="extract-") as folder:
        status = _run_into(os.path.join(folder, "run"), options, lasting=False)
        write_tables(os.path.join(folder, "run"), out, form, options)
    return status


def _refuse(options: Options, *, lasting: bool) -> None:
    """Raise `ConfigError` for an option that would change nothing."""
    on_daft = options.engine != ENGINES[0]
    for argument, useless in (
        ("--table", lasting and options.table is not None),
        ("--resume", options.resume and (on_daft or not lasting)),
        ("--time-limit", options.time_limit is not None and (on_daft or not hasattr(os, "fork"))),
    ):
        if useless:
            raise fail(ConfigError, "C025", argument=argument)


def _run_into(out: str, options: Options, *, lasting: bool) -> int:
    """Read all inputs into a folder; where it is not to last, what failed is told at once."""
    begun = monotonic()
    if options.engine == ENGINES[0]:
        progress = _run_here(out, options)
        counts, kept = {name: getattr(progress, name) for name in COUNTS}, progress.kept
    else:
        from extract.cli.clustering import run_on_engine

        counts, kept = run_on_engine(out, options), 0
    seconds = monotonic() - begun
    rate = counts["documents"] / seconds if seconds else 0
    complain(say("run.summary", options.lang, seconds=f"{seconds:.1f}", rate=f"{rate:.0f}", **counts))
    if kept:
        complain(say("run.kept", options.lang, kept=kept))
    if lasting:
        _tell_what_next(out, counts["failures"], options.lang)
    else:
        for failed in RunFolder(out).failures():
            complain(say("cli.where", options.lang, where=failed["source"], what=failed["reason"]))
    return FAILED if counts["failures"] > options.max_failures else DONE


def _run_here(out: str, options: Options) -> Progress:
    listed = iter(sys.stdin) if "-" in options.files and sys.stdin is not None else iter(())
    with _telling(options.lang) as tell:
        return run(
            options.files,
            out,
            open_pipeline(options),
            _settings(options),
            options=_reading_options(options),
            listed=listed,
            tell=tell,
        )


def _tell_what_next(out: str, failures: int, lang: str) -> None:
    if failures:
        complain(say("run.quarantine", lang, path=RunFolder(out).quarantine))
    complain(say("run.next", lang, path=out, program=PROGRAM))


def _settings(options: Options) -> Settings:
    return Settings(
        columns=Columns(*column_names(options)),
        largest=options.max_size or LARGEST,
        time_limit=options.time_limit,
        reference_date=options.reference_date,
        workers=options.workers or _cores(),
        resume=options.resume,
    )


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
