"""Landing day: everybody who helped is thanked, each in a letter of their own, and nobody is asked any more."""

from datetime import timedelta

import pytest

from outreach.accounts.models import Account
from outreach.bookings.site import Site
from outreach.contacts.models import Contact, first_name_of
from outreach.database import db, saved
from outreach.followups.asides import Aside, Reason
from outreach.followups.helping import Help, helpers
from outreach.followups.kinds import FollowUpKind
from outreach.followups.landing import Landing, settled, to_write
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.kinds import LetterKind
from outreach.mail.models import Delivery
from outreach.workflows import writing
from outreach.workflows.following_up import todos
from outreach.workflows.landing import NoNews, land, look_on
from tests.cast import NOW
from tests.conftest import SECRET_KEY
from tests.workflows.posting import letter_to
from tests.workflows.reading import open_follow_ups, story
from tests.workflows.test_following_up import another

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SITE = Site("https://outreach.example", SECRET_KEY, "outreach.example")
NEWS = "accepted a place at the river authority"


def with_(talk: Interview, name: str, stage: Stage, *, heard: bool = False) -> Interview:
    """Another person, asked at the same place, and how far that came."""
    contact = saved(
        Contact(
            account_id=talk.account_id, name=name, email=f"{name.split()[0].lower()}@example.com",
            timezone="UTC", created_at=NOW,
        )
    )  # fmt: skip
    interview = another(talk)
    interview.contact, interview.stage = contact, stage
    interview.asked_at, interview.heard_at = NOW - 9 * DAY, NOW - DAY if heard else None
    db.session.flush()
    return interview


@pytest.fixture
def company(talk: Interview) -> dict[str, Interview]:
    """Grace talked with Ada; Jean led her to Kay, Betty answered, Ruth is silent and Marlyn said no."""
    talk.stage = Stage.THANKED
    people = {
        "grace": talk,
        "jean": with_(talk, "Jean Bartik", Stage.REDIRECTED, heard=True),
        "betty": with_(talk, "Betty Holberton", Stage.ANSWERED, heard=True),
        "ruth": with_(talk, "Ruth Teitelbaum", Stage.ASKED),
        "marlyn": with_(talk, "Marlyn Meltzer", Stage.DECLINED, heard=True),
        "kay": with_(talk, "Kay McNulty", Stage.FOUND),
    }
    people["kay"].contact.credit(people["jean"].contact, now=NOW)
    return people


def test_who_helped_stands_in_order(ada: Account, company: dict[str, Interview]) -> None:
    assert [(first_name_of(one.name), one.help) for one in helpers(ada)] == [
        ("Grace", Help.MET), ("Jean", Help.REFERRED), ("Betty", Help.ANSWERED),
    ]  # fmt: skip


def test_each_of_them_gets_a_letter_that_recalls_their_part(
    ada: Account, company: dict[str, Interview]
) -> None:
    landing = land(ada, "landed", NEWS, now=NOW)
    due, _ = to_write(ada, since=landing.at)
    asks = [Interview.find(one.interview_id, of=ada) for one in due]
    bodies = [writing.write(ask, LetterKind.LANDED, account=ada, site=SITE, now=NOW).body for ask in asks]

    assert [first_name_of(one.name) for one in due] == ["Grace", "Jean", "Betty"]
    assert all(NEWS in body for body in bodies)
    assert "Our talk" in bodies[0]
    assert "Kay McNulty" in bodies[1]
    assert "took the time to answer me" in bodies[2]
    assert not any("our talk" in body.lower() for body in bodies[1:])


def test_in_other_words_it_is_told_only_to_those_who_have_not_heard(
    ada: Account, company: dict[str, Interview]
) -> None:
    land(ada, "landed", NEWS, now=NOW)
    FollowUp.settle(company["grace"], FollowUpKind.LANDED, outcome="done", now=NOW + HOUR)
    land(ada, "landed", f"{NEWS}, from May on", now=NOW + 2 * HOUR)
    FollowUp.settle(company["jean"], FollowUpKind.LANDED, outcome="done", now=NOW + 3 * HOUR)

    land(ada, "landed", f"{NEWS}, from June on", now=NOW + 4 * HOUR)

    since = Landing.first_told(ada)
    assert since is not None
    still, count = to_write(ada, since=since)
    assert [(one.interview_id, one.told["news"]) for one in still] == [
        (company["betty"].id, f"{NEWS}, from June on")
    ]
    assert (count, settled(ada, since=since, limit=1)[1]) == (1, 2)


def test_news_of_another_year_is_told_to_everybody(ada: Account, company: dict[str, Interview]) -> None:
    land(ada, "landed", NEWS, now=NOW)
    FollowUp.settle(company["grace"], FollowUpKind.LANDED, outcome="done", now=NOW + HOUR)

    land(ada, "landed", "moved on to the sea", now=NOW + 700 * DAY)

    assert FollowUpKind.LANDED in open_follow_ups(company["grace"])


