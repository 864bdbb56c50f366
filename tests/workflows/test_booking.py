"""What a contact does with their page, and what both calendars, the story and the days after say to it."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.availability.feeds import BusyFeed, BusySpan, FeedKind
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.offers import TimeHasPassed
from outreach.bookings.refusals import (
    BookedAlready,
    FormUsed,
    HasBegun,
    MovedTooOften,
    NothingBooked,
    NotOnOffer,
    NotYetPassed,
    SlotTaken,
)
from outreach.bookings.site import Site
from outreach.bookings.wishes import MOST_CHANGES, Wish
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.touches import touches_with
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import Entry
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.notebook.debrief import Debrief
from outreach.questions.facts import Fact
from outreach.questions.models import QuestionList
from outreach.workflows import booking as workflow
from outreach.workflows import calling_off, moving, reflecting
from tests.cast import NOW
from tests.conftest import SECRET_KEY
from tests.workflows.posting import sends_through
from tests.workflows.reading import event_in, open_follow_ups, outbox, story, to_ada, to_grace

SITE = Site("https://outreach.example", SECRET_KEY, "outreach.example")
A_DAY = timedelta(days=1)
A_MINUTE = timedelta(minutes=1)
TOMORROW_AT_TEN = NOW + A_DAY + timedelta(hours=1)
NEXT_MONDAY = NOW + 6 * A_DAY
AROUND = {
    FollowUpKind.CONFIRMATION,
    FollowUpKind.DEBRIEF,
    FollowUpKind.THANKS,
}


def wish(starts_at: datetime, form_key: str) -> Wish:
    return Wish(starts_at=starts_at, timezone="America/New_York", form_key=form_key)


def book(link: PersonalLink, starts_at: datetime = NEXT_MONDAY, *, form_key: str = "first") -> Booking:
    return workflow.book(link, wish(starts_at, form_key), site=SITE, now=NOW)


def move(link: PersonalLink, starts_at: datetime, *, now: datetime = NOW) -> Booking:
    return moving.move(link, wish(starts_at, "moving"), site=SITE, now=now)


def cancel(link: PersonalLink, *, by: str = "guest", now: datetime = NOW) -> Booking:
    return calling_off.cancel(link, by=by, site=SITE, now=now)


@pytest.fixture
def second_link(grace: Contact, talk: Interview) -> PersonalLink:
    """The page of another conversation of Ada's."""
    barbara = saved(
        Contact(
            account_id=grace.account_id,
            name="Barbara Liskov",
            email="barbara@example.com",
            timezone="America/New_York",
            created_at=NOW,
        )
    )
    interview = Interview(
        account_id=grace.account_id,
        contact=barbara,
        purpose=talk.purpose,
        relationship_kind=talk.relationship_kind,
        minutes=20,
        format=Format.PHONE,
        stage_at=NOW,
        created_at=NOW,
    )
    return PersonalLink.make(saved(interview), secret_key=SECRET_KEY, now=NOW)


def test_grace_takes_a_time_and_both_calendars_are_told(link: PersonalLink) -> None:
    booking = book(link)

    [to_her], [to_us] = to_grace(), to_ada()
    hers, ours = event_in(to_her), event_in(to_us)
    assert hers["uid"] == ours["uid"] == booking.uid
    assert hers["sequence"] == ours["sequence"] == 0
    assert hers["dtstart"].dt == ours["dtstart"].dt == NEXT_MONDAY
    assert hers["dtend"].dt - hers["dtstart"].dt == timedelta(minutes=20)
    assert (to_her.calendar_method, to_us.calendar_method) == ("REQUEST", "PUBLISH")
    assert to_her.send_after == NOW  # nobody is kept waiting for an invitation


def test_the_interview_is_booked_and_the_days_around_it_are_planned(link: PersonalLink) -> None:
    booking = book(link)

    assert booking.interview.stage is Stage.BOOKED
    assert story(link.interview) == ["booking.made"]
    assert open_follow_ups(link.interview) == AROUND


def test_a_time_of_tomorrow_needs_no_confirmation_the_day_before(link: PersonalLink) -> None:
    book(link, TOMORROW_AT_TEN)

    assert open_follow_ups(link.interview) == AROUND - {FollowUpKind.CONFIRMATION}


