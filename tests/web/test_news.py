"""What arrived, on the pages: what they wrote, one click each, and the built-in mailbox that plays them."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Account
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.offers import Offers
from outreach.bookings.site import Site
from outreach.bookings.wishes import Wish
from outreach.config import Config
from outreach.database import db, saved
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.mail import outbox
from outreach.mail.incoming import IncomingMessage, MailboxState, News
from outreach.mail.models import OutgoingMessage
from outreach.mail.suppressions import Suppression
from outreach.workflows import booking as booking_workflow
from tests.workflows.test_delivering import SILENCE
from tests.workflows.test_noticing import sent_letter

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def letter(talk: Interview) -> OutgoingMessage:
    """Ada's letter to Grace, kept by the built-in mailbox."""
    return sent_letter(talk)


@pytest.fixture
def invitation(ada: Account, link: PersonalLink, config: Config) -> OutgoingMessage:
    """The invitation to a time that Grace took, kept by the built-in mailbox."""
    site = Site(config.base_url, config.secret_key, config.mail_domain)
    start = next(
        one.start
        for one in Offers.of(ada, link.interview, now=clock.now()).times
        if one.start > clock.now() + timedelta(days=2)
    )
    wish = Wish(start, "America/New_York", "first")
    booking_workflow.book(link, wish, site=site, now=clock.now())
    message = db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.about == "invitation")).one()
    outbox.keep_as_sent(message, now=clock.now())
    return message


def played(at_ada: FlaskClient, message: OutgoingMessage, part: str, words: str = "") -> str:
    answer = at_ada.post(
        f"/mailbox/{message.id}/play", data={"part": part, "words": words}, follow_redirects=True
    )
    assert answer.status_code == 200
    db.session.expire_all()
    return answer.text


def only() -> IncomingMessage:
    return db.session.scalars(select(IncomingMessage)).one()


def decide(at_ada: FlaskClient, outcome: str, status: int = 303) -> None:
    answer = at_ada.post(f"/news/{only().id}/settlement", data={"outcome": outcome})
    assert answer.status_code == status
    db.session.expire_all()


def test_an_answer_that_was_played_stands_on_today_with_its_words(
    at_ada: FlaskClient, talk: Interview, letter: OutgoingMessage
) -> None:
    page = played(at_ada, letter, "reply", "Dear Ada,\n\nyes, <b>gladly</b>.")

    assert "Grace Hopper wrote back" in page
    assert "yes, &lt;b&gt;gladly&lt;/b&gt;." in page
    assert talk.stage is Stage.ANSWERED


def test_one_click_says_what_the_answer_means_and_puts_it_away(
    at_ada: FlaskClient, talk: Interview, letter: OutgoingMessage
) -> None:
    played(at_ada, letter, "reply")
    at_ada.post(f"/interviews/{talk.id}/answers", data={"answer": "yes"})

    assert "wrote back" not in at_ada.get("/").text
    assert "They wrote: “Thank you for your letter." in at_ada.get(f"/interviews/{talk.id}").text


def test_a_bounce_asks_for_another_address(at_ada: FlaskClient, letter: OutgoingMessage) -> None:
    page = played(at_ada, letter, "bounce")

    assert "Your letter to Grace Hopper came back" in page
    assert "Nobody has this address there." in page
    assert "Give another address" in page


def test_a_reminder_waits_until_they_are_back_if_that_is_wished(
    at_ada: FlaskClient, talk: Interview, letter: OutgoingMessage
) -> None:
    page = played(at_ada, letter, "away")
    assert "Grace Hopper is away" in page
    assert "They say they are back on" in page

    decide(at_ada, "wait")

    back = clock.now() + timedelta(days=10)
    assert all(f.due_at > back for f in FollowUp.of(talk) if f.kind in SILENCE)
    assert only().settled_at is not None


def test_a_declined_time_is_freed_by_one_click_and_not_before(
    at_ada: FlaskClient, talk: Interview, invitation: OutgoingMessage
) -> None:
    assert "Grace Hopper declined the invitation" in played(at_ada, invitation, "decline", "I am at sea.")
    assert Booking.live(talk) is not None

    decide(at_ada, "free")

    assert Booking.live(talk) is None


def test_a_refusal_of_an_earlier_time_does_not_free_the_one_that_came_after(
    at_ada: FlaskClient, talk: Interview, invitation: OutgoingMessage
) -> None:
    played(at_ada, invitation, "decline", "I am at sea.")
    agreed = Booking.live(talk)
    assert agreed is not None
    agreed.move_to(agreed.span.padded(timedelta(hours=-1), timedelta(hours=1)), now=clock.now())
    db.session.commit()

    decide(at_ada, "free", status=409)

    assert Booking.live(talk) is not None
    assert only().settled_at is None


def test_freeing_a_time_twice_leaves_the_next_one_alone(
    at_ada: FlaskClient, talk: Interview, invitation: OutgoingMessage
) -> None:
    played(at_ada, invitation, "decline", "I am at sea.")
    decide(at_ada, "free")
    [given_back] = Booking.of(talk)
    given_back.cancelled_at = None  # as if she had taken a time anew
    db.session.commit()

    decide(at_ada, "free")

    assert Booking.live(talk) is not None


def test_a_proposed_time_is_checked_and_taken_by_one_click(
    at_ada: FlaskClient, talk: Interview, invitation: OutgoingMessage
) -> None:
    page = played(at_ada, invitation, "propose")
    assert "Grace Hopper proposes another time" in page
    assert "You are free" in at_ada.get(f"/news/{only().id}").text

    decide(at_ada, "accept")

    booking = Booking.live(talk)
    assert booking is not None
    assert booking.starts_at.isoformat() == only().particulars["starts_at"]


