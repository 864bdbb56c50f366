"""Agreeing a time: the contact takes one on their page, or the account accepts or notes one."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import bindparam, select

from outreach.accounts.models import Account
from outreach.availability.timetable import OWNER
from outreach.bookings.announcing import Post, announce
from outreach.bookings.calendar import enter, lock_calendar
from outreach.bookings.holds import HAS_KEPT, Hold
from outreach.bookings.latecomers import Glance, accepted
from outreach.bookings.models import MADE, Booking, Made, PersonalLink
from outreach.bookings.offers import FREE, Free, Offers, around
from outreach.bookings.refusals import (
    BookedAlready,
    FormUsed,
    MovedTooOften,
    NoSuchLink,
    NotProposed,
)
from outreach.bookings.site import Site
from outreach.bookings.wishes import MOST_CHANGES, Wish
from outreach.database import db, looking, rows_of
from outreach.followups.afterwards import afterwards
from outreach.followups.at_hand import HAS_LED, WAS_ASKED_ELSEWHERE
from outreach.followups.kinds import Event
from outreach.followups.models import HAS_FOLLOW_UPS
from outreach.followups.planning import Circumstances, take_in
from outreach.followups.working_days import read_calendars
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import put_down
from outreach.mail import outbox
from outreach.mail.models import LETTERS_SENT
from outreach.notebook.hypotheses import ANCHORS_OF
from outreach.notebook.jottings import ANSWERED_BEFORE
from outreach.questions.additions import OWN_PACKS, with_packs
from outreach.questions.bank import Bank
from outreach.questions.facts import FOUND
from outreach.questions.lists import Known, tailored, write_list
from outreach.questions.models import HAS_LIST, QuestionList
from outreach.questions.occupations import occupation
from outreach.questions.packets import packed, sheet_of
from outreach.questions.runsheet import RunSheet
from outreach.timespan import TimeSpan
from outreach.tokens import new_token
from outreach.zones import zone_names


@dataclass(frozen=True, slots=True)
class Ground:
    """All that bears on agreeing a time for an interview, read with one statement.

    ``has_led`` tells whether the contact led to somebody, if that alone decides how they are labelled.
    """

    free: Free
    earlier: list[Made]
    known: Known
    has_list: bool
    has_follow_ups: bool
    has_kept: bool
    has_led: bool | None
    address: str | None
    letters: tuple[str, ...]

    @classmethod
    def of(cls, interview: Interview, *, now: datetime, reaching: datetime | None = None) -> Self:
        asked = {"interview": interview.id, **around(now, reaching=reaching)}
        (row,) = rows_of(GROUND, asked)
        facts, packs, anchors, answered, letters = (json.loads(text or "[]") for text in row[1:6])
        has_list, has_follow_ups, has_kept, has_led, elsewhere, address = row[6:12]
        return cls(
            free=Free.among(row[12:]),
            earlier=Made.among(row[0]),
            known=Known(
                anchors=tuple(anchors),
                answered=frozenset(key for (key,) in answered),
                facts=dict(facts),
                bank=with_packs(tuple(pack for _, pack in sorted(packs))),
            ),
            has_list=bool(has_list),
            has_follow_ups=bool(has_follow_ups),
            has_kept=bool(has_kept),
            has_led=None if elsewhere else bool(has_led),
            address=address,
            letters=tuple(message_id for _, message_id in sorted(letters)),
        )

    def offers(self, link: PersonalLink, *, now: datetime) -> Offers:
        """What is free for the link's contact."""
        interview = link.interview
        return Offers.among(self.free, link.account.timezone, interview.minutes, now=now, whom=interview.id)

    def post(self, account: Account, *, site: Site) -> Post:
        """Between whom the invitations go."""
        sender = outbox.Sender.at(self.address, account, mail_domain=site.mail_domain)
        return Post(sender, outbox.Thread(self.letters))


GROUND = (
    select(
        *(MADE, FOUND, OWN_PACKS, ANCHORS_OF, ANSWERED_BEFORE, LETTERS_SENT),
        *(HAS_LIST, HAS_FOLLOW_UPS, HAS_KEPT, HAS_LED, WAS_ASKED_ELSEWHERE, outbox.ADDRESS_OF),
        *FREE,
    )
    .select_from(Interview)
    .join(OWNER, OWNER.c.id == Interview.account_id)
    .where(Interview.id == bindparam("interview"))
)


def get_ready() -> None:
    """Read from the disk what all bookings go by. Once it is read this takes no time; before, more than all the rest.

    To be called before anybody can wait for this booking.
    """
    Bank.load()
    occupation("")
    read_calendars()
    zone_names()


def rehearse(*, now: datetime) -> None:
    """Ask for a booking that is not there, so that what all others ask is put together while nobody waits for it.

    That takes ten times as long as asking. To be called where a program begins to serve.
    """
    with looking(), suppress(NoSuchLink):
        rows_of(GROUND, {"interview": 0, **around(now)})
        Glance.at("", now, now=now)
        PersonalLink.open("", now=now)


