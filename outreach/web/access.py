"""Who is at the screen: the welcome, signing in and out, and the guard before every private page."""

from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import cast
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import validate_csrf
from werkzeug.exceptions import HTTPException
from wtforms import ValidationError
from wtforms.validators import InputRequired, Length

from outreach import clock
from outreach.accounts.models import Account
from outreach.accounts.sign_ins import SignIn, Visitor
from outreach.bookings.site import Site
from outreach.config import Config
from outreach.database import db
from outreach.errors import OutreachError
from outreach.web import known_browsers
from outreach.web.forms import Choice, Form, Line, Secret, is_address, is_web_address, is_zone
from outreach.web.hypermedia import wants_part
from outreach.web.words import SITUATIONS
from outreach.workflows import signing_in

bp = Blueprint("access", __name__)

OPEN_FAMILIES = {"access", "daily", "feed", "guest", "static"}
"""The page families that need no account. Everything else is guarded."""

NOT_KEPT = {"csrf_token", "then", "about"}
"""Not what was typed: nothing is sent off, or kept, for somebody who only wants their words back."""

KEPT = "kept."
"""The prefix under which the sign-in form carries what somebody was writing when their session ended."""


SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


def config() -> Config:
    return cast(Config, current_app.extensions["outreach.config"])


def site() -> Site:
    """Where this instance stands, from its configuration and never from the request."""
    settings = config()
    return Site(settings.base_url, settings.secret_key, settings.mail_domain)


def current_account() -> Account:
    """Who is signed in. Only for pages behind the guard."""
    return cast(Account, g.account)


class FromElsewhere(OutreachError):
    """A form on a page of another site wanted something done here."""

    status = 403

    def __init__(self) -> None:
        super().__init__(
            "That click came from a page of another site, so nothing was done. Do it here instead."
        )


def refuse_posts_from_elsewhere() -> None:
    """Before every request that changes something: refuse what the browser says another site made it send.

    Every current browser says so (Fetch Metadata); whatever is silent must
    still have the token against forged posts. A mail program in the browser may
    stop the daily mail: its address is the secret, and whoever has it may.
    """
    if request.blueprint == "daily":
        return
    if request.method not in SAFE_METHODS and request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise FromElsewhere


def find_account() -> None:
    """Before every request to a private page: find who it is, or ask them to sign in."""
    family = (request.endpoint or "").split(".")[0]
    if request.endpoint is None or family in OPEN_FAMILIES:
        return None
    visitor = Visitor.by_token(session.get("sign_in", ""), now=clock.now())
    if visitor is not None:
        g.visitor, g.account = visitor, visitor.account
        return None
    return cast(None, ask_to_sign_in())


def ask_to_sign_in() -> ResponseReturnValue:
    """Send a visitor to the door. What they were writing when their session ended comes along."""
    if request.method in {"GET", "HEAD"}:
        door = "access.sign_in" if Account.exists() else "access.welcome"
        return redirect(
            url_for(door, then=request.full_path.rstrip("?") if request.path != "/" else None), 303
        )
    if wants_part():
        sentence = (
            "You have been signed out. What you typed is still here: "
            "save or send it as usual, sign in when you are asked, and it is waiting for you."
        )
        return make_response(render_template("problems/_problem.html", sentence=sentence), 401, RETARGET)
    kept = {KEPT + name: text for name, text in request.form.items() if name not in NOT_KEPT}
    if not _is_from_our_page():
        kept = {}  # words that another site puts into somebody's mouth are not offered for keeping
    return render_template(
        "access/sign_in.html", form=SignInForm(formdata=None), then=request.path, kept=kept
    ), 401


def _is_from_our_page() -> bool:
    """Whether a form surely stood on a page of ours: the browser says so, or it brings this browser's token."""
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return True
    try:
        validate_csrf(request.form.get("csrf_token") or request.headers.get("X-CSRFToken"))
    except ValidationError:
        return False
    return True


RETARGET = {"HX-Retarget": "#problem", "HX-Reswap": "innerHTML", "Vary": "HX-Request"}


