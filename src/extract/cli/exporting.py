"""Options in, the tables of a run in files of another program out; what these could not hold is told."""

from __future__ import annotations

from extract.cli.arguments import Options
from extract.cli.streams import complain
from extract.exports import export, format_of
from extract.messages import say
from extract.runs.folder import open_run

DONE = 0


def export_run(options: Options) -> int:
    """Write the tables of a run, or one of them, and return 0."""
    source, target = options.files
    write_tables(source, target, options.format or format_of(target), options)
    return DONE


def write_tables(source: str, target: str, form: str, options: Options) -> None:
    """Write the tables of the run in a folder in a format, and tell what they could not hold."""
    read = open_run(source).read
    for notice in export(read, target, form=form, table=options.table, lang=options.title_lang):
        complain(say(notice.code, options.lang, **notice.params))
