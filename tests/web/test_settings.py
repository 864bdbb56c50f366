"""The settings: what Ada can change about herself, her mail account, her calendar and her sign-ins."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import func, select

from outreach import clock
from outreach.accounts.guessing import TRIES_ALLOWED
from outreach.accounts.kinds import Situation
from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account, WrongPassword
from outreach.accounts.sign_ins import SignIn
from outreach.bookings.models import Booking
from outreach.database import Base, db, saved
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.mail.carriers import Carrier
from outreach.mail.models import Delivery, OutgoingMessage
from outreach.mail.outcomes import Concerns, Stop
from outreach.mail.transport import always
from outreach.secrets import Vault
from outreach.workflows import delivering
from tests.cast import NOW, PASSWORD
from tests.web.test_mailbox import to_grace

HTMX = {"HX-Request": "true"}
GMAIL = {"provider": "gmail", "address": "ada@gmail.com", "password": "abcd efgh ijkl mnop"}
OTHER = {
    "provider": "other",
    "address": "ada@example.org",
    "host": "smtp.example.org",
    "port": "465",
    "security": "tls",
    "username": "ada",
    "password": "a password for programs",
}
PROFILE = {
    "name": "Ada King",
    "timezone": "Europe/Paris",
    "situation": "graduate",
    "programme_or_role": "Analyst",
    "school": "University of London",
    "profile_url": "ada.example.org",
    "phone": "+44 20 7946 0018",
    "video_url": "https://video.example.org/ada",
}


class Refusing:
    """A mail server that lets nobody in."""

    via = "smtp"

    def begin(self, sender: str, recipient: str) -> None:
        raise Stop("The mail server refused the login: 535 Bad credentials.", concerns=Concerns.ACCOUNT)

    def data(self, raw: bytes, *, may_end: Callable[[], bool] = always) -> bool:
        raise AssertionError("nothing is handed over before the login")


class Taking(Refusing):
    """A mail server that takes everything."""

    def begin(self, sender: str, recipient: str) -> None:
        assert sender == recipient

    def data(self, raw: bytes, *, may_end: Callable[[], bool] = always) -> bool:
        assert b"Subject: Your mail account works" in raw
        return may_end()


def work(carrier: Carrier) -> None:
    """One round of the worker."""

    @contextmanager
    def connect(_mail_account: MailAccount | None) -> Iterator[Carrier]:
        yield carrier

    delivering.deliver_due(connect, owner="the test", clock=clock.now)


def connected(at_ada: FlaskClient, **changes: str) -> MailAccount:
    """Ada's mail account at smtp.example.org."""
    assert at_ada.post("/settings/mail", data=OTHER | changes).status_code == 303
    return db.session.scalars(select(MailAccount)).one()


def password_of(mail_account: MailAccount) -> str:
    vault: Vault = current_app.extensions["outreach.vault"]
    return vault.open(mail_account.sealed_password, place=mail_account.place)


def test_ada_sees_what_is_known_of_her(at_ada: FlaskClient) -> None:
    page = at_ada.get("/settings").text

    for fact in ("Ada Lovelace", "Europe/London", "BSc Mathematics", "University of London"):
        assert f'value="{fact}"' in page


def test_ada_changes_who_she_is(at_ada: FlaskClient, ada: Account) -> None:
    response = at_ada.post("/settings/profile", data=PROFILE, follow_redirects=True)

    assert "Saved." in response.text
    db.session.refresh(ada)
    assert (ada.name, ada.timezone, ada.situation) == ("Ada King", "Europe/Paris", Situation.GRADUATE)
    assert ada.profile_url == "https://ada.example.org"
    assert ada.video_url == "https://video.example.org/ada"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": " "}, "Please tell us your name; it signs your letters."),
        ({"timezone": "Mars/Olympus"}, "is not a time zone we know"),
        ({"profile_url": "my page"}, "This does not look like a web address."),
        ({"situation": "queen"}, "Please choose one of these."),
    ],
)
def test_what_is_not_right_gets_a_sentence_and_loses_nothing(
    at_ada: FlaskClient, ada: Account, change: dict[str, str], sentence: str
) -> None:
    response = at_ada.post("/settings/profile", data=PROFILE | change)

    assert response.status_code == 422
    assert sentence in response.text
    assert "+44 20 7946 0018" in response.text
    db.session.refresh(ada)
    assert ada.name == "Ada Lovelace"


