"""The composition root: the only module that knows every other."""

from datetime import timedelta
from pathlib import Path

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect
from htmx_flask import Htmx
from werkzeug.middleware.proxy_fix import ProxyFix

from outreach import cli
from outreach.config import Config
from outreach.database import db, engine_url, prepare, reading
from outreach.mail.carriers import connector
from outreach.secrets import Vault
from outreach.web import (
    access,
    availability,
    bank,
    channels,
    compressing,
    courtesies,
    feed,
    filters,
    guest,
    homework,
    interviews,
    letters,
    mailbox,
    notebook,
    people,
    problems,
    questions,
    sample,
    settings,
    talk,
    today,
)
from outreach.worker import Worker, chores

PACKAGE = Path(__file__).parent
# Beside the package in a checkout, inside it once installed.
TEMPLATES = next(place for place in (PACKAGE / "templates", PACKAGE.parent / "templates") if place.is_dir())

FAMILIES = (
    access,
    today,
    people,
    interviews,
    channels,
    courtesies,
    letters,
    questions,
    bank,
    homework,
    talk,
    notebook,
    sample,
    availability,
    settings,
    mailbox,
    feed,
    guest,
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


def create_app(config: Config, *, instance: Path | None = None) -> Flask:
    """Put the application together. ``instance`` is the folder where a SQLite file lies."""
    app = Flask("outreach", template_folder=TEMPLATES, instance_path=str(instance) if instance else None)
    app.config.update(
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=engine_url(config.database_url),
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
    app.extensions["outreach.vault"] = Vault(config.encryption_keys)
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


def _read_only_when_safe(app: Flask) -> None:
    """Open the transaction of a GET so that the database itself refuses any change."""

    @app.before_request
    def begin_reading() -> None:
        reading.set(request.method in access.SAFE_METHODS)

    @app.teardown_request
    def end_reading(_error: BaseException | None) -> None:
        reading.set(False)


def _protect(response: Response) -> Response:
    for header, value in SECURITY_HEADERS.items():
        response.headers.setdefault(header, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
        response.vary.add("Cookie")
    return response


def main() -> None:
    """The ``outreach`` command."""
    parts = cli.Parts(create_app=create_app, create_worker=_create_worker)
    cli.commands(obj=parts, prog_name="outreach")


def _create_worker(app: Flask) -> Worker:
    return Worker(chores(connector(app.extensions["outreach.vault"])), context=app.app_context)


if __name__ == "__main__":
    main()
