"""Work in several processes: the order holds, and what ends a process costs one item."""

from __future__ import annotations

import os
import signal
import time
from multiprocessing import active_children
from pathlib import Path

import pytest

from extract import InputError, Pipeline
from extract.models import Result
from extract.workers import AHEAD, Lost, work

CORPUS = sorted((Path(__file__).parents[1] / "corpus").glob("*.txt"))


def _double(number: int) -> int:
    """Return the double; late for some, so that answers come out of order. 13 and 14 end the process."""
    if number % 5 == 0:
        time.sleep(0.01)
    if number == 13:
        os._exit(3)
    if number == 14:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_what_is_made_comes_in_the_order_of_the_items(workers: int) -> None:
    assert list(work(_double, [n for n in range(100) if n not in (13, 14)], workers)) == [
        2 * n for n in range(100) if n not in (13, 14)
    ]


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_an_item_that_ends_its_process_costs_only_itself(workers: int) -> None:
    made = list(work(_double, range(40), workers))
    assert made[13:15] == [Lost(13, 3), Lost(14, -signal.SIGKILL)]
    assert made[:13] + made[15:] == [2 * n for n in range(40) if n not in (13, 14)]


def test_nothing_comes_of_nothing() -> None:
    assert list(work(_double, [], 2)) == []


def test_large_items_and_answers_do_not_block_each_other() -> None:
    texts = ["全村268户" * 200_000] * (3 * AHEAD)
    assert list(work(str.strip, texts, 2)) == texts


def test_items_are_taken_as_they_are_needed_and_no_process_stays_behind() -> None:
    taken: list[int] = []

    def count() -> object:
        for number in range(10_000):
            taken.append(number)
            yield number + 100

    made = work(_double, count(), 2)  # type: ignore[arg-type]
    assert [next(made), next(made)] == [200, 202]
    made.close()  # type: ignore[attr-defined]
    assert len(taken) < 100
    assert not active_children()


def test_many_bulletins_are_read_as_one_by_one() -> None:
    pipeline = Pipeline()
    texts = [path.read_bytes() for path in CORPUS]
    texts.insert(3, b"%PDF-1.4")
    alone = list(pipeline.run_many(texts))
    together = list(pipeline.run_many(texts, workers=2))
    assert isinstance(together[3], InputError)
    assert together[3].code == "I002"
    assert together[3].params == alone[3].params  # type: ignore[union-attr]
    del alone[3], together[3]
    assert together == alone == [pipeline.run(text) for text in texts if text != b"%PDF-1.4"]


def test_a_bulletin_whose_process_ends_is_named_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pipeline = Pipeline()
    read = pipeline.read

    def read_or_end(text: str, **options: object) -> object:
        if text == "全村1户。":
            os.kill(os.getpid(), signal.SIGKILL)
        return read(text, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Pipeline, "read", lambda _, text, **options: read_or_end(text, **options))
    made = list(pipeline.run_many(["全村3户。", "全村1户。", "全村4户。"], workers=2))
    assert isinstance(made[1], InputError)
    assert (made[1].code, made[1].params) == ("I010", {"reason": -signal.SIGKILL})
    assert [type(one) for one in made] == [Result, InputError, Result]
