"""The rules by which letters leave, and the choice of a moment below the letter."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from outreach import clock
from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.database import db, saved
from outreach.interviews.models import Interview
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.mail.models import Delivery
from outreach.mail.rules import SendingRules
from tests.cast import NOW

RULES = {
    "most_a_day": "5", "spacing": "180", "days": ["0", "2"], "opens": "9:30", "closes": "16:00",
    "skips_holidays": "y",
}  # fmt: skip


@pytest.fixture
def letter(talk: Interview) -> Letter:
    letter = Letter.begin(talk, LetterKind.DECLINE, now=NOW)
    letter.rewrite("Thank you", "Dear Ms. Hopper,\n\nthank you all the same.\n\nAda", revision=0, now=NOW)
    db.session.flush()
    return letter


def send(browser: FlaskClient, letter: Letter, **when: str) -> str:
    form = {"subject": letter.subject, "body": letter.body, "revision": str(letter.revision), "then": "send"}
    answer = browser.post(f"/letters/{letter.id}", data={**form, **when}, follow_redirects=True)
    db.session.expire_all()
    return answer.text


def test_ada_sets_the_rules_by_which_her_letters_leave(at_ada: FlaskClient, ada: Account) -> None:
    page = at_ada.post("/settings/sending", data=RULES, follow_redirects=True).text

    rules = SendingRules.of(ada.id)
    assert "Saved." in page
    assert (rules.most_a_day, rules.spacing, rules.days) == (5, timedelta(minutes=3), "02")
    assert (rules.opens, rules.closes, rules.skips_holidays, rules.keeps_hours) == (570, 960, True, False)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"most_a_day": "0"}, "from 1 to 200"),
        ({"most_a_day": "many"}, "from 1 to 200"),
        ({"days": []}, "at least one day"),
        ({"days": ["7"]}, "days"),
        ({"opens": "16:00", "closes": "9:00"}, "runs backwards"),
        ({"opens": "", "closes": ""}, "Give both"),
        ({"opens": "noon"}, "is not a time of day"),
        ({"spacing": "1"}, "Please choose one of these."),
    ],
    ids=str,
)
def test_rules_that_cannot_be_meant_are_refused_in_a_sentence(
    at_ada: FlaskClient, ada: Account, wrong: dict[str, str], sentence: str
) -> None:
    answer = at_ada.post("/settings/sending", data={**RULES, **wrong})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert SendingRules.of(ada.id).most_a_day == 20


def test_a_letter_leaves_in_half_a_minute_unless_one_says_otherwise(
    at_ada: FlaskClient, letter: Letter
) -> None:
    send(at_ada, letter, leaves="now")

    assert letter.message is not None
    assert letter.message.send_after - letter.message.queued_at == timedelta(seconds=30)


def test_a_letter_waits_for_their_hours_when_told_to(
    at_ada: FlaskClient, ada: Account, letter: Letter
) -> None:
    send(at_ada, letter, leaves="hours")

    assert letter.message is not None
    there = letter.message.send_after.astimezone(ZoneInfo("America/New_York"))
    assert letter.message.keeps_hours
    assert there.weekday() < 5
    assert 8 <= there.hour < 18


def test_a_letter_leaves_at_the_moment_that_was_chosen_on_adas_clock(
    at_ada: FlaskClient, letter: Letter
) -> None:
    day = (clock.now() + timedelta(days=30)).date()
    page = send(at_ada, letter, leaves="chosen", leaves_on=day.isoformat(), leaves_at="09:15")

    assert letter.message is not None
    chosen = datetime(day.year, day.month, day.day, 9, 15, tzinfo=ZoneInfo("Europe/London"))
    assert letter.message.send_after == chosen.astimezone(UTC)
    assert "London time" in page
    assert "New York time" in page
    assert "Take it back" in page


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        ({"leaves_on": "2020-01-01", "leaves_at": "9:00"}, "has passed already"),
        ({"leaves_on": "", "leaves_at": "9:00"}, "Choose the day and the time"),
        ({"leaves_on": "soon", "leaves_at": "9:00"}, "Choose the day and the time"),
        ({"leaves_on": "2026-12-24", "leaves_at": ""}, "Choose the day and the time"),
        ({"leaves_on": "2026-12-24", "leaves_at": "25:00"}, "is not a time of day"),
        ({"leaves_on": "9999-12-31", "leaves_at": "24:00"}, "not on any calendar"),
        ({"leaves_on": "9000-01-01", "leaves_at": "9:00"}, "more than a year ahead"),
    ],
    ids=str,
)
def test_a_moment_that_cannot_be_meant_keeps_the_letter_and_its_words(
    at_ada: FlaskClient, letter: Letter, when: dict[str, str], sentence: str
) -> None:
    page = send(at_ada, letter, leaves="chosen", **when)

    assert sentence in page
    assert "thank you all the same" in page
    assert letter.message is None


def test_a_scheduled_letter_can_be_taken_back(at_ada: FlaskClient, letter: Letter) -> None:
    day = (clock.now() + timedelta(days=3)).date()
    send(at_ada, letter, leaves="chosen", leaves_on=day.isoformat(), leaves_at="12:00")
    message = letter.message
    at_ada.post(f"/letters/{letter.id}/dispatch/withdrawal")

    db.session.expire_all()
    assert message is not None
    assert message.delivery is Delivery.TAKEN_BACK
    assert letter.message is None


def test_a_mail_account_that_does_not_work_is_told_on_every_page(at_ada: FlaskClient, ada: Account) -> None:
    saved(
        MailAccount(
            account_id=ada.id, provider="other", address=ada.email, host="smtp.example.org", port=587,
            security="starttls", username="ada", sealed_password="", broken_because="The password is wrong.",
        )
    )  # fmt: skip
    for page in ("/", "/people", "/mailbox", "/availability"):
        assert "Sending is paused. The password is wrong." in at_ada.get(page).text


def test_marys_trouble_is_not_adas(at_ada: FlaskClient, ada: Account, mary: Account) -> None:
    saved(
        MailAccount(
            account_id=mary.id, provider="other", address=mary.email, host="smtp.example.org", port=587,
            security="starttls", username="mary", sealed_password="", broken_because="The password is wrong.",
        )
    )  # fmt: skip
    assert "Sending is paused" not in at_ada.get("/").text
