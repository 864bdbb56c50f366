"""Letters for an occasion, and what else a person says between the steps."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from outreach import clock
from outreach.accounts.models import Account
from outreach.bookings.models import Booking
from outreach.contacts.kinds import Tier
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.occasions import BY_STAGE
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.models import Letter
from outreach.web.moments import day
from tests.cast import NOW
from tests.web.reading import read
from tests.workflows.reading import open_follow_ups


def page(talk: Interview) -> str:
    return f"/interviews/{talk.id}"


@pytest.mark.parametrize("stage", [Stage.FOUND, Stage.ASKED, Stage.ANSWERED, Stage.THANKED, Stage.NO_REPLY])
def test_every_occasion_opens_its_letter(
    at_ada: FlaskClient, ada: Account, talk: Interview, stage: Stage
) -> None:
    barbara = saved(Contact(account_id=ada.id, name="Barbara Liskov", timezone="UTC", created_at=NOW))
    talk.contact.credit(barbara, now=NOW)
    talk.stage = stage
    for kind in BY_STAGE[stage]:
        answer = at_ada.post(f"{page(talk)}/occasions", data={"kind": kind, "person": "Jean Bartik"})
        assert answer.status_code == 303, kind
        letter = db.session.get_one(Letter, int(answer.location.rsplit("/", 1)[1]))
        assert (letter.kind, letter.reader) == (kind, barbara if kind.is_to_introducer else talk.contact)
        assert at_ada.get(answer.location).status_code == 200


def test_what_is_told_stands_in_the_letter(at_ada: FlaskClient, talk: Interview) -> None:
    talk.reach(Stage.THANKED, now=NOW)
    told = {"kind": "congratulations", "their_news": "your new role as admiral"}
    letter = at_ada.get(at_ada.post(f"{page(talk)}/occasions", data=told).location)

    assert "your new role as admiral" in letter.text


def test_a_dozen_letters_are_told_apart_by_what_they_are_about(at_ada: FlaskClient, talk: Interview) -> None:
    assert "To stay in touch" not in at_ada.get(page(talk)).text
    talk.reach(Stage.THANKED, now=NOW)

    shown = read(at_ada.get(page(talk))).words
    order = [
        "Thanks to their help",
        "What came of the advice",
        "To stay in touch",
        "We were in touch elsewhere",
        "A second talk",
    ]
    assert sorted(order, key=shown.index) == order


def test_word_to_nobody_is_refused_with_what_to_do(at_ada: FlaskClient, talk: Interview) -> None:
    answer = at_ada.post(f"{page(talk)}/occasions", data={"kind": "referral_wrote"})

    assert answer.status_code == 409
    assert "Nobody is noted as having led you to Grace Hopper" in read(answer).words


def test_what_is_due_is_a_click_away(at_ada: FlaskClient, talk: Interview) -> None:
    talk.reach(Stage.ANSWERED, now=NOW)
    FollowUp.plan(talk, FollowUpKind.MISSED_BY_ME, due_at=NOW, late_at=NOW)
    shown = read(at_ada.get(page(talk)))

    assert "Due now" in shown.headings
    assert "Apologise" in shown.words
    assert "Silence is counted in working days of the United States." in shown.words


def test_what_is_due_is_told_until_when_it_is_best_as_today_tells_it(
    at_ada: FlaskClient, ada: Account, talk: Interview
) -> None:
    talk.reach(Stage.ANSWERED, now=NOW)
    late = NOW + timedelta(days=2)
    FollowUp.plan(talk, FollowUpKind.MISSED_BY_ME, due_at=NOW - timedelta(days=1), late_at=late)

    best = f"Best by {day(late, ada.timezone)}"
    shown = read(at_ada.get(page(talk))).words
    assert shown.count(best) == 2
    assert best in read(at_ada.get("/")).words
    assert "ago" not in shown.partition("The story so far")[0]


@pytest.mark.parametrize(
    ("home", "said"),
    [
        (
            "Europe/London",
            "so silence is counted in working days of yours, the United Kingdom. Say which it is",
        ),
        ("UTC", "Neither country is known, so Monday to Friday count."),
    ],
)
def test_whose_working_days_count_is_told_where_their_country_is_unknown(
    at_ada: FlaskClient, ada: Account, talk: Interview, home: str, said: str
) -> None:
    ada.timezone, talk.contact.timezone = home, "UTC"
    FollowUp.plan(talk, FollowUpKind.NUDGE, due_at=NOW, late_at=NOW)

    shown = read(at_ada.get(page(talk))).words
    assert said in shown
    assert ("Grace’s country is not known" in shown) == (home != "UTC")


def test_a_touch_elsewhere_is_noted(at_ada: FlaskClient, talk: Interview) -> None:
    talk.reach(Stage.THANKED, now=NOW)
    at_ada.post(f"{page(talk)}/touches", data={"whose": "theirs", "words": "a call from the harbour"})

    assert "They were in touch. a call from the harbour" in read(at_ada.get(page(talk))).words


def test_closeness_and_country_are_kept(at_ada: FlaskClient, grace: Contact) -> None:
    at_ada.post(f"/people/{grace.id}/closeness", data={"tier": "close", "country": "DE"})

    db.session.expire_all()
    assert (grace.tier, grace.country) == (Tier.CLOSE, "DE")


@pytest.mark.parametrize("form", [{"tier": "nearest"}, {"tier": "good", "country": "XX"}])
def test_a_closeness_or_country_that_is_none_is_refused(
    at_ada: FlaskClient, grace: Contact, form: dict[str, str]
) -> None:
    assert at_ada.post(f"/people/{grace.id}/closeness", data=form).status_code in {400, 404, 422}
    db.session.expire_all()
    assert grace.tier is Tier.GOOD


def test_who_wants_to_be_left_alone_is_and_may_change_their_mind(at_ada: FlaskClient, grace: Contact) -> None:
    at_ada.post(f"/people/{grace.id}/silence")
    assert "asked not to be written to" in read(at_ada.get(f"/people/{grace.id}")).words

    at_ada.post(f"/people/{grace.id}/silence/end")
    assert "How closely" in read(at_ada.get(f"/people/{grace.id}")).words


@pytest.mark.parametrize(
    ("by", "kind"), [("us", FollowUpKind.MISSED_BY_ME), ("them", FollowUpKind.MISSED_BY_THEM)]
)
def test_whoever_missed_the_talk_the_right_letter_is_due(
    at_ada: FlaskClient, talk: Interview, by: str, kind: FollowUpKind
) -> None:
    talk.reach(Stage.BOOKED, now=NOW)
    ended_at = clock.now() - timedelta(hours=1)
    saved(
        Booking(
            account_id=talk.account_id,
            interview=talk,
            uid="talk@example.org",
            starts_at=ended_at - timedelta(minutes=20),
            ends_at=ended_at,
            format=talk.format,
            guest_timezone="America/New_York",
            form_key="talk",
            made_at=NOW,
            changed_at=NOW,
        )
    )
    at_ada.post(f"{page(talk)}/miss", data={"by": by})

    db.session.expire_all()
    assert open_follow_ups(talk) == {kind}