def test_the_silence_is_over_once_a_time_is_agreed(link: PersonalLink) -> None:
    nudge = FollowUp.plan(link.interview, FollowUpKind.NUDGE, due_at=NOW, late_at=NOW)

    book(link)

    assert (nudge.settled_at, nudge.outcome) == (NOW, "dropped")


def test_questions_are_ready_once_a_time_is_agreed(link: PersonalLink) -> None:
    book(link)

    questions = QuestionList.of(link.interview)
    assert questions is not None
    assert questions.asked


def test_questions_that_ada_has_chosen_are_kept(ada: Account, link: PersonalLink) -> None:
    chosen = saved(QuestionList(account_id=ada.id, interview_id=link.interview_id, made_at=NOW))

    book(link)

    assert QuestionList.of(link.interview) is chosen
    assert chosen.questions == []


def test_nothing_private_goes_to_grace(link: PersonalLink) -> None:
    link.interview.connection = "Her cousin said she is difficult."
    book(link)
    move(link, NEXT_MONDAY + A_DAY)
    cancel(link)

    questions = QuestionList.of(link.interview)
    assert questions is not None
    private = [
        *[question.text for question in questions.questions],
        "difficult",
        "one of the first compilers",
        f"/interviews/{link.interview_id}",
    ]
    assert len(to_grace()) == 3
    for message in to_grace():
        description = str(event_in(message).get("description"))
        for words in private:
            assert words not in message.text
            assert words not in message.subject
            assert words not in description
            assert words not in message.calendar.replace("\r\n ", "")


def test_adas_own_copy_has_the_questions_the_notes_and_the_way_to_her_page(link: PersonalLink) -> None:
    book(link)

    [copy] = to_ada()
    event = event_in(copy)
    questions = QuestionList.of(link.interview)
    assert questions is not None
    for words in [*[q.text for q in questions.asked], "one of the first compilers", "University of London"]:
        assert words in copy.text
        assert words in str(event["description"])
    assert event["url"] == f"https://outreach.example/interviews/{link.interview_id}"
    assert event["class"] == "PRIVATE"
    assert "attendee" not in event


def test_grace_is_given_the_way_to_change_it(link: PersonalLink) -> None:
    book(link)

    [invitation] = to_grace()
    address = f"https://outreach.example/meet/{link.token(SECRET_KEY)}"
    assert address in invitation.text
    assert event_in(invitation)["url"] == address


def test_the_invitation_names_both_clocks(link: PersonalLink) -> None:
    book(link)

    [invitation] = to_grace()
    assert "Monday 30 November 2026, 04:00 to 04:20 (New York time)" in invitation.text
    assert "09:00 to 09:20 (London time)" in invitation.text


def test_the_invitation_comes_from_the_address_that_the_letters_come_from(
    ada: Account, link: PersonalLink
) -> None:
    saved(
        MailAccount(
            account_id=ada.id,
            provider="other",
            address="ada@university.example",
            host="mail.university.example",
            port=465,
            security="tls",
            username="ada",
            sealed_password="sealed",
        )
    )

    book(link)

    [invitation] = to_grace()
    assert invitation.from_address == "ada@university.example"
    assert event_in(invitation)["organizer"] == "mailto:ada@university.example"
    assert invitation.message_id.endswith("@university.example>")


def test_an_invitation_from_adas_own_computer_asks_for_an_answer_by_mail(
    app: Flask, ada: Account, link: PersonalLink
) -> None:
    sends_through(app, ada, 25)

    at_home = Site("http://localhost:8000", SECRET_KEY, "outreach.example")
    workflow.book(link, wish(NEXT_MONDAY, "first"), site=at_home, now=NOW)

    [invitation] = to_grace()
    assert "To move or cancel, simply answer by mail." in invitation.text
    assert "localhost" not in invitation.text
    assert "url" not in event_in(invitation)


def test_the_invitation_belongs_to_the_thread_of_the_letters(link: PersonalLink) -> None:
    letter = OutgoingMessage(
        account_id=link.account_id,
        interview_id=link.interview_id,
        about="letter",
        from_name="Ada",
        from_address="ada@example.org",
        to_name="Grace",
        to_address="grace@example.com",
        subject="A question about compilers",
        text="…",
        message_id="<letter@example.org>",
        delivery=Delivery.SENT,
        queued_at=NOW,
        send_after=NOW,
    )
    saved(letter)

    book(link)

    assert to_grace()[-1].in_reply_to == "<letter@example.org>"


