"""The commands of an operator."""

import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import click
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from outreach import clock
from outreach.chores import ChoreRun
from outreach.config import BadSetting, Config
from outreach.database import db
from outreach.errors import OutreachError
from outreach.letters.coach.checking import findings_as_json, manuscript_from_json
from outreach.letters.coach.findings import Severity
from outreach.letters.coach.policy import Policy
from outreach.letters.coach.review import review
from outreach.migrating import is_current, upgrade
from outreach.secrets import Vault
from outreach.serving import Server
from outreach.workflows import booking
from outreach.workflows.checking import Finding, examine
from outreach.workflows.rotating import rotate_keys


class Running(Protocol):
    """Something that goes on until it is told to stop."""

    def run(self) -> None: ...

    def stop(self) -> None: ...


class Working(Running, Protocol):
    """The background work, whose chores can also be done one by one."""

    @property
    def names(self) -> list[str]: ...

    def once(self, name: str) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What the commands put to work but may not know: handed in by the composition root."""

    create_app: Callable[[Config], Flask]
    create_worker: Callable[[Flask], Working]


class NotReady(OutreachError):
    """The database cannot be worked with as it is."""


class SecretsLeftBehind(OutreachError):
    """Some secrets were kept with a key that is not there any more."""

    def __init__(self, places: tuple[str, ...]) -> None:
        super().__init__(
            f"Not opened, and so left as they are: {', '.join(places[:10])}. Put the key they were stored with "
            "behind the newest one and run this again, or let their owners enter them anew."
        )


class Commands(click.Group):
    """A group of commands that answers a refusal with its text, and with 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except OutreachError as refused:
            raise click.ClickException(str(refused)) from refused