def test_a_known_provider_needs_no_server(at_ada: FlaskClient) -> None:
    response = at_ada.post("/settings/mail", data=GMAIL, follow_redirects=True)

    mail_account = db.session.scalars(select(MailAccount)).one()
    assert (mail_account.host, mail_account.port, mail_account.security) == (
        "smtp.gmail.com",
        587,
        "starttls",
    )
    assert mail_account.username == "ada@gmail.com"
    assert "ada@gmail.com" in response.text


def test_the_password_is_sealed_and_never_shown(at_ada: FlaskClient) -> None:
    mail_account = connected(at_ada)

    assert password_of(mail_account) == "a password for programs"
    assert "a password for programs" not in mail_account.sealed_password
    assert "a password for programs" not in at_ada.get("/settings").text


def test_another_server_is_taken_as_it_was_typed(at_ada: FlaskClient) -> None:
    mail_account = connected(at_ada)

    assert mail_account.is_at("smtp.example.org", 465, "tls", "ada")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"host": ""}, "Please give the name of the server"),
        ({"host": "no such host!"}, "The mail server must be a name"),
        ({"port": "many"}, "The port is a number"),
        ({"port": "99999"}, "from 1 to 65535"),
        ({"security": "none"}, "Without encryption everybody on the way could read"),
        ({"security": "magic"}, "Please choose one of these."),
        ({"provider": "carrier pigeon"}, "Please choose one of these."),
        ({"address": "ada"}, "does not look like an e-mail address"),
        ({"password": ""}, "Please give the password as well."),
    ],
)
def test_a_server_that_cannot_be_is_refused_in_words(
    at_ada: FlaskClient, change: dict[str, str], sentence: str
) -> None:
    typed = OTHER | {"address": "typed@example.org"} | change

    response = at_ada.post("/settings/mail", data=typed)

    assert response.status_code == 422
    assert sentence in response.text
    assert typed["username"] in response.text
    assert OTHER["password"] not in response.text
    assert db.session.scalar(select(func.count()).select_from(MailAccount)) == 0


@pytest.mark.parametrize(
    "change",
    [{"host": "smtp.example.com"}, {"username": "grace"}, {"port": "2465"}, {"security": "starttls"}],
)
def test_a_known_password_never_follows_to_another_place(at_ada: FlaskClient, change: dict[str, str]) -> None:
    connected(at_ada)

    response = at_ada.post("/settings/mail", data=OTHER | change | {"password": ""})

    assert response.status_code == 422
    assert "Please give the password as well." in response.text
    mail_account = db.session.scalars(select(MailAccount)).one()
    assert mail_account.is_at("smtp.example.org", 465, "tls", "ada")


def test_the_address_can_change_without_the_password(at_ada: FlaskClient) -> None:
    connected(at_ada)

    mail_account = connected(at_ada, address="king@example.org", password="")

    assert mail_account.address == "king@example.org"
    assert password_of(mail_account) == "a password for programs"


def test_the_fields_follow_the_provider(at_ada: FlaskClient) -> None:
    gmail = at_ada.get("/settings/mail/server?provider=gmail", headers=HTMX).text
    proton = at_ada.get("/settings/mail/server?provider=proton", headers=HTMX).text

    assert "2-Step Verification" in gmail
    assert 'name="host"' not in gmail
    assert "Bridge must run on the same computer" in proton
    assert 'value="1025"' in proton
    assert at_ada.get("/settings/mail/server?provider=gmail").location == "/settings#mail"


def test_connecting_sends_a_message_to_oneself(at_ada: FlaskClient) -> None:
    connected(at_ada)

    [message] = db.session.scalars(select(OutgoingMessage))
    assert (message.about, message.to_address) == ("test", "ada@example.org")
    page = at_ada.get("/settings/mail/test", headers=HTMX).text
    assert "on its way" in page
    assert 'hx-trigger="every 2s"' in page


def test_a_mail_account_that_works_says_so_and_asks_no_further(at_ada: FlaskClient) -> None:
    connected(at_ada)

    work(Taking())

    page = at_ada.get("/settings/mail/test", headers=HTMX).text
    assert "It works" in page
    assert "every 2s" not in page


