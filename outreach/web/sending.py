"""How letters leave: the rules of sending, and signing in at a mail provider."""

from typing import cast

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.accounts.consents import MailConsent
from outreach.database import db
from outreach.mail.oauth import Identity
from outreach.mail.providers import PROVIDERS
from outreach.mail.rules import SendingRules
from outreach.web.access import current_account
from outreach.web.hypermedia import go_to, varied, wants_part
from outreach.web.sending_forms import ConsentForm, SendingForm
from outreach.workflows import consenting
from outreach.workflows.consenting import Means

bp = Blueprint("sending", __name__, url_prefix="/settings")


def means() -> Means:
    return cast(Means, current_app.extensions["outreach.means"])


@bp.app_template_global()
def identity_for(provider: str) -> Identity | None:
    """Where one can sign in for this provider, if this instance is registered there."""
    preset = PROVIDERS.get(provider)
    return means().identities.get(preset.identity) if preset else None


@bp.get("/sending")
def show() -> ResponseReturnValue:
    return render_template("sending/show.html", form=SendingForm.of(SendingRules.of(current_account().id)))


@bp.post("/sending")
def keep() -> ResponseReturnValue:
    form, rules = SendingForm(), SendingRules.of(current_account().id)
    if not form.validate():
        return render_template("sending/show.html", form=form), 422
    for name, value in form.told.items():
        setattr(rules, name, value)
    db.session.add(rules)
    db.session.commit()
    flash("Saved. The next letter goes by these rules.")
    return redirect(url_for("sending.show"), 303)


@bp.post("/mail/consent")
def begin() -> ResponseReturnValue:
    """Set out for the provider. Its page is a link on the next one: no form of ours leads elsewhere."""
    form = ConsentForm()
    if not form.validate():
        return _consent(trouble=form.problems[0][1], status=422)
    consenting.begin(
        current_account(),
        provider=form.provider.data or "",
        address=form.address.data or "",
        means=means(),
        now=clock.now(),
    )
    db.session.commit()
    return redirect(url_for("sending.consent"), 303)


@bp.get("/mail/consent")
def consent() -> ResponseReturnValue:
    """How far the sign-in has come; asked for again and again while the worker is at it."""
    if MailConsent.of(current_account()) is None:
        return go_to(url_for("settings.show", _anchor="mail"))
    return _consent()


@bp.get("/mail/consent/return")
def come_back() -> ResponseReturnValue:
    """Where the provider sends one back to. Like every page that is only looked at, it changes nothing."""
    refusal = request.args.get("error", "")
    return render_template(
        "sending/return.html",
        state=request.args.get("state", "")[:200],
        code="" if refusal else request.args.get("code", "")[:4000],
        consent=MailConsent.of(current_account()),
    )


@bp.post("/mail/consent/answer")
def answer() -> ResponseReturnValue:
    """The person brings back what the provider gave; the worker exchanges it."""
    state, code = request.form.get("state", ""), request.form.get("code", "")[:4000]
    consenting.take_answer(current_account(), state=state, code=code, means=means(), now=clock.now())
    db.session.commit()
    return redirect(url_for("sending.consent"), 303)


@bp.post("/mail/consent/removal")
def stop() -> ResponseReturnValue:
    found = MailConsent.of(current_account())
    if found is not None:
        db.session.delete(found)
        db.session.commit()
    return redirect(url_for("settings.show", _anchor="mail"), 303)


def _consent(*, trouble: str = "", status: int = 200) -> ResponseReturnValue:
    found = MailConsent.of(current_account())
    page = "sending/_consent.html" if wants_part() else "sending/consent.html"
    is_to_go = found is not None and found.answered_at is None and found.is_open(now=clock.now())
    way = consenting.way_there(found, means=means()) if found and is_to_go and not trouble else ""
    return varied(make_response(render_template(page, consent=found, way_there=way, trouble=trouble), status))
