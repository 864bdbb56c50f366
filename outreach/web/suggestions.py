"""Help from a language model that the person brings: its settings, the question, and the words it suggests."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectMultipleField
from wtforms.validators import Length

from outreach import clock
from outreach.database import db
from outreach.errors import OutreachError
from outreach.letters.help.models import ModelAccount
from outreach.letters.help.telling import TELLABLE, USUALLY_TOLD
from outreach.letters.models import Letter
from outreach.web import desk
from outreach.web.access import current_account
from outreach.web.forms import Form, Line, Secret
from outreach.web.hypermedia import part_or_page, wants_part
from outreach.web.letter_forms import FactsForm, LetterForm
from outreach.workflows import suggesting
from outreach.workflows.suggesting import Wish

bp = Blueprint("suggestions", __name__)

UNKNOWN = "Please choose from the list."


class ModelForm(Form):
    """The model. Its key goes in and never comes out."""

    address = Line("Address of the model", most=300, required="Please give the address of the model.")
    model = Line("Name of the model", most=120, required="Please give the name of the model.")
    key = Secret("Key", validators=[Length(max=500, message="This is too long.")])
    forget_key = BooleanField("Forget the stored key")
    told = SelectMultipleField("What it may be told", choices=TELLABLE, validate_choice=True)

    @property
    def wish(self) -> Wish:
        return Wish(
            address=self.address.data or "",
            model=self.model.data or "",
            key=(self.key.data or "").strip(),
            told=self.told.data or (),
            forget_key=bool(self.forget_key.data),
        )


@bp.get("/settings/model")
def show() -> ResponseReturnValue:
    model = ModelAccount.of(current_account())
    kept = {"address": model.address, "model": model.model, "told": model.told} if model else None
    return _page(model, ModelForm(formdata=None, data=kept or {"told": list(USUALLY_TOLD)}))


@bp.post("/settings/model")
def bring() -> ResponseReturnValue:
    form, account = ModelForm(), current_account()
    if not form.validate():
        return _page(ModelAccount.of(account), form, status=422)
    try:
        vault = current_app.extensions["outreach.vault"]
        suggesting.bring(account, form.wish, vault=vault, now=clock.now())
    except OutreachError as refusal:
        db.session.rollback()
        return _page(ModelAccount.of(current_account()), form, refusal=refusal, status=refusal.status)
    db.session.commit()
    flash("Saved. Beside each letter there is now a button that asks your model.")
    return redirect(url_for("suggestions.show"), 303)


@bp.post("/settings/model/removal")
def send_away() -> ResponseReturnValue:
    suggesting.send_away(current_account())
    db.session.commit()
    flash("The model and its key are forgotten. Nothing is asked of it any more.")
    return redirect(url_for("suggestions.show"), 303)


@bp.post("/letters/<int:letter_id>/suggestion")
def ask(letter_id: int) -> ResponseReturnValue:
    """Ask the model for words; the words in the editor stay as they are, and a plain form keeps them."""
    letter, form = Letter.find_whole(letter_id, of=current_account()), LetterForm()
    try:
        if not wants_part():
            desk.keep_words(letter, form)
        suggesting.ask(letter, account=current_account(), now=clock.now())
    except OutreachError as refusal:
        return desk.refused(letter_id, form, FactsForm(), refusal)
    db.session.commit()
    return _part(letter)


@bp.get("/letters/<int:letter_id>/suggestion")
def follow(letter_id: int) -> ResponseReturnValue:
    """How far it has come; asked for again and again until there is an answer."""
    return _part(Letter.find_whole(letter_id, of=current_account()))


@bp.post("/letters/<int:letter_id>/suggestion/adoption")
def take_over(letter_id: int) -> ResponseReturnValue:
    """Put the suggested words into the letter. Only a person's click does this."""
    letter, form = Letter.find_whole(letter_id, of=current_account()), LetterForm()
    try:
        desk.keep_words(letter, form)
        suggesting.take_over(letter, revision=letter.revision, now=clock.now())
    except OutreachError as refusal:
        return desk.refused(letter_id, form, FactsForm(), refusal)
    db.session.commit()
    return desk.answer(
        letter, note="The suggested words are in your letter. Your own are among its versions."
    )


@bp.post("/letters/<int:letter_id>/suggestion/removal")
def put_away(letter_id: int) -> ResponseReturnValue:
    letter = Letter.find_whole(letter_id, of=current_account())
    suggesting.put_away(letter)
    db.session.commit()
    return _part(letter)


def _part(letter: Letter) -> ResponseReturnValue:
    page = url_for("letters.show", letter_id=letter.id, _anchor="suggestion")
    return part_or_page("letters/_suggestion.html", page=page, letter=letter, **desk.suggested(letter))


def _page(
    model: ModelAccount | None, form: ModelForm, *, refusal: OutreachError | None = None, status: int = 200
) -> ResponseReturnValue:
    page = render_template("suggestions/show.html", model=model, form=form, refusal=refusal)
    return page, status
