from __future__ import annotations

import pickle

import pytest

from extract.rules.match import resolve_claims
from extract.rules.pack import load_packs
from extract.rules.reach import how_far

SHAPES = {
    "shapes.yaml": "amount: <households:households> 、? <people:people>"
    " | <people:people> | <quantity:quantity>\n",
    "lexicons/rise.txt": "#: direction = rise\n增\n增加\n",
    "lexicons/fall.txt": "#: direction = fall\n减\n减少\n",
}


@pytest.fixture
def match_one(make_pack, make_rule, encode_marked):
    """A function that tries one pattern on one marked sentence: slots as text, or None."""

    def match(pattern: str, marked: str, record: str = "money", more: str = "") -> dict[str, str] | None:
        rules = {"rules/probe.yaml": make_rule(f"|\n    {pattern}", record, more=more)}
        packs = load_packs([make_pack({**SHAPES, **rules})])
        text, encoded = encode_marked(marked)
        found = packs.program.candidates(encoded)
        if not found:
            return None
        (kept,), _ = resolve_claims(found)
        return {name: text[slot.start : slot.end] for name, slot in kept.slots.items()}

    return match


def test_a_listed_word_and_a_figure(match_one):
    found = match_one("<action:give> <quantity:money>", "投入/v [5万元|money]")
    assert found == {"action": "投入", "quantity": "5万元"}


def test_a_hole_of_a_kind_takes_the_kinds_below_it(match_one):
    pattern = "共 <quantity:quantity>"
    assert match_one(pattern, "共/d [5人|people]", "count") == {"quantity": "5人"}
    assert match_one(pattern, "共/d [5年|date]", "count") is None


def test_what_is_optional_may_be_missing(match_one):
    pattern = "<action:give> 了? (资金|经费)? <quantity:money>"
    for text in ("投入/v [5元|money]", "投入/v 了/x [5元|money]", "投入/v 了/x 经费/n [5元|money]"):
        assert match_one(pattern, text) == {"action": "投入", "quantity": "5元"}


def test_a_listed_character_is_a_word_of_its_own(match_one):
    pattern = "<action:fall> <delta.quantity:quantity>"
    assert match_one(pattern, "人数/n 减/v [5人|people]", "change") is not None
    assert match_one(pattern, "消减/v [5人|people]", "change") is None


def test_a_longer_listed_word_may_be_joined_to_what_stands_before(match_one):
    pattern = "<action:fall> <delta.quantity:quantity>"
    found = match_one(pattern, "人数减少/v [5人|people]", "change")
    assert found == {"action": "减少", "delta.quantity": "5人"}


def test_a_listed_word_at_the_end_ends_a_word(match_one):
    pattern = "<quantity:people> <action:fall>"
    assert match_one(pattern, "[5人|people] 减少/v", "count") is not None
    assert match_one(pattern, "[5人|people] 减少量/n", "count") is None


def test_the_longest_listed_word_counts(match_one):
    found = match_one("<action:rise> <delta.quantity:quantity>", "增加/v [5人|people]", "change")
    assert found == {"action": "增加", "delta.quantity": "5人"}


def test_text_between_is_the_shortest_run(match_one):
    found = match_one(
        "<action:give> <purpose:text 1..12> <quantity:money>",
        "投入/v 资金/n 并/x 投入/v 专项/n 资金/n [5元|money]",
    )
    assert found == {"action": "投入", "purpose": "专项资金", "quantity": "5元"}


def test_text_at_an_edge_runs_to_the_edge_of_the_clause(match_one):
    found = match_one("<subject:text 1..12> 达 <quantity:money>", "今年/n ,/x 专项/n 资金/n 达/v [5元|money]")
    assert found == {"subject": "专项资金", "quantity": "5元"}
    found = match_one(
        "<quantity:money> 用于 <purpose:text 1..12>", "[5元|money] 用于/v 道路/n 建设/n ,/x 等/x"
    )
    assert found == {"quantity": "5元", "purpose": "道路建设"}


def test_text_at_an_edge_stops_at_an_optional_word(match_one):
    pattern = "(其中)? <subject:text 1..12> 达 <quantity:money>"
    assert match_one(pattern, "其中/x 资金/n 达/v [5元|money]") == {"subject": "资金", "quantity": "5元"}
    assert match_one(pattern, "专项/n 资金/n 达/v [5元|money]") == {"subject": "专项资金", "quantity": "5元"}


def test_text_longer_than_allowed_is_no_text(match_one):
    pattern = "<action:give> <purpose:text 1..3> <quantity:money>"
    assert match_one(pattern, "投入/v 专项/n 资金/n [5元|money]") is None


def test_a_noun_hole_takes_the_whole_phrase(match_one):
    found = match_one("<subject:noun> 达 <quantity:money>", "用于/v 扶贫/nv 专项/n 资金/n 达/v [5元|money]")
    assert found == {"subject": "扶贫专项资金", "quantity": "5元"}
    found = match_one("<subject:noun> 达 <quantity:money>", "[普安县|place] 的/x 资金/n 达/v [5元|money]")
    assert found == {"subject": "普安县的资金", "quantity": "5元"}


