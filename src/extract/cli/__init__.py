"""Command-line words in, an exit status out: 0 all done, 1 some failed, 2 wrong usage.

Standard output is data, standard error is talk. Nothing heavy is imported before the words are understood.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from extract.cli.arguments import PROGRAM, Options, read_arguments
from extract.cli.streams import complain, print_data
from extract.collector import YOUNG
from extract.errors import ExtractError, InputError
from extract.messages import LANGUAGES, asked_language, local_language, report, say

DONE, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    gc.set_threshold(YOUNG)  # the process is our own
    words = sys.argv[1:] if arguments is None else list(arguments)
    asked = asked_language(words, os.environ)
    lang = asked if asked in LANGUAGES else local_language(os.environ)
    try:
        return _dispatch(read_arguments(words, lang, asked))
    except ExtractError as error:
        complain(report(error, lang))
        return FAILED if isinstance(error, InputError) else MISUSED
    except BrokenPipeError:
        _leave_pipe()
        return DONE
    except KeyboardInterrupt:
        complain(say("run.interrupted" if words[:1] == ["run"] else "cli.interrupted", lang))
        return INTERRUPTED


def run() -> NoReturn:
    """Run the command of this process and end it.

    What is held goes back to the system at once: given up piece by piece, it takes a tenth of a short run.
    """
    status = main()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.flush()
    if sys.gettrace() is not None or sys.getprofile() is not None:
        sys.exit(status)  # a profiler still has to tell what it saw
    os._exit(status)


def _dispatch(options: Options) -> int:
    if options.help:
        print_data(say(f"cli.help.{options.command}", options.lang, program=PROGRAM) + "\n")
        return DONE
    if options.version:
        from extract import __version__

        print_data(say("cli.version", options.lang, program="extract", version=__version__) + "\n")
        return DONE
    if options.command == "explain":
        from extract.cli.explaining import explain_file

        return explain_file(options)
    if options.command == "coverage":
        from extract.cli.covering import cover_files

        return cover_files(options)
    if options.command == "diff":
        from extract.cli.comparing import compare_files

        return compare_files(options)
    if options.command == "run":
        from extract.cli.batching import run_inputs

        return run_inputs(options)
    if options.command == "export":
        from extract.cli.exporting import export_run

        return export_run(options)
    if options.command == "rules":
        from extract.cli.ruling import run_rules

        return run_rules(options)
    from extract.cli.running import extract_files

    return extract_files(options)


def _leave_pipe() -> None:
    # The reader (head, less) has left; point stdout elsewhere, or the interpreter complains at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
