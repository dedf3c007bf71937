"""What goes out is exact, frozen, complete, and comes back equal."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from extract.models import FigureMention, Quantity, Record, Result

EVIDENCE = {"span": (0, 8), "text": "惠农近1000户"}


def quantity(value: object) -> dict[str, Any]:
    return {"id": "q3", "value": value, "unit": "户", "span": (3, 8), "text": "1000户"}


def count(**fields: object) -> dict[str, Any]:
    return {"type": "count", "id": "c3", "rule": "count.level", "evidence": EVIDENCE, **fields}


def result(*records: dict[str, Any]) -> dict[str, Any]:
    return {
        "document": {"id": "3f0c9a51be7712d4"},
        "records": records,
        "made_by": {"version": "0.1.0", "segmenter": "rjieba 0.2.2", "gazetteer": "2024"},
    }


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (Decimal("350000"), "350000"),
        (Decimal("3.5E+5"), "350000"),
        (Decimal("350000.00"), "350000"),
        (Decimal("19.27"), "19.27"),
        (Decimal("19.270"), "19.27"),
        (Decimal("0.3333"), "0.3333"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("-4"), "-4"),
        (Decimal("-0.5"), "-0.5"),
        (Decimal("-0"), "0"),
        (Decimal("123456789012345678901234567890.12345678901234567890"), None),
        (8107, "8107"),
        (None, "null"),
    ],
)
def test_numbers_print_exactly(value: object, printed: str | None) -> None:
    text = Quantity.model_validate(quantity(value)).model_dump_json()
    shown = printed or "123456789012345678901234567890.1234567890123456789"
    assert f'"value":{shown},' in text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40))
def test_any_number_survives_its_json(value: Decimal) -> None:
    made = Quantity.model_validate(quantity(value))
    printed = made.model_dump_json()
    assert Quantity.model_validate_json(printed) == made
    assert json.loads(printed, parse_float=Decimal, parse_int=Decimal)["value"] == value
    assert "E" not in printed.split('"value":')[1].split(",")[0]


@pytest.mark.parametrize("value", [0.5, 1e5, "350000", True, Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_exact_number_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        Quantity.model_validate(quantity(value))


def test_fields_that_nobody_knows_are_refused() -> None:
    with pytest.raises(ValidationError, match="subjct"):
        Result.model_validate(result(count(people=quantity(1), subjct="茶农")))


def test_a_count_counts_something() -> None:
    with pytest.raises(ValidationError, match="a count needs"):
        Result.model_validate(result(count()))


def test_a_change_moves_something() -> None:
    with pytest.raises(ValidationError, match="a change needs"):
        Result.model_validate(result(count() | {"type": "change", "direction": "fall"}))


def test_models_are_frozen() -> None:
    made = Result.model_validate(result(count(households=quantity(1000))))
    with pytest.raises(ValidationError):
        made.records[0].id = "c4"


def test_records_are_told_apart_by_type() -> None:
    money = count(quantity=quantity(5) | {"unit": "CNY"}) | {"type": "money"}
    kinds = [
        type(r).__name__ for r in Result.model_validate(result(count(people=quantity(1)), money)).records
    ]
    assert kinds == ["Count", "Money"]
    with pytest.raises(ValidationError):
        TypeAdapter(Record).validate_python(money | {"type": "sum"})


def test_every_field_of_the_contract_prints_even_when_empty() -> None:
    record = json.loads(Result.model_validate(result(count(households=quantity(1000)))).model_dump_json())[
        "records"
    ][0]
    assert next(iter(record)) == "type"
    assert set(record) == {
        *("type", "id", "rule", "evidence", "subject", "place", "time", "action", "actor", "recipient"),
        *("slots", "inherited", "places", "place_ids", "actor_id", "status", "part_of", "same_as"),
        *("cumulative", "households", "people", "quantity"),
    }
    assert set(record["households"]) == {
        *("id", "value", "low", "high", "unit", "modifier", "per", "numerator", "denominator", "si"),
        *("span", "text"),
    }


def test_both_json_modes_agree() -> None:
    made = Result.model_validate(result(count(households=quantity(Decimal("0.5")))))
    plain = made.model_dump(mode="json")
    assert plain == json.loads(made.model_dump_json(), parse_float=Decimal)
    assert plain["records"][0]["households"]["value"] == Decimal("0.5")
    assert json.loads(made.model_dump_json(indent=2)) == json.loads(made.model_dump_json())


def test_a_name_from_outside_cannot_break_the_json() -> None:
    made = Result.model_validate(result() | {"document": {"id": "0" * 16, "source": "\udcff\ue0001\ue000"}})
    assert made.document.source == "\ufffd\ufffd1\ufffd"
    assert Result.model_validate_json(made.model_dump_json()) == made


def test_a_mark_in_a_text_from_elsewhere_stays() -> None:
    text = "\ue0fd1\ue0fd,\ue0fd"
    mention = {"kind": "quantity", "span": (0, 5), "text": text, "value": Decimal("1.5")}
    printed = json.loads(FigureMention.model_validate(mention).model_dump_json())
    assert (printed["text"], printed["value"]) == (text, 1.5)


def test_text_that_looks_like_a_field_stays_text() -> None:
    text = '"value":"1.5","low":'
    mention = {"kind": "quantity", "span": (0, 20), "text": text, "value": Decimal("1.5")}
    made = FigureMention.model_validate(mention)
    assert json.loads(made.model_dump_json())["text"] == text
    assert FigureMention.model_validate_json(made.model_dump_json()) == made


def test_the_same_result_prints_the_same_bytes() -> None:
    source = result(count(households=quantity(1000), slots={"subject": (0, 2), "place": (2, 3)}))
    assert Result.model_validate(source).model_dump_json() == Result.model_validate(source).model_dump_json()
