"""The optional compiled build: `EXTRACT_COMPILE=1 pip install .` turns the hot modules into C with mypyc.

Without it nothing is compiled and the package is pure Python. Both give the same bytes; see `docs/speed.md`.
"""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path
from typing import Any

from setuptools import setup

PACKAGES = ("text", "mentions", "records")
MODULES = (
    "spans.py",
    "rules/choice.py",
    "rules/encode.py",
    "rules/index.py",
    "rules/match.py",
    "rules/require.py",
)
"""What runs for every bulletin. The models are pydantic's, and packs are read once."""

COMMANDS = {"bdist_wheel", "build_ext", "editable_wheel"}
"""The commands that compile. The others, which only ask what is needed and made, should not wait for it."""


def options() -> dict[str, Any]:
    """Return what `setup` needs for the compiled build; nothing for the pure one."""
    if os.environ.get("EXTRACT_COMPILE") != "1":
        return {}
    if COMMANDS.isdisjoint(sys.argv):
        project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]
        # The compiler reads the types of what is imported.
        compiler = ["mypy[mypyc]>=1.13", "types-PyYAML", "types-regex"]
        return {"setup_requires": [*project["dependencies"], *compiler]}
    from mypyc.build import mypycify

    home = Path("src/extract")
    paths = [str(path) for name in PACKAGES for path in sorted((home / name).glob("[!_]*.py"))]
    paths += [str(home / name) for name in MODULES]
    return {"ext_modules": mypycify(paths, opt_level="2", multi_file=True)}


setup(**options())
