"""Exact numbers into JSON and back: the base of every model and the type of every number.

pydantic prints a Decimal as a string. Here an integral one goes out as an int and any other as
a marked string, and the marks with their quotes are cut off in the finished text, so that no number
ever passes through a float. The mark is a private-use character, which no text of ours contains
(`printable` sees to names that come from outside).
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, PlainSerializer, Strict, WithJsonSchema
from pydantic.functional_validators import BeforeValidator
from pydantic_core import CoreSchema, core_schema

_MARK: Final = "\ue0fd"
"""Its last byte is rare in Chinese text and in ASCII: that is what `str.find` searches for."""

_MARKED: Final = re.compile(f'"{_MARK}(-?[0-9.]+){_MARK}"')

_MOST_REMEMBERED: Final = 512
"""Numbers whose print is kept: the small ones and the years come again and again."""

_UNPRINTABLE = re.compile("[\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]")


@lru_cache(_MOST_REMEMBERED)
def to_number(value: Decimal) -> int | str:
    """Return what stands for an exact number in JSON: an int, or the marked digits of a fraction.

    >>> to_number(Decimal("3.5E+5")), to_number(Decimal("19.270")).strip(_MARK)
    (350000, '19.27')
    """
    whole = int(value)
    if whole == value:
        return whole
    return f"{_MARK}{value:f}".rstrip("0") + _MARK


def unmark(text: str) -> str:
    """Turn the marked strings of a JSON text into its numbers.

    >>> unmark(f'["{_MARK}19.27{_MARK}",null]')
    '[19.27,null]'
    """
    parts: list[str] = []
    done = 0
    at = text.find(_MARK)
    while at >= 0:
        marked = _MARKED.match(text, at - 1)
        if marked is not None:
            parts += text[done : at - 1], marked[1]
            at = done = marked.end()
        at = text.find(_MARK, at + 1)
    parts.append(text[done:])
    return "".join(parts)


def printable(text: Any) -> Any:
    """Return a path or address with its surrogates and private-use characters as U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", text) if isinstance(text, str) else text


class _Exact:
    """A finite Decimal or an int, never a float and never a string of digits."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        whole = core_schema.no_info_after_validator_function(Decimal, core_schema.int_schema(strict=True))
        exact = core_schema.decimal_schema(strict=True)
        return core_schema.union_schema([exact, whole], mode="left_to_right")


Number = Annotated[
    Decimal,
    _Exact,
    PlainSerializer(to_number, return_type=Any, when_used="json"),
    WithJsonSchema({"type": "number"}),
]
"""An exact number: Decimal in Python, a number without exponent in JSON."""

Offset = Annotated[int, Strict()]
Span = Annotated[tuple[Offset, Offset], Strict(False)]
"""`[start, end)` in code points of the text as decoded."""

Outside = Annotated[str, BeforeValidator(printable, json_schema_input_type=str)]
"""A string that the caller gives and no bulletin contains."""


class Model(BaseModel):
    """A frozen model without unknown fields, whose JSON holds exact numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)

    def model_dump_json(self, **options: Any) -> str:
        """Return the JSON text; options are those of pydantic (`indent=2` for people)."""
        return unmark(super().model_dump_json(**options))

    def model_dump(self, **options: Any) -> dict[str, Any]:
        """Return a plain dict; in JSON mode a number is an int or, if it has a fraction, a Decimal."""
        if options.get("mode") != "json":
            return super().model_dump(**options)
        del options["mode"]
        plain: dict[str, Any] = json.loads(self.model_dump_json(**options), parse_float=Decimal)
        return plain

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """Return the model that a JSON text describes, each number exact to its last digit."""
        return cls.model_validate(json.loads(json_data, parse_float=Decimal), **options)


__all__ = ["Model", "Number", "Offset", "Outside", "Span", "printable", "to_number", "unmark"]
