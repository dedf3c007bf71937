from __future__ import annotations

import re
from pathlib import Path

import pytest

from extract.errors import PACK_CODES, PackErrors
from extract.rules.pack import load_packs, shipped_packs

SOURCE = Path(__file__).parents[2] / "src" / "extract" / "rules"
SOUND = "<action:give> <quantity:money>"


def mistakes(folder: Path | str) -> list[tuple[str, str, int, int, str]]:
    with pytest.raises(PackErrors) as caught:
        load_packs([folder])
    return [(e.code, e.file, e.line, e.column, e.hint or "") for e in caught.value.errors]


# pattern, record, further lines => code, column of the pattern line, part of the hint
PATTERNS = [
    ("<subjct:noun> 达 <quantity:money>", "money", "", "R104", 13, "write 'subject'"),
    ("<action:giv> <quantity:money>", "money", "", "R111", 12, "write 'give'"),
    ("<action:beschenken> <quantity:money>", "money", "", "R111", 12, "lexicons/beschenken.txt"),
    ("<action:give>* <quantity:money>", "money", "", "R112", 25, "x?"),
    ("<action:give> 资金", "money", "", "R115", 12, "<quantity:quantity>"),
    ("<action:give> <quantity:money>?", "money", "", "R115", 12, "every reading"),
    ("<quantity:people> <action:give>", "money", "", "R117", 12, "it takes: money"),
    ("<time:place> <quantity:money>", "money", "", "R117", 12, "date"),
    ("<before:money>", "change", "", "R104", 13, "before.quantity"),
    ("<subject:text 1..9> <actor:text 1..9> <quantity:money>", "money", "", "R114", 32, "a word between"),
    ("<purpose:clause> <quantity:money>", "money", "", "R112", 12, "at the end"),
    (
        "<subject:text 1..9> 的 <actor:text 1..9> 由 <purpose:text 1..9> 以 <quantity:money>",
        "money",
        "",
        "R114",
        12,
        "more of the sentence",
    ),
    ("(的|的了)? " * 20 + "<quantity:money>", "money", "", "R119", 12, "split the rule"),
]


@pytest.mark.parametrize(("pattern", "record", "more", "code", "column", "advice"), PATTERNS)
def test_a_mistake_in_a_pattern_is_told_where_it_stands(
    make_pack, make_rule, pattern, record, more, code, column, advice
):
    folder = make_pack({"rules/r.yaml": make_rule(f'"{pattern}"', record, more=more)})
    ((found, file, line, at, hint),) = mistakes(folder)
    assert (found, file, line, at) == (code, "probe/rules/r.yaml", 4, column + 1)
    assert advice in hint


# file to text => code, line, column, part of the hint
FILES = [
    ({"pack.yaml": "name: probe\nversion: 1\n"}, "R106", 1, 1, "language"),
    ({"pack.yaml": "name: a\nversion: 1\nlanguage: 2\n"}, "R125", 3, 11, "write 1"),
    ({"pack.yaml": "name: a\nversion: 1\nlanguage: 1\ntrigers: [b]\n"}, "R105", 4, 1, "'triggers'"),
    ({"pack.yaml": "name: a\nname: b\nversion: 1\nlanguage: 1\n"}, "R107", 2, 1, "line 1"),
    ({"pack.yaml": "name: [\n"}, "R103", 3, 1, ""),
    ({"pack.yaml": "- a\n"}, "R108", 1, 1, "name"),
    ({"pack.yaml": "name: a\nversion: 1\nlanguage: 1\nextends: cor\n"}, "R101", 4, 10, "'core'"),
    ({"pack.yaml": "name: a\nversion: 1\nlanguage: 1\ndisables: [x.y]\n"}, "R121", 4, 12, ""),
    ({"pack.yaml": "name: a\nversion: &v 1\nlanguage: *v\n"}, "R124", 2, 10, "write it out"),
    ({"shapes.yaml": "money: <people>\n"}, "R113", 1, 1, "another name"),
    ({"shapes.yaml": "give: <people>\n"}, "R110", 1, 1, "another name"),
    ({"shapes.yaml": "a: <b>\nb: <a>\n"}, "R118", 1, 4, "take one out"),
    ({"shapes.yaml": "a: <people\n"}, "R112", 1, 4, "close it"),
    ({"lexicons/money.txt": "元\n"}, "R113", 1, 1, "rename"),
    ({"lexicons/give.txt": "#: direction = up\n给\n"}, "R109", 1, 1, "rise"),
    ({"lexicons/give.txt": "#: colour = red\n给\n"}, "R105", 1, 1, "direction"),
    ({"lexicons/give.txt": "给\n  a<b\n"}, "R122", 2, 3, "one word a line"),
]