def test_a_contact_without_an_address_is_not_written_to(link: PersonalLink) -> None:
    link.interview.contact.email = None

    book(link)

    assert [message.about for message in outbox()] == ["copy"]


def test_the_same_form_posted_again_changes_nothing(link: PersonalLink) -> None:
    booking = book(link)

    assert book(link) is booking
    assert len(outbox()) == 2
    assert story(link.interview) == ["booking.made"]


def test_the_same_form_with_another_time_is_refused(link: PersonalLink) -> None:
    booking = book(link)

    with pytest.raises(FormUsed):
        book(link, NEXT_MONDAY + A_DAY)

    assert booking.starts_at == NEXT_MONDAY
    assert len(outbox()) == 2


def test_a_form_whose_booking_was_cancelled_does_not_bring_it_back(link: PersonalLink) -> None:
    book(link)
    cancel(link)

    with pytest.raises(FormUsed):
        book(link)

    assert Booking.live(link.interview) is None


def test_one_conversation_has_one_time(link: PersonalLink) -> None:
    book(link)

    with pytest.raises(BookedAlready):
        book(link, NEXT_MONDAY + A_DAY, form_key="second")

    assert len(outbox()) == 2


def test_after_a_cancellation_grace_can_choose_again(link: PersonalLink) -> None:
    first = book(link)
    cancel(link)

    second = book(link, form_key="second")

    assert second.uid != first.uid
    assert link.interview.stage is Stage.BOOKED
    assert open_follow_ups(link.interview) == AROUND


def test_what_barbara_has_grace_cannot_have(link: PersonalLink, second_link: PersonalLink) -> None:
    book(second_link, form_key="barbaras")

    with pytest.raises(SlotTaken):
        book(link)

    assert to_grace() == []
    assert link.interview.stage is Stage.FOUND


@pytest.mark.parametrize(
    "starts_at",
    [
        NOW - A_DAY,
        NOW + A_MINUTE,
        NEXT_MONDAY + A_MINUTE,
        NEXT_MONDAY + timedelta(hours=12),
        NEXT_MONDAY + 60 * A_DAY,
    ],
    ids=["past", "without notice", "off the grid", "at night", "too far ahead"],
)
def test_a_time_that_is_not_on_offer_is_refused(link: PersonalLink, starts_at: datetime) -> None:
    with pytest.raises(NotOnOffer):
        book(link, starts_at)

    assert outbox() == []


def test_moving_sends_the_same_event_with_a_higher_number(link: PersonalLink) -> None:
    booking = book(link)

    move(link, NEXT_MONDAY + A_DAY, now=NOW + A_MINUTE)

    first, second = (event_in(message) for message in to_grace())
    assert first["uid"] == second["uid"] == booking.uid
    assert (first["sequence"], second["sequence"]) == (0, 1)
    assert second["dtstart"].dt == NEXT_MONDAY + A_DAY
    assert second["dtstamp"].dt == NOW + A_MINUTE
    assert [message.calendar_method for message in to_grace()] == ["REQUEST", "REQUEST"]
    assert [event_in(message)["sequence"] for message in to_ada()] == [0, 1]
    assert to_grace()[1].subject.startswith("New time: ")


def test_moving_is_told_with_the_time_before(link: PersonalLink) -> None:
    book(link)

    move(link, NEXT_MONDAY + A_DAY)

    moved = Entry.about(link.interview)[-1]
    assert moved.name == "booking.moved"
    assert moved.particulars == {
        "starts_at": (NEXT_MONDAY + A_DAY).isoformat(),
        "before": NEXT_MONDAY.isoformat(),
    }


def test_moving_moves_what_surrounds_the_conversation(link: PersonalLink) -> None:
    book(link)

    move(link, NEXT_MONDAY + A_DAY)

    thanks = next(f for f in FollowUp.of(link.interview) if f.kind is FollowUpKind.THANKS)
    assert thanks.due_at == NEXT_MONDAY + A_DAY + timedelta(minutes=20)
    assert open_follow_ups(link.interview) == AROUND


def test_moving_to_tomorrow_drops_the_confirmation(link: PersonalLink) -> None:
    book(link)

    move(link, TOMORROW_AT_TEN)

    assert open_follow_ups(link.interview) == AROUND - {FollowUpKind.CONFIRMATION}


