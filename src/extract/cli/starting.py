"""The name of a pack in, its folder with a first rule out: a pack that holds before a word is changed."""

from __future__ import annotations

import json
from pathlib import Path

from extract.cli.arguments import PROGRAM, Options
from extract.cli.streams import print_data
from extract.errors import ConfigError, InputError
from extract.messages import fail, say
from extract.rules.packset import shipped_folders

_FILES = {
    "pack.yaml": "starter.pack",
    "rules/first.yaml": "starter.rules",
    "lexicons/planting.txt": "starter.words",
}


def start_pack(options: Options) -> int:
    """Write a pack that can be tested at once, and say what to do next; nothing is ever overwritten."""
    path = str(options.subject).rstrip("/") or "."
    folder = Path(path).expanduser()
    name = folder.resolve().name
    if name in shipped_folders():
        raise fail(ConfigError, "C014", value=name)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise fail(ConfigError, "C013", path=path)
    for file, code in _FILES.items():
        text = say(code, options.lang, name=_quote(name), rule=_quote(f"{name}.planted")) + "\n"
        try:
            target = folder / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        except OSError as error:
            raise fail(InputError, "I007", reason=error.strerror or error) from None
        print_data(f"{path}/{file}\n")
    print_data("\n" + say("rules.new", options.lang, path=path, program=PROGRAM) + "\n")
    return 0


def _quote(word: str) -> str:
    """Write a word as YAML takes it: in quotation marks where it is not plain letters."""
    plain = word.replace("-", "").replace("_", "").replace(".", "").isalpha()
    return word if plain and word[0].isalpha() else json.dumps(word, ensure_ascii=False)
