"""Ada's side of a time: what a proposal offers, and a click that agrees to what Grace proposed."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from outreach import clock
from outreach.accounts.models import Account
from outreach.bookings.holds import Hold
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.offers import Offers
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.models import Letter
from outreach.workflows import answering, booking
from tests.bookings.test_proposing import SITE
from tests.conftest import SECRET_KEY
from tests.web.reading import read
from tests.workflows.holding import holding

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SLOT = "%Y-%m-%dT%H:%MZ"
A_DAY = timedelta(days=1)


@pytest.fixture
def letter(at_ada: FlaskClient, talk: Interview) -> Letter:
    """The proposal to Grace, freshly drafted."""
    talk.reach(Stage.ANSWERED, now=clock.now())
    at_ada.post(f"/interviews/{talk.id}/letters", data={"kind": "proposal"})
    return refreshed(talk)


def refreshed(talk: Interview) -> Letter:
    db.session.expire_all()
    return Letter.of(talk)[-1]


def chosen(letter: Letter) -> list[str]:
    db.session.expire_all()
    return [f"{hold.starts_at:{SLOT}}" for hold in Hold.chosen_for(letter)]


def on_offer(text: str) -> list[str]:
    return re.findall(r'name="window" value="([^"]+)"', text)


def editor(letter: Letter, **more: object) -> dict[str, object]:
    """What the editor sends along."""
    return {"subject": letter.subject, "body": letter.body, "revision": letter.revision, **more}


@pytest.mark.parametrize("deed", ["acceptance", "agreement"])
def test_what_all_bookings_go_by_is_read_before_anybody_waits_for_adas_click(
    at_ada: FlaskClient, talk: Interview, deed: str, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_before: list[int] = []
    monkeypatch.setattr(booking, "get_ready", lambda: asked_before.append(len(statements)))
    number = talk.id
    statements.clear()

    at_ada.post(f"/interviews/{number}/{deed}", data={"time": "2020-01-01T10:00Z"})

    assert asked_before == [0]
    assert statements


def test_the_letters_page_offers_what_is_free_with_its_times_chosen(
    at_ada: FlaskClient, letter: Letter
) -> None:
    text = at_ada.get(f"/letters/{letter.id}/windows").text

    ticked = re.findall(r'name="window" value="([^"]+)" form="letter" checked', text)
    assert ticked == chosen(letter)
    assert len(on_offer(text)) > 10
    assert "New York time" in text


def test_times_on_a_clock_that_is_only_assumed_say_so(at_ada: FlaskClient, letter: Letter) -> None:
    told = "nobody has said where Grace lives"
    assert told not in at_ada.get(f"/letters/{letter.id}/windows").text
    letter.interview.contact.timezone_assumed = True
    assert told in at_ada.get(f"/letters/{letter.id}/windows").text


def test_ada_chooses_others_and_keeps_what_she_was_typing(
    at_ada: FlaskClient, talk: Interview, letter: Letter
) -> None:
    some = on_offer(at_ada.get(f"/letters/{letter.id}/windows").text)[5:20:5]
    typed = editor(letter, body=letter.body + "\nPS: Hello", window=some, lasts="14")

    answer = at_ada.post(f"/letters/{letter.id}/windows", data=typed)

    assert answer.status_code == 303
    assert chosen(letter) == some
    body = refreshed(talk).body
    assert body.endswith("PS: Hello")
    assert body.count("(New York time)") == len(some)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_too_few_or_too_many_are_refused_and_nothing_typed_is_lost(
    at_ada: FlaskClient, letter: Letter, count: int
) -> None:
    some, before = on_offer(at_ada.get(f"/letters/{letter.id}/windows").text)[:count], chosen(letter)

    answer = at_ada.post(
        f"/letters/{letter.id}/windows", data=editor(letter, body="My own words", window=some)
    )

    assert answer.status_code == 422
    assert "Choose 2 to 4 times" in read(answer).told[0]
    assert re.findall(r'name="window" value="([^"]+)" form="letter" checked', answer.text) == some
    assert refreshed(letter.interview).body == "My own words"
    assert chosen(letter) == before


@pytest.mark.parametrize("bad", ["2026-11-01T10:00Z", "9999-12-31T23:59Z", "x", "\x00", "2027-01-01T03:00Z"])
def test_what_is_not_free_cannot_be_offered(at_ada: FlaskClient, letter: Letter, bad: str) -> None:
    answer = at_ada.post(
        f"/letters/{letter.id}/windows", data=editor(letter, window=[chosen(letter)[0], bad])
    )

    assert answer.status_code == 422


def test_without_script_the_times_have_a_page_of_their_own(at_ada: FlaskClient, letter: Letter) -> None:
    path, words = f"/letters/{letter.id}/windows", letter.body
    assert path in at_ada.get(f"/letters/{letter.id}").text

    refused = at_ada.post(path, data={"window": chosen(letter)[:1]}, follow_redirects=True)

    assert "Choose 2 to 4 times" in read(refused).words
    assert letter.body == words
    some = on_offer(at_ada.get(path).text)[4:8:3]
    assert at_ada.post(path, data={"window": some}).status_code == 303
    assert chosen(letter) == some


def test_a_letter_that_another_tab_changed_is_not_overwritten(at_ada: FlaskClient, letter: Letter) -> None:
    stale = editor(letter, revision=letter.revision - 1, body="Old tab", window=chosen(letter)[:2])

    answer = at_ada.post(f"/letters/{letter.id}/windows", data=stale)

    assert answer.status_code == 409
    assert read(answer).fields["body"] == "Old tab"


def test_a_letter_that_leaves_shows_what_it_keeps_and_can_let_it_go(
    at_ada: FlaskClient, talk: Interview, letter: Letter
) -> None:
    at_ada.post(f"/letters/{letter.id}", data=editor(letter, then="send"))

    shown = read(at_ada.get(f"/letters/{letter.id}"))
    assert "Held for Grace" in shown.headings
    assert Hold.live(talk, now=clock.now())

    answer = at_ada.post(f"/letters/{letter.id}/windows/release")

    assert answer.status_code == 303
    db.session.expire_all()
    assert Hold.live(talk, now=clock.now()) == []
    assert "Nothing is held any more" in read(at_ada.get(f"/letters/{letter.id}")).words


def test_a_letter_with_a_time_that_is_gone_stays_and_keeps_its_words(
    at_ada: FlaskClient, ada: Account, talk: Interview, letter: Letter
) -> None:
    first = Hold.chosen_for(letter)[0]
    busy = Booking(
        account_id=ada.id, interview=talk, uid="u", starts_at=first.starts_at, ends_at=first.ends_at,
        format=talk.format, guest_timezone="UTC", form_key="k", made_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip
    db.session.add(busy)

    answer = at_ada.post(f"/letters/{letter.id}", data=editor(letter, body=letter.body + "\nPS", then="send"))

    assert answer.status_code == 409
    assert "is not free any more, so the letter was not sent" in read(answer).told[0]
    assert "PS" in read(answer).fields["body"]


# What Grace proposed


@pytest.fixture
def proposed(ada: Account, talk: Interview) -> list[datetime]:
    """Two times that Grace named on her page: a free one, and one at night."""
    talk.reach(Stage.ANSWERED, now=clock.now())
    link = PersonalLink.make(talk, secret_key=SECRET_KEY, now=clock.now())
    free = Offers.of(ada, talk, now=clock.now()).times[20].start
    times = [free, free.replace(hour=22, minute=10)]
    answering.suggest(link, "Either.", times, site=SITE, now=clock.now())
    return times


def key_on(at_ada: FlaskClient, talk: Interview) -> str:
    return read(at_ada.get(f"/interviews/{talk.id}")).fields["key"]


@pytest.mark.parametrize("which", [0, 1])
def test_one_click_agrees_to_it(
    at_ada: FlaskClient, talk: Interview, proposed: list[datetime], which: int
) -> None:
    key, wanted = key_on(at_ada, talk), proposed[which]

    for _ in range(3):  # a double click agrees once
        answer = at_ada.post(
            f"/interviews/{talk.id}/acceptance", data={"key": key, "time": f"{wanted:{SLOT}}"}
        )
        assert answer.status_code == 303

    db.session.expire_all()
    [booking] = Booking.of(talk)
    assert booking.starts_at == wanted
    assert talk.stage is Stage.BOOKED


def test_what_grace_proposes_is_shown_on_both_clocks(
    at_ada: FlaskClient, talk: Interview, proposed: list[datetime]
) -> None:
    shown = read(at_ada.get(f"/interviews/{talk.id}"))

    assert "Grace proposes another time" in shown.headings
    assert shown.buttons.count("Accept") == 2
    for instant in proposed:
        assert f"{instant.astimezone(UTC):%H:%M}" in shown.words  # London, in winter
    assert "New York time" in shown.words


@pytest.mark.parametrize("time", ["2027-01-01T10:00Z", "x", "", "9999-12-31T23:59Z"])
def test_only_what_grace_proposed_can_be_accepted(
    at_ada: FlaskClient, talk: Interview, proposed: list[datetime], time: str
) -> None:
    answer = at_ada.post(
        f"/interviews/{talk.id}/acceptance", data={"key": key_on(at_ada, talk), "time": time}
    )

    assert answer.status_code in {409, 422}
    assert Booking.of(talk) == []


def test_a_proposed_time_that_was_taken_meanwhile_is_refused(
    at_ada: FlaskClient, ada: Account, talk: Interview, proposed: list[datetime], marys_things: dict[str, int]
) -> None:
    other = Interview(
        account_id=ada.id, contact=talk.contact, purpose=talk.purpose, minutes=20, format=talk.format,
        relationship_kind=talk.relationship_kind, stage_at=clock.now(), created_at=clock.now(),
    )  # fmt: skip
    db.session.add(other)
    db.session.flush()
    holding(other, proposed[0], now=clock.now())

    answer = at_ada.post(
        f"/interviews/{talk.id}/acceptance",
        data={"key": key_on(at_ada, talk), "time": f"{proposed[0]:{SLOT}}"},
    )

    assert answer.status_code == 409
    assert "has just been taken" in read(answer).told[0]


def test_after_a_no_there_is_nothing_to_accept(
    at_ada: FlaskClient, talk: Interview, proposed: list[datetime]
) -> None:
    key = key_on(at_ada, talk)
    link = PersonalLink.of(talk)
    assert link is not None
    link.take_answer(now=clock.now())

    answer = at_ada.post(
        f"/interviews/{talk.id}/acceptance", data={"key": key, "time": f"{proposed[0]:{SLOT}}"}
    )

    assert answer.status_code == 409
    assert "not among those they propose any more" in read(answer).told[0]


def test_a_time_agreed_by_phone_is_noted_on_adas_clock(
    at_ada: FlaskClient, talk: Interview, proposed: list[datetime]
) -> None:
    key = key_on(at_ada, talk)
    day = (clock.now() + 20 * A_DAY).date()

    answer = at_ada.post(f"/interviews/{talk.id}/agreement", data={"key": key, "time": f"{day}T18:40"})

    assert answer.status_code == 303
    db.session.expire_all()
    assert [f"{b.starts_at:%Y-%m-%dT%H:%M}" for b in Booking.of(talk)] == [f"{day}T18:40"]


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("", "is not a date and a time"),
        ("2026-02-30T10:00", "is not a date and a time"),
        ("2026-11-01T10:00", "has passed already"),
        ("9999-12-31T10:00", "look at the year"),
        ("2027-03-28T01:30", "never show 01:30"),
    ],
)
def test_a_time_that_cannot_be_is_asked_about_and_stays_in_its_field(
    at_ada: FlaskClient, talk: Interview, proposed: list[datetime], time: str, said: str
) -> None:
    answer = at_ada.post(f"/interviews/{talk.id}/agreement", data={"key": key_on(at_ada, talk), "time": time})

    assert answer.status_code in {409, 422}
    assert said in read(answer).told[0]
    assert f'name="time" value="{time}"' in answer.text
    assert Booking.of(talk) == []