def test_a_proposed_time_that_is_not_free_is_not_taken(
    at_ada: FlaskClient, talk: Interview, invitation: OutgoingMessage
) -> None:
    played(at_ada, invitation, "propose")
    told = only().particulars
    at_three = told["starts_at"].replace(told["starts_at"][11:13], "03")
    only().particulars = {**told, "starts_at": at_three, "ends_at": at_three.replace("T03:", "T04:")}
    db.session.commit()

    assert "Not among your free times" in at_ada.get(f"/news/{only().id}").text
    decide(at_ada, "accept", status=422)
    assert only().settled_at is None


def test_an_acceptance_is_told_in_the_story(
    at_ada: FlaskClient, talk: Interview, invitation: OutgoingMessage
) -> None:
    page = played(at_ada, invitation, "accept", "Looking forward.")

    assert "Their calendar accepted the invitation. Looking forward." in page
    assert only().settled_at is not None


def kept(talk: Interview, news: News, **told: object) -> IncomingMessage:
    return saved(
        IncomingMessage(
            account_id=talk.account_id,
            contact_id=talk.contact_id,
            interview=talk,
            news=news,
            confidence="possible",
            content_key=f"{news}",
            from_name="Grace",
            from_address="grace@example.com",
            text="Hello",
            particulars=told,
            arrived_at=clock.now(),
            noticed_at=clock.now(),
        )
    )


def test_a_possible_answer_counts_once_the_person_says_so(
    at_ada: FlaskClient, talk: Interview, letter: OutgoingMessage
) -> None:
    kept(talk, News.POSSIBLE)
    assert "Did Grace Hopper write back?" in at_ada.get("/").text

    decide(at_ada, "counts")

    assert (talk.stage, only().news, only().settled_at) == (Stage.ANSWERED, News.ANSWER, None)


def test_a_possible_bounce_marks_the_address_once_the_person_says_so(
    at_ada: FlaskClient, ada: Account, talk: Interview, letter: OutgoingMessage
) -> None:
    kept(talk, News.POSSIBLE_BOUNCE, address="grace@example.com", why="Nobody has this address there.")

    decide(at_ada, "dead")

    assert Suppression.of(ada.id, "grace@example.com") is not None
    assert talk.stage is Stage.BOUNCED


@pytest.mark.parametrize("news", [one for one in News if one is not News.PROPOSED])
def test_every_kind_of_news_has_its_words(at_ada: FlaskClient, talk: Interview, news: News) -> None:
    message = kept(talk, news, why="Their mailbox is full.", back_on="2027-01-04", earlier=True)

    page = at_ada.get(f"/news/{message.id}")
    assert page.status_code == 200
    assert "{" not in page.text.replace("{&#34;", "").split("<main", 1)[1]
    assert at_ada.get("/").status_code == 200


def test_an_unknown_button_changes_nothing(at_ada: FlaskClient, talk: Interview) -> None:
    kept(talk, News.ANSWER)
    decide(at_ada, "free", status=422)
    assert only().settled_at is None


def test_what_left_for_real_is_not_played(at_ada: FlaskClient, letter: OutgoingMessage) -> None:
    letter.via = "smtp"
    db.session.commit()

    assert "Play their part" not in at_ada.get(f"/mailbox/{letter.id}").text
    assert at_ada.post(f"/mailbox/{letter.id}/play", data={"part": "reply"}).status_code == 409


def test_a_mailbox_that_is_not_read_is_told_on_today_and_in_the_mailbox(
    at_ada: FlaskClient, ada: Account, letter: OutgoingMessage
) -> None:
    state = MailboxState(account_id=ada.id, due_at=clock.now(), read_at=clock.now() - timedelta(minutes=2))
    db.session.add(state)
    db.session.commit()
    assert "last read 2 minutes ago" in at_ada.get("/mailbox").text

    state.trouble, state.failures = "imap.example.org could not be read just now.", 5
    db.session.commit()
    for page in ("/", "/mailbox"):
        assert "Your mailbox is not being read" in at_ada.get(page).text


def test_another_address_is_given_where_the_bounce_stands(
    at_ada: FlaskClient, talk: Interview, letter: OutgoingMessage
) -> None:
    played(at_ada, letter, "bounce")
    assert "Your letter did not reach Grace" in at_ada.get(f"/interviews/{talk.id}").text

    answer = at_ada.post(
        f"/people/{talk.contact_id}/address", data={"email": "grace@navy.example"}, follow_redirects=True
    )

    assert "goes to grace@navy.example now" in answer.text
    assert "came back" not in at_ada.get("/").text


def test_an_address_that_is_none_is_asked_for_again_and_nothing_is_lost(
    at_ada: FlaskClient, talk: Interview
) -> None:
    answer = at_ada.post(f"/people/{talk.contact_id}/address", data={"email": "grace at navy"})

    assert answer.status_code == 422
    assert "This does not look like an e-mail address" in answer.text
    assert 'value="grace at navy"' in answer.text


def test_one_click_says_that_the_address_works_again(
    at_ada: FlaskClient, ada: Account, talk: Interview, letter: OutgoingMessage
) -> None:
    played(at_ada, letter, "bounce")

    at_ada.post(f"/people/{talk.contact_id}/address/reinstatement")

    assert Suppression.of(ada.id, "grace@example.com") is None
    assert "Send it once more" in at_ada.get(f"/interviews/{talk.id}").text
