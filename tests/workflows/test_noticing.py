"""What follows from mail that arrives, and what does not follow from mail that only pretends."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.wishes import Wish
from outreach.calendars.answering import answered, countered
from outreach.calendars.reply import PartStat
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.followups import fates
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.mail import outbox, playing
from outreach.mail.correspondence import ByHand, Correspondence, arrival_of, content_key, only_new
from outreach.mail.incoming import IncomingMessage, News
from outreach.mail.models import OutgoingMessage
from outreach.mail.suppressions import Suppression
from outreach.timespan import TimeSpan
from outreach.workflows import calling_off, moving, noticing
from tests.cast import NOW
from tests.workflows.posting import letter_to
from tests.workflows.reading import story
from tests.workflows.test_booking import NEXT_MONDAY, SITE, book
from tests.workflows.test_delivering import SILENCE

LATER = NOW + timedelta(days=1)
TakeIn = Callable[..., bool]


@pytest.fixture
def letter(talk: Interview) -> OutgoingMessage:
    """Ada's letter, which has left, so that Grace's silence is being counted."""
    return sent_letter(talk)


def sent_letter(talk: Interview) -> OutgoingMessage:
    message = letter_to(talk).message
    assert message is not None
    outbox.keep_as_sent(message, now=NOW)
    fates.tell_sent(message, now=NOW)
    db.session.flush()
    return message


@pytest.fixture
def take_in(ada: Account) -> TakeIn:
    def take(raw: bytes, *, at: datetime = LATER) -> bool:
        arrival = arrival_of(raw, Correspondence.of(ada.id, now=at), arrived_at=at, now=at)
        new = only_new([arrival] if arrival else [])
        noticed = sum(noticing.arrived(one, now=at) for one in new) > 0
        db.session.flush()
        return noticed

    return take


def scene(message: OutgoingMessage, *, token: str = "their-token-0001", **other: str) -> playing.Scene:
    return playing.Scene(
        message_id=other.get("message_id", message.message_id),
        references="" if "message_id" in other else message.references,
        our_name="Ada Lovelace",
        our_address=message.from_address,
        their_name=other.get("name", "Grace Hopper"),
        their_address=other.get("address", message.to_address),
        subject=other.get("subject", message.subject),
        text=message.text,
        sent_at=NOW,
        at=LATER,
        token=token,
    )


def news() -> list[News]:
    return list(db.session.scalars(select(IncomingMessage.news).order_by(IncomingMessage.id)))


def only() -> IncomingMessage:
    return db.session.scalars(select(IncomingMessage)).one()


def waiting(talk: Interview) -> set[object]:
    return {f.kind for f in FollowUp.of(talk) if f.settled_at is None}


def test_an_answer_moves_the_ask_on_and_ends_the_waiting(
    talk: Interview, letter: OutgoingMessage, take_in: TakeIn
) -> None:
    assert waiting(talk) == SILENCE

    assert take_in(playing.reply(scene(letter), "Dear Ada,\n\nyes, gladly."))

    assert talk.stage is Stage.ANSWERED
    assert waiting(talk) == set()
    assert (only().news, only().text, only().settled_at) == (News.ANSWER, "Dear Ada,\n\nyes, gladly.", None)
    assert letter.answered_at == LATER
    assert "mail.answer" in story(talk)


def test_the_same_answer_in_another_folder_counts_once(letter: OutgoingMessage, take_in: TakeIn) -> None:
    raw = playing.reply(scene(letter), "Yes.")

    assert take_in(b"Received: from elsewhere\r\n" + raw)
    assert not take_in(raw)


def test_a_message_sent_beforehand_under_the_id_of_the_answer_does_not_hide_it(
    talk: Interview, letter: OutgoingMessage, take_in: TakeIn
) -> None:
    take_in(playing.reply(scene(letter, message_id="<unknown@example.net>", subject="x"), "Buy this."))

    assert take_in(playing.reply(scene(letter), "Yes."))
    assert talk.stage is Stage.ANSWERED


def test_a_colleague_speaks_for_the_thread_and_not_for_grace(
    talk: Interview, letter: OutgoingMessage, take_in: TakeIn
) -> None:
    take_in(playing.reply(scene(letter, address="howard@example.com", name="Howard Aiken"), "She is at sea."))

    assert (only().news, only().from_name) == (News.COLLEAGUE, "Howard Aiken")
    assert talk.stage is Stage.ASKED
    assert waiting(talk) == set()


def test_a_message_from_the_right_address_alone_is_shown_and_changes_nothing(
    talk: Interview, letter: OutgoingMessage, take_in: TakeIn
) -> None:
    take_in(playing.reply(scene(letter, message_id="<guessed@example.org>"), "Yes."))

    assert only().news is News.POSSIBLE
    assert (talk.stage, waiting(talk)) == (Stage.ASKED, SILENCE)
    assert letter.answered_at is None


def test_what_grace_wrote_before_the_letter_answers_nothing(letter: OutgoingMessage, take_in: TakeIn) -> None:
    raw = playing.reply(scene(letter, message_id="<old@example.org>"), "Hello.")

    assert not take_in(raw, at=NOW - timedelta(days=2))
    assert news() == []


def test_who_said_no_and_writes_again_stays_where_they_are(
    talk: Interview, letter: OutgoingMessage, take_in: TakeIn
) -> None:
    talk.reach(Stage.DECLINED, now=NOW)

    take_in(playing.reply(scene(letter), "Good luck!"))

    assert talk.stage is Stage.DECLINED
    assert only().settled_at is None


def test_a_bounce_marks_the_address_and_ends_the_ask(
    ada: Account, talk: Interview, letter: OutgoingMessage, take_in: TakeIn
) -> None:
    assert take_in(playing.bounce(scene(letter), letter.as_handed_over))

    assert talk.stage is Stage.BOUNCED
    assert (letter.bounce, letter.bounced_at) == ("Nobody has this address there.", LATER)
    assert Suppression.of(ada.id, "grace@example.com") is not None
    assert only().particulars["is_hard"] is True


def full_mailbox(raw: bytes) -> bytes:
    return raw.replace(b"5.1.1", b"5.2.2").replace(b"User unknown", b"mailbox full")


def late(raw: bytes) -> bytes:
    return raw.replace(b"Action: failed", b"Action: delayed").replace(b"5.1.1", b"4.4.1")


@pytest.mark.parametrize(("change", "expected"), [(full_mailbox, News.BOUNCE), (late, News.LATE)])
def test_a_bounce_that_may_pass_marks_no_address(
    ada: Account,
    talk: Interview,
    letter: OutgoingMessage,
    take_in: TakeIn,
    change: Callable[[bytes], bytes],
    expected: News,
) -> None:
    take_in(change(playing.bounce(scene(letter), letter.as_handed_over)))

    assert only().news is expected
    assert talk.stage is Stage.ASKED
    assert Suppression.of(ada.id, "grace@example.com") is None


def test_a_bounce_in_free_text_is_shown_as_possible_and_changes_nothing(
    ada: Account, talk: Interview, letter: OutgoingMessage, take_in: TakeIn
) -> None:
    raw = (
        b"From: MAILER-DAEMON@mx.example.com\r\nTo: ada@example.org\r\nSubject: failure notice\r\n\r\n"
        b"Hi. This is the qmail-send program.\r\nI'm afraid I wasn't able to deliver your message.\r\n\r\n"
        b"<grace@example.com>:\r\n550 no such user\r\n\r\n--- Below this line is a copy of the message.\r\n\r\n"
    ) + letter.as_handed_over

    assert take_in(raw)
    assert only().news is News.POSSIBLE_BOUNCE
    assert (talk.stage, Suppression.of(ada.id, "grace@example.com")) == (Stage.ASKED, None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"grace@example.com\r\nAction", b"katherine@example.com\r\nAction"),
        (b"Message-ID: <", b"Message-ID: <another"),
    ],
    ids=["another address", "a letter we never sent"],
)
def test_a_bounce_of_what_we_never_sent_changes_nothing(
    talk: Interview, letter: OutgoingMessage, take_in: TakeIn, old: bytes, new: bytes
) -> None:
    raw = playing.bounce(scene(letter), letter.as_handed_over).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    assert old in raw

    assert not take_in(raw.replace(old, new))
    assert (talk.stage, news()) == (Stage.ASKED, [])


def test_a_note_of_absence_is_no_answer_and_asks_whether_to_wait(
    talk: Interview, letter: OutgoingMessage, take_in: TakeIn
) -> None:
    take_in(playing.away(scene(letter), (NOW + timedelta(days=10)).date()))

    assert (only().news, only().particulars) == (News.AWAY, {"back_on": "2026-12-04"})
    assert only().settled_at is None
    assert (talk.stage, waiting(talk)) == (Stage.ASKED, SILENCE)
    assert letter.answered_at is None


def test_a_letter_written_on_the_telephone_ends_the_waiting(
    ada: Account, talk: Interview, letter: OutgoingMessage
) -> None:
    known = Correspondence.of(ada.id, now=LATER).known
    by_hand = ByHand(known.by_id[letter.message_id], "<phone@example.org>", LATER)

    assert noticing.wrote_by_hand(ada.id, by_hand, now=LATER)
    assert not noticing.wrote_by_hand(ada.id, by_hand, now=LATER)
    assert waiting(talk) == set()
    assert story(talk).count("mail.by_hand") == 1


def test_nothing_is_kept_of_mail_that_does_not_concern_us(letter: OutgoingMessage, take_in: TakeIn) -> None:
    stranger = scene(letter, address="shop@example.net", message_id="<x@example.net>", subject="Sale!")

    assert not take_in(playing.reply(stranger, "Everything must go."))
    assert not take_in(b"")
    assert news() == []


def test_marys_letters_are_not_answered_by_mail_to_ada(
    mary: Account, letter: OutgoingMessage, ada: Account
) -> None:
    raw = playing.reply(scene(letter), "Yes.")
    arrival = arrival_of(raw, Correspondence.of(mary.id, now=LATER), arrived_at=LATER, now=LATER)

    assert arrival is not None
    assert not noticing.arrived(arrival, now=LATER)


# Calendars.


@pytest.fixture
def agreed(link: PersonalLink) -> Booking:
    """Grace took a time on her page."""
    return book(link)


@pytest.fixture
def invitation(agreed: Booking) -> OutgoingMessage:
    """The invitation that Grace's calendar got for it."""
    return db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.about == "invitation")).one()