@pytest.mark.parametrize(("files", "code", "line", "column", "advice"), FILES)
def test_a_mistake_in_a_file_is_told_where_it_stands(make_pack, files, code, line, column, advice):
    found = mistakes(make_pack(files))
    assert (code, line, column) in [(error[0], error[2], error[3]) for error in found]
    assert any(advice in error[4] for error in found if error[0] == code)


# further lines of a rule => code, part of the hint
FIELDS = [
    ("  tier: specifc\n", "R109", "'specific'"),
    ("  claims: [before]\n", "R116", "quantity"),
    ("  context: {subjct: reading}\n", "R104", "'subject'"),
    ("  context: {subject: readin}\n", "R109", "'reading'"),
    ("  require: [same-units]\n", "R109", "'same-unit'"),
    ("  replaces: core.none\n", "R121", ""),
    ("  tier: veto\n", "R109", "record: none"),
    ("  tiers: red\n", "R105", "'tier'"),
    ("  about: again\n", "R107", "line 3"),
]


@pytest.mark.parametrize(("more", "code", "advice"), FIELDS)
def test_a_mistake_in_a_field_is_told_with_what_to_write(make_pack, make_rule, more, code, advice):
    found = mistakes(make_pack({"rules/r.yaml": make_rule(SOUND, more=more)}))
    assert [error[0] for error in found] == [code]
    assert advice in found[0][4]


def test_a_rule_without_examples_is_a_mistake(make_pack):
    rule = "- {id: a, record: money, about: b, pattern: <quantity:money>}\n"
    assert [error[0] for error in mistakes(make_pack({"rules/r.yaml": rule}))] == ["R106", "R106"]


def test_a_comma_in_an_unquoted_text_is_explained(make_pack, make_rule):
    rule = make_rule(SOUND).replace("text: 花了5万元", "text: 花了5万元,买书")
    ((code, _, _, _, hint),) = mistakes(make_pack({"rules/r.yaml": rule}))
    assert code == "R105"
    assert "quotation marks" in hint


def test_every_mistake_is_told_at_once(make_pack, make_rule):
    rules = make_rule("<subjct:noun> <quantity:money>", rule_id="a")
    rules += make_rule("<action:giv> <quantity:mony>", rule_id="b")
    found = mistakes(make_pack({"rules/r.yaml": rules, "lexicons/x.txt": "#: a\n"}))
    assert [error[0] for error in found] == ["R122", "R104", "R111", "R111"]


def test_the_print_has_the_line_and_a_caret(make_pack, make_rule):
    folder = make_pack({"rules/r.yaml": make_rule("|\n    <subjct:noun> 达 <quantity:money>")})
    with pytest.raises(PackErrors) as caught:
        load_packs([folder])
    assert str(caught.value) == (
        "probe/rules/r.yaml:5:6: R104 slot 'subjct' is not a slot of record 'money'\n"
        "     5 |     <subjct:noun> 达 <quantity:money>\n"
        "       |      ^^^^^^ write 'subject' "
        "(or one of: action, actor, place, purpose, quantity, recipient, time)"
    )


def test_a_file_that_is_not_utf8_is_told_with_its_line(make_pack):
    folder = make_pack()
    (folder / "lexicons/give.txt").write_bytes("给\n".encode() + "投入".encode("gb18030"))
    assert [error[:3] for error in mistakes(folder)] == [("R102", "probe/lexicons/give.txt", 2)]


def test_an_unknown_pack_is_told_with_the_nearest():
    ((code, _, _, _, hint),) = mistakes("cor")
    assert code == "R101"
    assert "'core'" in hint


def test_scalars_are_strings(make_pack):
    head = "name: no\nversion: 2014\nlanguage: 1\nabout: 12:30\ntriggers: [yes, 1.0]\n"
    (pack,) = load_packs([make_pack({"pack.yaml": head})]).packs
    assert (pack.name, pack.version, pack.about, pack.triggers) == ("no", "2014", "12:30", ("yes", "1.0"))