def test_moving_onto_its_own_time_changes_nothing(link: PersonalLink) -> None:
    booking = book(link)

    move(link, NEXT_MONDAY)

    assert booking.sequence == 0
    assert len(outbox()) == 2
    assert story(link.interview) == ["booking.made"]


def test_a_talk_does_not_stand_in_its_own_way(link: PersonalLink) -> None:
    booking = book(link)

    move(link, NEXT_MONDAY + timedelta(minutes=30))

    assert booking.starts_at == NEXT_MONDAY + timedelta(minutes=30)


def test_a_taken_time_is_not_moved_onto(link: PersonalLink, second_link: PersonalLink) -> None:
    book(second_link, form_key="barbaras")
    booking = book(link, NEXT_MONDAY + A_DAY)

    with pytest.raises(SlotTaken):
        move(link, NEXT_MONDAY)

    assert booking.starts_at == NEXT_MONDAY + A_DAY


def test_a_talk_that_was_held_earlier_frees_its_time_and_stays_held(ada: Account, link: PersonalLink) -> None:
    agreed = book(link)
    reflecting.keep(Debrief(learned=("that it works",)), link.interview, account=ada, now=NOW)
    due = open_follow_ups(link.interview)

    cancel(link, by="account")

    assert (agreed.is_cancelled, link.interview.stage) == (True, Stage.MET)
    assert open_follow_ups(link.interview) == due
    assert story(link.interview)[-1] == "booking.freed"
    assert to_grace()[-1].calendar_method == "CANCEL"
    assert to_grace()[-1].text.startswith(
        "As we have talked already, the time that we had agreed is free again"
    )


def put_off(
    link: PersonalLink, starts_at: datetime, *, by_wish: bool = False, now: datetime = NOW
) -> Booking:
    return moving.move_by_us(link, starts_at, by_wish=by_wish, site=SITE, now=now)


def test_ada_moves_the_talk_and_grace_hears_that_she_is_sorry(link: PersonalLink) -> None:
    agreed = book(link)

    put_off(link, NEXT_MONDAY + A_DAY)

    first, second = (event_in(message) for message in to_grace())
    assert (first["uid"], second["sequence"]) == (second["uid"], 1)
    assert agreed.starts_at == second["dtstart"].dt == NEXT_MONDAY + A_DAY
    assert to_grace()[1].text.startswith("I am sorry, but I have to move our conversation. The new time is ")
    assert "it is not the first time" not in to_grace()[1].text.casefold()
    assert [event_in(message)["sequence"] for message in to_ada()] == [0, 1]
    assert open_follow_ups(link.interview) == AROUND


def test_a_second_move_offers_to_let_it_drop(link: PersonalLink) -> None:
    book(link)

    put_off(link, NEXT_MONDAY + A_DAY)
    put_off(link, NEXT_MONDAY + 2 * A_DAY)

    assert "should you rather let it drop, I will understand" in to_grace()[2].text


def test_a_move_of_ours_is_a_word_of_ours_that_they_wait_for(link: PersonalLink) -> None:
    book(link)
    before = touches_with(link.interview.contact, since=NOW - A_DAY)

    put_off(link, NEXT_MONDAY + A_DAY)

    [added] = touches_with(link.interview.contact, since=NOW - A_DAY)[len(before) :]
    assert (added.is_theirs, added.is_unsolicited) == (False, False)


def test_a_time_outside_adas_hours_needs_her_own_word(link: PersonalLink) -> None:
    agreed = book(link)
    in_the_evening = NEXT_MONDAY + timedelta(hours=12)

    with pytest.raises(NotOnOffer):
        put_off(link, in_the_evening)
    put_off(link, in_the_evening, by_wish=True)

    assert agreed.starts_at == in_the_evening


def test_not_even_by_her_own_word_is_it_moved_onto_a_taken_time(
    link: PersonalLink, second_link: PersonalLink
) -> None:
    book(second_link, form_key="barbaras")
    agreed = book(link, NEXT_MONDAY + A_DAY)

    with pytest.raises(SlotTaken):
        put_off(link, NEXT_MONDAY, by_wish=True)
    with pytest.raises(TimeHasPassed):
        put_off(link, NOW - A_DAY, by_wish=True)

    assert (agreed.starts_at, agreed.sequence) == (NEXT_MONDAY + A_DAY, 0)


def test_what_was_moved_already_is_not_moved_twice_by_two_clicks(link: PersonalLink) -> None:
    agreed = book(link)

    for _ in range(2):
        put_off(link, NEXT_MONDAY + A_DAY)

    assert (agreed.sequence, len(to_grace())) == (1, 2)