def says(invitation: OutgoingMessage, partstat: PartStat, **other: object) -> bytes:
    text = answered(
        invitation.calendar,
        attendee=str(other.get("attendee", "grace@example.com")),
        name="Grace Hopper",
        partstat=partstat,
        at=LATER + timedelta(seconds=int(str(other.get("seconds", 0)))),
        comment=str(other.get("comment", "")),
    )
    for old, new in dict(other.get("changes", {})).items():  # type: ignore[call-overload]
        text = text.replace(old, new)
    sender = scene(
        invitation,
        address=str(other.get("sender", "grace@example.com")),
        message_id="<by-calendar@example.com>",
    )
    return playing.calendar(sender, text, method="REPLY", subject="Accepted")


def test_a_calendar_that_accepts_is_told_and_asks_nothing(
    agreed: Booking, invitation: OutgoingMessage, take_in: TakeIn
) -> None:
    assert take_in(says(invitation, PartStat.ACCEPTED, comment="Looking forward."))

    assert (only().news, only().particulars["comment"]) == (News.ACCEPTED, "Looking forward.")
    assert only().settled_at is not None
    assert not agreed.is_cancelled


def test_a_calendar_that_declines_marks_and_asks_and_frees_nothing(
    agreed: Booking, invitation: OutgoingMessage, take_in: TakeIn
) -> None:
    take_in(says(invitation, PartStat.DECLINED))

    assert (only().news, only().settled_at) == (News.DECLINED, None)
    assert not agreed.is_cancelled
    assert agreed.interview.stage is Stage.BOOKED