def book(link: PersonalLink, wish: Wish, *, site: Site, now: datetime) -> Booking:
    """Agree a time. One transaction, one lock per host; the same form posted again changes nothing.

    Raises SlotTaken or NotOnOffer when the time is not free, BookedAlready,
    MovedTooOften, and FormUsed if the form made another booking than it now asks for.
    """
    account, interview = link.account, link.interview
    lock_calendar(account)
    ground = Ground.of(interview, now=now)
    # The key of a form says for which page it was given out, so no other interview can have it.
    made = next((booking for booking in ground.earlier if booking.form_key == wish.form_key), None)
    if made is not None:
        if made.is_cancelled or made.starts_at != wish.starts_at:
            raise FormUsed
        return Booking.find(made.id, of=account)
    _refuse_second(ground.earlier)
    span = accepted(ground.offers(link, now=now), wish.starts_at, interview)
    return _agree(link, span, wish, ground, site=site, now=now)


def accept(link: PersonalLink, starts_at: datetime, *, form_key: str, site: Site, now: datetime) -> Booking:
    """Agree to a time that the contact proposed; the account's own hours do not stand in the way.

    The same click again changes nothing. Raises NotProposed, TimeHasPassed,
    SlotTaken, BookedAlready, MovedTooOften.
    """
    lock_calendar(link.account)
    if starts_at not in link.proposals and Booking.made_by(form_key, of=link.account) is None:
        raise NotProposed
    return record(link, starts_at, form_key=form_key, site=site, now=now)


def record(link: PersonalLink, starts_at: datetime, *, form_key: str, site: Site, now: datetime) -> Booking:
    """Note a time that the two agreed elsewhere: by mail, by phone, or on the contact's own booking page.

    Only the past and what is in the calendar stand in the way. Raises
    TimeHasPassed, SlotTaken, BookedAlready, MovedTooOften.
    """
    account, interview = link.account, link.interview
    lock_calendar(account)
    made = Booking.made_by(form_key, of=account)
    if made is not None and not made.is_cancelled and made.starts_at == starts_at:
        return made
    ground = Ground.of(interview, now=now, reaching=starts_at)
    _refuse_second(ground.earlier)
    span = ground.offers(link, now=now).accept_wish(starts_at)
    wish = Wish(starts_at, interview.contact.timezone, form_key)
    return _agree(link, span, wish, ground, site=site, now=now)


def _refuse_second(earlier: Sequence[Made]) -> None:
    if not all(booking.is_cancelled for booking in earlier):
        raise BookedAlready
    if len(earlier) >= MOST_CHANGES:
        raise MovedTooOften


def _agree(
    link: PersonalLink, span: TimeSpan, wish: Wish, ground: Ground, *, site: Site, now: datetime
) -> Booking:
    """Write the agreed time down, and tell everybody and everything that it concerns.

    What is new is written as plain rows, and what is changed with the commit: all together.
    """
    account, interview = link.account, link.interview
    booking = enter(_as_row(link, span, wish, site=site, now=now))
    questions = QuestionList.of(interview) if ground.has_list else None
    made = None if questions else tailored(interview, account, ground.known)
    with db.session.no_autoflush:
        link.take_answer(now=now)
        interview.reach(Stage.BOOKED, now=now)
        if (number := wish.number_left(interview)) and number != interview.contact.phone:
            interview.contact.phone = number  # so that nobody asks for it again if they take another time
        due = take_in(
            interview,
            Event.BOOKED,
            account=account,
            around=Circumstances.of(span, booking.format),
            known=None if ground.has_follow_ups else (),
            has_led=ground.has_led,
            now=now,
        )
    put_down("booking.made", interview, at=now, starts_at=span.start.isoformat())
    if ground.has_kept:
        Hold.release(interview, outcome="taken", now=now)
    if made:
        write_list(made, interview, now=now)
    sheet = RunSheet.plan(interview.minutes, made.lines) if made else sheet_of(questions, interview)
    packet = packed(sheet, ground.known.facts or {}, dates=afterwards(due, booking, account))
    announce(booking, link, packet, post=ground.post(account, site=site), site=site, now=now)
    return booking


def _as_row(link: PersonalLink, span: TimeSpan, wish: Wish, *, site: Site, now: datetime) -> dict[str, Any]:
    """What was agreed, as a new booking keeps it."""
    account, interview = link.account, link.interview
    return {
        "account_id": account.id,
        "interview_id": interview.id,
        "uid": f"{new_token()}@{site.mail_domain}",
        "starts_at": span.start,
        "ends_at": span.end,
        "format": wish.format or interview.format,
        "place": wish.place or wish.usual_place(interview, account),
        "guest_calls": wish.guest_calls,
        "guest_timezone": wish.timezone,
        "form_key": wish.form_key,
        "made_at": now,
        "changed_at": now,
    }
