"""Options in, the tables of a run in files of another program out; what these could not hold is told."""

from __future__ import annotations

from extract.cli.arguments import Options
from extract.cli.streams import complain
from extract.exports import export, format_of
from extract.messages import say

DONE = 0


def export_run(options: Options) -> int:
    """Write the tables of a run, or one of them, and return 0."""
    from extract.runs.folder import open_run  # type: ignore[import-not-found,unused-ignore]

    source, target = options.files
    form = options.format or format_of(target)
    run = open_run(source)
    notices = export(run.read, target, form=form, table=options.table, lang=options.title_lang)
    for notice in notices:
        complain(say(notice.code, options.lang, **notice.params))
    return DONE
