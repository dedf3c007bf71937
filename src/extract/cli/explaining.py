"""Options in, the lines that explain the words of `--at` out."""

from __future__ import annotations

from extract.cli.arguments import Options
from extract.cli.running import open_pipeline
from extract.cli.streams import complain, print_data, read_bytes
from extract.errors import InputError
from extract.explain import explain
from extract.messages import fail, report, say
from extract.text.reading import decode


def explain_file(options: Options) -> int:
    """Print what was read at every place where the words of `--at` stand, and which rule read it."""
    path, words = options.files[0], str(options.at)
    try:
        text = decode(read_bytes(path))
        pipeline = open_pipeline(options)
        lines = explain(pipeline, text, words, options.lang, reference_date=options.reference_date)
        if not lines:
            raise fail(InputError, "I008", text=words)
    except InputError as error:
        what = report(error, options.lang)
        complain(say("cli.where", options.lang, where=path, what=what))
        return 1
    print_data("".join(f"{line}\n" for line in lines))
    return 0
