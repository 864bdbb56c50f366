"""The letter editor: the words, how the contact will see them, and the coach that reads along."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField

from outreach import clock
from outreach.database import db, locked
from outreach.errors import OutreachError
from outreach.letters.coach.policy import Policy
from outreach.letters.coach.review import Review, review
from outreach.letters.drafting.draft import Voice
from outreach.letters.kinds import LetterKind
from outreach.letters.known import facts_of, manuscript_of
from outreach.letters.models import Letter
from outreach.web.access import config, current_account
from outreach.web.forms import Form, Line, Text
from outreach.web.hypermedia import part_or_page, varied, wants_part
from outreach.web.when import leaving
from outreach.workflows import sending, writing

bp = Blueprint("letters", __name__, url_prefix="/letters")

POLICY = Policy(held_back_by=frozenset({"L27"}))
"""The coach advises; the one thing it holds back is a letter with a blank that nobody filled in."""

LONGEST_LETTER = 20_000
NOTED = (
    "Noted. You have changed this letter, so its words are left as you wrote them: put it in where it fits."
)


class LetterForm(Form):
    subject = Line("Subject", most=200)
    body = Text("Your letter", most=LONGEST_LETTER)
    revision = HiddenField()

    @property
    def opened_at(self) -> int:
        """The revision that the page was opened at; 0, which none has, for anything but a number."""
        try:
            return int(self.revision.data)
        except (TypeError, ValueError):
            return 0


class FactsForm(Form):
    """What the letter lacked, by the names of the facts. It is sent along with the letter."""

    sender_name = Line("Your name", most=120)
    programme_or_role = Line("Your programme or role", most=160)
    school = Line("Your school or workplace", most=160)
    title = Line("What they do", most=160)
    organization = Line("Where they work", most=200)
    introducer = Line("Who led you to them", most=120)
    may_use_name = BooleanField("They said that I may mention their name")
    connection = Line("What ties you", most=300)
    why_them = Line("Why this person?", most=300)
    narrow = Line("More exactly", most=120)
    broad = Line("And more widely", most=120)

    @property
    def told(self) -> dict[str, str]:
        """The facts that were filled in."""
        return {name: str(fact) for name, fact in self.data.items() if fact}


@bp.get("/<int:letter_id>")
def show(letter_id: int) -> ResponseReturnValue:
    return _page(Letter.find_whole(letter_id, of=current_account()))


@bp.post("/<int:letter_id>")
def save(letter_id: int) -> ResponseReturnValue:
    """Keep the words and the facts, and send the letter off if that button was pressed."""
    letter, form, facts = Letter.find_whole(letter_id, of=current_account()), LetterForm(), FactsForm()
    if not (form.validate() and facts.validate()):
        return _page(letter, form, facts, status=422)
    try:
        _keep(letter, form)
        if request.form.get("then") == "send":
            _send(letter)
        _tell(letter, facts)
    except (sending.NoAddress, sending.NotReadyToSend) as refusal:
        _tell(letter, facts)
        db.session.commit()  # it does not leave, but the words are kept
        return _page(letter, refusal=refusal, status=refusal.status)
    except OutreachError as refusal:
        return _refused(letter_id, form, facts, refusal)
    db.session.commit()
    return _answer(letter, note="" if letter.is_on_its_way else "Kept.")


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
    letter, form, facts = Letter.find_whole(letter_id, of=current_account()), LetterForm(), FactsForm()
    if not (form.validate() and facts.validate()):
        return _page(letter, form, facts, status=422)
    try:
        _keep(letter, form)
        _tell(letter, facts)
    except OutreachError as refusal:
        return _refused(letter_id, form, facts, refusal)
    db.session.commit()
    return _answer(letter, note=NOTED if letter.is_edited else "")


@bp.post("/<int:letter_id>/draft")
def draft(letter_id: int) -> ResponseReturnValue:
    """Another voice, or another wording, for a letter whose words are still ours."""
    letter, form = Letter.find_whole(letter_id, of=current_account()), LetterForm()
    voice, part = request.form.get("voice", ""), request.form.get("part", "")
    wanted = Voice(voice) if voice in set(Voice) else None
    try:
        _keep(letter, form)
        writing.change_wording(letter, account=current_account(), voice=wanted, part=part, now=clock.now())
    except OutreachError as refusal:
        return _refused(letter_id, form, FactsForm(), refusal)
    db.session.commit()
    return _answer(letter)


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
    """Keep the words, if the form came with any: they may stand in an editor that nobody saved."""
    if form.subject.raw_data or form.body.raw_data:
        subject, body = form.subject.data or "", form.body.data or ""
        locked(letter).rewrite(subject, body, revision=form.opened_at, now=clock.now())


def _tell(letter: Letter, facts: FactsForm) -> None:
    if facts.told:
        writing.tell(letter, facts.told, account=current_account(), now=clock.now())


def _send(letter: Letter) -> None:
    account = current_account()
    sending.send(
        letter,
        account=account,
        mail_domain=config().mail_domain,
        policy=POLICY,
        now=clock.now(),
        leaving=leaving(account),
    )


def _refused(
    letter_id: int, form: LetterForm, facts: FactsForm, refusal: OutreachError
) -> ResponseReturnValue:
    """Show the editor again with every word that was typed, and why it was not taken."""
    db.session.rollback()
    letter = Letter.find_whole(letter_id, of=current_account())
    return _page(letter, form, facts, refusal=refusal, status=refusal.status)


def _answer(letter: Letter, *, note: str = "") -> ResponseReturnValue:
    if wants_part():
        return _page(letter, note=note)
    if note:
        flash(note)
    return redirect(url_for("letters.show", letter_id=letter.id), 303)


def _page(
    letter: Letter,
    form: LetterForm | None = None,
    facts: FactsForm | None = None,
    *,
    refusal: OutreachError | None = None,
    note: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    """The letter, or for htmx its desk alone, with what was typed."""
    form = form or LetterForm(formdata=None, obj=letter)
    facts = facts or FactsForm(formdata=None)
    part = "letters/_gone.html" if letter.is_on_its_way else "letters/_desk.html"
    page = part if wants_part() else "letters/show.html"
    said = {"refusal": refusal, "note": note, "facts": facts}
    return varied(make_response(render_template(page, **said, **_desk(letter, form)), status))


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
