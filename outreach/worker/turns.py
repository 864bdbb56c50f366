"""What one turn of a chore does, and where it commits: for each item, so that one that fails spoils no other."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from outreach.accounts.consents import MailConsent
from outreach.accounts.digests import Digest
from outreach.accounts.models import Account
from outreach.bookings.site import Site
from outreach.chores import ChoreRun
from outreach.database import db
from outreach.followups import learning
from outreach.followups.asides import Aside
from outreach.mail.listening import Ears
from outreach.worker.loop import Clock
from outreach.workflows import (
    consenting,
    digesting,
    filing,
    following_up,
    forgetting,
    laying_out,
    listening,
    reminding,
    writing,
)
from outreach.workflows.consenting import Means

log = logging.getLogger(__name__)


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


def settle(clock: Clock) -> int:
    """Let count what was put aside for good half a minute ago, each in a transaction of its own."""
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


def learn(clock: Clock) -> int:
    """Label who answers and who stays silent, and let reminders rest that waited for too long."""
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


def exchange_codes(means: Means, clock: Clock) -> int:
    """Trade the code that a provider gave to whoever signed in there for tokens."""
    return sum(
        unhurried(
            lambda number=number: consenting.read_code(number, means=means),  # type: ignore[misc]
            lambda code: consenting.ask_for_tokens(code, means=means, now=clock()),
            lambda code, given: consenting.keep_tokens(code, given, means=means, now=clock()),
        )
        for number in MailConsent.to_exchange()
    )


def renew_permissions(means: Means, clock: Clock) -> int:
    """Renew the access tokens that are about to end."""
    return sum(
        unhurried(
            lambda number=number: consenting.read_refresh(number, means=means),  # type: ignore[misc]
            lambda refresh: consenting.ask_to_renew(refresh, means=means, now=clock()),
            lambda refresh, given: consenting.keep_renewed(refresh, given, means=means),
        )
        for number in consenting.to_renew(now=clock())
    )


def hear(ears: Ears, clock: Clock) -> int:
    """Let the mailboxes be read in which something has come."""
    done = listening.hear(ears, now=clock())
    db.session.commit()
    return done


def file_copies(means: Means, file: filing.File, owner: str, clock: Clock) -> int:
    """Put a copy of what was sent into each Sent folder that waits for one."""
    return sum(
        unhurried(
            lambda number=number: filing.read(number, vault=means.vault, owner=owner, now=clock()),  # type: ignore[misc]
            lambda errand: filing.file(errand, file=file),
            lambda errand, trouble: filing.keep(errand, trouble, owner=owner, now=clock()),
        )
        for number in filing.to_file(now=clock())
    )


def forget(clock: Clock) -> int:
    """Delete what is not needed any more."""
    done = forgetting.forget(now=clock())
    db.session.commit()
    return done
