"""The list of Ada's people: everybody by name, and how far she has come with each."""

from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.contacts.models import Contact, Referral
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.web.people import PAGE
from tests.cast import NOW
from tests.web.reading import read


def added(account: Account, *names: str) -> None:
    db.session.add_all(Contact(account_id=account.id, name=n, timezone="UTC", created_at=NOW) for n in names)


def test_each_is_listed_with_the_latest_conversation(
    at_ada: FlaskClient, ada: Account, talk: Interview
) -> None:
    talk.reach(Stage.ASKED, now=NOW)
    added(ada, "Barbara Liskov")

    shown = read(at_ada.get("/people"))

    assert shown.links["Grace Hopper Compiler Engineer, Eckert Mauchly Asked"] == f"/interviews/{talk.id}"
    assert "Barbara Liskov To ask" in shown.words


def test_whoever_only_led_on_is_not_listed_as_somebody_to_ask(
    at_ada: FlaskClient, ada: Account, grace: Contact
) -> None:
    added(ada, "Howard Aiken")
    howard = db.session.scalars(select(Contact).where(Contact.name == "Howard Aiken")).one()
    grace.referral = Referral(account_id=ada.id, introducer=howard, made_at=NOW)
    db.session.flush()

    shown = read(at_ada.get("/people"))

    assert "Howard Aiken Led you on" in shown.words


def test_a_part_of_a_name_or_of_a_place_finds_them_whatever_the_capitals(
    at_ada: FlaskClient, ada: Account, grace: Contact
) -> None:
    added(ada, "Élodie Mauger")

    for wanted, found in (("hOPP", "Grace Hopper"), ("mauchly", "Grace Hopper"), ("ÉLO", "Élodie")):
        shown = read(at_ada.get(f"/people?q={wanted}"))
        assert found in shown.words
    assert "Nobody here goes by “100%”" in read(at_ada.get("/people?q=100%25")).words


def test_more_people_follow_on_the_next_page_and_nobody_twice(at_ada: FlaskClient, ada: Account) -> None:
    added(ada, *(f"Person {n // 2:03}" for n in range(PAGE + 20)))

    first = at_ada.get("/people")
    second = at_ada.get(read(first).links["More people"])

    hrefs = [href for page in (first, second) for href in page.text.split('class="list-row" href="')[1:]]
    assert len({href.split('"')[0] for href in hrefs}) == len(hrefs) == PAGE + 20


def test_she_says_what_somebody_is_called_and_every_page_does(
    at_ada: FlaskClient, grace: Contact, talk: Interview
) -> None:
    grace.name = "Trần Thị Hà"
    form = read(at_ada.get(f"/people/{grace.id}/edit")).fields
    assert form["called"] == "Trần"

    at_ada.post(f"/people/{grace.id}", data=form | {"called": "Hà", "formality": "first_name"})

    assert "Hà’s page" in read(at_ada.get("/")).words
    assert read(at_ada.get(f"/people/{grace.id}/edit")).fields["called"] == "Hà"
    letter = at_ada.post(f"/interviews/{talk.id}/letters", data={"kind": "outreach"}, follow_redirects=True)
    assert "Hà," in letter.text
    assert "Trần," not in letter.text


def barbara_who_was_named(grace: Contact, ada: Account) -> Contact:
    grace.timezone = "America/New_York"
    return Contact.named_by(grace, "Barbara Liskov", of=ada, now=NOW)


def test_the_clock_of_who_was_only_named_is_asked_about_until_ada_says_that_it_is_right(
    at_ada: FlaskClient, ada: Account, grace: Contact
) -> None:
    page = f"/people/{barbara_who_was_named(grace, ada).id}"
    question = "We assume New York time, as nobody has said where Barbara lives. Is it right?"
    assert question in read(at_ada.get(page)).words
    assert "We only assume it" in read(at_ada.get(f"{page}/edit")).words

    answer = at_ada.post(f"{page}/clock", headers={"HX-Request": "true"})

    assert "New York time" in read(answer).words
    for shown in (answer, at_ada.get(page), at_ada.get(f"{page}/edit")):
        assert "assume" not in read(shown).words.split("You added")[0]


def test_whoever_changes_what_is_known_of_them_has_seen_their_clock(
    at_ada: FlaskClient, ada: Account, grace: Contact
) -> None:
    barbara = barbara_who_was_named(grace, ada)
    fields = read(at_ada.get(f"/people/{barbara.id}/edit")).fields
    at_ada.post(f"/people/{barbara.id}", data={**fields, "timezone": "America/Chicago"})
    db.session.refresh(barbara)
    assert (barbara.timezone, barbara.timezone_assumed) == ("America/Chicago", False)


def test_whom_ada_adds_herself_has_the_clock_that_she_gave(at_ada: FlaskClient, ada: Account) -> None:
    fields = read(at_ada.get("/people/new")).fields | {"formality": "formal", "level": "unknown"}
    at_ada.post("/people", data={**fields, "name": "Jean Bartik", "introducer": "Howard Aiken"})
    assumed = {
        name: person.timezone_assumed
        for name in ("Jean Bartik", "Howard Aiken")
        if (person := Contact.named(name, of=ada))
    }
    assert assumed == {"Jean Bartik": False, "Howard Aiken": True}