def test_where_nothing_is_booked_nothing_moves(link: PersonalLink) -> None:
    with pytest.raises(NothingBooked):
        move(link, NEXT_MONDAY)


def test_a_talk_that_has_begun_is_neither_moved_nor_cancelled(link: PersonalLink) -> None:
    book(link)

    with pytest.raises(HasBegun):
        move(link, NEXT_MONDAY + A_DAY, now=NEXT_MONDAY)
    with pytest.raises(HasBegun):
        cancel(link, now=NEXT_MONDAY)

    assert len(outbox()) == 2


def test_cancelling_takes_it_out_of_both_calendars(link: PersonalLink) -> None:
    booking = book(link)

    cancel(link, now=NOW + A_MINUTE)

    [_, last] = to_grace()
    event = event_in(last)
    assert last.calendar_method == "CANCEL"
    assert "METHOD:CANCEL" in last.calendar
    assert (event["uid"], event["sequence"], event["status"]) == (booking.uid, 1, "CANCELLED")
    ours = event_in(to_ada()[-1])
    assert (ours["uid"], ours["sequence"], ours["status"]) == (booking.uid, 1, "CANCELLED")


def test_after_a_move_the_cancellation_counts_on(link: PersonalLink) -> None:
    book(link)
    move(link, NEXT_MONDAY + A_DAY)

    cancel(link)

    assert [event_in(message)["sequence"] for message in to_grace()] == [0, 1, 2]


def test_a_cancelled_talk_leaves_nothing_to_do_but_the_next_step(link: PersonalLink) -> None:
    book(link)

    cancel(link)

    assert link.interview.stage is Stage.ANSWERED
    assert open_follow_ups(link.interview) == {FollowUpKind.MOVED_BY_THEM}
    assert story(link.interview) == ["booking.made", "booking.cancelled"]


def test_a_cancelled_talk_is_not_told_to_the_introducer(ada: Account, link: PersonalLink) -> None:
    barbara = saved(Contact(account_id=ada.id, name="Barbara Liskov", timezone="UTC", created_at=NOW))
    link.interview.contact.credit(barbara, now=NOW)
    book(link)
    assert FollowUpKind.REFERRAL_UPDATE in open_follow_ups(link.interview)

    cancel(link)

    assert FollowUpKind.REFERRAL_UPDATE not in open_follow_ups(link.interview)


def test_cancelling_twice_tells_once(link: PersonalLink) -> None:
    book(link)
    cancel(link)

    with pytest.raises(NothingBooked):
        cancel(link)

    assert len(to_grace()) == 2


@pytest.mark.parametrize(
    ("by", "words"), [("guest", "Thank you for letting Ada know"), ("account", "Ada is sorry for the change")]
)
def test_the_cancellation_says_who_is_sorry(link: PersonalLink, by: str, words: str) -> None:
    book(link)

    cancel(link, by=by)

    assert words in to_grace()[-1].text


def test_the_time_is_free_again_after_a_cancellation(link: PersonalLink, second_link: PersonalLink) -> None:
    book(link)
    cancel(link)

    assert book(second_link, form_key="barbaras").starts_at == NEXT_MONDAY


def test_a_no_ends_it_kindly(link: PersonalLink) -> None:
    FollowUp.plan(link.interview, FollowUpKind.NUDGE, due_at=NOW, late_at=NOW)

    calling_off.decline(link, site=SITE, now=NOW)

    assert link.interview.stage is Stage.DECLINED
    assert open_follow_ups(link.interview) == set()
    assert to_grace() == []
    assert [message.about for message in to_ada()] == ["notice"]


def test_a_no_said_twice_is_one_no(link: PersonalLink) -> None:
    calling_off.decline(link, site=SITE, now=NOW)
    calling_off.decline(link, site=SITE, now=NOW)

    assert story(link.interview) == ["link.declined"]


def test_a_no_calls_off_what_was_agreed(link: PersonalLink) -> None:
    book(link)

    calling_off.decline(link, site=SITE, now=NOW)

    assert to_grace()[-1].calendar_method == "CANCEL"
    assert link.interview.stage is Stage.DECLINED
    assert open_follow_ups(link.interview) == set()


