"""Chinese government bulletins in, validated records out.

>>> import extract
>>> [record.quantity.value for record in extract.extract("投入专项扶贫资金8000万元。").records]
[Decimal('80000000')]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from extract.errors import ConfigError, ExtractError, InputError

if TYPE_CHECKING:
    from extract.errors import PackError
    from extract.models import Result
    from extract.pipeline import Pipeline, extract, load_packs

__version__ = "0.1.0"

__all__ = [
    "ConfigError",
    "ExtractError",
    "InputError",
    "PackError",
    "Pipeline",
    "Result",
    "extract",
    "load_packs",
]

_HOMES: Final = {
    "PackError": "extract.errors",
    "Pipeline": "extract.pipeline",
    "Result": "extract.models",
    "extract": "extract.pipeline",
    "load_packs": "extract.pipeline",
}
"""Where the names live that are imported when first used: `import extract` itself loads no model."""


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'extract' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
