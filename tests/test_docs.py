"""The docs tell the truth: snippets run, links lead somewhere, every code and option has its place."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extract.errors import PACK_CODES
from extract.messages import read_catalogue
from extract.models import Result
from extract.models.schema import build_schema
from extract.rules.fields import RULE_KEYS
from extract.rules.kinds import RESERVED
from extract.rules.pack import PACK_KEYS
from extract.rules.require import REQUIREMENTS
from extract.rules.slots import POLICIES, RECORDS, TIERS, slots_of

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "README.zh.md", *(ROOT / "docs").rglob("*.md")])
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STEP = re.compile(
    r"`(?P<file>[^`\n]+\.(?:txt|yaml))`[^`\n]*[:：]\n\n```(?:yaml|text)\n(?P<text>.*?)^```$"
    r"|^```console(?P<fails> fails)?\n(?P<commands>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
"""What a page has its reader do: write a file (below a line that ends in its name and a colon), or run
commands; a `console fails` block is one whose commands end with a status that is not 0."""
CODE = re.compile(r"^(?:[CDIR]\d{3}|L\d\d)$")
ELSEWHERE = "…"


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def blocks(path: Path, language: str) -> list[str]:
    return [text for kind, text in FENCE.findall(path.read_text("utf-8")) if kind == language]


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_python_snippets_run(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    for snippet in blocks(path, "python"):
        exec(compile(snippet, str(path), "exec"), names)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_page_does_what_it_says(path: Path, tmp_path: Path) -> None:
    """The files of a page are written and its commands run, in order, in a folder that holds the corpus."""
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    lang = "zh-Hans" if ".zh." in path.name else "en"
    for step in STEP.finditer(path.read_text("utf-8")):
        if step["file"]:
            target = tmp_path / step["file"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(step["text"], encoding="utf-8")
            continue
        for part in re.split(r"^\$ ", step["commands"], flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            status, shown = run_command(command, tmp_path, lang)
            assert (status != 0) == bool(step["fails"]), f"{command}\n{shown}"
            pattern = ".*".join(map(re.escape, output.rstrip("\n").split(ELSEWHERE)))
            assert not output or re.fullmatch(pattern, shown.rstrip("\n"), re.DOTALL), f"{command}\n{shown}"


def run_command(command: str, folder: Path, lang: str) -> tuple[int, str]:
    """Return the status of a command of a page and what it prints, as it stands in a terminal."""
    words = shlex.split(command)
    assert words[:3] == ["python", "-m", "extract"], command
    done = subprocess.run(
        [sys.executable, *words[1:]],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        env={**os.environ, "EXTRACT_LANG": lang},
    )
    return done.returncode, done.stdout.decode()


@pytest.mark.parametrize("path", READMES, ids=name_of)
def test_readme_opens_with_a_record_that_the_article_gives(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.index("```json") < 600, "the record comes before any adjective"
    wanted = json.loads(blocks(path, "json")[0])
    done = subprocess.run(
        [sys.executable, "-m", "extract", "corpus/article.txt"], cwd=ROOT, capture_output=True, check=True
    )
    records = json.loads(done.stdout)["records"]
    assert contains(records[0], wanted), json.dumps(records[0], ensure_ascii=False)


def contains(whole: Any, part: Any) -> bool:
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            key in whole and contains(whole[key], part[key]) for key in part
        )
    return bool(whole == part)


@pytest.mark.parametrize("path", READMES, ids=name_of)
def test_readme_has_two_commands_and_ci_runs_the_second(path: Path) -> None:
    first, second = blocks(path, "sh")[:2]
    assert len(first.splitlines()) == len(second.splitlines()) == 1
    assert "python -m extract corpus/article.txt" in first
    assert second.strip().endswith("-m pytest")
    assert second.strip() in read(".ci/run").splitlines()


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
        if target.startswith("http"):
            continue
        file, _, anchor = target.partition("#")
        page = (path.parent / file).resolve() if file else path
        assert page.exists(), f"{path.name}: {target}"
        if anchor:
            headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
            assert anchor in {heading.lower().replace(" ", "-") for heading in headings}, target


@pytest.mark.parametrize(("page", "lang"), [("docs/errors.md", "en"), ("docs/errors.zh.md", "zh-Hans")])
def test_every_code_has_its_section_with_its_text(page: str, lang: str) -> None:
    text = read(page)
    codes = [code for code in read_catalogue(lang) if CODE.match(code)]
    assert re.findall(r"^### (\w+)$", text, re.MULTILINE) == codes
    for code in codes:
        assert f"### {code}\n\n*{read_catalogue(lang)[code]}*\n" in text
    assert set(PACK_CODES) <= set(codes)


def test_every_code_of_the_catalogue_is_used() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    unused = [code for code in read_catalogue("en") if CODE.match(code) and f'"{code}"' not in source]
    assert not unused


@pytest.mark.parametrize("page", ["docs/output.md", "docs/output.zh.md"])
def test_every_field_of_the_output_is_told(page: str) -> None:
    told = set(re.findall(r"`(\w+)`", read(page)))
    schema = build_schema()
    fields = {name for model in schema["$defs"].values() for name in model.get("properties", {})}
    fields |= set(Result.model_fields)
    assert fields <= told, sorted(fields - told)


@pytest.mark.parametrize("page", ["docs/pattern-card.md", "docs/pattern-card.zh.md"])
def test_every_element_of_the_rule_language_is_on_the_card(page: str) -> None:
    card = read(page)
    told = set(re.findall(r"`\.?([\w-]+)`", card)) | set(re.findall(r"<(?:\w+:)?(\w+)", card))
    names = {*RESERVED, *REQUIREMENTS, *RULE_KEYS, *RECORDS, *TIERS, *POLICIES}
    assert names <= told, sorted(names - told)
    assert set(PACK_KEYS) <= set(re.findall(r"[a-z_]+", card))
    slots = {slot.partition(".")[2] or slot for record in RECORDS for slot in slots_of(record)}
    assert slots <= told, sorted(slots - told)


def test_every_condition_is_told_as_the_program_tells_it() -> None:
    card = read("docs/pattern-card.md")
    for name, (meaning, _) in REQUIREMENTS.items():
        assert f"| `{name}` | {meaning} |" in card


@pytest.mark.parametrize("page", ["docs/pattern-card.md", "docs/pattern-card.zh.md"])
def test_the_rule_on_the_card_is_one_that_loads_and_holds(page: str, tmp_path: Path) -> None:
    from extract.cli import main

    (tmp_path / "rules").mkdir()
    (tmp_path / "pack.yaml").write_text(
        f'name: {tmp_path.name}\nversion: "1"\nlanguage: 1\nextends: [core]\n'
    )
    rule = blocks(ROOT / page, "yaml")[0].replace("id: change.from-to", "id: card.from-to")
    (tmp_path / "rules" / "card.yaml").write_text(rule, encoding="utf-8")
    assert main(["rules", "test", str(tmp_path)]) == 0


def test_every_option_is_in_a_readme_or_a_page() -> None:
    from extract.cli.arguments import COMMANDS, READING, options_of

    prose = "\n".join(path.read_text("utf-8") for path in PAGES)
    for command in (READING, *COMMANDS):
        for option in options_of(command):
            assert option in prose, option


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("adr/*.md")), ids=name_of)
def test_decisions_fit_on_a_page(path: Path) -> None:
    assert re.match(r"\d{4}-[a-z0-9-]+\.md$", path.name)
    assert len(path.read_text("utf-8").splitlines()) <= 40


def test_docs_index_names_every_page() -> None:
    index = read("docs/index.md")
    for path in (ROOT / "docs").glob("*.md"):
        assert path.name == "index.md" or f"({path.name})" in index, path.name