def test_packs_that_extend_each_other_are_a_mistake(make_pack):
    head = "name: {0}\nversion: 1\nlanguage: 1\nextends: ../{1}\n"
    make_pack({"pack.yaml": head.format("one", "two")}, name="one")
    two = make_pack({"pack.yaml": head.format("two", "one")}, name="two")
    assert [error[0] for error in mistakes(two)] == ["R120"]


@pytest.fixture
def child(make_pack, make_rule):
    """A function that writes a pack over a base pack with two rules, and loads it."""
    rules = make_rule(SOUND, rule_id="base.one") + make_rule("共 <quantity:money>", rule_id="base.two")
    make_pack({"rules/r.yaml": rules}, name="base")

    def load(files: dict[str, str], head: str = ""):
        pack = f"name: child\nversion: 1\nlanguage: 1\nextends: ../base\n{head}"
        return load_packs([make_pack({"pack.yaml": pack, **files}, name="child")])

    return load


def test_what_a_pack_extends_is_read_first(child):
    packs = child({})
    assert [pack.name for pack in packs.packs] == ["base", "child"]
    assert set(packs.rules) == {"base.one", "base.two"}


def test_a_pack_adds_words_and_takes_words_out(child):
    packs = child({"lexicons/give.txt": "捐\n-下拨\n"})
    assert packs.lexicons["give"].words == ("投入", "捐")


def test_a_pack_replaces_and_disables_rules(child, make_rule):
    rule = make_rule(SOUND, rule_id="child.one", more="  replaces: base.one\n")
    packs = child({"rules/r.yaml": rule}, "disables: [base.two]\n")
    assert set(packs.rules) == {"child.one"}
    assert packs.current("base.one") == "child.one"


def test_the_same_id_twice_is_a_mistake(make_pack, make_rule):
    found = mistakes(make_pack({"rules/r.yaml": make_rule(SOUND) + make_rule(SOUND)}))
    assert [error[0] for error in found] == ["R110"]
    assert "replaces: probe.rule" in found[0][4]


def test_a_users_rule_goes_before_that_of_its_base(child, make_rule, encode_marked):
    packs = child({"rules/r.yaml": make_rule(SOUND, rule_id="zz.user")})
    found = packs.program.candidates(encode_marked("投入/v [5元|money]")[1])
    assert min(found, key=lambda match: match.rank).rule == "zz.user"


def test_plain_lists_keep_their_places(make_pack):
    packs = load_packs([make_pack({"units.txt": "# note\n担 = 50 公斤\n", "titles.txt": "村长\n"})])
    (entry,) = packs.lists["units.txt"]
    assert (entry.text, entry.line) == ("担 = 50 公斤", 2)


def test_the_digest_changes_with_any_file(make_pack):
    first = load_packs([make_pack()]).packs[0].sha256
    again = load_packs([make_pack()]).packs[0].sha256
    other = load_packs([make_pack({"lexicons/give.txt": "投入\n"})]).packs[0].sha256
    assert first == again != other


def test_rules_may_be_written_in_the_other_script(make_pack, make_rule, encode_marked):
    fold = {"撥": "拨", "＜": "<", "＞": ">"}
    rule = make_rule("下撥 <quantity:money>")
    packs = load_packs(
        [make_pack({"rules/r.yaml": rule})], fold=lambda text: "".join(fold.get(c, c) for c in text)
    )
    assert packs.program.candidates(encode_marked("下拨/v [5元|money]")[1])


def test_every_code_is_explained_and_used():
    used = set()
    for path in SOURCE.glob("*.py"):
        used |= set(re.findall(r'"(R\d{3})"', path.read_text(encoding="utf-8")))
    assert used == set(PACK_CODES)


def test_the_language_holds_no_chinese_word_and_imports_no_stage():
    for path in SOURCE.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"[\u4e00-\u9fff]", text), path.name
        imported = set(re.findall(r"^(?:from|import) ([\w.]+)", text, flags=re.M))
        ours = {name for name in imported if name.startswith("extract")}
        allowed = {f"extract.{name}" for name in ("digests", "errors", "patterns", "spans")}
        assert all(name in allowed or name.startswith("extract.rules") for name in ours)
        assert ("yaml" in imported) == (path.name == "positions.py"), path.name


def test_the_core_pack_is_shipped():
    assert "core" in shipped_packs()
