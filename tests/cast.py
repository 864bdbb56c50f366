"""The people that the tests tell of, and the moment at which the stories begin."""

from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from argon2 import PasswordHasher
from flask import Flask

from outreach.accounts.kinds import Situation
from outreach.accounts.models import Account
from outreach.accounts.sign_ins import SignIn
from outreach.availability.feeds import BusyFeed, CalendarServer, FeedKind
from outreach.availability.models import DaysAway, MeetingRules, WeeklyHours
from outreach.bookings.models import PersonalLink
from outreach.bookings.written import WrittenEvent
from outreach.config import Config
from outreach.contacts.models import Contact, Organization
from outreach.database import db, saved
from outreach.followups.asides import Aside
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.promises import Promise
from outreach.followups.steps import Step
from outreach.interviews.kinds import Format, Purpose, Relationship
from outreach.interviews.models import Interview
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.letters.templates import LetterTemplate
from outreach.mail import outbox
from outreach.mail.incoming import IncomingMessage, News
from outreach.questions.additions import Addition
from outreach.questions.models import Question, QuestionList

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""A Tuesday morning in London."""

PASSWORD = "correct horse battery"


@cache
def password_hash() -> str:
    """Hashing and checking are slow on purpose, so the cast shares one hash, and that is a quick one."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@pytest.fixture
def ada(app: Flask) -> Account:
    """A student in London who would like to know what engineers really do; free on weekdays, nine to five."""
    account = saved(
        Account(
            email="ada@example.org",
            password_hash=password_hash(),
            name="Ada Lovelace",
            timezone="Europe/London",
            situation=Situation.STUDENT,
            programme_or_role="BSc Mathematics",
            school="University of London",
            created_at=NOW,
        )
    )
    db.session.add(MeetingRules(account_id=account.id))
    db.session.add_all(
        WeeklyHours(account_id=account.id, weekday=day, starts=9 * 60, ends=17 * 60) for day in range(5)
    )
    db.session.flush()
    return account


@pytest.fixture
def mary(app: Flask) -> Account:
    """Another asker on the same instance, who must never see what is Ada's."""
    account = saved(
        Account(
            email="mary@example.org",
            password_hash=password_hash(),
            name="Mary Somerville",
            timezone="Europe/London",
            situation=Situation.CHANGER,
            created_at=NOW,
        )
    )
    db.session.add(MeetingRules(account_id=account.id))
    db.session.flush()
    return account


@pytest.fixture
def grace(ada: Account) -> Contact:
    """An engineer with a packed calendar, whom Ada found through her school."""
    return saved(
        Contact(
            account_id=ada.id,
            name="Grace Hopper",
            email="grace@example.com",
            title="Compiler Engineer",
            organization=Organization.named("Eckert Mauchly", of=ada),
            timezone="America/New_York",
            why_them="She wrote one of the first compilers.",
            created_at=NOW,
        )
    )


@pytest.fixture
def talk(grace: Contact) -> Interview:
    """Twenty minutes with Grace about compilers, not asked for yet."""
    return saved(
        Interview(
            account_id=grace.account_id,
            contact=grace,
            purpose=Purpose.FIELD,
            relationship_kind=Relationship.ALUM,
            minutes=20,
            format=Format.VIDEO,
            connection="University of London",
            narrow="compilers",
            broad="software",
            stage_at=NOW,
            created_at=NOW,
        )
    )


@pytest.fixture
def link(talk: Interview, config: Config) -> PersonalLink:
    """The page that Ada made for Grace."""
    return PersonalLink.make(talk, secret_key=config.secret_key, now=NOW)


@pytest.fixture
def marys_things(mary: Account) -> dict[str, int | str]:
    """One of everything that belongs to Mary, by the name that a route gives its number."""
    contact = saved(Contact(account_id=mary.id, name="Caroline Herschel", timezone="UTC", created_at=NOW))
    interview = saved(
        Interview(
            account_id=mary.id,
            contact=contact,
            purpose=Purpose.JOB,
            relationship_kind=Relationship.COLD,
            minutes=15,
            format=Format.PHONE,
            stage_at=NOW,
            created_at=NOW,
        )
    )
    letter = saved(
        Letter(
            account_id=mary.id,
            interview=interview,
            kind=LetterKind.OUTREACH,
            subject="Comets",
            body="Dear Caroline",
            drafted_at=NOW,
            edited_at=NOW,
        )
    )
    message = outbox.queue(
        mary,
        outbox.Sender(mary.name, mary.email, "example.org"),
        to=None,
        about="notice",
        subject="For Mary alone",
        text="A secret.",
        now=NOW,
    )
    follow_up = FollowUp.plan(interview, FollowUpKind.NUDGE, due_at=NOW, late_at=NOW)
    questions = saved(
        QuestionList(
            account_id=mary.id,
            interview_id=interview.id,
            made_at=NOW,
            questions=[Question(position=0, text="Which comet was the first?")],
        )
    )
    template = LetterTemplate.write(mary, "Comets", LetterKind.OUTREACH, "", "Dear ((name))", now=NOW)
    sign_in, _ = SignIn.begin(mary, browser="Mary’s", now=NOW)
    away = saved(DaysAway(account_id=mary.id, first_on=NOW.date(), last_on=NOW.date()))
    feed = BusyFeed.add(mary, FeedKind.ADDRESS, name="Mary’s week", host="calendar.example", now=NOW)
    server = saved(CalendarServer(account_id=mary.id, host="dav.example", username="mary"))
    db.session.flush()
    news = saved(
        IncomingMessage(
            account_id=mary.id,
            contact_id=contact.id,
            interview_id=interview.id,
            news=News.ANSWER,
            confidence="certain",
            content_key="mary",
            text="A comet!",
            arrived_at=NOW,
            noticed_at=NOW,
        )
    )
    event = saved(
        WrittenEvent(account_id=mary.id, feed_id=feed.id, uid="mary", url="https://dav.example/1", due_at=NOW)
    )
    addition = saved(Addition(account_id=mary.id, key="own-comets", pack="", added_at=NOW))
    promise = saved(
        Promise(
            account_id=mary.id,
            interview_id=interview.id,
            text="write",
            is_mine=True,
            due_on=NOW.date(),
            made_at=NOW,
        )
    )
    aside = Aside.put(interview, "nudge", due_at=NOW, until=NOW + timedelta(days=1), now=NOW)
    step = Step.keep(mary.id, "Caroline Herschel: you asked them.", {}, now=NOW)
    place = Organization.named("Slough", of=mary)
    assert place is not None
    return {
        "aside_id": aside.id,
        "step_id": step.id,
        "organization_id": place.id,
        "news_id": news.id,
        "addition_id": addition.id,
        "promise_id": promise.id,
        "feed_id": feed.id,
        "event_id": event.id,
        "server_id": server.id,
        "contact_id": contact.id,
        "interview_id": interview.id,
        "letter_id": letter.id,
        "message_id": message.id,
        "template_id": template.id,
        "follow_up_id": follow_up.id,
        "question_id": questions.questions[0].id,
        "sign_in_id": sign_in.id,
        "away_id": away.id,
        "number": questions.questions[0].id,
        "channel": "linkedin_note",
    }