def test_a_time_proposed_instead_is_shown_with_the_time(
    agreed: Booking, invitation: OutgoingMessage, take_in: TakeIn
) -> None:
    rather = TimeSpan(NEXT_MONDAY + timedelta(days=1), NEXT_MONDAY + timedelta(days=1, minutes=20))
    text = countered(
        invitation.calendar, attendee="grace@example.com", name="Grace", proposal=rather, at=LATER
    )

    take_in(playing.calendar(scene(invitation), text, method="COUNTER", subject="New time proposed"))

    assert only().news is News.PROPOSED
    assert only().particulars["starts_at"] == rather.start.isoformat()
    assert agreed.starts_at == NEXT_MONDAY


def test_an_answer_without_an_organizer_counts_as_exchange_sends_none(
    invitation: OutgoingMessage, take_in: TakeIn
) -> None:
    organizer = next(line for line in invitation.calendar.splitlines() if line.startswith("ORGANIZER"))
    take_in(says(invitation, PartStat.ACCEPTED).replace(organizer.encode(), b"X-NONE:"))

    assert news() == [News.ACCEPTED]


@pytest.mark.parametrize(
    "forged",
    [
        {"attendee": "mallory@example.net", "sender": "mallory@example.net"},
        {"sender": "mallory@example.net"},
        {"attendee": "mallory@example.net", "sender": "mallory@example.net", "comment": "I am her assistant"},
    ],
)
def test_an_answer_from_somebody_else_is_only_shown(
    agreed: Booking, invitation: OutgoingMessage, take_in: TakeIn, forged: dict[str, str]
) -> None:
    take_in(says(invitation, PartStat.DECLINED, **forged))

    assert news() == [News.UNVERIFIED]
    assert not agreed.is_cancelled