class WelcomeForm(Form):
    name = Line("Your name", most=120, required="Please tell us your name; it signs your letters.")
    email = Line("Your e-mail address", most=254, required="Please give an address.", validators=[is_address])
    password = Secret(
        "A password",
        validators=[
            InputRequired("Please choose a password."),
            Length(min=10, message="Use at least ten characters. Three or four words do well."),
            Length(max=200, message="Two hundred characters are enough. Please choose a shorter one."),
        ],
    )
    timezone = Line("Your time zone", most=64, validators=[is_zone], default="UTC")
    situation = Choice("Where you stand", SITUATIONS)
    programme_or_role = Line("Your programme or role", most=160)
    school = Line("Your school or workplace", most=160)
    profile_url = Line("One link about you", most=300, validators=[is_web_address])


class SignInForm(Form):
    email = Line("Your e-mail address", most=254, required="Please give your address.")
    password = Secret("Your password", validators=[InputRequired("Please give your password.")])


@bp.get("/welcome")
def welcome() -> ResponseReturnValue:
    if Account.exists() and not config().open_signup:
        return redirect(url_for("access.sign_in"), 303)
    return render_template("access/welcome.html", form=WelcomeForm(formdata=None))


@bp.post("/welcome")
def make_account() -> ResponseReturnValue:
    form = WelcomeForm()
    if not form.validate():
        return render_template("access/welcome.html", form=form), 422
    try:
        account = signing_in.make_account(form.data, is_open=config().open_signup, now=clock.now())
    except signing_in.AddressInUse as refusal:
        form.email.errors = [str(refusal)]
        return render_template("access/welcome.html", form=form), refusal.status
    _begin_session(account)
    db.session.commit()
    return known_browsers.remember(_after_the_door("", {}), account.email, config=config())


@bp.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    then = request.args.get("then", "")
    return render_template("access/sign_in.html", form=SignInForm(formdata=None), then=then, kept={})


@bp.post("/sign-in")
def open_session() -> ResponseReturnValue:
    form, then = SignInForm(), request.form.get("then", "")
    kept = {name: text for name, text in request.form.items() if name.startswith(KEPT)}
    if not form.validate():
        return render_template("access/sign_in.html", form=form, then=then, kept=kept), 422
    email = form.email.data
    known_as = known_browsers.sign_of(email, config=config())
    account, refusal = signing_in.recognise(
        email, form.password.data, network=visitors_network(), known_as=known_as, now=clock.now()
    )
    if account is None:
        db.session.commit()  # the try itself is counted, though it failed
        return render_template("access/sign_in.html", form=form, then=then, kept=kept, refusal=refusal), 403
    _begin_session(account)
    db.session.commit()
    return known_browsers.remember(_after_the_door(then, kept), email, config=config())


def _after_the_door(then: str, kept: dict[str, str]) -> Response:
    """Where somebody goes who has just signed in: to their words, to the page they wanted, or to today."""
    if kept and is_ours(then, "POST"):
        fields = {name.removeprefix(KEPT): text for name, text in kept.items()}
        return make_response(render_template("access/kept.html", action=then, fields=fields))
    return make_response(redirect(then if is_ours(then, "GET") else url_for("today.show"), 303))


def visitors_network() -> str:
    """Where a request comes from: its address, or of IPv6 the /64, which is what one household is given."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return request.remote_addr or ""
    if isinstance(address, IPv4Address) or address.ipv4_mapped:
        return str(address)
    return str(IPv6Network((int(address), 64), strict=False))


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    found = SignIn.by_token(session.get("sign_in", ""), now=clock.now())
    if found is not None:
        db.session.delete(found)
        db.session.commit()
    session.clear()
    flash("You are signed out.")
    return redirect(url_for("access.sign_in"), 303)


def _begin_session(account: Account) -> None:
    _, token = SignIn.begin(account, browser=request.user_agent.string, now=clock.now())
    account.note_presence(now=clock.now())
    session.clear()
    session["sign_in"] = token
    session.permanent = True


def is_ours(path: str, method: str) -> bool:
    """Whether ``path`` is one of our own pages, and takes ``method``: nowhere else is anyone sent."""
    if not path.startswith("/") or any(c in path for c in "\\\r\n\t") or path.startswith("//"):
        return False
    try:
        current_app.url_map.bind("").match(urlsplit(path).path, method=method)
    except (HTTPException, ValueError):
        return False
    return True
