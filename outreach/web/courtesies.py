"""The courtesies between the steps: letters for an occasion, touches elsewhere, and how closely to keep in touch."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.contacts.kinds import Tier
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.errors import NotFound
from outreach.followups import silence
from outreach.followups.occasions import ASKED_FOR, ASKS, SLOT_OF
from outreach.interviews.models import Interview
from outreach.letters.kinds import LetterKind
from outreach.web.access import current_account, site
from outreach.web.forms import one_line
from outreach.workflows import keeping_up, writing

bp = Blueprint("courtesies", __name__)

LONGEST_FACT = 300


@bp.post("/interviews/<int:interview_id>/occasions")
def open_letter(interview_id: int) -> ResponseReturnValue:
    """Open a letter that is not due by itself, with what the person told for it."""
    interview, account, now = (
        Interview.find_whole(interview_id, of=current_account()),
        current_account(),
        clock.now(),
    )
    kind = _kind()
    keeping_up.open_occasion(interview, kind, _told(kind), account=account, now=now)
    letter = writing.write(interview, kind, account=account, site=site(), now=now)
    db.session.commit()
    return redirect(url_for("letters.show", letter_id=letter.id), 303)


@bp.post("/interviews/<int:interview_id>/touches")
def note_touch(interview_id: int) -> ResponseReturnValue:
    """The two were in touch elsewhere: ``whose`` says who began it."""
    interview = Interview.find(interview_id, of=current_account())
    words = (one_line(request.form.get("words")) or "")[:LONGEST_FACT]
    is_theirs = request.form.get("whose") == "theirs"
    keeping_up.note_touch(interview, is_theirs=is_theirs, words=words, now=clock.now())
    db.session.commit()
    flash("Noted. The time until the next word counts from today.")
    return redirect(url_for("interviews.show", interview_id=interview.id), 303)


@bp.post("/people/<int:contact_id>/closeness")
def set_closeness(contact_id: int) -> ResponseReturnValue:
    """How closely to keep in touch, and whose holidays count."""
    contact = Contact.find(contact_id, of=current_account())
    tier, country = request.form.get("tier", ""), request.form.get("country", "")
    if tier not in set(Tier):
        raise NotFound("There is no such closeness. Choose one of the three.")
    keeping_up.set_closeness(contact, Tier(tier), country, now=clock.now())
    db.session.commit()
    flash("Saved.")
    return redirect(url_for("people.show", contact_id=contact.id), 303)


@bp.post("/people/<int:contact_id>/silence")
def leave_alone(contact_id: int) -> ResponseReturnValue:
    """They asked not to be written to."""
    contact = Contact.find(contact_id, of=current_account())
    silence.leave_alone(contact, now=clock.now())
    db.session.commit()
    flash(f"{contact.name} will be left alone. Nothing is due to them any more.")
    return redirect(url_for("people.show", contact_id=contact.id), 303)


@bp.post("/people/<int:contact_id>/silence/end")
def write_again(contact_id: int) -> ResponseReturnValue:
    """They may be written to again."""
    contact = Contact.find(contact_id, of=current_account())
    silence.write_again(contact, now=clock.now())
    db.session.commit()
    flash(f"{contact.name} may be written to again.")
    return redirect(url_for("people.show", contact_id=contact.id), 303)


@bp.post("/people/<int:contact_id>/pause/end")
def end_pause(contact_id: int) -> ResponseReturnValue:
    """Write to them although somebody else helps at the same place."""
    contact = Contact.find(contact_id, of=current_account())
    keeping_up.end_pause(contact, now=clock.now())
    db.session.commit()
    flash(f"{contact.first_name} does not wait for anybody any more.")
    return redirect(url_for("people.show", contact_id=contact.id), 303)


def _kind() -> LetterKind:
    kind = request.form.get("kind", "")
    if kind not in set(LetterKind):
        raise NotFound("There is no such kind of letter.")
    return LetterKind(kind)


def _told(kind: LetterKind) -> dict[str, str]:
    """What was filled in for this kind, by the slot that it fills."""
    asked = [fact for fact in ASKED_FOR if fact in ASKS.get(kind, ())]
    return {
        SLOT_OF.get(fact, fact): (one_line(request.form.get(fact)) or "")[:LONGEST_FACT] for fact in asked
    }
