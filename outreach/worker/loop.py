"""The loop that does chores when they are due, each in its turn.

Several workers may run at once on one database; each chore claims what it works
on, so none of them needs to know of the others.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from outreach import clock
from outreach.chores import ChoreRun
from outreach.database import db
from outreach.errors import OutreachError

log = logging.getLogger(__name__)

A_MINUTE = timedelta(minutes=1)
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Chore:
    """Something done again and again. ``do`` is handed the clock and answers how much it did."""

    name: str
    every: timedelta
    do: Callable[[Clock], int]
    is_slow: bool = False
    """Whether one turn may take minutes; it then runs beside the others, which do not wait for it."""

    def is_due(self, last: datetime | None, *, now: datetime) -> bool:
        """Whether it is time again; also when the machine's clock was turned back."""
        return last is None or now < last or now - last >= self.every


def noted(chore: Chore) -> Chore:
    """The chore, with a word in the database on when it was last done: at once if it did anything, or by the minute."""
    last: list[datetime] = []

    def do(clock: Clock) -> int:
        done = chore.do(clock)
        now = clock()
        if done or not last or abs(now - last[-1]) >= A_MINUTE:
            ChoreRun.note(chore.name, did=done, at=now)
            db.session.commit()
            last[:] = [now]
        return done

    return replace(chore, do=do)


class NoSuchChore(OutreachError):
    """There is no recurring work of that name."""

    def __init__(self, name: str, names: Iterable[str]) -> None:
        super().__init__(f"There is no chore “{name}”. There are: {', '.join(names)}.")


class Worker:
    """Runs chores when they are due, until it is told to stop.

    ``context`` is entered around each chore and left when it is done, however
    it ended; the application's own closes the database session.
    """

    def __init__(
        self,
        chores: Sequence[Chore],
        *,
        context: Callable[[], AbstractContextManager[object]],
        clock: Clock = clock.now,
    ) -> None:
        self.last_run: dict[str, datetime] = {}
        self._chores = chores
        self._context = context
        self._clock = clock
        self._stopping = threading.Event()
        self._beside: dict[str, threading.Thread] = {}

    def run(self) -> None:
        """Work until ``stop``. What one chore does wrong never keeps the others from their turn."""
        while not self._stopping.is_set():
            self.run_due()
            self._stopping.wait(self._pause().total_seconds())

    def stop(self) -> None:
        """End after the chore at hand. May be called from another thread or a signal handler."""
        self._stopping.set()

    def run_due(self) -> None:
        """Do each chore whose time has come, once."""
        for chore in self._chores:
            if self._stopping.is_set():
                return
            if chore.is_due(self.last_run.get(chore.name), now=self._clock()):
                self.last_run[chore.name] = self._clock()
                if chore.is_slow:
                    self._do_beside(chore)
                else:
                    self._do(chore)

    @property
    def names(self) -> list[str]:
        """What the chores are called, in their order."""
        return [chore.name for chore in self._chores]

    def once(self, name: str) -> int | None:
        """Do one chore now, whether or not it is due: how much it did, None if it failed. Raises NoSuchChore."""
        named = next((chore for chore in self._chores if chore.name == name), None)
        if named is None:
            raise NoSuchChore(name, self.names)
        return self._do(named)

    def _do_beside(self, chore: Chore) -> None:
        """Do it in a thread of its own, unless its last turn still goes on."""
        last = self._beside.get(chore.name)
        if last is None or not last.is_alive():
            self._beside[chore.name] = threading.Thread(target=self._do, args=(chore,), daemon=True)
            self._beside[chore.name].start()

    def _do(self, chore: Chore) -> int | None:
        try:
            with self._context():
                done = chore.do(self._clock)
        except Exception:
            log.exception("The chore “%s” failed and will be tried again in %s.", chore.name, chore.every)
            return None
        if done:
            log.info("The chore “%s” did %s.", chore.name, done)
        return done

    def _pause(self) -> timedelta:
        """How long until the next chore is due, at most a minute, as the clock may be turned."""
        now = self._clock()
        waits = [self.last_run.get(chore.name, now) + chore.every - now for chore in self._chores]
        return min([timedelta(minutes=1), *(max(wait, timedelta(0)) for wait in waits)])
