"""Today as Ada sees it: letters ready to send, what waits, what is let go, and the way back."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from outreach import clock
from outreach.accounts.digests import Digest
from outreach.accounts.models import Account
from outreach.bookings.models import PersonalLink
from outreach.bookings.site import Site
from outreach.contacts.kinds import Label
from outreach.contacts.models import Contact
from outreach.database import db, saved
from outreach.followups.asides import Aside
from outreach.followups.departures import has_left
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.mail.models import Delivery
from outreach.workflows import answering
from outreach.workflows.replies import Answer, note_answer
from tests.conftest import SECRET_KEY
from tests.web.reading import read
from tests.workflows.test_following_up import another

DAY = timedelta(days=1)
K = FollowUpKind


@pytest.fixture
def ready(talk: Interview) -> Letter:
    """A reminder to Grace is due, and its letter lies ready."""
    now = clock.now()
    talk.reach(Stage.ASKED, now=now - 9 * DAY)
    FollowUp.plan(talk, K.NUDGE, due_at=now - DAY, late_at=now + DAY)
    letter = Letter.begin(talk, LetterKind.NUDGE, now=now)
    letter.subject, letter.body, letter.revision = (
        "Re: Compilers",
        "Dear Ms. Hopper,\n\nmay I ask once more?",
        1,
    )
    db.session.flush()
    return letter


def todo(talk: Interview, **form: str) -> dict[str, str]:
    return {"kind": "nudge", **form}


def test_a_letter_that_lies_ready_leaves_at_one_click_and_can_be_taken_back(
    at_ada: FlaskClient, ready: Letter
) -> None:
    assert "may I ask once more?" in at_ada.get("/").text
    at_ada.post(f"/letters/{ready.id}/departure", data={"revision": "1"})
    today = read(at_ada.get("/"))

    db.session.refresh(ready)
    assert ready.message is not None
    assert ready.message.delivery is Delivery.QUEUED
    assert "Your letter to Grace leaves in a moment. Undo" in today.words
    assert "Remind Grace Hopper" not in today.words

    at_ada.post(f"/letters/{ready.id}/dispatch/withdrawal")
    assert "Remind Grace Hopper, once" in read(at_ada.get("/")).words


@pytest.mark.parametrize("revision", ["2", "", "x"])
def test_other_words_than_those_she_saw_do_not_leave(
    at_ada: FlaskClient, ready: Letter, revision: str
) -> None:
    answer = at_ada.post(f"/letters/{ready.id}/departure", data={"revision": revision}, follow_redirects=True)

    assert "This letter has changed since Today showed it." in read(answer).words
    db.session.refresh(ready)
    assert ready.message is None


def test_a_letter_with_a_hole_is_opened_and_not_sent(at_ada: FlaskClient, ready: Letter) -> None:
    ready.body = "Dear Ms. Hopper, thank you for ((what))."
    assert "Send it" not in read(at_ada.get("/")).buttons

    answer = at_ada.post(f"/letters/{ready.id}/departure", data={"revision": "1"}, follow_redirects=True)
    assert "still has a place for a fact" in read(answer).words


def test_later_and_back(at_ada: FlaskClient, talk: Interview, ready: Letter) -> None:
    at_ada.post(f"/interviews/{talk.id}/asides", data=todo(talk, wait="tomorrow"))
    today = read(at_ada.get("/"))
    assert "that waits until" in today.words
    assert "Nothing is waiting for you" in today.headings

    aside = db.session.query(Aside).one()
    at_ada.post(f"/asides/{aside.id}/removal")
    assert "Remind Grace Hopper, once" in read(at_ada.get("/")).words


def test_not_at_all_teaches_and_can_be_undone(at_ada: FlaskClient, talk: Interview, ready: Letter) -> None:
    assert "One reminder after seven working days is the custom" in at_ada.get("/").text
    at_ada.post(f"/interviews/{talk.id}/asides", data=todo(talk, reason="too_much"))

    assert "Let go: Remind Grace Hopper, once. One reminder" in read(at_ada.get("/")).words


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"on": "2020-01-01"}, 422, "Choose one from tomorrow on"),
        ({"on": "soon"}, 422, "Choose one from tomorrow on"),
        ({}, 422, "Choose one from tomorrow on"),
        ({"reason": "boredom"}, 422, "Please choose why not"),
        ({"kind": "thanks", "wait": "tomorrow"}, 409, "not asked of you any more"),
    ],
)
def test_what_cannot_be_is_said_on_today(
    at_ada: FlaskClient, talk: Interview, ready: Letter, form: dict[str, str], status: int, said: str
) -> None:
    answer = at_ada.post(f"/interviews/{talk.id}/asides", data={"kind": "nudge", **form})

    assert answer.status_code == status
    assert said in read(answer).words
    assert "Remind Grace Hopper, once" in read(answer).words


def test_the_page_says_one_thing_right_after_sending(
    at_ada: FlaskClient, talk: Interview, ready: Letter
) -> None:
    """The letter has not left yet, so neither does it wait to be written nor has it been answered."""
    talk.stage, ready.kind = Stage.DRAFTED, LetterKind.OUTREACH
    at_ada.post(f"/letters/{ready.id}/departure", data={"revision": "1"})
    page = read(at_ada.get(f"/interviews/{talk.id}"))

    assert "Your letter to Grace is on its way" in page.headings
    assert "Your letter waits for you" not in page.words


def test_what_comes_stands_under_the_week_ahead(at_ada: FlaskClient, talk: Interview) -> None:
    FollowUp.plan(talk, K.NUDGE, due_at=clock.now() + 2 * DAY, late_at=clock.now() + 5 * DAY)

    assert "Grace Hopper: one short reminder" in read(at_ada.get("/")).words


def test_a_booster_is_named_where_others_wait(at_ada: FlaskClient, talk: Interview, ada: Account) -> None:
    jean = saved(Contact(account_id=ada.id, name="Jean Bartik", timezone="UTC", created_at=clock.now()))
    jean.organization, jean.label = talk.contact.organization, Label.BOOSTER
    beside = another(talk)
    assert "Jean Bartik helps you at Eckert Mauchly." in read(at_ada.get("/")).words

    page = read(at_ada.get(f"/interviews/{beside.id}"))
    assert "Jean helps you there already" in page.headings
    at_ada.post(f"/people/{talk.contact_id}/pause/end")
    assert "Jean helps you there already" not in read(at_ada.get(f"/interviews/{beside.id}")).headings


def test_being_here_is_noted_by_a_post_and_never_by_looking(at_ada: FlaskClient, ada: Account) -> None:
    assert "/presence" in at_ada.get("/").text
    at_ada.get("/")
    db.session.expire_all()
    assert ada.seen_on is None

    assert at_ada.post("/presence").status_code == 204
    db.session.expire_all()
    assert ada.was_here_today(now=clock.now())
    assert "/presence" not in at_ada.get("/").text


@pytest.fixture
def stop(ada: Account) -> str:
    digest = Digest.choose(ada, is_wanted=True, secret_key=SECRET_KEY, now=clock.now())
    return f"/daily/{digest.stop_token(SECRET_KEY)}"


def is_wanted(ada: Account) -> bool:
    db.session.expire_all()
    found = Digest.of(ada)
    return found is not None and found.is_wanted


def test_looking_at_the_way_out_changes_nothing(client: FlaskClient, ada: Account, stop: str) -> None:
    assert "Stop them" in read(client.get(stop)).buttons
    assert is_wanted(ada)


def test_a_mail_program_stops_it_without_a_cookie_or_a_question(
    client: FlaskClient, ada: Account, stop: str
) -> None:
    client.environ_base.pop("HTTP_X_CSRFTOKEN", None)
    for _ in range(2):
        # A mail program in the browser says that the click came from another site.
        elsewhere = {"Sec-Fetch-Site": "cross-site"}
        answer = client.post(stop, data={"List-Unsubscribe": "One-Click"}, headers=elsewhere)
        assert answer.status_code == 200
        assert "No more daily mails" in read(answer).headings
    assert not is_wanted(ada)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_word_that_stops_nothing_says_so(client: FlaskClient, method: str) -> None:
    answer = getattr(client, method)("/daily/nobody")

    assert (answer.status_code, read(answer).headings) == (404, ["Nothing to stop here"])


def test_the_hour_is_chosen_in_the_settings(at_ada: FlaskClient, ada: Account) -> None:
    at_ada.post("/settings/daily", data={"wanted": "yes", "hour": "18"})
    assert is_wanted(ada)
    assert read(at_ada.get("/settings")).fields["hour"] == "18"

    at_ada.post("/settings/daily", data={"hour": "18"})
    assert not is_wanted(ada)


@pytest.mark.parametrize("hour", ["24", "-1", "noon", ""])
def test_an_hour_that_no_day_has_is_refused(at_ada: FlaskClient, hour: str) -> None:
    answer = at_ada.post("/settings/daily", data={"wanted": "yes", "hour": hour})

    assert answer.status_code == 422
    assert "The day has no such hour." in read(answer).words


def test_landing_day_from_the_news_to_the_letters(at_ada: FlaskClient, talk: Interview) -> None:
    talk.stage = Stage.THANKED
    assert "Grace Hopper" in read(at_ada.get("/landing")).words
    refused = at_ada.post("/landing", data={"what": "landed", "news": ""})
    assert (refused.status_code, "What has happened?" in refused.text) == (422, True)
    box = 'name="over" value="yes" aria-describedby="over-hint"'
    assert f"{box}>" in at_ada.get("/landing").text  # whether anybody else is asked is hers to say
    assert f"{box} checked>" in at_ada.post("/landing", data={"news": "", "over": "yes"}).text

    at_ada.post("/landing", data={"what": "landed", "news": "I have found a place", "over": "yes"})
    page = read(at_ada.get("/landing"))
    assert "One letter to write" in page.headings
    assert "I have found a place" in page.words

    letter = Letter.of(talk)[-1]
    there = at_ada.post(
        f"/letters/{letter.id}/departure", data={"revision": str(letter.revision), "then": "landing"}
    )
    assert there.location == "/landing"
    assert "Your letter is on its way." in read(at_ada.get("/landing")).words


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whoever_only_led_to_grace_has_a_letter_beside_hers(
    at_ada: FlaskClient, ada: Account, talk: Interview
) -> None:
    howard = Contact.named_or_new("Howard Aiken", of=ada, now=clock.now())
    talk.contact.credit(howard, now=clock.now())
    talk.stage = Stage.THANKED
    assert "led you to Grace Hopper" in read(at_ada.get("/landing")).words

    at_ada.post("/landing", data={"what": "landed", "news": "I have found a place"})

    page = read(at_ada.get("/landing"))
    assert "Two letters to write, one by one" in page.headings
    assert page.links["Howard Aiken"] == f"/people/{howard.id}"
    assert {letter.reader.name for letter in Letter.of(talk)} == {"Grace Hopper", "Howard Aiken"}


def test_every_letter_that_is_begun_says_the_news_in_its_latest_words(
    at_ada: FlaskClient, talk: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.stage = Stage.THANKED
    at_ada.post("/landing", data={"what": "landed", "news": "I have found a place"})
    monkeypatch.setattr("outreach.web.landing.LAID_OUT", 0)

    at_ada.post("/landing", data={"what": "landed", "news": "I have found a place in Kyoto"})

    [letter] = Letter.of(talk)
    assert "I have found a place in Kyoto" in letter.body


def test_a_letter_of_earlier_news_that_is_gone_is_not_on_its_way(
    at_ada: FlaskClient, talk: Interview
) -> None:
    talk.stage = Stage.THANKED
    at_ada.post("/landing", data={"what": "landed", "news": "I have found a place"})
    [letter] = Letter.of(talk)
    letter.sent_by_hand_at = clock.now()
    db.session.commit()

    page = read(at_ada.get("/landing"))

    assert "Your letter is on its way." not in page.words
    assert "Open the letter" in page.words


def test_what_grace_said_on_her_page_comes_before_times_of_ours(
    at_ada: FlaskClient, link: PersonalLink
) -> None:
    now = clock.now()
    link.interview.reach(Stage.ASKED, now=now - DAY)
    site = Site("https://outreach.example", SECRET_KEY, "outreach.example")

    answering.suggest(link, "Mornings are better.", [now + 9 * DAY], site=site, now=now)

    page = read(at_ada.get("/"))
    assert "Answer Grace Hopper" in page.headings
    assert page.links["See what they say"] == f"/interviews/{link.interview_id}"
    hers = read(at_ada.get(f"/interviews/{link.interview_id}"))
    assert "Grace proposes another time" in hers.headings
    assert "Due now" not in hers.headings


@pytest.mark.parametrize("wish", [{"reason": "too_much"}, {"wait": "tomorrow"}])
def test_what_is_put_aside_is_called_as_it_stood_there(
    at_ada: FlaskClient, link: PersonalLink, wish: dict[str, str]
) -> None:
    link.interview.reach(Stage.ASKED, now=clock.now() - DAY)
    site = Site("https://outreach.example", SECRET_KEY, "outreach.example")
    answering.suggest(link, "Mornings are better.", site=site, now=clock.now())
    assert "Answer Grace Hopper" in read(at_ada.get("/")).headings

    at_ada.post(f"/interviews/{link.interview_id}/asides", data={"kind": "proposal", **wish})

    today = read(at_ada.get("/")).words
    assert "Answer Grace Hopper" in today
    assert "Offer Grace Hopper some times" not in today


def test_what_she_said_is_answered_by_times_that_set_out_after_it(
    ada: Account, at_ada: FlaskClient, link: PersonalLink
) -> None:
    now, site = clock.now(), Site("https://outreach.example", SECRET_KEY, "outreach.example")
    link.interview.reach(Stage.ASKED, now=now - 9 * DAY)
    answering.suggest(link, "Tuesday?", site=site, now=now - 3 * DAY)
    has_left(
        Letter.begin(link.interview, LetterKind.PROPOSAL, now=now), "letter.sent", account=ada, now=now - DAY
    )
    note_answer(link.interview, Answer.YES, account=ada, now=now)

    page = read(at_ada.get("/"))

    assert "Answer Grace Hopper" not in page.headings
    assert "Offer Grace Hopper some times" in page.headings


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whoever_only_named_somebody_is_told_the_news_and_thanked_once(
    at_ada: FlaskClient, ada: Account, grace: Contact
) -> None:
    grace.credit(Contact.named_or_new("Howard Aiken", of=ada, now=clock.now()), now=clock.now())
    at_ada.post("/landing", data={"what": "landed", "news": "I have found a place"})

    landing = read(at_ada.get("/landing"))
    assert "One letter to write" in landing.headings
    his = read(at_ada.get(landing.links["Howard Aiken"]))
    assert "Tell Howard your news" in his.headings
    assert "Thank Howard for the name" not in his.headings


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_something_else_that_she_wrote_can_be_said_of_her_answer(
    at_ada: FlaskClient, talk: Interview
) -> None:
    talk.reach(Stage.ANSWERED, now=clock.now())

    page = read(at_ada.get(f"/interviews/{talk.id}"))

    assert {"Wait until then", "Remember the name"} <= set(page.buttons)
    assert 'id="answers"' in at_ada.get(f"/interviews/{talk.id}").text