def test_a_no_after_the_talk_does_not_drop_the_thanks(link: PersonalLink) -> None:
    book(link)
    link.interview.reach(Stage.MET, now=NEXT_MONDAY)

    with pytest.raises(HasBegun):
        calling_off.decline(link, site=SITE, now=NEXT_MONDAY + A_DAY)

    assert FollowUpKind.THANKS in open_follow_ups(link.interview)


def test_after_a_no_grace_can_change_her_mind(link: PersonalLink) -> None:
    calling_off.decline(link, site=SITE, now=NOW)

    book(link)

    assert link.interview.stage is Stage.BOOKED


def test_a_refused_booking_leaves_nothing_behind(link: PersonalLink, second_link: PersonalLink) -> None:
    book(second_link, form_key="barbaras")
    db.session.commit()

    with pytest.raises(SlotTaken):
        book(link)
    db.session.rollback()

    assert len(list(db.session.scalars(select(Booking)))) == 1
    assert QuestionList.of(link.interview) is None


@pytest.mark.parametrize("name", ["Grace\u202e reppoH", "Grace\x07 Hopper", "Grace {{ 7 * 7 }} <b>"])
def test_no_name_keeps_an_invitation_from_leaving(link: PersonalLink, name: str) -> None:
    link.interview.contact.name = name

    book(link)

    for message in outbox():
        assert "49" not in message.subject
        assert not set(message.subject) & {"\u202e", "\x07"}


def test_a_talk_that_did_not_happen_makes_room_for_another(link: PersonalLink) -> None:
    booking = book(link)
    told_before = len(outbox())

    calling_off.release(link, now=booking.ends_at + A_MINUTE)

    assert link.interview.stage is Stage.ANSWERED
    assert Booking.live(link.interview) is None
    assert not open_follow_ups(link.interview) & AROUND
    assert story(link.interview)[-1] == "booking.missed"
    assert len(outbox()) == told_before


def test_a_talk_that_is_still_to_come_was_not_missed(link: PersonalLink) -> None:
    booking = book(link)

    with pytest.raises(NotYetPassed):
        calling_off.release(link, now=booking.ends_at - A_MINUTE)


def test_a_time_is_not_moved_for_ever(link: PersonalLink) -> None:
    book(link)
    for turn in range(MOST_CHANGES):
        move(link, NEXT_MONDAY + (turn % 2 + 1) * A_DAY)

    with pytest.raises(MovedTooOften):
        move(link, NEXT_MONDAY)

    assert len(to_grace()) == MOST_CHANGES + 1


def test_a_time_is_not_booked_and_cancelled_for_ever(link: PersonalLink) -> None:
    for turn in range(MOST_CHANGES):
        book(link, form_key=f"form {turn}")
        cancel(link)

    with pytest.raises(MovedTooOften):
        book(link, form_key="one more")

    assert len(Booking.of(link.interview)) == MOST_CHANGES


def test_adas_copy_holds_all_that_was_prepared_and_graces_nothing_of_it(
    ada: Account, link: PersonalLink, talk: Interview
) -> None:
    Fact.rewrite(talk, {"source-news": "They merged with the navy yard."}, now=NOW)

    book(link)

    [to_her], [copy] = to_grace()[-1:], to_ada()[-1:]
    assert "(2 to 5 min)" in copy.text
    assert "They merged with the navy yard." in copy.text
    assert re.search(r"Afterwards:\n(\w{3} \d\d \w{3}: .+\n)+", copy.text)
    for private in ("navy yard", "min)", "Afterwards"):
        assert private not in to_her.text + to_her.calendar


def test_what_was_held_early_is_not_moved_any_more(link: PersonalLink) -> None:
    book(link)
    link.interview.reach(Stage.MET, now=NOW)

    with pytest.raises(HasBegun):
        put_off(link, NEXT_MONDAY + A_DAY)


def test_a_time_agreed_elsewhere_is_held_against_the_calendar_however_far_ahead(
    ada: Account, link: PersonalLink
) -> None:
    far = NEXT_MONDAY + 60 * A_DAY
    feed = BusyFeed.add(ada, FeedKind.ADDRESS, name="Term", host="calendar.example", now=NOW)
    db.session.flush()
    db.session.add(BusySpan(account_id=ada.id, feed_id=feed.id, starts_at=far, ends_at=far + A_DAY))
    db.session.flush()

    with pytest.raises(SlotTaken):
        workflow.record(link, far, form_key="elsewhere", site=SITE, now=NOW)
