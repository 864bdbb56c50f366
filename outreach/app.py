"""The composition root: the only module that knows every other."""

from datetime import timedelta
from functools import partial
from pathlib import Path

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect
from htmx_flask import Htmx
from werkzeug.middleware.proxy_fix import ProxyFix

from outreach import cli
from outreach.bookings.site import Site
from outreach.config import BadSetting, Config
from outreach.database import db, engine_url, prepare, reading
from outreach.letters.coach.policy import Policy, UnusablePolicy
from outreach.letters.help import chat
from outreach.mail.carriers import connector
from outreach.mail.filing import file_copies
from outreach.mail.oauth import identities
from outreach.outbound import Outbound
from outreach.secrets import Vault
from outreach.web import (
    access,
    availability,
    bank,
    board,
    busy,
    calendar,
    channels,
    compressing,
    courtesies,
    daily,
    feed,
    filters,
    guest,
    homework,
    insights,
    interviews,
    landing,
    letter_templates,
    letters,
    mailbox,
    moving,
    news,
    notebook,
    offers,
    organizations,
    people,
    problems,
    questions,
    referrals,
    revisions,
    sample,
    sending,
    settings,
    suggestions,
    table,
    tags,
    talk,
    today,
    when,
    why_not,
)
from outreach.web.framework import Application
from outreach.worker.loop import Worker
from outreach.worker.table import chores
from outreach.workflows.consenting import Means

PACKAGE = Path(__file__).parent
# Beside the package in a checkout, inside it once installed.
TEMPLATES = next(place for place in (PACKAGE / "templates", PACKAGE.parent / "templates") if place.is_dir())

FAMILIES = (
    access,
    today,
    landing,
    people,
    interviews,
    channels,
    courtesies,
    letters,
    offers,
    moving,
    revisions,
    suggestions,
    letter_templates,
    questions,
    bank,
    homework,
    talk,
    notebook,
    sample,
    availability,
    why_not,
    calendar,
    busy,
    settings,
    sending,
    when,
    mailbox,
    news,
    feed,
    daily,
    guest,
    board,
    table,
    tags,
    organizations,
    referrals,
    insights,
)
LARGEST_FORM = 1024 * 1024

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PAGE_HEADERS = {**SECURITY_HEADERS, "Cache-Control": "no-store"}


def create_app(config: Config, *, instance: Path | None = None) -> Flask:
    """Put the application together. ``instance`` is the folder where a SQLite file lies."""
    app = Application(
        "outreach", template_folder=TEMPLATES, instance_path=str(instance) if instance else None
    )
    app.config.update(
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=engine_url(config.database_url),
        # What people wrote has no place in a log, which an error of the database would put there.
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        PERMANENT_SESSION_LIFETIME=timedelta(days=60),
        SESSION_REFRESH_EACH_REQUEST=False,  # a sign-in ends when it was said to, so its cookie need not be signed anew
        SESSION_COOKIE_NAME="__Host-outreach" if config.is_https else "outreach",
        SESSION_COOKIE_SECURE=config.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
        WTF_CSRF_TIME_LIMIT=None,  # a letter may stay open in a tab for days
        WTF_CSRF_SSL_STRICT=False,  # asks for a Referer, which our own policy withholds
    )
    app.extensions["outreach.config"] = config
    app.extensions["outreach.vault"] = vault = Vault(config.encryption_keys)
    app.extensions["outreach.outbound"] = outbound = Outbound.of(config)
    app.extensions["outreach.means"] = _means(config, vault, outbound)
    app.extensions["outreach.policy"] = _policy(config)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    Htmx(app)
    _read_only_when_safe(app)
    app.before_request(access.refuse_posts_from_elsewhere)
    # Who it is comes before the check against forged posts: somebody whose session
    # ended is asked to sign in, with what they typed, and nothing else happens.
    app.before_request(access.find_account)
    csrf = CSRFProtect(app)
    csrf.exempt(daily.bp)  # mail programs use it by themselves, and its address is the secret
    csrf.exempt(guest.bp)  # its forms carry their own signed, once-only key and need no cookie
    for family in FAMILIES:
        app.register_blueprint(family.bp)
    filters.init_app(app)
    problems.init_app(app)
    app.after_request(_protect)
    app.after_request(compressing.compress)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    return app


def _policy(config: Config) -> Policy:
    """What the institution decided for its letters. Raises BadSetting for a file that cannot be followed."""
    if not config.policy:
        return Policy()
    try:
        return Policy.from_toml(Path(config.policy).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        said = problem.strerror if isinstance(problem, OSError) else "It is not UTF-8 text"
        raise BadSetting(f"OUTREACH_POLICY names {config.policy}, which cannot be read: {said}.") from None
    except UnusablePolicy as wrong:
        raise BadSetting(f"OUTREACH_POLICY names {config.policy}. {wrong}") from None


def _read_only_when_safe(app: Flask) -> None:
    """Open the transaction of a GET so that the database itself refuses any change."""

    @app.before_request
    def begin_reading() -> None:
        reading.set(request.method in access.SAFE_METHODS)

    @app.teardown_request
    def end_reading(_error: BaseException | None) -> None:
        reading.set(False)


def _protect(response: Response) -> Response:
    headers, said = response.headers, {name.lower() for name, _ in response.headers}
    ours = SECURITY_HEADERS if request.endpoint == "static" else PAGE_HEADERS
    headers.extend((name, value) for name, value in ours.items() if name.lower() not in said)
    if ours is PAGE_HEADERS:
        response.vary.add("Cookie")
    return response


def main() -> None:
    """The ``outreach`` command."""
    parts = cli.Parts(create_app=create_app, create_worker=_create_worker)
    cli.commands(obj=parts, prog_name="outreach")


def _create_worker(app: Flask) -> Worker:
    vault, settings = app.extensions["outreach.vault"], app.extensions["outreach.config"]
    outbound: Outbound = app.extensions["outreach.outbound"]
    site = Site(settings.base_url, settings.secret_key, settings.mail_domain)
    connect = connector(vault, opener=outbound.open_mail)
    file = partial(file_copies, opener=outbound.open_mail)
    means = app.extensions["outreach.means"]
    models = chat.way_to_models(outbound, is_shared=settings.open_signup)
    work = chores(connect, outbound, vault, site, means, file, models=models)
    return Worker(work, context=app.app_context)


def _means(config: Config, vault: Vault, outbound: Outbound) -> Means:
    """What signing in at mail providers takes."""
    ask = partial(outbound.fetch, method="POST", headers=FORM)
    return Means(
        identities=identities(config),
        ask=lambda url, body: ask(url, body=body),
        vault=vault,
        secret_key=config.secret_key,
        redirect_uri=f"{config.base_url}/settings/mail/consent/return",
        mail_domain=config.mail_domain,
    )


FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
