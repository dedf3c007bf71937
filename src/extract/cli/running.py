"""Options in, the JSON of every file out; a file that fails is reported and the others go on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import chain
from typing import Any, BinaryIO

from extract.cli.arguments import Options
from extract.cli.streams import complain, data_stream, read_bytes
from extract.errors import ConfigError, InputError
from extract.messages import fail, report, say
from extract.output.files import open_whole
from extract.output.formats import FORMATS
from extract.output.writers import open_writer
from extract.pipeline import Pipeline
from extract.text.reading import decode


def extract_files(options: Options) -> int:
    """Write the results of all files and return 0, or 1 if one of them failed.

    Nothing is opened for writing before there is something to write, so the only file of a
    command, if it fails, leaves an older output as it was.
    """
    if options.out is not None and any(_same_file(options.out, path) for path in options.files):
        raise fail(ConfigError, "C006", path=options.out)
    several = len(options.files) > 1
    failed: list[str] = []
    results = _extract_each(open_pipeline(options), options, failed)
    first = next(results, None)
    if first is None and not several:
        return 1
    try:
        with _open_out(options.out) as stream:
            writer = open_writer(options.format or FORMATS[0], stream, several=several)
            for result in chain([] if first is None else [first], results):
                writer.write(result)
                stream.flush()
            writer.close()
            stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise fail(InputError, "I007", reason=error.strerror or error) from None
    return 1 if failed else 0


def open_pipeline(options: Options) -> Pipeline:
    """Return the pipeline that the options ask for."""
    return Pipeline(
        packs=options.packs,
        only=options.only_pack,
        segmenter=options.segmenter,
        lang=options.data_lang,
    )


def read_each(options: Options, failed: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each file with its text; one that holds none is told on standard error and noted."""
    for path in options.files:
        try:
            text = decode(read_bytes(path))
        except InputError as error:
            failed.append(path)
            what = report(error, options.lang)
            complain(say("cli.where", options.lang, where=path, what=what))
        else:
            yield path, text


def _extract_each(pipeline: Pipeline, options: Options, failed: list[str]) -> Iterator[dict[str, Any]]:
    for path, text in read_each(options, failed):
        source = None if path == "-" else path
        yield pipeline.run_plain(text, source=source, reference_date=options.reference_date)


def _open_out(path: str | None) -> AbstractContextManager[BinaryIO]:
    return nullcontext(data_stream()) if path is None else open_whole(path)


def _same_file(one: str, other: str) -> bool:
    try:
        return os.path.isfile(one) and os.path.samefile(one, other)
    except OSError:
        return False
