"""Options in, a run of Daft out, and how much it read."""

from __future__ import annotations

from extract.cli.arguments import Options, column_names
from extract.engines.on_daft import run_on_daft
from extract.runs.texts import LARGEST, Columns


def run_on_engine(out: str, options: Options) -> dict[str, int]:
    """Read all inputs on Daft into a folder, and return the counts."""
    counts = run_on_daft(
        options.files,
        out,
        options={
            "packs": options.packs,
            "only": options.only_pack,
            "segmenter": options.segmenter,
            "lang": options.data_lang,
        },
        columns=Columns(*column_names(options)),
        largest=options.max_size or LARGEST,
        reference_date=options.reference_date,
        workers=options.workers,
    )
    return counts._asdict()
