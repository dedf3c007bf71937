"""Options in, the answer of a `rules` command out."""

from __future__ import annotations

from extract.cli.arguments import Options


def run_rules(options: Options) -> int:
    """Run the verb of a `rules` command."""
    raise NotImplementedError(options.verb)
