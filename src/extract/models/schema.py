"""Models in, JSON Schema 2020-12 out: `python -m extract.models.schema schemas/` writes `schemas/`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from extract.models.result import SCHEMA_VERSION, Result

FILE_NAME = "result.schema.json"


def build_schema() -> dict[str, Any]:
    """Return the schema of the JSON that a result prints as."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:bulletin-extract:result:{SCHEMA_VERSION}",
        **Result.model_json_schema(mode="serialization"),
    }


def write_schema(folder: Path) -> Path:
    """Write the schema into a folder and return its path."""
    path = folder / FILE_NAME
    path.write_text(json.dumps(build_schema(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    write_schema(Path(sys.argv[1]))
