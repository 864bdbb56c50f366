"""Recurring work: the one table of chores, and the loop that runs them.

Several workers may run at once on one database; each chore claims what it works
on, so none of them needs to know of the others.
"""

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from outreach import clock
from outreach.accounts.consents import MailConsent
from outreach.accounts.digests import Digest
from outreach.accounts.models import Account
from outreach.bookings.site import Site
from outreach.chores import ChoreRun
from outreach.database import db
from outreach.errors import OutreachError
from outreach.followups import learning
from outreach.followups.asides import Aside
from outreach.mail.carriers import Connect
from outreach.mail.imap import ear_of, entrance
from outreach.mail.listening import Ears
from outreach.outbound import Outbound
from outreach.secrets import Vault
from outreach.tokens import new_token
from outreach.workflows import (
    calendar_servers,
    consenting,
    delivering,
    digesting,
    filing,
    following_up,
    forgetting,
    laying_out,
    listening,
    noticing,
    reading_calendars,
    receiving,
    reminding,
    suggesting,
    writing,
    writing_back,
)
from outreach.workflows.consenting import Means

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


def chores(
    connect: Connect,
    outbound: Outbound,
    vault: Vault,
    site: Site,
    means: Means,
    file: filing.File,
    *,
    models: Outbound,
) -> Sequence[Chore]:
    """The one table of recurring work.

    ``connect`` opens the way out for mail, ``file`` the way into a Sent folder,
    ``models`` to the language models that people bring, ``outbound`` to all else;
    ``means`` is for signing in at mail providers.
    """
    owner = f"{socket.gethostname()}/{os.getpid()}/{new_token()[:8]}"
    enter = entrance(vault, opener=outbound.open_mail)
    ears = Ears(ear_of(opener=outbound.open_mail))
    table = (
        Chore("sign in at providers", timedelta(seconds=2), lambda clock: _exchange_codes(means, clock)),
        Chore("renew permissions", timedelta(minutes=1), lambda clock: _renew_permissions(means, clock)),
        Chore(
            "deliver",
            timedelta(seconds=2),
            lambda clock: delivering.deliver_due(connect, owner=owner, clock=clock).sent,
        ),
        Chore(
            "receive",
            timedelta(seconds=5),
            lambda clock: receiving.read_due(enter, noticing, owner=owner, clock=clock),
            is_slow=True,
        ),
        Chore(
            "listen", timedelta(seconds=30), lambda clock: listening.listen(ears, vault=vault, now=clock())
        ),
        Chore("hear", timedelta(seconds=2), lambda clock: _hear(ears, clock)),
        Chore(
            "file copies",
            timedelta(seconds=30),
            lambda clock: _file_copies(means, file, owner, clock),
            is_slow=True,
        ),
        Chore(
            "read calendars",
            timedelta(seconds=5),
            lambda clock: reading_calendars.read_due(outbound, vault, clock=clock),
            is_slow=True,
        ),
        Chore(
            "find calendars",
            timedelta(seconds=5),
            lambda clock: calendar_servers.look_around(outbound, vault, clock=clock),
            is_slow=True,
        ),
        Chore(
            "write calendars",
            timedelta(seconds=10),
            lambda clock: writing_back.write_due(outbound, vault, site, clock=clock),
            is_slow=True,
        ),
        Chore(
            "suggest",
            timedelta(seconds=2),
            lambda clock: suggesting.answer_due(vault=vault, models=models, clock=clock),
            is_slow=True,
        ),
        Chore("remind", timedelta(minutes=1), lambda clock: remind(site, clock)),
        Chore("settle", timedelta(seconds=5), _settle),
        Chore("lay out letters", timedelta(minutes=1), lambda clock: lay_out(site, clock)),
        Chore("write the daily mail", timedelta(minutes=1), lambda clock: write_digests(site, clock)),
        Chore("learn who answers", timedelta(hours=1), _learn),
        Chore("forget", timedelta(hours=1), _forget),
    )
    return tuple(map(noted, table))


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


def remind(site: Site, clock: Clock, *, limit: int = 100) -> int:
    """Send the run-sheets of the next hour, each in a transaction of its own."""
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
    return done


