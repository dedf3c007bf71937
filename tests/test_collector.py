"""The collector of cycles looks rarely while a bulletin is read, and as before when it is."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from threading import Thread

import pytest

from extract.collector import YOUNG, collect_rarely


@pytest.fixture(autouse=True)
def _own_threshold() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(600, 5, 5)
    yield
    gc.set_threshold(*before)


def test_the_threshold_is_raised_and_put_back() -> None:
    with pytest.raises(KeyError):
        _fail_while_reading()
    assert gc.get_threshold() == (600, 5, 5)


def _fail_while_reading() -> None:
    with collect_rarely():
        assert gc.get_threshold() == (YOUNG, 5, 5)
        raise KeyError


def test_the_last_reader_puts_it_back_whoever_came_first() -> None:
    first, second = collect_rarely(), collect_rarely()
    first.__enter__()
    thread = Thread(target=second.__enter__)
    thread.start()
    thread.join()
    first.__exit__(None, None, None)
    assert gc.get_threshold() == (YOUNG, 5, 5)
    second.__exit__(None, None, None)
    assert gc.get_threshold() == (600, 5, 5)


@pytest.mark.parametrize("own", [0, 10 * YOUNG])
def test_a_program_that_wants_it_rarer_keeps_its_own(own: int) -> None:
    gc.set_threshold(own)
    with collect_rarely():
        assert gc.get_threshold()[0] == own
    assert gc.get_threshold()[0] == own
