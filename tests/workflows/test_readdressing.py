"""When mail to Grace comes back: what ends, what is planned, and how the ask is taken up again."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from outreach.accounts.models import Account
from outreach.bookings.models import PersonalLink
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.followups import silence
from outreach.followups.dead_ends import Reach, mark_dead, reach_of
from outreach.followups.kinds import FollowUpKind
from outreach.followups.standing import AddressDead, LeftAlone
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import Entry
from outreach.letters.coach.policy import Policy
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.mail.incoming import IncomingMessage, News
from outreach.mail.models import OutgoingMessage
from outreach.mail.suppressions import Suppression
from outreach.workflows import readdressing, sending, writing
from tests.cast import NOW
from tests.workflows.posting import letter_to, queued
from tests.workflows.reading import open_follow_ups
from tests.workflows.test_booking import NEXT_MONDAY, SITE, book, cancel, move

WHY, LATER = "Nobody has this address there.", NOW + timedelta(days=1)


@pytest.fixture
def letter(talk: Interview) -> OutgoingMessage:
    """Ada's first letter to Grace, which has left."""
    message = letter_to(talk).message
    assert message is not None
    talk.reach(Stage.ASKED, now=NOW)
    return message


def seen(talk: Interview, address: str, name: str = "Grace Hopper", news: News = News.COLLEAGUE) -> None:
    db.session.add(
        IncomingMessage(
            account_id=talk.account_id, contact_id=talk.contact_id, interview=talk, news=news, confidence="",
            content_key=address, from_name=name, from_address=address, arrived_at=NOW, noticed_at=NOW,
        )
    )  # fmt: skip
    db.session.flush()


def test_a_letter_that_came_back_lets_the_introducer_know(
    ada: Account, talk: Interview, letter: OutgoingMessage
) -> None:
    introducer = Contact.named_or_new("Howard Aiken", of=ada, now=NOW)
    talk.contact.credit(introducer, may_use_name=True, now=NOW)

    mark_dead(letter, why=WHY, now=LATER)

    assert talk.stage is Stage.BOUNCED
    assert open_follow_ups(talk) == {FollowUpKind.REFERRAL_FAILED}


@pytest.mark.parametrize("stage", [Stage.ANSWERED, Stage.BOOKED, Stage.MET, Stage.THANKED])
def test_what_was_reached_with_grace_outlives_her_address(
    ada: Account, talk: Interview, letter: OutgoingMessage, stage: Stage
) -> None:
    talk.reach(stage, now=NOW)

    mark_dead(letter, why=WHY, now=LATER)

    assert talk.stage is stage
    assert open_follow_ups(talk) == set()
    assert Suppression.of(ada.id, "grace@example.com") is not None


def test_the_dead_address_of_whoever_led_to_grace_does_not_end_the_ask(
    ada: Account, talk: Interview, letter: OutgoingMessage
) -> None:
    introducer = Contact.named_or_new("Howard Aiken", of=ada, now=NOW)
    db.session.flush()
    thanks = queued(talk, about="letter", to="howard@example.com")
    thanks.contact_id = introducer.id

    mark_dead(thanks, why=WHY, now=LATER)

    assert talk.stage is Stage.ASKED
    assert Suppression.of(ada.id, "howard@example.com") is not None


@pytest.mark.parametrize(
    ("address", "name", "offered"),
    [
        ("g.hopper@navy.example", "Hopper, Grace", "g.hopper@navy.example"),
        ("assistant@example.com", "Ivy Lee", ""),
        ("GRACE@example.com", "Grace Hopper", ""),
    ],
)
def test_another_address_of_graces_is_offered_where_she_was_seen(
    talk: Interview, address: str, name: str, offered: str
) -> None:
    seen(talk, address, name)

    assert reach_of([talk.contact])[talk.contact_id] == Reach(other=offered)


def test_an_address_that_is_dead_as_well_is_not_offered(talk: Interview) -> None:
    seen(talk, "old@example.com")
    mark_dead(queued(talk, to="old@example.com"), why=WHY, now=NOW)

    assert reach_of([talk.contact])[talk.contact_id].other == ""


def test_another_address_takes_the_ask_up_again_with_the_words_that_came_back(
    ada: Account, talk: Interview, letter: OutgoingMessage
) -> None:
    carried = Letter.carried_by(letter)
    assert carried is not None
    carried.body, carried.is_edited = "Dear Grace,\n\nmy own words.", True
    mark_dead(letter, why=WHY, now=LATER)
    seen(talk, "mailer-daemon@example.com", "", News.BOUNCE)

    assert readdressing.give_address(talk.contact, "grace@navy.example", now=LATER) is talk
    carried.sent_by_hand_at = NOW  # the letter that came back is not written on
    again = writing.write(talk, LetterKind.OUTREACH, account=ada, site=SITE, now=LATER)

    assert again is not carried
    assert again.body == "Dear Grace,\n\nmy own words."
    assert "contact.address_given" in {entry.name for entry in Entry.with_contact(talk.contact)}
    assert [one.settled_at for one in IncomingMessage.about(talk)] == [LATER]


def test_an_address_that_works_again_is_written_to_again(
    ada: Account, talk: Interview, letter: OutgoingMessage
) -> None:
    mark_dead(letter, why=WHY, now=NOW)

    assert readdressing.works_again(talk.contact, now=LATER) is talk
    assert Suppression.of(ada.id, "grace@example.com") is None


def test_whoever_asked_to_be_left_alone_stays_so_whatever_is_said_of_the_address(
    ada: Account, talk: Interview
) -> None:
    silence.leave_alone(talk.contact, now=NOW)

    readdressing.works_again(talk.contact, now=LATER)

    assert Suppression.of(ada.id, "grace@example.com") is not None


def test_a_letter_to_somebody_who_is_left_alone_is_refused_when_it_is_sent(
    ada: Account, talk: Interview
) -> None:
    silence.leave_alone(talk.contact, now=NOW)

    with pytest.raises(LeftAlone, match="Grace Hopper asked not to be written to"):
        send(ada, talk)


def test_a_letter_to_an_address_that_is_dead_is_refused_when_it_is_sent(
    ada: Account, talk: Interview, letter: OutgoingMessage
) -> None:
    mark_dead(letter, why=WHY, now=NOW)

    with pytest.raises(AddressDead, match=r"Mail to grace@example\.com came back"):
        send(ada, talk)


def send(ada: Account, talk: Interview) -> OutgoingMessage:
    letter = Letter.begin(talk, LetterKind.OUTREACH, now=NOW)
    letter.subject, letter.body = "A question", "Dear Grace,\n\nwould you have twenty minutes?"
    return sending.send(letter, account=ada, mail_domain="example.org", policy=Policy(), now=NOW)


@pytest.mark.parametrize("change", [cancel, lambda link: move(link, NEXT_MONDAY + timedelta(hours=1))])
def test_news_about_a_time_is_done_with_when_the_time_is_moved_or_given_up(
    talk: Interview, link: PersonalLink, change: Callable[[PersonalLink], object]
) -> None:
    book(link)
    for news in (News.DECLINED, News.PROPOSED, News.ANSWER):
        seen(talk, f"{news}@example.com", news=news)

    change(link)

    assert [one.settled_at for one in IncomingMessage.about(talk)] == [NOW, NOW, None]
