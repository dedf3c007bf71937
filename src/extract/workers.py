"""A task and items in, what the task makes of each out, in order, worked out by several processes.

An item that ends its process (memory, a signal, a crash in a library) costs only itself: the process
is replaced, and what else it had been given is given to another.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from threading import Thread
from typing import Final, Generic, TypeVar

from extract.collector import collect_rarely

Item = TypeVar("Item")
Made = TypeVar("Made")

AHEAD: Final = 2
"""Items that a process holds: the one it works on, and the next, so that it never waits."""

WINDOW: Final = 8
"""Items for each process that may be done or under way before the oldest is handed out."""


@dataclass(frozen=True, slots=True)
class Lost(Generic[Item]):
    """An item whose process ended while it was worked on, and the exit code (minus the signal)."""

    item: Item
    exitcode: int | None


@dataclass(slots=True)
class _Worker(Generic[Item]):
    """A process, the way to it, and the items it was given and has not answered, oldest first."""

    process: BaseProcess
    connection: Connection
    given: deque[tuple[int, Item]] = field(default_factory=deque)


def work(
    task: Callable[[Item], Made], items: Iterable[Item], workers: int, *, ahead: int = WINDOW
) -> Iterator[Made | Lost[Item]]:
    """Yield what `task` makes of each item, in the order of the items.

    Task, items and what is made of them go through pickle where the system starts processes anew. No
    more than `ahead` items a process are taken before the oldest is handed out.

    >>> list(work(len, ["全村", "268户"], workers=2))
    [2, 4]
    """
    team = _Team(task, workers, ahead)
    try:
        yield from team.run(enumerate(items))
    finally:
        team.stop()


class _Team(Generic[Item, Made]):
    """The processes that work for one call, and the items that wait for one of them."""

    def __init__(self, task: Callable[[Item], Made], workers: int, ahead: int) -> None:
        self._task = task
        self._ahead = ahead
        self._waiting: deque[tuple[int, Item]] = deque()
        self._done: dict[int, Made | Lost[Item]] = {}
        self._workers: list[_Worker[Item]] = []
        for _ in range(workers):
            self._workers.append(self._start())

    def run(self, numbered: Iterator[tuple[int, Item]]) -> Iterator[Made | Lost[Item]]:
        window = self._ahead * len(self._workers)
        taken = turn = 0
        while True:
            fresh = list(islice(numbered, turn + window - taken))
            taken += len(fresh)
            self._waiting.extend(fresh)
            self._hand_out()
            if turn == taken:
                return
            while turn not in self._done:
                self._collect()
                self._hand_out()
            yield self._done.pop(turn)
            turn += 1

    def stop(self) -> None:
        """End the processes; what they were still working on is of no use to anybody."""
        for worker in self._workers:
            worker.connection.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()

    def _start(self) -> _Worker[Item]:
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.Process(target=_serve, args=(theirs, self._task), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _hand_out(self) -> None:
        """Give each process items until it holds `AHEAD` of them, those with the fewest first."""
        for held in range(AHEAD):
            for worker in self._workers:
                if len(worker.given) == held and self._waiting:
                    worker.given.append(self._waiting.popleft())
                    # Where it has ended, `_collect` finds its end of the pipe closed.
                    with suppress(BrokenPipeError, ConnectionResetError):
                        worker.connection.send(worker.given[-1][1])

    def _collect(self) -> None:
        """Wait until a process answers or ends, and note what came of it."""
        ready = wait([worker.connection for worker in self._workers])
        for place, worker in enumerate(self._workers):
            if worker.connection not in ready:
                continue
            try:
                with collect_rarely():
                    made: Made = worker.connection.recv()
            except (EOFError, OSError):
                self._workers[place] = self._replace(worker)
            else:
                number, _ = worker.given.popleft()
                self._done[number] = made

    def _replace(self, ended: _Worker[Item]) -> _Worker[Item]:
        """Return a new process for one that ended: what it worked on is lost, the rest waits again."""
        ended.connection.close()
        ended.process.join()
        if ended.given:
            number, item = ended.given.popleft()
            self._done[number] = Lost(item, ended.process.exitcode)
        self._waiting.extendleft(reversed(ended.given))
        return self._start()


def _serve(connection: Connection, task: Callable[[Item], Made]) -> None:
    """Answer items until no more can come. Interrupts are for the parent, which then ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    inbox: SimpleQueue[tuple[Item] | None] = SimpleQueue()
    # A thread of its own reads: parent and worker that both wait to get rid of something would wait forever.
    Thread(target=_receive, args=(connection, inbox), daemon=True).start()
    while (envelope := inbox.get()) is not None:
        made = task(envelope[0])
        try:
            connection.send(made)
        except (BrokenPipeError, ConnectionResetError):
            return


def _receive(connection: Connection, inbox: SimpleQueue[tuple[Item] | None]) -> None:
    """Put what comes into the inbox, and None when the parent has closed the way or is gone."""
    parent = multiprocessing.parent_process()
    gone = parent.sentinel if parent is not None else None
    while gone not in wait([connection] if gone is None else [connection, gone]):
        try:
            inbox.put((connection.recv(),))
        except (EOFError, OSError):
            break
    inbox.put(None)
