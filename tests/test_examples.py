from __future__ import annotations

import pytest

from extract.examples import Difference, compose, run_examples
from extract.rules.pack import load_packs

PACK = "name: probe\nversion: 1\nlanguage: 1\n"
RULES = """\
- id: probe.give
  record: money
  about: test
  pattern: <action:give> <quantity:money>
  examples:
    - text: 兴仁市投入近5万元
      heading: 一、资金
      date: "2019-02-26"
      gives: {action: 投入, quantity: 近5万元, place: 兴仁市, actor: ~}
  counterexamples:
    - {text: 花了5万元, why: 花不在词表里}
"""
RECORD = {
    "rule": "probe.give",
    "action": "投入",
    "actor": None,
    "place": {"name": "兴仁市", "code": "522302"},
    "quantity": {"text": "5万元", "value": 50000},
}


@pytest.fixture
def packs(tmp_path):
    for path, text in {"pack.yaml": PACK, "rules/r.yaml": RULES, "lexicons/give.txt": "投入\n"}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return load_packs([tmp_path])


def outcomes(packs, *records, counter=()):
    """How the example and the counterexample come out, where the first makes these records."""

    def run(text, day):
        return {"records": list(records if "投入" in text else counter)}

    return run_examples(packs, packs.packs[0], run)


def test_an_example_holds_when_a_record_gives_what_it_says(packs):
    example, counter = outcomes(packs, RECORD)
    assert (example.passed, example.counter) == (True, False)
    assert (counter.passed, counter.counter, counter.why) == (True, True, "花不在词表里")
    assert (example.file.split("/")[-1], example.line) == ("r.yaml", 6)


def test_a_slot_that_differs_is_told(packs):
    wrong = {**RECORD, "action": "花", "actor": "公安部"}
    (example, _) = outcomes(packs, wrong)
    assert not example.passed
    assert set(example.differences) == {
        Difference("action", "投入", "花"),
        Difference("actor", "~", "公安部"),
    }


def test_the_nearest_record_is_compared(packs):
    (example, _) = outcomes(packs, {**RECORD, "action": None, "place": None}, {**RECORD, "action": "花"})
    assert example.differences == (Difference("action", "投入", "花"),)


def test_the_rules_that_were_faster_are_told(packs):
    (example, _) = outcomes(packs, {**RECORD, "rule": "core.other"})
    assert (example.passed, example.made_by) == (False, ("core.other",))


def test_a_counterexample_fails_when_its_rule_makes_a_record(packs):
    (_, counter) = outcomes(packs, RECORD, counter=[RECORD])
    assert not counter.passed
    assert counter.records == (RECORD,)


def test_a_heading_stands_above_its_text(packs):
    example = packs.rules["probe.give"].examples[0]
    assert compose(example) == "一、资金\n\n兴仁市投入近5万元\n"


def test_nested_slots_are_named_with_dots(packs):
    rule = packs.rules["probe.give"]
    rule.examples[0].gives = {"before": {"quantity": "9元", "time": "2014"}}
    record = {"rule": "probe.give", "before": {"quantity": {"text": "8元"}, "time": "2014"}}
    (example, _) = outcomes(packs, record)
    assert example.differences == (Difference("before.quantity", "9元", "8元"),)
