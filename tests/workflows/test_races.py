"""Many people wanting one time at one moment: booking it, moving onto it, and having it kept by a letter."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.bookings.holds import Hold
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.proposing import WindowGone
from outreach.bookings.refusals import SlotTaken
from outreach.bookings.site import Site
from outreach.bookings.wishes import Wish
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.errors import OutreachError
from outreach.interviews.models import Interview
from outreach.letters.coach.policy import Policy
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.timespan import TimeSpan
from outreach.workflows import answering, booking, moving, sending
from tests.cast import NOW
from tests.conftest import SECRET_KEY

SITE = Site("https://outreach.example", SECRET_KEY, "outreach.example")
NEXT_MONDAY = NOW + timedelta(days=6)
HALF_AN_HOUR, TWENTY = timedelta(minutes=30), timedelta(minutes=20)
RACERS, ROUNDS = 6, 3


@pytest.fixture
def talks(ada: Account, talk: Interview) -> list[int]:
    """The interviews that Ada has under way, each with a page and a letter that offers the first time of all."""
    return [begin(ada, talk, number) for number in range(RACERS)]


def begin(ada: Account, talk: Interview, number: int) -> int:
    contact = Contact(
        account_id=ada.id,
        name=f"Person {number}",
        email=f"p{number}@example.com",
        timezone="UTC",
        created_at=NOW,
    )
    told = ("purpose", "relationship_kind", "minutes", "format")
    interview = saved(
        Interview(
            account_id=ada.id,
            contact=saved(contact),
            stage_at=NOW,
            created_at=NOW,
            **{name: getattr(talk, name) for name in told},
        )
    )
    PersonalLink.make(interview, secret_key=SECRET_KEY, now=NOW)
    return interview.id


def write(interview: Interview, start: datetime) -> Letter:
    """A proposal that names exactly this time, ready to leave."""
    letter = Letter.begin(interview, LetterKind.PROPOSAL, now=NOW)
    Hold.choose(letter, [TimeSpan(start, start + TWENTY)])
    words = f"{start:%A} {start.day} {start:%B}, {start:%H:%M}–{start + TWENTY:%H:%M} (UTC)"
    letter.subject, letter.body = "Times", f"Would this suit you?\n\n- {words}"
    db.session.flush()
    return letter


Deed = Callable[[Interview, PersonalLink, Account], object]


def race(app: Flask, deeds: list[tuple[int, Deed]]) -> list[OutreachError | None]:
    """Let everybody act at one moment, each in a transaction of their own; how each was answered."""
    db.session.commit()
    gate, answers = Barrier(len(deeds)), [None] * len(deeds)

    def act(place: int, number: int, deed: Deed) -> None:
        with app.app_context():
            interview = db.session.get_one(Interview, number)
            link = PersonalLink.of(interview)
            assert link is not None
            db.session.rollback()
            gate.wait()
            try:
                deed(db.session.get_one(Interview, number), link, link.account)
                db.session.commit()
            except OutreachError as refusal:
                db.session.rollback()
                answers[place] = refusal  # type: ignore[call-overload]

    runners = [Thread(target=act, args=(place, *deed)) for place, deed in enumerate(deeds)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join(timeout=60)
    db.session.expire_all()
    return answers  # type: ignore[return-value]


def books(start: datetime) -> Deed:
    return lambda interview, link, _: booking.book(
        link, Wish(start, "UTC", f"book/{interview.id}/{start}"), site=SITE, now=NOW
    )


def moves(start: datetime) -> Deed:
    return lambda _, link, __: moving.move(link, Wish(start, "UTC", "move"), site=SITE, now=NOW)


def sends(interview: Interview, _: PersonalLink, account: Account) -> object:
    letter = Letter.of(interview)[-1]
    return sending.send(letter, account=account, mail_domain="outreach.example", policy=Policy(), now=NOW)


def occupied(account: Account) -> Iterator[tuple[datetime, int]]:
    """When each live booking and each live hold begins, and whose it is."""
    live = select(Booking).where(Booking.account_id == account.id, Booking.cancelled_at.is_(None))
    for found in db.session.scalars(live):
        yield found.starts_at, found.interview_id
    held = select(Hold).where(
        Hold.account_id == account.id, Hold.released_at.is_(None), Hold.expires_at > NOW
    )
    for hold in db.session.scalars(held):
        yield hold.starts_at, hold.interview_id


def assert_nobody_shares(account: Account) -> None:
    found = sorted(occupied(account))
    for (earlier, one), (later, other) in pairwise(found):
        assert one == other or later - earlier >= TWENTY, found


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_of_those_who_book_a_time_and_those_whose_letter_keeps_it_one_wins(
    app: Flask, ada: Account, talks: list[int], round_: int
) -> None:
    start = NEXT_MONDAY + round_ * HALF_AN_HOUR
    for number in talks[::2]:
        write(db.session.get_one(Interview, number), start)

    answers = race(
        app, [(number, books(start) if place % 2 else sends) for place, number in enumerate(talks)]
    )

    assert answers.count(None) == 1
    assert all(isinstance(answer, SlotTaken | WindowGone) for answer in answers if answer)
    assert_nobody_shares(ada)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_of_those_who_book_a_time_and_those_who_move_onto_it_one_wins(
    app: Flask, ada: Account, talks: list[int], round_: int
) -> None:
    start = NEXT_MONDAY + round_ * HALF_AN_HOUR
    movers = talks[:3]
    for place, number in enumerate(movers):
        link = PersonalLink.of(db.session.get_one(Interview, number))
        assert link is not None
        before = NEXT_MONDAY + timedelta(days=1 + place)
        booking.book(link, Wish(before, "UTC", f"before/{number}"), site=SITE, now=NOW)

    answers = race(app, [(number, (moves if number in movers else books)(start)) for number in talks])

    assert answers.count(None) == 1
    assert all(isinstance(answer, SlotTaken) for answer in answers if answer)
    assert_nobody_shares(ada)


def test_partly_overlapping_times_have_one_winner_too(app: Flask, ada: Account, talks: list[int]) -> None:
    starts = [NEXT_MONDAY + timedelta(minutes=minutes) for minutes in (0, 10, 19)]
    for number, start in zip(talks, starts, strict=False):
        link = PersonalLink.of(db.session.get_one(Interview, number))
        assert link is not None
        answering.suggest(link, "", [start], site=SITE, now=NOW)

    def accepts(start: datetime) -> Deed:
        return lambda interview, link, _: booking.accept(
            link, start, form_key=f"accept/{interview.id}", site=SITE, now=NOW
        )

    answers = race(app, [(number, accepts(start)) for number, start in zip(talks, starts, strict=False)])

    assert answers.count(None) == 1
    assert_nobody_shares(ada)


def test_a_double_click_on_accept_agrees_once(app: Flask, ada: Account, talks: list[int]) -> None:
    link = PersonalLink.of(db.session.get_one(Interview, talks[0]))
    assert link is not None
    answering.suggest(link, "", [NEXT_MONDAY], site=SITE, now=NOW)

    def accept(_: Interview, link: PersonalLink, __: Account) -> object:
        return booking.accept(link, NEXT_MONDAY, form_key="one form", site=SITE, now=NOW)

    answers = race(app, [(talks[0], accept)] * 4)

    assert answers == [None] * 4
    assert len(list(occupied(ada))) == 1