def test_a_refused_login_is_told_in_plain_words(at_ada: FlaskClient) -> None:
    connected(at_ada)

    work(Refusing())

    page = at_ada.get("/settings/mail/test", headers=HTMX).text
    assert "The mail server refused the login: 535 Bad credentials." in page
    assert "every 2s" not in page


def test_testing_again_takes_the_pause_away_and_the_old_trial_back(
    at_ada: FlaskClient, talk: Interview
) -> None:
    waiting = to_grace(talk, delivery=Delivery.QUEUED, trouble="Refused.", send_after=NOW.replace(year=2030))
    mail_account = connected(at_ada)
    work(Refusing())

    page = at_ada.post("/settings/mail/test", headers=HTMX).text

    assert "on its way" in page
    db.session.expire_all()
    assert mail_account.broken_because == ""
    trials = db.session.scalars(
        select(OutgoingMessage).where(OutgoingMessage.about == "test").order_by(OutgoingMessage.id)
    ).all()
    assert trials[-1].delivery is Delivery.QUEUED
    assert {trial.delivery for trial in trials[:-1]} <= {Delivery.TAKEN_BACK, Delivery.FAILED}
    assert waiting.send_after.year == clock.now().year


def test_without_a_mail_account_there_is_nothing_to_test(at_ada: FlaskClient) -> None:
    response = at_ada.post("/settings/mail/test")

    assert response.status_code == 409
    assert "There is no mail account to try out." in response.text


def test_disconnecting_forgets_the_password(at_ada: FlaskClient) -> None:
    connected(at_ada)

    response = at_ada.post("/settings/mail/removal", follow_redirects=True)

    assert "arrives in the mailbox here, and nowhere else" in response.text
    assert db.session.scalar(select(func.count()).select_from(MailAccount)) == 0
    assert at_ada.post("/settings/mail/removal").status_code == 409


def test_the_calendar_feed_is_made_renewed_and_switched_off(at_ada: FlaskClient, ada: Account) -> None:
    assert "It is switched off." in at_ada.get("/settings").text

    first = at_ada.post("/settings/calendar-feed", follow_redirects=True).text
    token = ada.feed_token(current_app.config["SECRET_KEY"])
    assert f"http://localhost/calendar/{token}.ics" in first
    assert f"webcal://localhost/calendar/{token}.ics" in first

    at_ada.post("/settings/calendar-feed")
    db.session.refresh(ada)
    renewed = ada.feed_token(current_app.config["SECRET_KEY"])
    assert renewed != token
    assert at_ada.get(f"/calendar/{token}.ics").status_code == 404
    assert at_ada.get(f"/calendar/{renewed}.ics").status_code == 200

    at_ada.post("/settings/calendar-feed/removal")
    assert at_ada.get(f"/calendar/{renewed}.ics").status_code == 404
    assert "It is switched off." in at_ada.get("/settings").text


def test_ada_signs_another_browser_out(app: Flask, at_ada: FlaskClient, ada: Account) -> None:
    other, token = SignIn.begin(
        ada, browser="Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1", now=clock.now()
    )
    db.session.commit()
    page = at_ada.get("/settings").text
    assert "Safari on an iPhone" in page
    assert page.count("This one") == 1

    at_ada.post(f"/settings/browsers/{other.id}/removal")

    assert SignIn.by_token(token, now=clock.now()) is None
    assert at_ada.get("/settings").status_code == 200


def test_the_browsers_of_somebody_else_stay_signed_in(at_ada: FlaskClient, mary: Account) -> None:
    marys, token = SignIn.begin(mary, browser="Mary’s", now=clock.now())
    db.session.commit()

    assert at_ada.post(f"/settings/browsers/{marys.id}/removal").status_code == 404
    assert SignIn.by_token(token, now=clock.now()) is not None


def test_a_new_password_signs_out_every_other_browser(at_ada: FlaskClient, ada: Account) -> None:
    _, token = SignIn.begin(ada, browser="Elsewhere", now=clock.now())
    new = "an analytical engine"

    response = at_ada.post(
        "/settings/password", data={"old": PASSWORD, "new": new, "again": new}, follow_redirects=True
    )

    assert "Your password is changed" in response.text
    db.session.refresh(ada)
    ada.check_password(new)
    assert SignIn.by_token(token, now=clock.now()) is None


