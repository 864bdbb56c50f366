"""A person's own questions beside the bank, and packs of them to take along or bring."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.widgets import TextArea

from outreach import clock
from outreach.database import db
from outreach.questions.additions import Addition
from outreach.questions.bank import Bank, BankQuestion, read_pack, write_pack
from outreach.questions.linting import lint
from outreach.questions.packs import BadPack
from outreach.questions.topics import Topic
from outreach.tokens import new_token
from outreach.web.access import current_account
from outreach.web.downloads import download
from outreach.web.forms import Form, Line

bp = Blueprint("bank", __name__, url_prefix="/questions")

LONGEST_PACK = 400_000


class OwnQuestionForm(Form):
    text = Line(
        "A question you like to ask",
        most=400,
        required="Write the question first; what, how and who are good beginnings.",
        widget=TextArea(),
    )
    topic = SelectField(
        "What it is about",
        choices={str(topic): topic.heading for topic in Topic},
        default=str(Topic.ROLE),
    )


@bp.get("")
def index() -> ResponseReturnValue:
    return _page(OwnQuestionForm(formdata=None))


@bp.post("")
def add() -> ResponseReturnValue:
    form = OwnQuestionForm()
    if not form.validate():
        return _page(form), 422
    key = f"own-{new_token()[:10].lower().replace('_', 'x').replace('-', 'x')}"
    own = BankQuestion(key, Topic(form.topic.data), form.text.data or "")
    Addition.add(current_account(), [own], now=clock.now())
    db.session.commit()
    flash("Saved. New lists may ask it where it fits.")
    return redirect(url_for("bank.index"), 303)


@bp.post("/packs")
def bring() -> ResponseReturnValue:
    """Take in a pack, from a file or from what was pasted; all of it, or nothing."""
    try:
        pack = read_pack(_pack())
        new = Addition.add(current_account(), pack, now=clock.now())
    except BadPack as refusal:
        return _page(OwnQuestionForm(formdata=None), refusal=refusal), 422
    db.session.commit()
    flash(f"{len(pack)} questions read, {new} of them new.")
    return redirect(url_for("bank.index"), 303)


@bp.get("/pack.toml")
def take() -> ResponseReturnValue:
    own = [addition.question for addition in Addition.of(current_account())]
    return download(write_pack(own), name="questions.toml", kind="application/toml; charset=utf-8")


@bp.post("/own/<int:addition_id>/removal")
def remove(addition_id: int) -> ResponseReturnValue:
    db.session.delete(Addition.find(addition_id, of=current_account()))
    db.session.commit()
    flash("Removed. It stays on the lists that have it.")
    return redirect(url_for("bank.index"), 303)


def _pack() -> str:
    """What was brought. Raises BadPack for a file that holds no text, or too much of it."""
    file = request.files.get("file")
    try:
        text = file.read().decode("utf-8-sig") if file and file.filename else request.form.get("pack", "")
    except UnicodeDecodeError:
        raise BadPack("This file is not text in UTF-8. Save it as plain text and try again.") from None
    if len(text) > LONGEST_PACK:
        raise BadPack("This pack is very large. Split it, and bring one part at a time.")
    if not text.strip():
        raise BadPack("There is nothing in it. Choose a file, or paste a pack.")
    return text


def _page(form: OwnQuestionForm, refusal: BadPack | None = None) -> str:
    return render_template(
        "bank/index.html",
        form=form,
        refusal=refusal,
        pasted=request.form.get("pack", "") if refusal else "",
        additions=Addition.of(current_account()),
        count=len(Bank.load().questions),
        lint=lint,
    )
