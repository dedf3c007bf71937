"""A plain result and its text in, the rows of every table out, as tuples in the order of the columns.

A figure is a row: a count of households and people is two, a change up to three for each thing it counts, and
`changes` sets these side by side. A number that a table cannot hold to its last digit is left out of its cell
and told in `diagnostics`; it stands in the JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Context as Digits
from decimal import Decimal
from functools import cache
from json import dumps
from typing import Any, Final, NamedTuple

from extract.messages import DATA_LANGUAGE, say
from extract.tables.columns import PLACES, PRECISION, SLOTS, tables
from extract.tables.dates import days_of
from extract.tables.divisions import NOWHERE, division_cells, shared_cells
from extract.tables.links import link_to

Row = tuple[Any, ...]
Plain = Mapping[str, Any]
Rows = dict[str, list[Row]]
"""The rows of each table by its name."""

SAID: Final = ("figures", "changes", "persons", "offices", "organizations", "places", "diagnostics")
"""The tables of what the bulletins say; the others tell of bulletins and of the run."""

FALLBACK: Final = "fallback"
"""The tier of what no rule of a pack read."""

NOT_HELD: Final = "D112"
LIST_JOINT: Final = ";"

_FIELDS: Final = ("households", "people", "quantity")
_ROLES: Final = ("before", "after", "delta")
_CLAUSE, _INHERITED, _DATE, _NONE = "clause", "inherited", "date", "none"
_STEP: Final = Decimal(1).scaleb(-PLACES)
_SI: Final = Digits(prec=15)
"""What a number of the database that has no decimals holds."""

_NO_SI: Final = (None, None)


class Context(NamedTuple):
    """What rows are made with: `tiers` of the rules by id, `lang` of the messages."""

    tiers: Mapping[str, str]
    lang: str = DATA_LANGUAGE


def rows_of(result: Plain, raw: str, context: Context) -> Rows:
    """Return the rows of one result for each of the tables in `SAID`; `raw` is the text as decoded.

    >>> from extract import Pipeline
    >>> text = "全村268户983人全部用上自来水。"
    >>> rows = rows_of(Pipeline().run_plain(text), text, Context({}))
    >>> [(row[5], row[22], row[25]) for row in rows["figures"]]
    [('households', Decimal('268'), '户'), ('people', Decimal('983'), '人')]
    """
    maker = _RowMaker(result["document"], raw, context)
    for record in result["records"]:
        maker.add(record)
    maker.add_diagnostics(result.get("diagnostics", ()))
    return maker.rows


def document_row(result: Plain, raw: str, *, source: str, input_id: str | None, figures: int) -> Row:
    """Return the row of a document, as if it were no copy and no repost."""
    document = result["document"]
    get = document.get
    return (
        source,
        document["id"],
        input_id,
        get("url"),
        get("title"),
        get("publisher"),
        get("site"),
        get("editor"),
        get("published_at"),
        days_of(get("reference_date")).start,
        get("doc_number"),
        get("issuer"),
        days_of(get("signed_at")).start,
        get("script"),
        get("region"),
        _joined(get("packs")),
        len(raw),
        figures,
        get("body_sha256"),
        None,
        None,
    )


class _RowMaker:
    """Makes the rows of one document, and notes what they cannot hold."""

    __slots__ = ("_as_of", "_context", "_doc_id", "_findings", "_raw", "_url", "rows")

    def __init__(self, document: Plain, raw: str, context: Context) -> None:
        self._doc_id = document["id"]
        self._url = document.get("url")
        self._as_of = document.get("reference_date")
        self._raw = raw
        self._context = context
        self._findings: list[Plain] = []
        self.rows: Rows = {name: [] for name in SAID}

    def add(self, record: Plain) -> None:
        kind = record["type"]
        if kind == "change":
            self._add_change(record)
        elif kind == "person":
            self._add_person(record)
        elif kind == "organization":
            self._add_organization(record)
        elif kind == "place":
            self._add_place(record)
        else:
            ends = self._ends_of(record)
            slots = self._slots_of(record, "time")
            for field in _FIELDS:
                quantity = record.get(field)
                if quantity is not None:
                    self._add_figure(record, ends, None, field, quantity, record.get("time"), slots)

    def _add_change(self, record: Plain) -> None:
        """Add the rows of its figures, and for each thing that it counts one with all of them."""
        ends = self._ends_of(record)
        by_field: dict[str, dict[str, Row]] = {}
        for role in _ROLES:
            amount = record.get(role)
            if amount is None:
                continue
            own = amount.get("time")
            time = own or record.get("time")
            slots = self._slots_of(record, f"{role}.time" if own else "time")
            for field in _FIELDS:
                quantity = amount.get(field)
                if quantity is not None:
                    row = self._add_figure(record, ends, role, field, quantity, time, slots)
                    by_field.setdefault(field, {})[role] = row
        self.rows["changes"] += [_side_by_side(roles) for roles in by_field.values()]

    def _ends_of(self, record: Plain) -> tuple[Row, Row, Row]:
        """Return what all its figures share: before the time, between unit and text, and at the end."""
        get = record.get
        place = get("place")
        codes = [code for one in get("places") or () if (code := one.get("code"))]
        if place is None:
            where: Row = (None, None, *NOWHERE, None)
        else:
            code = place.get("code")
            if code:
                cells = division_cells(code, self._as_of)
            else:
                cells = shared_cells(codes, self._as_of) if codes else NOWHERE
            where = (place["name"], code, *cells, LIST_JOINT.join(codes) or code)
        evidence, rule = record["evidence"]["text"], record["rule"]
        deed = (
            get("direction"),
            get("basis"),
            get("delta_of"),
            get("part_of"),
            get("same_as"),
            get("cumulative", False),
            get("action"),
            get("actor"),
            get("recipient"),
            get("purpose"),
        )
        made = evidence, rule, self._context.tiers.get(rule, FALLBACK)
        return (get("status", "actual"), get("subject"), *where), deed, (*made, link_to(self._url, evidence))

    def _slots_of(self, record: Plain, time: str) -> Row:
        """Return for each slot its characters and where they stand; `time` is the slot that holds it."""
        spans = record.get("slots") or {}
        inherited = record.get("inherited") or ()
        cells: list[str | None] = []
        for slot in SLOTS:
            name = time if slot == "time" else slot
            span = spans.get(name)
            if span is not None:
                cells += self._raw[span[0] : span[1]], _INHERITED if name in inherited else _CLAUSE
            else:
                # a time that no words give is that of the bulletin
                cells += None, _DATE if slot == "time" and record.get("time") else _NONE
        return tuple(cells)

    def _add_figure(
        self,
        record: Plain,
        ends: tuple[Row, Row, Row],
        role: str | None,
        field: str,
        quantity: Plain,
        time: str | None,
        slots: Row,
    ) -> Row:
        (status, subject, *where), deed, (*made, link) = ends
        get = quantity.get
        start, end = quantity["span"]
        text = quantity["text"]
        si = get("si")
        row = (
            self._doc_id,
            quantity["id"],
            record["id"],
            record["type"],
            role,
            field,
            status,
            subject,
            *where,
            time,
            *days_of(time),
            self._exact(get("value"), quantity),
            self._exact(get("low"), quantity),
            self._exact(get("high"), quantity),
            get("unit"),
            get("modifier"),
            _joined(get("per")),
            *(_NO_SI if si is None else (self._rounded(si["value"], quantity), si["unit"])),
            *deed,
            text,
            start,
            end,
            *made,
            *slots,
            link,
        )
        self.rows["figures"].append(row)
        return row

    def _exact(self, number: Decimal | int | None, quantity: Plain) -> Decimal | None:
        """Return a number as the tables hold it; one that they cannot is noted, and its cell left empty."""
        if number is None:
            return None
        value = Decimal(number)
        if value == 0:
            return Decimal(0)
        if value.adjusted() < PRECISION - PLACES:
            if value.as_tuple().exponent >= -PLACES:  # type: ignore[operator]
                return value
            if value == value.quantize(_STEP):
                return value.quantize(_STEP)
        span, text = quantity["span"], quantity["text"]
        if not any(found["span"] == span for found in self._findings):
            params = {"text": text}
            message = say(NOT_HELD, self._context.lang, **params)
            self._findings.append(
                {"code": NOT_HELD, "severity": "warning", "span": span, "params": params, "message": message}
            )
        return None

    def _rounded(self, number: Decimal | int, quantity: Plain) -> Decimal | None:
        """Return a value in the SI: to fifteen digits, where 亩 gives an endless one."""
        value = Decimal(number)
        if value != value.to_integral_value():
            value = _SI.plus(value)
            if value.as_tuple().exponent < -PLACES:  # type: ignore[operator]
                value = value.quantize(_STEP)
        return self._exact(value, quantity)

    def _add_person(self, record: Plain) -> None:
        get = record.get
        titles, epithets = _joined(get("titles")), _joined(get("epithets"))
        self.rows["persons"].append((*self._name_cells(record), titles, epithets, *self._name_ends(record)))
        for number, office in enumerate(get("offices") or (), 1):
            cells = number, record["name"], office["title"], office.get("of")
            self.rows["offices"].append((self._doc_id, record["id"], *cells))

    def _add_organization(self, record: Plain) -> None:
        aliases = _joined(record.get("aliases"))
        self.rows["organizations"].append((*self._name_cells(record), aliases, *self._name_ends(record)))

    def _add_place(self, record: Plain) -> None:
        get = record.get
        code = get("code")
        *chain, key = division_cells(code, self._as_of) if code else NOWHERE
        self.rows["places"].append(
            (
                *self._name_cells(record),
                code,
                get("level"),
                get("scheme"),
                get("as_of"),
                *chain,
                key,
                _joined(get("candidates")),
                *self._name_ends(record),
            )
        )

    def _name_cells(self, record: Plain) -> Row:
        return self._doc_id, record["id"], record["name"], record["surface"]

    def _name_ends(self, record: Plain) -> Row:
        """Return how often somebody is named, where first, and what says so."""
        mentions = record.get("mentions") or ()
        start, end = mentions[0] if mentions else (None, None)
        evidence = record["evidence"]["text"]
        return len(mentions), start, end, evidence, record["rule"], link_to(self._url, evidence)

    def add_diagnostics(self, findings: Iterable[Plain]) -> None:
        """Add a row for each finding, those about the rows themselves last."""
        for number, finding in enumerate((*findings, *self._findings), 1):
            start, end = finding.get("span") or (None, None)
            text = None if start is None else self._raw[start:end]
            params = _printed(finding.get("params") or {})
            cells = finding["code"], finding["severity"], start, end, text, params, finding["message"]
            self.rows["diagnostics"].append((self._doc_id, number, *cells))


def _joined(values: Iterable[str] | None) -> str | None:
    return LIST_JOINT.join(values) or None if values else None


def _printed(params: Plain) -> str:
    """Return parameters as JSON, each number to its last digit."""
    cells = (
        f"{dumps(name)}: {value:f}"
        if isinstance(value, Decimal)
        else f"{dumps(name)}: {dumps(value, ensure_ascii=False)}"
        for name, value in params.items()
    )
    return "{" + ", ".join(cells) + "}"


_OF_ROLE: Final = ("id", "value", "low", "high", "unit", "modifier", "time", "text")


@cache
def _positions() -> tuple[list[int], list[int], list[int]]:
    """Return where in the row of a figure the cells of a change stand: in front, of each role, at the end."""
    figures, changes = tables()["figures"], tables()["changes"]
    names = [column.name for column in changes.columns]
    first, last = names.index(f"{_ROLES[0]}_id"), names.index(f"{_ROLES[-1]}_text")
    of_role = [figures.place_of("figure_id" if name == "id" else name) for name in _OF_ROLE]
    return [*map(figures.place_of, names[:first])], of_role, [*map(figures.place_of, names[last + 1 :])]


_NO_END: Final = (None,) * len(_OF_ROLE)


def _side_by_side(roles: Mapping[str, Row]) -> Row:
    """Return the row of a change, made of those of its figures."""
    front, of_role, back = _positions()
    some = next(iter(roles.values()))
    cells = [some[at] for at in front]
    for role in _ROLES:
        row = roles.get(role)
        cells += _NO_END if row is None else [row[at] for at in of_role]
    return *cells, *(some[at] for at in back)