@pytest.mark.parametrize(
    ("change", "sentence", "status"),
    [
        ({"old": "a guess"}, "This is not the password that you have now.", 403),
        ({"old": ""}, "Please give your password.", 422),
        ({"new": "short", "again": "short"}, "Use at least ten characters.", 422),
        ({"again": "something else"}, "The two new passwords are not the same.", 422),
    ],
)
def test_a_password_is_only_changed_by_who_knows_it(
    at_ada: FlaskClient, ada: Account, change: dict[str, str], sentence: str, status: int
) -> None:
    typed = {"old": PASSWORD, "new": "an analytical engine", "again": "an analytical engine"} | change

    response = at_ada.post("/settings/password", data=typed)

    assert response.status_code == status
    assert sentence in response.text
    db.session.refresh(ada)
    ada.check_password(PASSWORD)


def test_an_open_browser_is_no_place_to_guess_the_password_at(at_ada: FlaskClient, ada: Account) -> None:
    new = {"new": "an analytical engine", "again": "an analytical engine"}
    for _ in range(TRIES_ALLOWED):
        at_ada.post("/settings/password", data=new | {"old": "a guess"})

    response = at_ada.post("/settings/password", data=new | {"old": PASSWORD})

    assert "too many tries" in response.text
    db.session.refresh(ada)
    with pytest.raises(WrongPassword):
        ada.check_password("an analytical engine")


@pytest.mark.parametrize("typed", ["", "ada", "mary@example.org"])
def test_an_account_is_not_deleted_by_chance(at_ada: FlaskClient, ada: Account, typed: str) -> None:
    response = at_ada.post("/settings/removal", data={"confirmation": typed})

    assert response.status_code == 422
    assert "Type ada@example.org to delete this account." in response.text
    assert Account.by_email("ada@example.org") is not None


def test_deleting_the_account_leaves_nothing_of_it(
    at_ada: FlaskClient, ada: Account, mary: Account, talk: Interview
) -> None:
    to_grace(talk)

    response = at_ada.post(
        "/settings/removal", data={"confirmation": " Ada@Example.org"}, follow_redirects=True
    )

    assert "Your account is deleted" in response.text
    db.session.expire_all()
    assert Account.by_email("ada@example.org") is None
    assert Account.by_email("mary@example.org") is not None
    for table in Base.metadata.tables.values():
        if "account_id" in table.c and table.name != "meeting_rules":
            assert db.session.scalar(select(func.count()).select_from(table)) == 0, table.name
    assert at_ada.get("/settings").status_code == 303


def test_whoever_deletes_the_only_account_is_welcomed_as_the_first(at_ada: FlaskClient, ada: Account) -> None:
    response = at_ada.post("/settings/removal", data={"confirmation": ada.email}, follow_redirects=True)

    assert "Your account is deleted, with everything in it" in response.text
    assert response.request.path == "/welcome"


def test_whoever_leaves_is_told_of_conversations_ahead(at_ada: FlaskClient, talk: Interview) -> None:
    soon = clock.now()
    saved(
        Booking(
            account_id=talk.account_id,
            interview=talk,
            uid="1@example.org",
            starts_at=soon.replace(year=soon.year + 1),
            ends_at=soon.replace(year=soon.year + 1, microsecond=999_999),
            format=Format.VIDEO,
            guest_timezone="UTC",
            form_key="1",
            made_at=soon,
            changed_at=soon,
        )
    )

    assert "One conversation is still ahead." in at_ada.get("/settings").text
    talk.stage = Stage.MET  # earlier than agreed
    db.session.flush()
    assert "still ahead" not in at_ada.get("/settings").text


def test_the_page_asks_the_database_little(at_ada: FlaskClient, ada: Account, statements: list[str]) -> None:
    connected(at_ada)
    for _ in range(5):
        SignIn.begin(ada, browser="Another", now=clock.now())
    db.session.commit()

    statements.clear()
    at_ada.get("/settings")

    assert len(statements) <= 6