def test_an_answer_to_an_event_that_is_not_ours_is_nothing(
    invitation: OutgoingMessage, take_in: TakeIn
) -> None:
    assert not take_in(says(invitation, PartStat.DECLINED, changes={"UID:": "UID:guessed-"}))
    assert news() == []


def test_an_answer_to_the_earlier_time_says_so_and_flips_nothing(
    link: PersonalLink, agreed: Booking, invitation: OutgoingMessage, take_in: TakeIn
) -> None:
    wish = Wish(NEXT_MONDAY + timedelta(days=1), "America/New_York", "moving")
    moving.move(link, wish, site=SITE, now=NOW)

    take_in(says(invitation, PartStat.DECLINED))

    assert (only().news, only().particulars["earlier"]) == (News.UNVERIFIED, True)


def test_an_older_answer_that_comes_again_is_nothing(invitation: OutgoingMessage, take_in: TakeIn) -> None:
    take_in(says(invitation, PartStat.ACCEPTED, seconds=60))

    assert not take_in(says(invitation, PartStat.DECLINED))
    assert news() == [News.ACCEPTED]


def test_a_cancelled_time_is_answered_by_nothing(
    link: PersonalLink, invitation: OutgoingMessage, take_in: TakeIn
) -> None:
    calling_off.cancel(link, by="account", site=SITE, now=NOW)

    assert not take_in(says(invitation, PartStat.ACCEPTED))


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "ADD", "PUBLISH"])
def test_a_calendar_cannot_be_told_what_to_do_by_mail(
    agreed: Booking, invitation: OutgoingMessage, take_in: TakeIn, method: str
) -> None:
    raw = says(invitation, PartStat.DECLINED, changes={"METHOD:REPLY": f"METHOD:{method}"})
    take_in(raw)

    assert not agreed.is_cancelled
    assert News.DECLINED not in news()


def test_the_key_of_a_message_does_not_depend_on_the_way_it_took() -> None:
    raw = b"From: a@x.org\r\nMessage-ID: <1@x.org>\r\n\r\nHi\r\n"

    assert content_key(b"Received: by y\r\n" + raw) == content_key(raw)
    assert content_key(raw.replace(b"Hi", b"Ho")) != content_key(raw)


@pytest.mark.usefixtures("letter")
def test_a_contact_that_is_deleted_takes_their_mail_with_them(
    grace: Contact, take_in: TakeIn, letter: OutgoingMessage
) -> None:
    take_in(playing.reply(scene(letter), "Yes."))
    db.session.delete(grace)
    db.session.flush()

    assert news() == []
