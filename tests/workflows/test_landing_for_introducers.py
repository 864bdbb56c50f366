"""Landing day for whoever led Ada to somebody and was never asked: one letter, beside all that is owed otherwise."""

from datetime import timedelta

import pytest
from flask import Flask

from outreach.accounts.models import Account
from outreach.bookings.site import Site
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.followups.helping import Help, helpers
from outreach.followups.kinds import END_FOR_INTRODUCER, TO_INTRODUCER, FollowUpKind, older_news
from outreach.followups.landing import Owed, settled, to_write
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import Entry
from outreach.letters.coach.policy import Policy
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.mail.carriers import connector
from outreach.mail.models import Delivery
from outreach.mail.suppressions import Silence, Suppression
from outreach.workflows import following_up, sending, writing
from outreach.workflows.delivering import deliver_due
from outreach.workflows.landing import land
from tests.cast import NOW
from tests.conftest import SECRET_KEY
from tests.workflows.posting import Wall, queued
from tests.workflows.reading import open_follow_ups
from tests.workflows.test_landing import with_

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SITE = Site("https://outreach.example", SECRET_KEY, "outreach.example")
NEWS = "accepted a place at the river authority"


@pytest.fixture
def howard(ada: Account, talk: Interview) -> Contact:
    """He led Ada to Grace, with whom she has talked, and was never asked himself."""
    howard = saved(
        Contact(
            account_id=ada.id, name="Howard Aiken", email="howard@example.com", timezone="UTC",
            created_at=NOW,
        )
    )  # fmt: skip
    talk.contact.credit(howard, now=NOW)
    talk.stage = Stage.THANKED
    db.session.flush()
    return howard


def owed(ada: Account, what: str = "landed") -> list[Owed]:
    return to_write(ada, since=land(ada, what, NEWS, now=NOW).at)[0]


def to_howard(talk: Interview, ada: Account, kind: LetterKind = LetterKind.REFERRAL_LANDED) -> Letter:
    return writing.write(talk, kind, account=ada, site=SITE, now=NOW)


@pytest.mark.parametrize(
    ("what", "news", "kind"),
    [
        ("landed", NEWS, LetterKind.REFERRAL_LANDED),
        ("another_path", "to stay in teaching", LetterKind.REFERRAL_ANOTHER_PATH),
    ],
)
def test_howard_hears_how_it_ended_in_a_letter_of_his_own(
    ada: Account, talk: Interview, howard: Contact, what: str, news: str, kind: LetterKind
) -> None:
    grace, to_him = to_write(ada, since=land(ada, what, news, now=NOW).at)[0]
    letter = to_howard(talk, ada, kind)

    assert (grace.name, grace.introducer_id) == ("Grace Hopper", None)
    assert (to_him.name, to_him.introducer_id, to_him.letter) == ("Howard Aiken", howard.id, kind)
    assert letter.reader == howard
    assert news in letter.body
    assert "Grace Hopper" in letter.body


def test_whoever_led_to_two_gets_one_letter_that_names_both(
    ada: Account, talk: Interview, howard: Contact
) -> None:
    with_(talk, "Kay McNulty", Stage.FOUND).contact.credit(howard, now=NOW)

    [to_him] = [one for one in owed(ada) if one.introducer_id == howard.id]

    assert to_him.interview_id == talk.id
    assert to_him.told["led_to"] == "Grace Hopper and Kay McNulty"


def test_with_a_talk_of_his_own_he_is_thanked_there_only(
    ada: Account, talk: Interview, howard: Contact
) -> None:
    own = with_(talk, "Someone", Stage.MET)
    own.contact = howard
    db.session.flush()

    assert [(one.help, one.is_own) for one in helpers(ada)] == [(Help.MET, True)] * 2
    assert [one.kind for one in owed(ada)] == [FollowUpKind.LANDED] * 2


@pytest.fixture
def jean(ada: Account) -> Contact:
    """She led Ada to Kay, and neither of them was ever asked for anything."""
    jean, kay = (
        saved(
            Contact(
                account_id=ada.id, name=name, email=f"{name[0].lower()}@example.com", timezone="UTC",
                created_at=NOW,
            )
        )
        for name in ("Jean Bartik", "Kay McNulty")
    )  # fmt: skip
    kay.credit(jean, now=NOW)
    db.session.flush()
    return jean


def test_whoever_only_named_somebody_never_asked_is_thanked_as_well(ada: Account, jean: Contact) -> None:
    assert [(one.name, one.interview_id) for one in helpers(ada)] == [("Jean Bartik", None)]

    [to_her] = owed(ada)
    letter = writing.write(
        Interview.find(to_her.interview_id, of=ada), LetterKind.LANDED, account=ada, site=SITE, now=NOW
    )

    assert letter.reader == jean
    assert NEWS in letter.body
    assert "Kay McNulty" in letter.body


