"""The letter editor: the words, how the contact will see them, and the coach that reads along."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField
from wtforms.widgets import HiddenInput

from outreach import clock
from outreach.database import db
from outreach.errors import OutreachError
from outreach.letters.coach.policy import Policy
from outreach.letters.coach.review import Review, review
from outreach.letters.drafting.draft import Voice
from outreach.letters.kinds import LetterKind
from outreach.letters.known import facts_of, manuscript_of
from outreach.letters.models import Letter
from outreach.web.access import config, current_account
from outreach.web.forms import Form, Line, Text, one_line
from outreach.web.hypermedia import part_or_page, wants_part
from outreach.workflows import sending, writing

bp = Blueprint("letters", __name__, url_prefix="/letters")

POLICY = Policy()
LONGEST_LETTER = 20_000


class LetterForm(Form):
    subject = Line("Subject", most=200)
    body = Text("Your letter", most=LONGEST_LETTER)
    revision = IntegerField(widget=HiddenInput())


@bp.get("/<int:letter_id>")
def show(letter_id: int) -> ResponseReturnValue:
    letter = Letter.find_whole(letter_id, of=current_account())
    return _page(letter, LetterForm(formdata=None, obj=letter))


@bp.post("/<int:letter_id>")
def save(letter_id: int) -> ResponseReturnValue:
    """Keep the words, and send them off if that button was pressed."""
    letter, form = Letter.find_whole(letter_id, of=current_account()), LetterForm()
    if not form.validate():
        return _page(letter, form, status=422)
    try:
        _keep(letter, form)
        if request.form.get("then") == "send":
            return _send(letter)
    except OutreachError as refusal:
        return _refused(letter_id, form, refusal)
    db.session.commit()
    if not wants_part():
        flash("Kept.")
    return part_or_page(
        "letters/_kept.html", page=url_for("letters.show", letter_id=letter.id), letter=letter
    )


@bp.post("/<int:letter_id>/reading")
def read(letter_id: int) -> ResponseReturnValue:
    """The preview and the coach's remarks on the words as they stand in the editor."""
    letter, form = Letter.find_whole(letter_id, of=current_account()), LetterForm()
    subject, body = form.subject.data or "", (form.body.data or "")[:LONGEST_LETTER]
    page = url_for("letters.show", letter_id=letter.id)
    return part_or_page("letters/_reading.html", page=page, **_read(letter, subject, body))


@bp.post("/<int:letter_id>/facts")
def tell(letter_id: int) -> ResponseReturnValue:
    """What the letter lacked, told by the person; the draft follows if its words are still ours."""
    account = current_account()
    letter = Letter.find_whole(letter_id, of=account)
    told = {name: (one_line(text) or "")[:300] for name, text in request.form.items() if name != "csrf_token"}
    writing.tell(letter, told, account=account, now=clock.now())
    db.session.commit()
    return part_or_page(
        "letters/_desk.html",
        page=url_for("letters.show", letter_id=letter.id),
        **_desk(letter, LetterForm(formdata=None, obj=letter)),
    )


@bp.post("/<int:letter_id>/draft")
def draft(letter_id: int) -> ResponseReturnValue:
    """Another voice, or another wording, for a letter whose words are still ours."""
    letter = Letter.find_whole(letter_id, of=current_account())
    voice = request.form.get("voice", "")
    writing.change_wording(
        letter,
        account=current_account(),
        voice=Voice(voice) if voice in set(Voice) else None,
        part=request.form.get("part", "")[:40],
        now=clock.now(),
    )
    db.session.commit()
    return part_or_page(
        "letters/_desk.html",
        page=url_for("letters.show", letter_id=letter.id),
        **_desk(letter, LetterForm(formdata=None, obj=letter)),
    )


@bp.post("/<int:letter_id>/dispatch/withdrawal")
def take_back(letter_id: int) -> ResponseReturnValue:
    letter = Letter.find_whole(letter_id, of=current_account())
    sending.take_back(letter, now=clock.now())
    db.session.commit()
    flash("Taken back. The letter has not left, and you can change it again.")
    return part_or_page(
        "letters/_gone.html", page=url_for("letters.show", letter_id=letter.id), letter=letter
    )


def _keep(letter: Letter, form: LetterForm) -> None:
    subject, body = form.subject.data or "", form.body.data or ""
    letter.rewrite(subject, body, revision=form.revision.data or 0, now=clock.now())


def _send(letter: Letter) -> ResponseReturnValue:
    account = current_account()
    sending.send(letter, account=account, mail_domain=config().mail_domain, policy=POLICY, now=clock.now())
    db.session.commit()
    return part_or_page(
        "letters/_gone.html", page=url_for("letters.show", letter_id=letter.id), letter=letter
    )


def _refused(letter_id: int, form: LetterForm, refusal: OutreachError) -> ResponseReturnValue:
    """Show the editor again with every word that was typed, and why it was not taken."""
    db.session.rollback()
    letter = Letter.find_whole(letter_id, of=current_account())
    return _page(letter, form, refusal=refusal, status=refusal.status)


def _page(
    letter: Letter, form: LetterForm, *, refusal: OutreachError | None = None, status: int = 200
) -> ResponseReturnValue:
    return render_template("letters/show.html", refusal=refusal, **_desk(letter, form)), status


def _desk(letter: Letter, form: LetterForm) -> dict[str, object]:
    """Everything the desk shows: the form, what is missing, the preview and the remarks."""
    is_first = letter.kind is LetterKind.OUTREACH
    missing = writing.draft_for(letter, current_account()).missing if is_first else ()
    reading = _read(letter, form.subject.data or "", form.body.data or "")
    return {"form": form, "missing": missing, "voices": list(Voice), **reading}


def _read(letter: Letter, subject: str, body: str) -> dict[str, object]:
    facts = facts_of(letter.interview, current_account())
    manuscript = manuscript_of(letter, facts, subject=subject, body=body, now=clock.now())
    remarks: Review = review(manuscript, POLICY)
    return {
        "letter": letter,
        "subject": subject,
        "body": body,
        "remarks": remarks,
        "words": len(body.split()),
    }
