from __future__ import annotations

import random
import time
from importlib.resources import files

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.errors import PackErrors
from extract.rules.encode import KIND_POINTS, encode
from extract.rules.match import Program, resolve_claims
from extract.rules.pack import compile_program, load_packs
from extract.spans import ADVERB, FIGURE_KINDS, MARK, NOUN, VERB, WORD, Figure, Mention, Token
from extract.text.folding import fold

LONGEST_SECONDS = 2.0
"""Far above what any pattern may take on a sentence, far below what a runaway one takes."""

WORDS = [
    "从",
    "由",
    "比",
    "增",
    "增加",
    "下降",
    "至",
    "到",
    "的",
    "了",
    "和",
    "、",
    ",",
    "去",
    "资金",
    "逐步",
    "每",
    "人均",
]
KINDS = sorted(set(KIND_POINTS) - {"quantity"})


@pytest.fixture(scope="module")
def core() -> Program:
    return load_packs(["core"], fold=fold).program


@st.composite
def sentences(draw: st.DrawFn):
    """A sentence of words that the core rules look for, with figures and other mentions between."""
    pieces = draw(st.lists(st.sampled_from([*WORDS, *KINDS]), min_size=1, max_size=40))
    text, tokens = "", []
    for piece in pieces:
        start = len(text)
        if piece in KINDS:
            text += "5人"
            kind = Figure if piece in FIGURE_KINDS or piece == "ordinal" else Mention
            mention = kind(piece, start, start + 2, start, start + 2)
            tokens.append(Token(start, start + 2, piece, "5人", 0, mention, piece in FIGURE_KINDS))
        else:
            text += piece
            bits = draw(st.sampled_from([0, NOUN, VERB, NOUN | VERB, ADVERB]))
            tokens.append(Token(start, len(text), WORD, piece, bits))
    return encode(0, tokens)


def described(matches):
    return [
        (m.rule, m.start, m.end, {name: (slot.start, slot.end) for name, slot in m.slots.items()})
        for m in matches
    ]


@given(encoded=sentences(), seed=st.integers(0, 99))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_order_of_candidates_changes_nothing(core, encoded, seed):
    found = core.candidates(encoded)
    shuffled = random.Random(seed).sample(found, len(found))
    assert described(resolve_claims(found)[0]) == described(resolve_claims(shuffled)[0])


@given(encoded=sentences())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_figure_is_used_twice_and_every_candidate_is_accounted_for(core, encoded):
    found = core.candidates(encoded)
    kept, losers = resolve_claims(found)
    spans = [(figure.start, figure.end) for match in kept for figure in match.claims]
    assert len(spans) == len(set(spans))
    assert len(kept) + len(losers) == len(found)


@given(encoded=sentences())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_variant_that_matches_is_passed_over(core, encoded):
    tried, written = dict(core.index.fitting(encoded.plain)), encoded.written
    for figure, position in enumerate(written.figures):
        for number, variant in enumerate(core.variants):
            if written.string[position] in variant.pivots and not tried.get(figure, 0) >> number & 1:
                spans = variant.match(written.string, written.mirrored, position)
                assert spans is None, core.rules[variant.rule].id


@given(encoded=sentences())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_slots_and_claims_lie_in_their_match(core, encoded):
    for match in core.candidates(encoded):
        assert match.claims
        for part in (*match.slots.values(), *match.claims):
            assert match.start <= part.start < part.end <= match.end


def test_the_order_of_rules_changes_nothing():
    packs = load_packs(["core"], fold=fold)
    program = packs.program
    packs.sources.rules = dict(sorted(packs.rules.items(), reverse=True))
    assert compile_program(packs).variants == program.variants


elements = st.recursive(
    st.sampled_from(
        ["的", "的的", "<quantity>", "<noun>", "<verb>", "<text 1..24>", "<quantity:people>", "<w>", "<date>"]
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=6).map(" ".join),
        st.lists(inner, min_size=2, max_size=4).map(lambda options: f"({'|'.join(options)})"),
        inner.map(lambda item: f"({item})?"),
    ),
    max_leaves=24,
)


@given(pattern=elements)
@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=150)
def test_no_pattern_that_loads_can_hang(make_pack, make_rule, pattern):
    rule = make_rule(f"|\n    {pattern} <quantity:people> {pattern} 了", "count")
    files = {"rules/r.yaml": rule, "lexicons/w.txt": "的\n的的\n的的的\n"}
    try:
        packs = load_packs([make_pack(files)])
    except PackErrors:
        return
    started = time.perf_counter()
    for classes in (NOUN | VERB, NOUN | VERB | ADVERB):
        tokens = [Token(at, at + 1, WORD, "的", classes) for at in range(60)]
        figure = Figure("people", 30, 31, 30, 31)
        tokens[30] = Token(30, 31, "people", "5", 0, figure, True)
        # What the pattern ends with stands too far away.
        tokens += [Token(60, 61, MARK, ","), Token(61, 62, WORD, "了")]
        packs.program.candidates(encode(0, tokens))
    assert time.perf_counter() - started < LONGEST_SECONDS


@st.composite
def damaged(draw: st.DrawFn, sound: str) -> str:
    """A sound file with some characters cut out, doubled or put in."""
    text = sound
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        width = draw(st.integers(0, 8))
        put = draw(
            st.sampled_from(
                [
                    "",
                    ":",
                    "- ",
                    "{",
                    "}",
                    "[",
                    "'",
                    '"',
                    "|",
                    "&a ",
                    "*a",
                    "\t",
                    "<",
                    ">",
                    "?",
                    "\n",
                    "\0",
                    "！",
                ]
            )
        )
        text = text[:at] + put + text[at + width :]
    return text


SOUND_RULES = (files("extract") / "packs" / "core" / "rules" / "count.yaml").read_text(encoding="utf-8")


@given(text=damaged(SOUND_RULES))
@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=150)
def test_a_damaged_pack_loads_or_tells_where_it_is_damaged(make_pack, text):
    folder = make_pack({"rules/count.yaml": text})
    errors = mistakes_of(folder)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for error in errors:
        if error.file == "probe/rules/count.yaml":
            assert 1 <= error.line <= len(lines) + 1
            assert error.column >= 1
        assert str(error)


def mistakes_of(folder):
    try:
        load_packs([folder], fold=fold)
    except PackErrors as errors:
        return errors.errors
    return ()