def test_her_letter_asks_nobody_for_anything(ada: Account, jean: Contact) -> None:
    [to_her] = owed(ada)
    anchor = Interview.find(to_her.interview_id, of=ada)

    assert [todo.kind for todo in following_up.todos(ada, now=NOW)] == ["landed"]
    assert (anchor.stage, anchor.asked_at, anchor.answered_at) == (Stage.REDIRECTED, None, None)
    assert Interview.still_to_ask(jean) == []


def test_told_in_other_words_she_still_gets_one_letter(ada: Account, jean: Contact) -> None:
    [first] = owed(ada)
    land(ada, "landed", f"{NEWS}, from May on", now=NOW + HOUR)

    [again] = to_write(ada, since=NOW - DAY)[0]
    assert again.interview_id == first.interview_id
    assert again.told["news"].endswith("from May on")


def test_who_wants_to_be_left_alone_or_cannot_be_reached_hears_nothing(
    ada: Account, talk: Interview, howard: Contact
) -> None:
    howard.left_alone_at = NOW
    assert [one.name for one in helpers(ada)] == ["Grace Hopper"]

    howard.left_alone_at = None
    Suppression.add(ada.id, "howard@example.com", Silence.ASKED, now=NOW)
    assert [one.name for one in helpers(ada)] == ["Grace Hopper"]


def test_he_is_thanked_though_whom_he_led_to_said_no(ada: Account, talk: Interview, howard: Contact) -> None:
    talk.stage, talk.contact.left_alone_at = Stage.DECLINED, NOW

    assert [one.name for one in owed(ada)] == ["Howard Aiken"]
    assert [todo.kind for todo in following_up.todos(ada, now=NOW)] == ["referral_landed"]


def test_what_else_he_is_owed_stays_owed_and_settles_nothing(
    ada: Account, talk: Interview, howard: Contact
) -> None:
    update = FollowUp.plan(talk, FollowUpKind.REFERRAL_UPDATE, due_at=NOW, late_at=NOW + DAY)
    land(ada, "landed", NEWS, now=NOW)
    following_up.settle(update, outcome="done", now=NOW)
    assert FollowUpKind.REFERRAL_LANDED in open_follow_ups(talk)

    wrote = FollowUp.plan(talk, FollowUpKind.REFERRAL_WROTE, due_at=NOW, late_at=NOW + DAY)
    told = FollowUp.one(talk, FollowUpKind.REFERRAL_LANDED)
    assert told is not None
    following_up.settle(told, outcome="done", now=NOW)
    assert (told.outcome, wrote.settled_at) == ("done", None)


def test_thanks_for_a_name_leave_the_letter_to_whom_it_named(talk: Interview, howard: Contact) -> None:
    kay = with_(talk, "Kay McNulty", Stage.FOUND)
    kay.contact.credit(howard, now=NOW)
    thanks = FollowUp.plan(kay, FollowUpKind.REFERRAL_THANKS, due_at=NOW, late_at=NOW + DAY)
    FollowUp.plan(kay, FollowUpKind.FIRST_LETTER, due_at=NOW, late_at=NOW + DAY)

    following_up.settle(thanks, outcome="done", now=NOW)

    assert open_follow_ups(kay) == {FollowUpKind.FIRST_LETTER}


def test_how_it_ended_is_never_older_news() -> None:
    assert not any(older_news(kind) & END_FOR_INTRODUCER for kind in TO_INTRODUCER)
    assert not any(older_news(kind) for kind in END_FOR_INTRODUCER)


def test_another_ending_takes_the_place_of_the_first(ada: Account, talk: Interview, howard: Contact) -> None:
    land(ada, "landed", NEWS, now=NOW)

    land(ada, "another_path", "to stay where I am", now=NOW + DAY)

    assert open_follow_ups(talk) & END_FOR_INTRODUCER == {FollowUpKind.REFERRAL_ANOTHER_PATH}


def test_once_sent_it_is_in_his_thread_and_story_and_not_asked_again(
    app: Flask, ada: Account, talk: Interview, howard: Contact
) -> None:
    before = queued(with_(talk, "Someone", Stage.FOUND), about="letter")
    before.contact_id, before.delivery = howard.id, Delivery.SENT
    land(ada, "landed", NEWS, now=NOW)
    letter = to_howard(talk, ada)
    wall = Wall()
    message = sending.send(letter, account=ada, mail_domain="outreach.example", policy=Policy(), now=NOW)
    wall.shows = message.send_after + HOUR
    deliver_due(connector(app.extensions["outreach.vault"]), owner="worker", clock=wall)

    assert (message.to_address, message.in_reply_to) == ("howard@example.com", before.message_id)
    assert "letter.sent" in [entry.name for entry in Entry.with_contact(howard)]
    land(ada, "landed", f"{NEWS}, from May on", now=wall.shows + HOUR)
    assert open_follow_ups(talk) & END_FOR_INTRODUCER == set()
    assert "Howard Aiken" in [one.name for one in settled(ada, since=NOW - DAY, limit=9)[0]]
