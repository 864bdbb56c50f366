"""Recurring work: the one table of chores, and the loop that runs them.

Several workers may run at once on one database; each chore claims what it works
on, so none of them needs to know of the others.
"""

import logging
import os
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach import clock
from outreach.bookings.site import Site
from outreach.chores import ChoreRun
from outreach.database import db
from outreach.mail.carriers import Connect
from outreach.outbound import Outbound
from outreach.secrets import Vault
from outreach.tokens import new_token
from outreach.workflows import (
    calendar_servers,
    delivering,
    forgetting,
    reading_calendars,
    reminding,
    writing_back,
)

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Chore:
    """Something done again and again. ``do`` is handed the clock and answers how much it did."""

    name: str
    every: timedelta
    do: Callable[[Clock], int]

    def is_due(self, last: datetime | None, *, now: datetime) -> bool:
        """Whether it is time again; also when the machine's clock was turned back."""
        return last is None or now < last or now - last >= self.every


def chores(connect: Connect, outbound: Outbound, vault: Vault, site: Site) -> Sequence[Chore]:
    """The one table of recurring work. ``connect`` opens the way out for mail, ``outbound`` to all else."""
    owner = f"{socket.gethostname()}/{os.getpid()}/{new_token()[:8]}"
    return (
        Chore(
            "deliver",
            timedelta(seconds=2),
            lambda clock: delivering.deliver_due(connect, owner=owner, clock=clock).sent,
        ),
        Chore(
            "read calendars",
            timedelta(seconds=5),
            lambda clock: reading_calendars.read_due(outbound, vault, clock=clock),
        ),
        Chore(
            "find calendars",
            timedelta(seconds=5),
            lambda clock: calendar_servers.look_around(outbound, vault, clock=clock),
        ),
        Chore(
            "write calendars",
            timedelta(seconds=10),
            lambda clock: writing_back.write_due(outbound, vault, site, clock=clock),
        ),
        Chore("remind", timedelta(minutes=1), lambda clock: remind(site, clock)),
        Chore("forget", timedelta(hours=1), _forget),
    )


def remind(site: Site, clock: Clock, *, limit: int = 100) -> int:
    """Send the run-sheets of the next hour, each in a transaction of its own, and note that it was looked after."""
    done = 0
    while done < limit and (booking := reminding.claim_next(now=clock())) is not None:
        number = booking.id
        try:
            reminding.send_run_sheet(booking, site=site, now=clock())
            db.session.commit()
        except Exception:
            # One that cannot be written must not keep the others waiting, minute after minute.
            log.exception("The run-sheet of booking %s could not be written and is left out.", number)
            db.session.rollback()
            reminding.give_up(number, now=clock())
            db.session.commit()
        done += 1
    ChoreRun.note("remind", did=done, at=clock())
    db.session.commit()
    return done


def _forget(clock: Clock) -> int:
    done = forgetting.forget(now=clock())
    db.session.commit()
    return done


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
                self._do(chore)

    def _do(self, chore: Chore) -> None:
        try:
            with self._context():
                done = chore.do(self._clock)
        except Exception:
            log.exception("The chore “%s” failed and will be tried again in %s.", chore.name, chore.every)
        else:
            if done:
                log.info("The chore “%s” did %s.", chore.name, done)

    def _pause(self) -> timedelta:
        """How long until the next chore is due, at most a minute, as the clock may be turned."""
        now = self._clock()
        waits = [self.last_run.get(chore.name, now) + chore.every - now for chore in self._chores]
        return min([timedelta(minutes=1), *(max(wait, timedelta(0)) for wait in waits)])
