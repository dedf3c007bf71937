"""The models in, `output/shape.py` out: what may stand in the JSON of a result, as one table.

`extract.output.printing` checks and prints plain results by it, so that the command line need not load
pydantic. Run it after any change of the models:

    python tools/build_shape.py && ruff format src/extract/output/shape.py
"""

from __future__ import annotations

from pathlib import Path
from pprint import pformat
from typing import Any

from pydantic import BaseModel

from extract import models

TARGET = Path(__file__).parent.parent / "src" / "extract" / "output" / "shape.py"
HEAD = '''"""What may stand in the JSON of a result: made of the models by tools/build_shape.py.

`OBJECTS` has the fields of each object in the order in which they are printed: name, kind and, unless the
field has to be there, its default.
"""

from __future__ import annotations

from typing import Any, Final

'''
_SIMPLE = {"string": "text", "number": "number", "boolean": "flag"}


def build_shape() -> str:
    """Return the text of the module."""
    schema = models.Result.model_json_schema(mode="serialization")
    objects = {"Result": schema, **schema["$defs"]}
    table = {
        name: tuple(_field(name, field, inner) for field, inner in objects[name]["properties"].items())
        for name in sorted(objects)
    }
    return f"{HEAD}OBJECTS: Final[dict[str, tuple[tuple[Any, ...], ...]]] = {_literal(table)}\n"


def _field(owner: str, name: str, schema: dict[str, Any]) -> tuple[Any, ...]:
    model: type[BaseModel] = getattr(models, owner)
    field = model.model_fields[name]
    kind = _kind(schema)
    return (name, kind) if field.is_required() else (name, kind, field.get_default(call_default_factory=True))


def _kind(schema: dict[str, Any]) -> Any:
    """A JSON Schema in, the kind of its values out."""
    if "$ref" in schema:
        return "object", schema["$ref"].rpartition("/")[2]
    if "const" in schema or "enum" in schema:
        return "one", *schema.get("enum", [schema.get("const")])
    if "oneOf" in schema:
        tagged = schema["discriminator"]
        members = {tag: target.rpartition("/")[2] for tag, target in tagged["mapping"].items()}
        return "tagged", tagged["propertyName"], members
    if "anyOf" in schema:
        *kinds, nothing = schema["anyOf"]
        assert nothing == {"type": "null"}, schema
        return "maybe", *map(_kind, kinds)
    if "prefixItems" in schema:
        return "span"
    if schema["type"] == "array":
        return "many", _kind(schema["items"])
    if schema["type"] == "object":
        return "table", _kind(schema["additionalProperties"])
    if "pattern" in schema:
        return "like", schema["pattern"]
    return _SIMPLE[schema["type"]]


def _literal(table: dict[str, tuple[tuple[Any, ...], ...]]) -> str:
    lines = ["{"]
    for name, fields in table.items():
        lines += [
            f"    {name!r}: (",
            *(f"        {pformat(field, width=1000)}," for field in fields),
            "    ),",
        ]
    return "\n".join([*lines, "}"]).replace("'", '"')


if __name__ == "__main__":
    TARGET.write_text(build_shape(), "utf-8")
