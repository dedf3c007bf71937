"""Two outputs in, the records gained, lost and changed between them out, for people or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from extract.cli.arguments import Options
from extract.cli.streams import complain, print_data, read_bytes
from extract.diff import DocumentDiff, Plain, compare, figure_spans, read_results
from extract.errors import InputError
from extract.messages import report, say
from extract.models._base import to_number, unmark
from extract.text.reading import decode

SAME, DIFFERENT, UNREADABLE = 0, 1, 2


def compare_files(options: Options) -> int:
    """Print how the second output differs from the first; return 0 where it does not, 1 where it does."""
    runs = []
    for path in options.files:
        try:
            runs.append(read_results(decode(read_bytes(path))))
        except InputError as error:
            complain(say("cli.where", options.lang, where=path, what=report(error, options.lang)))
            return UNREADABLE
    diffs = compare(*runs)
    if options.format == "json":
        plain = {"documents": [_plain(diff) for diff in diffs if diff.differs], **_sums(diffs)}
        print_data(_to_json(plain, 2) + "\n")
    else:
        print_data("".join(f"{line}\n" for line in _describe(diffs, options.lang)))
    return DIFFERENT if any(diff.differs for diff in diffs) else SAME


def _sums(diffs: Sequence[DocumentDiff]) -> dict[str, int]:
    return {
        "gained": sum(len(diff.gained) for diff in diffs),
        "lost": sum(len(diff.lost) for diff in diffs),
        "changed": sum(len(diff.changed) for diff in diffs),
        "same": sum(diff.same for diff in diffs),
    }


def _plain(diff: DocumentDiff) -> dict[str, Any]:
    changed = [
        {
            "id": change.new["id"],
            "old_id": change.old["id"],
            "slots": [{"slot": slot.slot, "old": slot.old, "new": slot.new} for slot in change.slots],
        }
        for change in diff.changed
    ]
    head = {"id": diff.id, "source": diff.source}
    return {**head, "gained": diff.gained, "lost": diff.lost, "changed": changed}


def _describe(diffs: Sequence[DocumentDiff], lang: str) -> Iterator[str]:
    for diff in diffs:
        if not diff.differs:
            continue
        yield diff.source or diff.id
        for sign, records in (("-", diff.lost), ("+", diff.gained)):
            for record in records:
                yield f"  {sign} {_name(record)}"
        for change in diff.changed:
            yield f"  ~ {_name(change.new)}"
            for slot in change.slots:
                old, new = _only(slot.old, slot.new), _only(slot.new, slot.old)
                yield "      " + say("diff.slot", lang, slot=slot.slot, old=_to_json(old), new=_to_json(new))
    yield say("diff.sums", lang, **_sums(diffs))


def _only(one: Any, other: Any) -> Any:
    """Of a list, what the other has not: thirty mentions that stay say nothing."""
    if isinstance(one, list) and isinstance(other, list):
        return [value for value in one if value not in other] or ("…" if one else [])
    return one


def _name(record: Plain) -> str:
    """Return a record as one line: its id, its figures or name, the rule and the clause it was read from."""
    if "rule" not in record:
        return str(record.get("title") or record["id"])
    words = "".join(str((record.get("evidence") or {}).get("text", "")).split())
    start = (record.get("evidence") or {}).get("span", [0])[0]
    text = str((record.get("evidence") or {}).get("text", ""))
    figures = [text[first - start : last - start] for first, last in sorted(figure_spans(record))]
    shown = " ".join(figures) or str(record.get("name", ""))
    return f"{record['id']} {''.join(shown.split())} [{record['rule']}] {words}"


def _to_json(value: Any, indent: int | None = None) -> str:
    return unmark(json.dumps(value, ensure_ascii=False, indent=indent, default=to_number))
