"""A person's own templates: written, tried out with somebody real, moved in and out as text files."""

import re
from collections.abc import Iterator

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock
from outreach.database import db
from outreach.errors import OutreachError
from outreach.interviews.models import Interview
from outreach.letters.filling import PLACES, Filled, UnknownPlace, as_file, fill
from outreach.letters.kinds import LetterKind
from outreach.letters.known import facts_of
from outreach.letters.templates import LONGEST_BODY, LONGEST_NAME, LONGEST_SUBJECT, LetterTemplate
from outreach.web.access import current_account
from outreach.web.downloads import download
from outreach.web.forms import Choice, Form, Line, Text, number_in, paragraphs
from outreach.web.hypermedia import part_or_page, varied
from outreach.web.words import LETTERS
from outreach.workflows import reusing

bp = Blueprint("letter_templates", __name__, url_prefix="/templates")

MOST_FILES = 50
LARGEST_FILE = 100_000


class NoTextFile(OutreachError):
    """A file that was brought holds something else than text."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name[:80]}” is not a text file of a template, or not saved as UTF-8, so none was taken in."
        )


class TemplateForm(Form):
    name = Line("What you call it", most=LONGEST_NAME, required="Please give it a name to find it by.")
    kind = Choice("For which letter?", LETTERS)
    subject = Line("Subject", most=LONGEST_SUBJECT)
    body = Text("The words", most=LONGEST_BODY, required="Please write the words of the template.")

    @property
    def content(self) -> tuple[str, LetterKind, str, str]:
        return self.name.data or "", self.kind.data, self.subject.data or "", self.body.data or ""


@bp.get("")
def index() -> ResponseReturnValue:
    return _index()


@bp.post("/files")
def take_in() -> ResponseReturnValue:
    """Make templates of text files: all of them, or none if one cannot be read."""
    try:
        taken = reusing.take_in(current_account(), list(_texts()), now=clock.now())
    except OutreachError as refusal:
        db.session.rollback()
        return _index(refusal=refusal)
    db.session.commit()
    flash(taken.in_words)
    return redirect(url_for("letter_templates.index"), 303)


@bp.get("/new")
def new() -> ResponseReturnValue:
    return _page(None, TemplateForm(formdata=None, kind=LetterKind.OUTREACH))


@bp.post("")
def add() -> ResponseReturnValue:
    form = TemplateForm()
    if not form.validate():
        return _page(None, form, status=422)
    try:
        template = LetterTemplate.write(current_account(), *form.content, now=clock.now())
    except OutreachError as refusal:
        return _page(None, form, refusal=refusal)
    db.session.commit()
    return _kept(template)


@bp.get("/<int:template_id>")
def show(template_id: int) -> ResponseReturnValue:
    template = LetterTemplate.find(template_id, of=current_account())
    return _page(template, TemplateForm(formdata=None, obj=template))


@bp.post("/<int:template_id>")
def change(template_id: int) -> ResponseReturnValue:
    template, form = LetterTemplate.find(template_id, of=current_account()), TemplateForm()
    if not form.validate():
        return _page(template, form, status=422)
    try:
        template.rewrite(*form.content, now=clock.now())
    except OutreachError as refusal:
        db.session.rollback()
        return _page(LetterTemplate.find(template_id, of=current_account()), form, refusal=refusal)
    db.session.commit()
    return _kept(template)


@bp.post("/preview")
def preview() -> ResponseReturnValue:
    """The words as they stand in the form, filled for somebody real; nothing is kept."""
    form, number = TemplateForm(), number_in(request.form.get("with"))
    interview = Interview.find_whole(number, of=current_account()) if number else None
    shown = _filled(form.subject.data or "", (form.body.data or "")[:LONGEST_BODY], interview)
    return part_or_page("letter_templates/_preview.html", page=url_for("letter_templates.new"), **shown)


@bp.get("/<int:template_id>/file")
def export(template_id: int) -> ResponseReturnValue:
    template = LetterTemplate.find(template_id, of=current_account())
    text = as_file(template.name, template.kind, template.subject, template.body)
    plain = re.sub(r"[^a-z0-9]+", "-", template.name.lower()).strip("-")[:40] or "template"
    return download(text, name=f"{plain}.txt", kind="text/plain; charset=utf-8")


@bp.post("/<int:template_id>/removal")
def remove(template_id: int) -> ResponseReturnValue:
    template = LetterTemplate.find(template_id, of=current_account())
    db.session.delete(template)
    db.session.commit()
    flash(f"“{template.name}” is deleted. Letters that began from it stay as they are.")
    return redirect(url_for("letter_templates.index"), 303)


def _texts() -> Iterator[tuple[str, str]]:
    """The chosen files by name, as text. Raises NoTextFile."""
    for file in request.files.getlist("files")[:MOST_FILES]:
        if not file.filename:
            continue
        raw = file.read(LARGEST_FILE + 1)
        try:
            if len(raw) > LARGEST_FILE or b"\0" in raw:
                raise NoTextFile(file.filename)
            yield file.filename, paragraphs(raw.decode("utf-8-sig")) or ""
        except UnicodeDecodeError:
            raise NoTextFile(file.filename) from None


def _kept(template: LetterTemplate) -> ResponseReturnValue:
    flash("Saved.")
    return redirect(url_for("letter_templates.show", template_id=template.id), 303)


def _index(refusal: OutreachError | None = None) -> ResponseReturnValue:
    templates = LetterTemplate.all_of(current_account())
    page = render_template("letter_templates/index.html", templates=templates, refusal=refusal)
    return page, refusal.status if refusal else 200


def _page(
    template: LetterTemplate | None,
    form: TemplateForm,
    *,
    refusal: OutreachError | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The template with its words, and how they read for one of the account's people."""
    people = Interview.recent(current_account())
    newest = Interview.find_whole(people[0][0], of=current_account()) if people else None
    page = render_template(
        "letter_templates/show.html",
        template=template,
        form=form,
        refusal=refusal,
        places=PLACES,
        people=people,
        **_filled(form.subject.data or "", form.body.data or "", newest),
    )
    return varied(make_response(page, refusal.status if refusal else status))


def _filled(subject: str, body: str, interview: Interview | None) -> dict[str, object]:
    """What the preview shows; for an unknown place the sentence about it instead."""
    shown: dict[str, object] = {"interview": interview, "wrong": None, "subject": None, "body": None}
    if interview is None:
        return shown
    facts = facts_of(interview, current_account())
    try:
        shown["subject"], shown["body"] = fill(subject, facts), fill(body, facts)
    except UnknownPlace as wrong:
        shown["wrong"], shown["subject"], shown["body"] = wrong, Filled(subject, ()), Filled(body, ())
    return shown
