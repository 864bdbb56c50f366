"""The letter editor: the words, how the contact will see them, and the coach that reads along."""

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.database import db
from outreach.errors import OutreachError
from outreach.followups.standing import AddressDead, LeftAlone
from outreach.letters.drafting.draft import Voice
from outreach.letters.models import Letter
from outreach.letters.open_letters import OpenLetter, Shown
from outreach.letters.remarks import KeptRemark
from outreach.letters.templates import LetterTemplate
from outreach.web import desk
from outreach.web.access import config, current_account, site
from outreach.web.forms import number_in
from outreach.web.hypermedia import part_or_page, wants_part
from outreach.web.letter_forms import FactsForm, LetterForm, typed
from outreach.web.when import leaving
from outreach.workflows import reusing, sending, writing

bp = Blueprint("letters", __name__, url_prefix="/letters")

NOTED = (
    "Noted. You have changed this letter, so its words are left as you wrote them. What you told stands under "
    "it, to be copied to where it fits."
)
WHY = "Say in a few words why it should stay as it is; it helps whoever reads the letter with you."


@bp.before_app_request
def somebody_came_in() -> None:
    """Whoever has signed in may write soon; a server that nobody uses need not carry what that takes."""
    if "account" in g:
        desk.get_ready()


@bp.get("/<int:letter_id>")
def show(letter_id: int) -> ResponseReturnValue:
    return desk.page(Shown.find(letter_id, of=current_account()))


@bp.post("/<int:letter_id>")
def save(letter_id: int) -> ResponseReturnValue:
    """Keep the words and the facts, and send the letter off if that button was pressed."""
    letter, form, facts = Letter.find_whole(letter_id, of=current_account()), LetterForm(), FactsForm()
    if not (form.validate() and facts.validate()):
        return desk.page(letter, form, facts, status=422)
    try:
        desk.keep_words(letter, form)
        desk.keep_remarks(letter, letter.subject, letter.body)
        if request.form.get("then") == "send":
            _send(letter)
        desk.keep_facts(letter, facts)
    except (sending.NoAddress, sending.NotReadyToSend, LeftAlone, AddressDead) as refusal:
        desk.keep_facts(letter, facts)
        db.session.commit()  # it does not leave, but the words are kept
        return desk.page(letter, refusal=refusal, status=refusal.status)
    except OutreachError as refusal:
        return desk.refused(letter_id, form, facts, refusal)
    db.session.commit()
    return desk.answer(letter, note="" if letter.is_on_its_way else "Saved.")


@bp.post("/<int:letter_id>/reading")
def read(letter_id: int) -> ResponseReturnValue:
    """The preview and the coach's remarks on the words as they stand in the editor."""
    it = OpenLetter.find(letter_id, of=current_account(), now=clock.now())
    shown = desk.reading(it, *typed())
    return part_or_page("letters/_reading.html", page=_at(letter_id), is_alone=True, **shown)


@bp.post("/<int:letter_id>/remarks")
def keep_remark(letter_id: int) -> ResponseReturnValue:
    """Keep a remark anyway, with the reason; words that came along with a plain form are kept too."""
    letter, form = Letter.find_whole(letter_id, of=current_account()), LetterForm()
    return _mark(letter, form, note="" if desk.keep_remarks(letter, *form.words) else WHY)


@bp.post("/<int:letter_id>/remarks/removal")
def drop_remark(letter_id: int) -> ResponseReturnValue:
    """Let a remark count again."""
    letter, form = Letter.find_whole(letter_id, of=current_account()), LetterForm()
    KeptRemark.drop(number_in(request.form.get("kept")), of=letter)
    return _mark(letter, form)


def _mark(letter: Letter, form: LetterForm, *, note: str = "") -> ResponseReturnValue:
    """Answer what happened to a remark: htmx keeps its editor untouched, a plain form has its words kept."""
    letter_id = letter.id
    if not wants_part():
        try:
            desk.keep_words(letter, form)
        except OutreachError as refusal:
            return desk.refused(letter_id, form, FactsForm(), refusal)
        if note:
            flash(note)
    db.session.commit()
    shown = desk.reading(desk.opened(letter), *form.words, note=note)
    return part_or_page("letters/_reading.html", page=_at(letter_id), is_alone=True, **shown)


@bp.post("/<int:letter_id>/facts")
def tell(letter_id: int) -> ResponseReturnValue:
    """What the letter lacked, told by the person; the draft follows if its words are still ours."""
    letter, form, facts = Letter.find_whole(letter_id, of=current_account()), LetterForm(), FactsForm()
    if not (form.validate() and facts.validate()):
        return desk.page(letter, form, facts, status=422)
    try:
        desk.keep_words(letter, form)
        desk.keep_facts(letter, facts)
    except OutreachError as refusal:
        return desk.refused(letter_id, form, facts, refusal)
    db.session.commit()
    return desk.answer(letter, note=NOTED if letter.is_edited else "")


@bp.post("/<int:letter_id>/draft")
def draft(letter_id: int) -> ResponseReturnValue:
    """Another voice for a letter whose words are still ours, or another wording for one part that is."""
    letter, form = Letter.find_whole(letter_id, of=current_account()), LetterForm()
    voice, part = request.form.get("voice", ""), request.form.get("part", "")
    account, now = current_account(), clock.now()
    try:
        desk.keep_words(letter, form)
        if voice in set(Voice):
            writing.change_voice(letter, Voice(voice), account=account, site=site(), now=now)
        else:
            writing.change_wording(letter, part, account=account, site=site(), now=now)
    except OutreachError as refusal:
        return desk.refused(letter_id, form, FactsForm(), refusal)
    db.session.commit()
    return desk.answer(letter)


@bp.post("/<int:letter_id>/template")
def start_from(letter_id: int) -> ResponseReturnValue:
    """Begin anew from a template of one's own; the words so far stay among the earlier versions."""
    letter, form = Letter.find_whole(letter_id, of=current_account()), LetterForm()
    template = LetterTemplate.find(number_in(request.form.get("template")), of=current_account())
    try:
        desk.keep_words(letter, form)
        missing = reusing.start_from(letter, template, account=current_account(), now=clock.now())
    except OutreachError as refusal:
        return desk.refused(letter_id, form, FactsForm(), refusal)
    db.session.commit()
    return desk.answer(letter, note=reusing.in_words(template, missing))


@bp.post("/<int:letter_id>/dispatch/withdrawal")
def take_back(letter_id: int) -> ResponseReturnValue:
    letter = Letter.find_whole(letter_id, of=current_account())
    sending.take_back(letter, now=clock.now())
    db.session.commit()
    flash("Taken back. The letter has not left, and you can change it again.")
    return part_or_page("letters/_gone.html", page=_at(letter_id), letter=letter)


def _send(letter: Letter) -> None:
    account = current_account()
    sending.send(
        letter,
        account=account,
        mail_domain=config().mail_domain,
        policy=desk.policy(),
        now=clock.now(),
        leaving=leaving(account),
    )


def _at(letter_id: int) -> str:
    return url_for("letters.show", letter_id=letter_id)
