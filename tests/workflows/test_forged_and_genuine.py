"""Mail cannot forge facts, and what is true is not missed: sixty forgeries change nothing, forty genuine ones count."""

import pytest

from outreach.accounts.models import Account
from outreach.bookings.models import Booking, PersonalLink
from outreach.database import db
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.mail.incoming import IncomingMessage
from outreach.mail.models import OutgoingMessage
from outreach.mail.suppressions import Suppression
from tests.mail.forged import forged
from tests.mail.genuine import AWAY, SAYS, Case, genuine
from tests.workflows.test_booking import NEXT_MONDAY, book
from tests.workflows.test_noticing import TakeIn, letter, take_in

__all__ = ["letter", "take_in"]

ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is read is the same on both; how it is kept is tested elsewhere."""


def facts(talk: Interview) -> tuple[object, ...]:
    """Everything that mail may change by itself."""
    db.session.expire_all()
    booking = Booking.live(talk)
    return (
        (talk.stage, talk.stage_at),
        [(f.kind, f.due_at, f.settled_at) for f in FollowUp.of(talk)],
        booking and (booking.starts_at, booking.sequence),
        list(db.session.scalars(db.select(Suppression.address))),
        [
            tuple(row)
            for row in db.session.execute(
                db.select(OutgoingMessage.answered_at, OutgoingMessage.bounced_at, OutgoingMessage.delivery)
            )
        ],
    )


@ONE_DATABASE
@pytest.mark.parametrize("is_booked", [False, True])
def test_no_forgery_changes_anything(
    talk: Interview, letter: OutgoingMessage, link: PersonalLink, take_in: TakeIn, is_booked: bool
) -> None:
    if is_booked:
        book(link, NEXT_MONDAY)
    before = facts(talk)
    cases = dict(forged(letter.message_id))
    assert len(cases) >= 60

    believed = [name for name, raw in cases.items() if take_in(raw) and facts(talk) != before]

    assert believed == []


@ONE_DATABASE
def test_everything_genuine_is_noticed_for_what_it_is(
    talk: Interview, letter: OutgoingMessage, take_in: TakeIn
) -> None:
    cases = list(genuine(letter.message_id))
    assert len(cases) >= 40

    missed = {
        case.name: found
        for case in cases
        if (found := _noticed(case, take_in)) != (case.news, expected(case))
    }

    assert missed == {}


def _noticed(case: Case, take_in: TakeIn) -> tuple[object, str]:
    """As what it was noticed, and what it told; and all is as it was before."""
    with db.session.begin_nested() as so_far:
        take_in(case.raw)
        kept = db.session.scalars(db.select(IncomingMessage).order_by(IncomingMessage.id.desc())).first()
        found = (
            (kept.news, str(kept.particulars.get("back_on", kept.text)) if kept else "")
            if kept
            else (None, "")
        )
        so_far.rollback()
    return found


def expected(case: Case) -> str:
    """The day on which she is back, what she wrote, or nothing for what a server wrote."""
    if case.name.startswith("away"):
        return "2026-12-07"
    return "" if case.name.startswith(("bounce", "only")) else SAYS


def test_every_language_of_absence_is_there() -> None:
    assert len(AWAY) == 12


def test_adas_own_words_are_not_an_answer(ada: Account, letter: OutgoingMessage, take_in: TakeIn) -> None:
    assert letter.raw is not None
    assert not take_in(letter.raw)
