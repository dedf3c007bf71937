"""One winner a place: mentions nest where their kinds allow it and never cross."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from extract.mentions.overlap import INSIDE, settle
from extract.spans import FIGURE_KINDS, Mention

KINDS = sorted(FIGURE_KINDS | {"date", "ordinal", "place", "person", "organization", "title", "work"})


def mention(kind: str, start: int, end: int, before: int = 0, behind: int = 0) -> Mention:
    return Mention(kind, start, end, start - before, end + behind)


def test_the_longer_mention_wins() -> None:
    assert settle([mention("count", 0, 2), mention("date", 0, 5)]) == [mention("date", 0, 5)]
    assert settle([mention("place", 0, 4), mention("person", 3, 5)]) == [mention("place", 0, 4)]


def test_of_two_kinds_at_one_place_the_more_telling_wins() -> None:
    assert settle([mention("duration", 0, 2), mention("date", 0, 2)]) == [mention("date", 0, 2)]
    assert settle([mention("person", 0, 3), mention("place", 0, 3)]) == [mention("place", 0, 3)]


def test_a_place_may_stand_in_an_organization_but_no_figure() -> None:
    body, place, figure = mention("organization", 0, 7), mention("place", 0, 4), mention("count", 1, 2)
    assert settle([figure, place, body]) == [body, place]


def test_a_work_keeps_its_date() -> None:
    work, date = mention("work", 0, 20), mention("date", 12, 18)
    assert settle([date, work]) == [work, date]


def test_outer_spans_of_neighbours_do_not_overlap() -> None:
    first, second = settle([mention("date", 0, 4, 0, 3), mention("count", 5, 8, 3, 0)])
    assert first.end <= first.outer_end <= second.outer_start <= second.start


@st.composite
def mentions(draw: st.DrawFn) -> Mention:
    start = draw(st.integers(3, 30))
    kind = draw(st.sampled_from(KINDS))
    return mention(
        kind, start, start + draw(st.integers(0, 8)), draw(st.integers(0, 3)), draw(st.integers(0, 3))
    )


@given(st.lists(mentions(), max_size=25))
def test_winners_never_cross(found: list[Mention]) -> None:
    settled = settle(found)
    for index, one in enumerate(settled):
        assert one.outer_start <= one.start < one.end <= one.outer_end
        for two in settled[index + 1 :]:
            assert (one.start, -one.end) <= (two.start, -two.end)
            if two.start < one.end:
                assert two.end <= one.end
                assert two.kind in INSIDE[one.kind]


@given(st.lists(mentions(), max_size=25))
def test_nothing_is_lost_without_a_rival(found: list[Mention]) -> None:
    settled = settle(found)
    for loser in found:
        if loser.start < loser.end and loser not in settled:
            assert any(one.start < loser.end and loser.start < one.end for one in settled)


def test_many_mentions_take_little_time() -> None:
    found = [mention(KINDS[i % len(KINDS)], i, i + 1 + i % 7) for i in range(50_000)]
    started = time.perf_counter()
    settle(found)
    assert time.perf_counter() - started < 5