def test_a_verb_hole_takes_its_adverbs(match_one):
    found = match_one("<action:verb> <quantity:money>", "资金/n 先后/d 投入/v [5元|money]")
    assert found == {"action": "先后投入", "quantity": "5元"}


def test_a_clause_hole_runs_over_mentions_to_the_comma(match_one):
    found = match_one(
        "<quantity:money> 用于 <purpose:clause>", "[5元|money] 用于/v [普安县|place] 道路/n ,/x 等/x"
    )
    assert found == {"quantity": "5元", "purpose": "普安县道路"}


def test_a_shape_puts_its_prefix_before_its_slots(match_one):
    pattern = "由 <before:amount> <action:fall> 至 <after:amount>"
    found = match_one(
        pattern,
        "由/x [9户|households] [30人|people] 减少/v 至/x [2户|households] 、/x [8人|people]",
        "change",
    )
    assert found == {
        "before.households": "9户",
        "before.people": "30人",
        "action": "减少",
        "after.households": "2户",
        "after.people": "8人",
    }


def test_a_requirement_refuses_a_match(match_one):
    pattern = "由 <before:amount> <action:fall> 至 <after:amount>"
    falls, rises = "由/x [9人|people] 减少/v 至/x [2人|people]", "由/x [2人|people] 减少/v 至/x [9人|people]"
    require = "  require: [direction-agrees]\n"
    assert match_one(pattern, falls, "change", require) is not None
    assert match_one(pattern, rises, "change", require) is None
    mixed = "由/x [9人|people] 减少/v 至/x [2项|count]"
    assert match_one(pattern, mixed, "change", "  require: [same-unit]\n") is None


def test_a_figure_is_used_once_and_the_loser_knows_why(make_pack, make_rule, encode_marked):
    rules = make_rule("<action:give> <quantity:money>", rule_id="probe.long")
    rules += make_rule("<quantity:money>", rule_id="probe.short")
    rules += make_rule("<quantity:money> 元?", rule_id="probe.low", more="  tier: general\n")
    packs = load_packs([make_pack({"rules/probe.yaml": rules})])
    kept, losers = resolve_claims(packs.program.candidates(encode_marked("投入/v [5元|money]")[1]))
    assert [match.rule for match in kept] == ["probe.long"]
    assert {loser.match.rule: loser.reason for loser in losers} == {
        "probe.short": "length",
        "probe.low": "tier",
    }


def test_a_veto_uses_figures_up_without_a_record(make_pack, make_rule, encode_marked):
    rules = make_rule("<action:give> <quantity:money>", rule_id="probe.plain")
    veto = make_rule("投入 <money> 者", "none", "probe.veto", "  tier: veto\n")
    packs = load_packs(
        [make_pack({"rules/probe.yaml": rules + veto.replace("gives: {action: 投入}", "gives: {}")})]
    )
    kept, losers = resolve_claims(packs.program.candidates(encode_marked("投入/v [5元|money] 者/n")[1]))
    assert [(match.rule, match.record) for match in kept] == [("probe.veto", "none")]
    assert [loser.match.rule for loser in losers] == ["probe.plain"]


def test_what_is_read_only_is_not_used_up(make_pack, make_rule, encode_marked):
    rule = make_rule(
        "<delta_of:quantity> , <action:rise> <delta.quantity:quantity>", "change", more="  claims: [delta]\n"
    )
    packs = load_packs([make_pack({**SHAPES, "rules/probe.yaml": rule})])
    text, encoded = encode_marked("收入/n [9元|money] ,/x 增加/v [2元|money]")
    (match,) = packs.program.candidates(encoded)
    assert [text[figure.start : figure.end] for figure in match.claims] == ["2元"]
    assert set(match.slots) == {"delta_of", "action", "delta.quantity"}


def test_how_far_a_rule_got(make_pack, make_rule, encode_marked):
    rule = make_rule("<action:give> 资金 <quantity:money>")
    packs = load_packs([make_pack({"rules/probe.yaml": rule})])
    text, encoded = encode_marked("投入/v 资金/n 共/d [5元|money]")
    reach = how_far(packs.patterns["probe.rule"], packs.names, encoded)
    assert (reach.fitted, reach.missing) == ("<action:give> 资金", "<quantity:money>")
    assert text[reach.start : reach.end] == "投入资金"


def test_a_program_survives_pickling(make_pack, make_rule, encode_marked):
    packs = load_packs([make_pack({"rules/probe.yaml": make_rule("<action:give> <quantity:money>")})])
    encoded = encode_marked("投入/v [5元|money]")[1]
    again = pickle.loads(pickle.dumps(packs.program))
    assert again.candidates(encoded) == packs.program.candidates(encoded)