def write_digests(site: Site, clock: Clock, *, limit: int = 1000) -> int:
    """Write the mail of each account whose hour has struck, each in a transaction of its own."""
    Digest.begin_where_mail_works(secret_key=site.secret_key, now=clock())
    db.session.commit()
    done = 0
    while done < limit and _write_digest(site, clock):
        done += 1
    ChoreRun.note("digest", did=done, at=clock())
    db.session.commit()
    return done


def _write_digest(site: Site, clock: Clock) -> bool:
    try:
        found = digesting.write_next(site=site, now=clock())
    except Exception:
        # One that cannot be written must not keep the others from theirs.
        log.exception("A daily mail could not be written and is left out.")
        db.session.rollback()
        found = Digest.claim_next(now=clock()) is not None
    db.session.commit()
    return found


def lay_out(site: Site, clock: Clock) -> int:
    """Write the letters that Today is about to show, account by account."""
    done = 0
    for number in laying_out.accounts_to_lay_out(now=clock()):
        try:
            done += _lay_out(number, site, now=clock())
        except Exception:
            log.exception(
                "The letters of account %s could not be laid out and are left to be opened.", number
            )
            db.session.rollback()
            laying_out.look_at(number, now=clock())
        db.session.commit()
    return done


def _lay_out(number: int, site: Site, *, now: datetime) -> int:
    account = db.session.get(Account, number)
    if account is None:
        return 0
    return laying_out.lay_out(
        account,
        write=lambda interview, kind, of: writing.write(interview, kind, account=of, site=site, now=now),
        now=now,
    )


def _settle(clock: Clock) -> int:
    done = 0
    while _settle_next(clock):
        done += 1
    return done


def _settle_next(clock: Clock) -> bool:
    try:
        found = following_up.count_next(now=clock())
    except Exception:
        log.exception("Something let go could not be settled; it stays hidden.")
        db.session.rollback()
        found = Aside.next_to_count(now=clock()) is not None
    db.session.commit()
    return found


def _learn(clock: Clock) -> int:
    done = learning.catch_up(now=clock()) + following_up.let_paused_rest(now=clock())
    db.session.commit()
    return done


T = TypeVar("T")
A = TypeVar("A")


def unhurried(read: Callable[[], T | None], ask: Callable[[T], A], keep: Callable[[T, A], None]) -> bool:
    """Read, ask the network, keep: so that no transaction is open while somebody takes their time.

    False if there was nothing to ask for.
    """
    asked = read()
    db.session.commit()
    if asked is None:
        return False
    answer = ask(asked)
    keep(asked, answer)
    db.session.commit()
    return True


def _exchange_codes(means: Means, clock: Clock) -> int:
    return sum(
        unhurried(
            lambda number=number: consenting.read_code(number, means=means),  # type: ignore[misc]
            lambda code: consenting.ask_for_tokens(code, means=means, now=clock()),
            lambda code, given: consenting.keep_tokens(code, given, means=means, now=clock()),
        )
        for number in MailConsent.to_exchange()
    )


def _renew_permissions(means: Means, clock: Clock) -> int:
    return sum(
        unhurried(
            lambda number=number: consenting.read_refresh(number, means=means),  # type: ignore[misc]
            lambda refresh: consenting.ask_to_renew(refresh, means=means, now=clock()),
            lambda refresh, given: consenting.keep_renewed(refresh, given, means=means),
        )
        for number in consenting.to_renew(now=clock())
    )


def _hear(ears: Ears, clock: Clock) -> int:
    done = listening.hear(ears, now=clock())
    db.session.commit()
    return done


def _file_copies(means: Means, file: filing.File, owner: str, clock: Clock) -> int:
    return sum(
        unhurried(
            lambda number=number: filing.read(number, vault=means.vault, owner=owner, now=clock()),  # type: ignore[misc]
            lambda errand: filing.file(errand, file=file),
            lambda errand, trouble: filing.keep(errand, trouble, owner=owner, now=clock()),
        )
        for number in filing.to_file(now=clock())
    )


def _forget(clock: Clock) -> int:
    done = forgetting.forget(now=clock())
    db.session.commit()
    return done


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
