from __future__ import annotations

import pytest

from extract.rules.lint import lint_pack
from extract.rules.pack import load_packs

SOUND = "<action:give> <quantity:money>"


@pytest.mark.parametrize(
    ("files", "code", "line", "subject"),
    [
        ({"lexicons/give.txt": "投入\n下拨\n"}, "L01", 2, "下拨"),
        ({"lexicons/give.txt": "下拨\n下拨\n投入\n"}, "L02", 2, "下拨"),
        ({"lexicons/give.txt": "下拨 投入\n"}, "L09", 1, "下拨 投入"),
        ({"pack.yaml": "name: a\nversion: 1\nlanguage: 1\ntriggers: [县]\n"}, "L03", 1, "县"),
        ({"lexicons/idle.txt": "投\n"}, "L06", 1, "idle"),
        ({"shapes.yaml": "idle: <people>\n"}, "L07", 1, "idle"),
    ],
)
def test_what_does_not_look_meant_is_told(make_pack, make_rule, files, code, line, subject):
    sound = {"rules/r.yaml": make_rule(SOUND), "lexicons/give.txt": "下拨\n投入\n"}
    found = lint_pack(load_packs([make_pack({**sound, **files})]))
    assert [(finding.code, finding.line, finding.subject) for finding in found] == [(code, line, subject)]


@pytest.mark.parametrize(
    ("pattern", "record", "more", "code"),
    [
        ("投入。 <quantity:money>", "money", "", "L04"),
        ("<before.quantity:money> 变 <after.quantity:percent>", "change", "  require: [same-kind]\n", "L04"),
        (SOUND, "money", "  tier: general\n", "L05"),
    ],
)
def test_a_rule_that_can_do_nothing_is_told(make_pack, make_rule, pattern, record, more, code):
    rules = make_rule(SOUND) + make_rule(pattern, record, "probe.vain", more)
    packs = load_packs([make_pack({"rules/r.yaml": rules, "lexicons/give.txt": "下拨\n投入\n"})])
    assert [(finding.code, finding.subject) for finding in lint_pack(packs)] == [(code, "probe.vain")]
