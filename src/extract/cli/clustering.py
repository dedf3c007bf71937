"""Options in, a run of Daft out: the same tables and the same summary as of a run on this machine."""

from __future__ import annotations

from time import monotonic

from extract.cli.arguments import PROGRAM, Options
from extract.cli.streams import complain
from extract.engines.on_daft import QUARANTINE, run_on_daft
from extract.messages import say
from extract.runs.folder import TABLES
from extract.runs.texts import LARGEST, Columns

DONE, FAILED = 0, 1


def run_on_engine(options: Options) -> int:
    """Read all inputs on Daft, tell how much that was, and return the status."""
    out, lang, begun = str(options.out), options.lang, monotonic()
    counts = run_on_daft(
        options.files,
        out,
        options={
            "packs": options.packs,
            "only": options.only_pack,
            "segmenter": options.segmenter,
            "lang": options.data_lang,
        },
        columns=Columns(options.text_column, options.id_column, options.url_column, options.date_column),
        largest=options.max_size or LARGEST,
        reference_date=options.reference_date,
        workers=options.workers,
    )
    seconds = monotonic() - begun
    rate = f"{counts.documents / seconds:.0f}"
    complain(say("run.summary", lang, seconds=f"{seconds:.1f}", rate=rate, **counts._asdict()))
    if counts.failures:
        complain(say("run.quarantine", lang, path=f"{out}/{TABLES}/{QUARANTINE}"))
    complain(say("run.next", lang, path=out, program=PROGRAM))
    return FAILED if counts.failures > options.max_failures else DONE