def test_nobody_is_asked_any_more(ada: Account, company: dict[str, Interview]) -> None:
    ruth, betty = company["ruth"], company["betty"]
    FollowUp.plan(ruth, FollowUpKind.NUDGE, due_at=NOW, late_at=NOW + DAY)
    FollowUp.plan(betty, FollowUpKind.PROPOSAL, due_at=NOW, late_at=NOW + DAY)

    landing = land(ada, "landed", NEWS, now=NOW)

    assert (landing.stopped, ruth.stage, story(ruth)) == (1, Stage.NO_REPLY, ["interview.rested"])
    assert open_follow_ups(ruth) == set()
    assert open_follow_ups(betty) == {FollowUpKind.LANDED}
    assert {todo.kind for todo in todos(ada, now=NOW)} == {"landed"}


@pytest.mark.parametrize(
    ("who", "kind"),
    [
        ("ruth", LetterKind.NUDGE),
        ("ruth", LetterKind.CLOSE),
        ("kay", LetterKind.OUTREACH),
        ("betty", LetterKind.PROPOSAL),
        ("betty", LetterKind.MOVED_BY_THEM),
        ("grace", LetterKind.ASK_AGAIN),
    ],
)
def test_what_asks_and_waits_to_leave_is_taken_back(
    ada: Account, company: dict[str, Interview], who: str, kind: LetterKind
) -> None:
    letter = letter_to(company[who], kind)
    message = letter.message
    assert message is not None

    land(ada, "landed", NEWS, now=NOW)

    assert (message.delivery, letter.message) == (Delivery.TAKEN_BACK, None)


def test_thanks_that_wait_to_leave_are_not_taken_back(ada: Account, company: dict[str, Interview]) -> None:
    letter = letter_to(company["grace"], LetterKind.THANKS)

    land(ada, "landed", NEWS, now=NOW)

    assert letter.is_on_its_way


def test_one_may_go_on_asking(ada: Account, company: dict[str, Interview]) -> None:
    land(ada, "another_path", "to stay where I am", now=NOW)
    assert "stage.found" not in {todo.kind for todo in todos(ada, now=NOW)}

    look_on(ada, now=NOW + DAY)

    assert "stage.found" in {todo.kind for todo in todos(ada, now=NOW)}


def test_who_said_yes_or_was_asked_is_there_again_when_one_goes_on(
    ada: Account, company: dict[str, Interview]
) -> None:
    ruth, betty = company["ruth"], company["betty"]
    FollowUp.plan(ruth, FollowUpKind.NUDGE, due_at=NOW, late_at=NOW + DAY)
    FollowUp.plan(betty, FollowUpKind.PROPOSAL, due_at=NOW, late_at=NOW + DAY)
    land(ada, "landed", NEWS, now=NOW)
    land(ada, "landed", f"{NEWS}, from May on", now=NOW + DAY)

    look_on(ada, now=NOW + 2 * DAY)

    assert open_follow_ups(betty) == {FollowUpKind.LANDED, FollowUpKind.PROPOSAL}
    assert (open_follow_ups(ruth), ruth.stage) == ({FollowUpKind.NUDGE}, Stage.ASKED)


def test_what_has_happened_since_stays_when_one_goes_on(ada: Account, company: dict[str, Interview]) -> None:
    betty = company["betty"]
    FollowUp.plan(betty, FollowUpKind.PROPOSAL, due_at=NOW, late_at=NOW + DAY)
    land(ada, "landed", NEWS, now=NOW)
    betty.reach(Stage.BOOKED, now=NOW + DAY)

    look_on(ada, now=NOW + 2 * DAY)

    assert FollowUpKind.PROPOSAL not in open_follow_ups(betty)


def test_what_ada_had_put_aside_herself_stays_aside(ada: Account, company: dict[str, Interview]) -> None:
    kay = company["kay"]
    Aside.put(kay, "stage.found", due_at=kay.stage_at, reason=Reason.RATHER_NOT, now=NOW)
    land(ada, "landed", NEWS, now=NOW)

    look_on(ada, now=NOW + DAY)

    assert "stage.found" not in {todo.kind for todo in todos(ada, now=NOW)}


def test_without_stopping_the_asks_go_on(ada: Account, company: dict[str, Interview]) -> None:
    assert land(ada, "another_path", "to teach", is_over=False, now=NOW).stopped == 0
    assert company["ruth"].stage is Stage.ASKED


@pytest.mark.parametrize(("what", "news"), [("landed", " "), ("", NEWS), ("<b>", NEWS)])
def test_news_that_say_nothing_are_asked_for_again(ada: Account, what: str, news: str) -> None:
    with pytest.raises(NoNews):
        land(ada, what, news, now=NOW)
