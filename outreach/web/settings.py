"""Settings: who one is, where mail leaves from, who is signed in, and the way out."""

from dataclasses import dataclass
from typing import Any, cast

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.accounts.browsers import browser_in_words
from outreach.accounts.digests import Digest, mail_of
from outreach.accounts.mail_accounts import MailAccount
from outreach.accounts.models import Account
from outreach.accounts.sign_ins import SignIn
from outreach.bookings.models import Booking
from outreach.chores import ChoreRun
from outreach.database import db
from outreach.errors import OutreachError
from outreach.mail.models import OutgoingMessage
from outreach.mail.providers import PROVIDERS
from outreach.outbound import Outbound
from outreach.secrets import Vault
from outreach.web.access import config, current_account, site, visitors_network
from outreach.web.forms import Form
from outreach.web.hypermedia import part_or_page
from outreach.web.settings_forms import MailForm, PasswordForm, ProfileForm, RemovalForm
from outreach.workflows import connecting, signing_in

bp = Blueprint("settings", __name__, url_prefix="/settings")


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of the page; one that was filled in stands in for the one that would be shown."""

    profile: ProfileForm
    mail: MailForm
    password: PasswordForm
    removal: RemovalForm


bp.app_template_filter("browser_words")(browser_in_words)


@bp.app_template_filter()
def webcal(url: str) -> str:
    """The address in the scheme that calendar programs listen to."""
    return "webcal:" + url.partition(":")[2]


@bp.get("")
def show() -> ResponseReturnValue:
    return _page()


@bp.post("/profile")
def change_profile() -> ResponseReturnValue:
    form = ProfileForm()
    if not form.validate():
        return _page(profile=form, status=422)
    form.populate_obj(current_account())
    db.session.commit()
    return _kept("profile", "Saved. Your next letter says it this way.")


@bp.post("/mail")
def connect() -> ResponseReturnValue:
    form, account = MailForm(), current_account()
    if not form.validate():
        return _page(mail=form, status=422)
    try:
        connecting.connect(
            account,
            form.wish,
            vault=_vault(),
            check_host=_check_host,
            mail_domain=config().mail_domain,
            now=clock.now(),
        )
    except OutreachError as refusal:
        return _refused(refusal, mail=form)
    db.session.commit()
    return _kept("mail", "Saved. A message to yourself shows whether it works.")


@bp.get("/mail/server")
def server() -> ResponseReturnValue:
    """The fields that a provider needs, as one chooses it."""
    mail_account = MailAccount.of(current_account())
    form = MailForm.of(mail_account, address=request.args.get("address") or current_account().email)
    provider = request.args.get("provider", "")
    if provider != form.provider.data:
        form.aim_at(provider if provider in PROVIDERS else "other")
    return part_or_page("settings/_server.html", page=_at("mail"), form=form, mail_account=mail_account)


@bp.post("/mail/removal")
def disconnect() -> ResponseReturnValue:
    connecting.disconnect(current_account(), now=clock.now())
    db.session.commit()
    return _kept("mail", "Disconnected. What you send arrives in the mailbox here, and nowhere else.")


@bp.post("/mail/test")
def try_mail() -> ResponseReturnValue:
    account = current_account()
    trial = connecting.try_out(account, mail_domain=config().mail_domain, now=clock.now())
    mail_account = MailAccount.of(account)
    db.session.commit()
    return part_or_page("settings/_trial.html", page=_at("mail"), trial=trial, mail_account=mail_account)


@bp.get("/mail/test")
def trial() -> ResponseReturnValue:
    """How the trial stands; asked for again and again until it is over."""
    account = current_account()
    return part_or_page(
        "settings/_trial.html",
        page=_at("mail"),
        trial=OutgoingMessage.latest_test(account),
        mail_account=MailAccount.of(account),
    )


@bp.post("/daily")
def change_daily() -> ResponseReturnValue:
    """Whether the one mail a day is wanted, and at which hour."""
    hour, is_wanted = request.form.get("hour", -1, type=int), request.form.get("wanted") == "yes"
    if not 0 <= hour < HOURS:
        return _page(refusal=NoSuchHour(), status=NoSuchHour.status)
    Digest.choose(
        current_account(), is_wanted=is_wanted, hour=hour, secret_key=config().secret_key, now=clock.now()
    )
    db.session.commit()
    return _kept(
        "daily",
        f"Saved. It comes at {hour:02}:00, if anything waits." if is_wanted else "Saved. No daily mails.",
    )


HOURS = 24


class NoSuchHour(OutreachError):
    """The day has no such hour."""

    def __init__(self) -> None:
        super().__init__("The day has no such hour. Choose one from the list.")


@bp.post("/calendar-feed")
def make_feed() -> ResponseReturnValue:
    current_account().make_feed(config().secret_key)
    db.session.commit()
    return _kept("calendar", "Here is the address. Whoever has it can read your agreed times.")


@bp.post("/calendar-feed/removal")
def drop_feed() -> ResponseReturnValue:
    current_account().drop_feed()
    db.session.commit()
    return _kept("calendar", "The calendar address is switched off and opens nothing any more.")


@bp.post("/browsers/<int:sign_in_id>/removal")
def end_browser(sign_in_id: int) -> ResponseReturnValue:
    SignIn.end(sign_in_id, of=current_account())
    db.session.commit()
    return _kept("browsers", "That browser is signed out.")


@bp.post("/password")
def change_password() -> ResponseReturnValue:
    form = PasswordForm()
    if not form.validate():
        return _page(password=form, status=422)
    refusal = signing_in.change_password(
        current_account(),
        form.old.data,
        form.new.data,
        sign_in_id=g.visitor.sign_in_id,
        network=visitors_network(),
        now=clock.now(),
    )
    db.session.commit()  # a wrong guess is counted, though nothing was changed
    if refusal:
        form.old.errors = [refusal]
        return _page(password=form, status=403)
    return _kept("password-section", "Your password is changed, and every other browser is signed out.")


@bp.post("/removal")
def remove() -> ResponseReturnValue:
    """Delete the account with everything that hangs from it."""
    account = current_account()
    form = RemovalForm(account.email)
    if not form.validate():
        return _page(removal=form, status=422)
    db.session.delete(account)
    db.session.commit()
    session.clear()
    flash("Your account is deleted, with everything in it. All the best for what comes.")
    return redirect(url_for("access.sign_in" if Account.exists() else "access.welcome"), 303)


def _vault() -> Vault:
    return cast(Vault, current_app.extensions["outreach.vault"])


def _check_host(host: str, port: int) -> None:
    cast(Outbound, current_app.extensions["outreach.outbound"]).check_mail(host, port)


def _at(section: str) -> str:
    return url_for("settings.show", _anchor=section)


def _kept(section: str, sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(_at(section), 303)


def _refused(refusal: OutreachError, **filled: Form) -> ResponseReturnValue:
    """The page again with all that was typed, and why it was not taken."""
    db.session.rollback()
    return _page(refusal=refusal, status=refusal.status, **filled)


def _page(*, refusal: OutreachError | None = None, status: int = 200, **filled: Form) -> ResponseReturnValue:
    account, now = current_account(), clock.now()
    mail_account, digest = mail_of(account)
    return render_template(
        "settings/show.html",
        forms=_forms(mail_account, filled),
        refusal=refusal,
        mail_account=mail_account,
        trial=OutgoingMessage.latest_test(account) if mail_account else None,
        feed_url=feed_url(),
        browsers=SignIn.of(account, now=now),
        ahead=Booking.count_awaited(account, now=now),
        reminded=ChoreRun.last("remind"),
        digest=digest,
        opens_elsewhere=site().opens_elsewhere,
    ), status


def _forms(mail_account: MailAccount | None, filled: dict[str, Any]) -> Forms:
    account = current_account()
    return Forms(
        profile=filled.get("profile") or ProfileForm(formdata=None, obj=account),
        mail=filled.get("mail") or MailForm.of(mail_account, address=account.email),
        password=filled.get("password") or PasswordForm(formdata=None),
        removal=filled.get("removal") or RemovalForm(account.email, formdata=None),
    )


def feed_url() -> str:
    """The address of the account's calendar feed; empty while it is switched off."""
    token = current_account().feed_token(config().secret_key)
    return f"{config().base_url}/calendar/{token}.ics" if token else ""
