"""Which packs a bulletin asks for by its words, and what chosen packs cost and change."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from extract.errors import PackErrors
from extract.pipeline import Pipeline
from extract.rules.choice import ENOUGH, STRETCH, Choice, ChosenPacks
from extract.rules.pack import extend_packs, load_packs, shipped_packs, shipped_triggers
from extract.text.folding import fold

FLOOD = "洪水淹没农田，3人遇难，救灾队伍赶到。"
WORKS = "铁路开工。"
DISASTER_RULE = "disaster.people-harmed"


@pytest.fixture(scope="module")
def choice() -> Choice:
    return Choice({"disaster": ["救灾", "洪水", "遇难"], "works": ["铁路", "开工", "隧道"], "silent": []})


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def packs_of(pipeline: Pipeline, text: str) -> list[str]:
    return [pack.name for pack in pipeline.read(text).packs.packs]


def test_one_trigger_in_the_title_is_enough(choice):
    assert choice.of("", title="全省救灾工作情况") == ("disaster",)


def test_one_trigger_in_the_text_is_not(choice):
    assert choice.of("救灾、救灾、再救灾", title="一件小事") == ()


def test_several_different_triggers_are(choice):
    assert choice.of("洪水之后救灾", title=None) == ("disaster",)


def test_a_longer_text_needs_more_of_them(choice):
    filler = "字" * STRETCH
    assert choice.of("洪水之后救灾" + filler, title=None) == ()
    assert choice.of("洪水之后救灾，2人遇难" + filler, title=None) == ("disaster",)


def test_a_bulletin_can_ask_for_several_packs(choice):
    assert choice.of("洪水冲毁铁路隧道，救灾", title=None) == ("disaster", "works")


def test_triggers_inside_each_other_all_count():
    both = Choice({"works": ["公路", "高速公路"]})
    assert ENOUGH == 2
    assert both.of("高速公路", title=None) == ("works",)


def test_without_triggers_nothing_is_chosen():
    assert Choice({}).of("洪水", title="洪水") == ()


def test_every_shipped_pack_but_the_core_has_triggers():
    assert set(shipped_triggers(fold)) == set(shipped_packs()) - {"core"}


def test_a_bulletin_is_read_with_the_packs_of_its_subject(pipeline):
    assert packs_of(pipeline, FLOOD) == ["core", "disaster"]
    assert packs_of(pipeline, "会议讨论了三件事。") == ["core"]


def test_both_scripts_choose_alike(pipeline):
    assert packs_of(pipeline, "洪水淹沒農田，3人遇難，救災隊伍趕到。") == ["core", "disaster"]


def test_the_document_names_its_packs(pipeline):
    result = pipeline.run(FLOOD)
    assert list(result.document.packs) == ["core", "disaster"]
    assert [pack.name for pack in result.made_by.packs] == ["core", "disaster"]
    assert DISASTER_RULE in {record.rule for record in result.records}


def test_a_pack_that_is_asked_for_is_always_there():
    assert packs_of(Pipeline(packs=["disaster"]), "会议讨论了三件事。") == ["core", "disaster"]


def test_with_only_nothing_is_chosen():
    assert packs_of(Pipeline(packs=["core"], only=True), FLOOD) == ["core"]


def test_a_set_is_compiled_once(pipeline):
    chosen = ChosenPacks(load_packs(["core"], fold=fold))
    first = chosen.of(FLOOD, None)
    assert chosen.of(FLOOD, None)[1] is first[1]
    assert chosen.of(WORKS, None)[0] is not first[0]


def test_the_set_itself_never_changes(pipeline):
    before = [pack.name for pack in pipeline.packs.packs]
    pipeline.run(FLOOD)
    assert [pack.name for pack in pipeline.packs.packs] == before == ["core"]


def test_a_pipeline_chooses_after_pickling(pipeline):
    again = pickle.loads(pickle.dumps(pipeline))
    assert again.run(FLOOD) == pipeline.run(FLOOD)
    silent = pickle.loads(pickle.dumps(Pipeline(packs=["core"], only=True)))
    assert packs_of(silent, FLOOD) == ["core"]


def test_the_order_of_the_packs_does_not_depend_on_who_asked():
    forced = Pipeline(packs=["disaster"])
    assert packs_of(forced, WORKS) == packs_of(forced, WORKS + FLOOD) == ["core", "disaster", "works"]


RULE = """\
rules:
  - id: {id}
    record: count
    about: 一条
    pattern: 参赛 <people:people>
    examples:
      - text: 参赛12人
        gives: {{people: 12人}}
    counterexamples:
      - {{text: 12人参赛, why: 顺序不对}}
"""


def write_pack(folder: Path, rule_id: str) -> Path:
    (folder / "rules").mkdir(parents=True)
    (folder / "pack.yaml").write_text(f"name: {folder.name}\nversion: '1'\nlanguage: 1\n", "utf-8")
    (folder / "rules" / "own.yaml").write_text(RULE.format(id=rule_id), "utf-8")
    return folder


def test_a_pack_of_the_users_stays_above_the_chosen_ones(tmp_path):
    folder = write_pack(tmp_path / "own", "own.players")
    assert packs_of(Pipeline(packs=[folder]), FLOOD) == ["core", "disaster", "own"]


def test_a_pack_of_the_users_that_clashes_stands_alone(tmp_path):
    folder = write_pack(tmp_path / "own", DISASTER_RULE)
    base = load_packs(["core", folder], fold=fold)
    with pytest.raises(PackErrors):
        extend_packs(base, ["disaster"])
    assert packs_of(Pipeline(packs=[folder]), FLOOD) == ["core", "own"]


def test_a_chosen_pack_survives_the_folder_it_was_read_beside(tmp_path):
    folder = write_pack(tmp_path / "own", "own.players")
    pipeline = Pipeline(packs=[folder])
    (folder / "pack.yaml").unlink()
    assert packs_of(pipeline, FLOOD) == ["core", "disaster", "own"]


def test_the_shipped_packs_live_together():
    everything = load_packs(["core", *sorted(shipped_triggers(fold))], fold=fold)
    alone = {(v.before, v.pattern) for v in load_packs(["core"], fold=fold).program.variants}
    together = {(v.before, v.pattern) for v in everything.program.variants}
    assert alone <= together, "a family pack may not add to a word list of the core"


def test_no_shipped_pack_touches_the_rules_of_the_core():
    for name in shipped_triggers(fold):
        packs = load_packs([name], fold=fold)
        assert not packs.replaced
        assert not any(pack.disables for pack in packs.packs)
