"""What the pattern card says of patterns beside their table holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.pipeline import Pipeline

PACK = 'name: card\nversion: "1"\nlanguage: 1\nextends: [core]\n'
RULE = """\
- id: card.probe
  record: measure
  about: one claim of the card
  pattern: "{pattern}"
  examples: [{{text: 见表, gives: {{subject: 公路}}}}]
  counterexamples: [{{text: 见表, why: 不跑}}]
"""


@pytest.mark.parametrize(
    ("pattern", "text", "slots"),
    [
        # a figure, date or name is one sign, whatever its words
        ("兴仁市 <quantity:measure>", "兴仁市3公里", None),
        ("<place:place> <quantity:measure>", "兴仁市3公里", {"place": "兴仁市"}),
        # what belongs to a figure is never met
        ("道路 <quantity:measure>", "道路约3公里", {}),
        ("道路约 <quantity:measure>", "道路约3公里", None),
        # brackets are sentences of their own, and no pattern goes past a sentence
        ("道路 <quantity:measure>", "道路（硬化）3公里", {}),
        ("道路 <quantity:measure>", "道路。3公里", None),
        # a listed word of one character begins a word, or stands behind the pattern's own characters
        ("<action:one> <quantity:measure>", "公路增3公里", {"action": "增"}),
        ("<action:one> <quantity:measure>", "今年新增3公里", None),
        ("新 <action:one> <quantity:measure>", "今年新增3公里", {"action": "增"}),
        ("<action:long> <quantity:measure>", "今年已新建成3公里", {"action": "建成"}),
        # of several readings the first written counts
        ("(<subject:noun> | <recipient:noun>) <quantity:measure>", "道路3公里", {"subject": "道路"}),
        ("(<recipient:noun> | <subject:noun>) <quantity:measure>", "道路3公里", {"recipient": "道路"}),
        # a place before a noun belongs to the noun phrase, and ends a run of text
        ("<subject:noun> <quantity:measure>", "兴仁市公路3公里", {"subject": "兴仁市公路"}),
        ("<subject:text 1..8> <quantity:measure>", "兴仁市公路3公里", {"subject": "公路"}),
        # a text hole may be missing
        ("<action:long> <text 1..4>? <quantity:measure>", "建成3公里", {"action": "建成"}),
        ("<action:long> <text 1..4>? <quantity:measure>", "建成了足足3公里", {"action": "建成"}),
    ],
)
def test_what_a_pattern_sees(tmp_path: Path, pattern: str, text: str, slots: dict[str, str] | None) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "rules" / "probe.yaml").write_text(RULE.format(pattern=pattern), encoding="utf-8")
    (tmp_path / "lexicons" / "one.txt").write_text("增\n", encoding="utf-8")
    (tmp_path / "lexicons" / "long.txt").write_text("建成\n", encoding="utf-8")
    matches = [m for m in Pipeline([tmp_path]).read(text).matches if m.rule == "card.probe"]
    found = [{name: text[slot.start : slot.end] for name, slot in match.slots.items()} for match in matches]
    assert bool(found) == (slots is not None)
    if slots is not None:
        found[0].pop("quantity")
        assert found[0] == slots