@click.group(cls=Commands)
def commands() -> None:
    """Outreach: from a name to a conversation to the thank-you note.

    Settings come from OUTREACH_… variables of the environment; .env.example lists them all.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)


@commands.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to serve on.")
@click.option("--port", default=8000, show_default=True, help="The port; 0 means any that is free.")
@click.option("--migrate", "migrate_first", is_flag=True, help="Bring the database up to date first.")
@click.option("--no-worker", is_flag=True, help="Do no background work; run “outreach worker” besides.")
@click.pass_obj
def run(parts: Parts, host: str, port: int, migrate_first: bool, no_worker: bool) -> None:
    """Serve the pages, and do the background work beside them."""
    config = Config.from_environment()
    with application(parts, config) as app:
        make_ready(app, migrate_first=migrate_first)
        server = Server(app, host=host, port=port, behind_proxies=config.trusted_proxies > 0)
        click.echo(f"Outreach answers at http://{host}:{server.port}. Press Ctrl-C to stop it.")
        with app.app_context():
            booking.rehearse(now=clock.now())
        work_until_told(server, *([] if no_worker else [parts.create_worker(app)]))
    click.echo("Outreach has stopped.")


@commands.command()
@click.pass_obj
def worker(parts: Parts) -> None:
    """Do the background work alone; any number of these may run on one database."""
    with application(parts, Config.from_environment()) as app:
        make_ready(app, migrate_first=False)
        work_until_told(parts.create_worker(app))


@commands.command()
@click.argument("names", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Do all of them.")
@click.pass_obj
def chores(parts: Parts, names: tuple[str, ...], every: bool) -> None:
    """Do recurring work once and now, by its NAMES; without any, say when each was last done.

    Exits with 1 if one of them failed.
    """
    with application(parts, Config.from_environment()) as app:
        make_ready(app, migrate_first=False)
        worker = parts.create_worker(app)
        if not (names or every):
            with app.app_context():
                click.echo("\n".join(map(_last_done, worker.names)))
            return
        did = {name: worker.once(name) for name in (worker.names if every else names)}
    for name, count in did.items():
        click.echo(f"{name}: {'it failed, as the log tells' if count is None else f'{count} done'}")
    sys.exit(1 if None in did.values() else 0)


def _last_done(name: str) -> str:
    run = ChoreRun.last(name)
    last = f"last done {run.ran_at:%Y-%m-%d %H:%M} UTC" if run else "not done yet"
    more = f", last with anything to do {run.did_at:%Y-%m-%d %H:%M} UTC" if run and run.did_at else ""
    return f"{name}: {last}{more}"


@commands.command()
@click.pass_obj
def migrate(parts: Parts) -> None:
    """Bring the database to the shape that this version expects."""
    with application(parts, Config.from_environment()) as app, app.app_context():
        changed = upgrade(db.engine)
    click.echo("The database was brought up to date." if changed else "The database is up to date already.")


@commands.command()
@click.argument("letter", type=click.Path(allow_dash=True))
@click.option(
    "--policy",
    type=click.Path(),
    envvar="OUTREACH_POLICY",
    help="An institution’s policy, a TOML file; OUTREACH_POLICY names it as well.",
)
def check(letter: str, policy: str | None) -> None:
    """Read a letter (a JSON file, or - for standard input) and print the coach’s findings as JSON.

    Exits with 0 if nothing is wrong, 1 if something should be mended first, 2 if
    the letter cannot be read.
    """
    try:
        rules = Policy.from_toml(read_text(policy)) if policy else Policy()
        remarks = review(manuscript_from_json(read_text(letter)), rules)
    except OutreachError as unusable:
        click.echo(str(unusable), err=True)
        sys.exit(2)
    click.echo(findings_as_json(remarks))
    sys.exit(1 if any(finding.severity is Severity.E for finding in remarks.findings) else 0)


@commands.command("rotate-keys")
@click.pass_obj
def rotate(parts: Parts) -> None:
    """Encrypt every stored secret with the newest key, the first in OUTREACH_ENCRYPTION_KEYS.

    Afterwards the older keys can be removed. Exits with 1 if something does not open with any of them.
    """
    config = Config.from_environment()
    with application(parts, config) as app, app.app_context():
        rotation = rotate_keys(Vault(config.encryption_keys))
        db.session.commit()
    click.echo(f"{rotation.renewed} secrets are encrypted with the newest key now.")
    if rotation.unreadable:
        raise SecretsLeftBehind(rotation.unreadable)


def read_text(path: str) -> str:
    """A file, or - for standard input, as text. Raises NotReady for one that cannot be read."""
    try:
        with click.open_file(path, encoding="utf-8", errors="replace") as file:
            return str(file.read())
    except OSError as problem:
        raise NotReady(f"{path} cannot be read: {problem.strerror or problem}.") from None


@commands.command()
@click.pass_obj
def doctor(parts: Parts) -> None:
    """Check the settings, the database and the keys; exit with 1 if something is wrong."""
    findings = list(_examined(parts))
    for finding in findings:
        click.echo(f"{'well' if finding.is_well else 'ILL '}  {finding.what:<8}  {finding.text}")
    sys.exit(0 if all(finding.is_well for finding in findings) else 1)


def _examined(parts: Parts) -> Iterator[Finding]:
    try:
        config = Config.from_environment()
        with application(parts, config) as app, app.app_context():
            yield Finding("settings", True, f"Links in letters begin with {config.base_url}.")
            yield from examine(db.engine, Vault(config.encryption_keys))
    except BadSetting as refused:
        yield Finding("settings", False, str(refused))


@contextmanager
def application(parts: Parts, config: Config) -> Iterator[Flask]:
    """The application, and an end to its database connections afterwards."""
    app = parts.create_app(config)
    try:
        yield app
    finally:
        with app.app_context():
            db.engine.dispose()


def make_ready(app: Flask, *, migrate_first: bool) -> None:
    """Refuse to start on a database that cannot be reached or is not up to date. Raises NotReady."""
    with app.app_context():
        try:
            if is_current(db.engine):
                return
        except SQLAlchemyError as error:
            raise NotReady(f"The database cannot be used: {getattr(error, 'orig', error)}") from error
    if not migrate_first:
        raise NotReady("The database is not up to date. Run “outreach migrate”, then start again.")
    migrate_beside()


def migrate_beside() -> None:
    """Migrate in a process of its own, as what that loads would stay in this one. Raises NotReady."""
    if subprocess.run([sys.executable, "-m", "outreach", "migrate"], stdout=subprocess.DEVNULL).returncode:
        raise NotReady("The database could not be brought up to date; what stopped it is told above.")


def work_until_told(main: Running, *beside: Running) -> None:
    """Run ``main`` here and the others in threads until SIGINT or SIGTERM, then let all of them finish.

    A second signal ends the process at once.
    """
    threads = [threading.Thread(target=other.run, daemon=True) for other in beside]

    def stop(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        for running in (main, *beside):
            running.stop()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    for thread in threads:
        thread.start()
    main.run()
    for other, thread in zip(beside, threads, strict=True):
        other.stop()
        thread.join(timeout=30)
    for number, handler in before.items():
        signal.signal(number, handler)
