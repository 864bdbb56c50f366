import socket
from dataclasses import dataclass, field

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from outreach import cli
from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.app import create_app
from outreach.chores import ChoreRun
from outreach.database import db, saved
from outreach.secrets import Vault
from tests.cast import NOW
from tests.conftest import ENCRYPTION_KEY, SECRET_KEY

ANOTHER_KEY = "YW5vdGhlciBrZXkgdGhhbiB0aGF0IG9mIHRoZSBjYXM="


@dataclass
class Once:
    """Work that is done as soon as it is begun."""

    done: list[str] = field(default_factory=list)

    def run(self) -> None:
        self.done.append("worked")

    def stop(self) -> None:
        self.done.append("stopped")

    @property
    def names(self) -> list[str]:
        return ["sweep", "mend", "remind"]

    def once(self, name: str) -> int | None:
        self.done.append(name)
        return None if name == "mend" else 2


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("OUTREACH_SECRET_KEY", SECRET_KEY)
    monkeypatch.setenv("OUTREACH_ENCRYPTION_KEYS", ENCRYPTION_KEY)
    return monkeypatch


@pytest.fixture
def bare(environment: pytest.MonkeyPatch, bare_database_url: str) -> None:
    """A machine whose database has no tables yet."""
    environment.setenv("OUTREACH_DATABASE_URL", bare_database_url)


@pytest.fixture
def ready(environment: pytest.MonkeyPatch, app: Flask, database_url: str) -> None:
    """A machine whose database is up to date."""
    environment.setenv("OUTREACH_DATABASE_URL", database_url)


def outreach(*arguments: str, worker: Once | None = None) -> Result:
    """What the command says and answers."""
    parts = cli.Parts(create_app=create_app, create_worker=lambda _app: worker or Once())
    return CliRunner().invoke(cli.commands, arguments, obj=parts)


@pytest.mark.usefixtures("bare")
def test_migrating_twice_changes_the_database_once() -> None:
    assert outreach("migrate").output == "The database was brought up to date.\n"
    assert outreach("migrate").output == "The database is up to date already.\n"


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("command", ["run", "worker"])
def test_nothing_starts_on_a_database_that_is_not_up_to_date(command: str) -> None:
    result = outreach(command)

    assert result.exit_code == 1
    assert "Run “outreach migrate”" in result.output


def test_nothing_starts_on_a_database_that_cannot_be_reached(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("OUTREACH_DATABASE_URL", "postgresql://127.0.0.1:1/outreach?connect_timeout=2")

    result = outreach("worker")

    assert result.exit_code == 1
    assert result.output.startswith("Error: The database cannot be used: ")


@pytest.mark.usefixtures("ready")
def test_the_worker_works_where_all_is_ready() -> None:
    work = Once()

    assert outreach("worker", worker=work).exit_code == 0
    assert work.done == ["worked"]


@pytest.mark.usefixtures("bare")
def test_a_port_in_use_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = outreach("run", "--migrate", "--port", str(port))

    assert result.exit_code == 1
    assert result.output == (
        f"Error: Port {port} is in use by another program. Stop that one, or choose another with --port.\n"
    )


def test_a_missing_setting_is_named(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("OUTREACH_SECRET_KEY")

    for command in ("run", "worker", "migrate", "doctor"):
        result = outreach(command)
        assert result.exit_code == 1
        assert "OUTREACH_SECRET_KEY is not set" in result.output


@pytest.mark.usefixtures("ready")
def test_the_doctor_finds_all_well() -> None:
    result = outreach("doctor")

    assert result.exit_code == 0
    assert [line.split()[:2] for line in result.output.splitlines()] == [
        ["well", "settings"],
        ["well", "database"],
        ["well", "tables"],
        ["well", "keys"],
    ]


@pytest.mark.usefixtures("bare")
def test_the_doctor_misses_the_tables() -> None:
    result = outreach("doctor")

    assert result.exit_code == 1
    assert "ILL   tables" in result.output


def test_the_doctor_misses_the_database(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("OUTREACH_DATABASE_URL", "postgresql://127.0.0.1:1/outreach?connect_timeout=2")

    result = outreach("doctor")

    assert result.exit_code == 1
    assert "ILL   database" in result.output


@pytest.mark.usefixtures("ready")
def test_the_doctor_names_mail_accounts_that_todays_keys_do_not_open(ada: Account) -> None:
    mail_account = MailAccount(
        account_id=ada.id,
        provider="other",
        address="ada@example.org",
        host="smtp.example.org",
        port=465,
        security="tls",
        username="ada",
        tested_at=NOW,
    )
    mail_account.sealed_password = Vault(ANOTHER_KEY).seal("hunter2", place=mail_account.place)
    saved(mail_account)
    db.session.commit()

    result = outreach("doctor")

    assert result.exit_code == 1
    assert "The mail passwords of ada@example.org do not open." in result.output
    assert "hunter2" not in result.output


@pytest.mark.usefixtures("ready")
def test_the_doctor_does_not_print_the_passwords_of_the_database(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("OUTREACH_DATABASE_URL", "postgresql://ada:hunter2@127.0.0.1:1/o?connect_timeout=2")

    assert "hunter2" not in outreach("doctor").output


@pytest.mark.usefixtures("ready")
def test_the_keys_are_changed_without_losing_a_secret(
    environment: pytest.MonkeyPatch, ada: Account, mary: Account
) -> None:
    for account, key in ((ada, ENCRYPTION_KEY), (mary, "bm9ib2R5IGtub3dzIHRoaXMga2V5IGFueSBtb3JlISE=")):
        mail_account = MailAccount(
            account_id=account.id, provider="other", address=account.email, host="smtp.example.org", port=465,
            security="tls", username="ada", tested_at=NOW,
        )  # fmt: skip
        mail_account.sealed_password = Vault(key).seal("hunter2", place=mail_account.place)
        saved(mail_account)
    db.session.commit()
    environment.setenv("OUTREACH_ENCRYPTION_KEYS", f"{ANOTHER_KEY},{ENCRYPTION_KEY}")

    result = outreach("rotate-keys")

    db.session.expire_all()
    adas = MailAccount.by_account(ada.id)
    assert adas is not None
    assert Vault(ANOTHER_KEY).open(adas.sealed_password, place=adas.place) == "hunter2"
    assert result.exit_code == 1  # Mary’s was kept with a key that is gone
    assert "1 secrets are encrypted" in result.output
    assert "Not opened" in result.output


@pytest.mark.usefixtures("ready")
def test_chores_can_be_done_once_by_hand() -> None:
    work = Once()

    result = outreach("chores", "remind", "sweep", worker=work)

    assert (result.exit_code, work.done) == (0, ["remind", "sweep"])
    assert result.output == "remind: 2 done\nsweep: 2 done\n"


@pytest.mark.usefixtures("ready")
def test_a_chore_that_fails_is_told_and_the_others_are_done_all_the_same() -> None:
    work = Once()

    result = outreach("chores", "--all", worker=work)

    assert (result.exit_code, work.done) == (1, ["sweep", "mend", "remind"])
    assert "mend: it failed, as the log tells\n" in result.output


@pytest.mark.usefixtures("ready")
def test_one_can_see_when_each_chore_was_last_done() -> None:
    ChoreRun.note("sweep", did=0, at=NOW)
    ChoreRun.note("remind", did=3, at=NOW)
    db.session.commit()

    assert outreach("chores").output.splitlines() == [
        "sweep: last done 2026-11-24 09:00 UTC",
        "mend: not done yet",
        "remind: last done 2026-11-24 09:00 UTC, last with anything to do 2026-11-24 09:00 UTC",
    ]
