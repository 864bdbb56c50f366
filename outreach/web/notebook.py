"""The notebook: the short debrief after a talk."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field, ValidationError

from outreach import clock
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.errors import OutreachError
from outreach.interviews.models import Interview
from outreach.notebook.debrief import MOST_LEARNED, Debrief, Named
from outreach.notebook.models import Note
from outreach.web.access import current_account
from outreach.web.forms import Form, Line, Text
from outreach.workflows import reflecting

bp = Blueprint("notebook", __name__)

MOST_PEOPLE = 10
LONGEST_LINE = 160
LONGEST_NAME = 120


def names_people(_form: Form, field: Field) -> None:
    """Refuse what cannot be one person on each line."""
    lines = (field.data or "").splitlines()
    if len(lines) > MOST_PEOPLE:
        raise ValidationError(
            f"These are more than {MOST_PEOPLE} people. Begin with those you will write to."
        )
    if any(len(line) > LONGEST_LINE or len(Named.read(line).name) > LONGEST_NAME for line in lines):
        raise ValidationError("Write one name on each line; a story fits better below.")


class DebriefForm(Form):
    first = Line("The first thing", most=300)
    second = Line("The second", most=300)
    third = Line("The third", most=300)
    promise = Line("I promised that I will …", most=300)
    people = Text("Who they named", most=2000, validators=[names_people])
    thought = Text("Just for me", most=8000)

    @property
    def debrief(self) -> Debrief:
        """What was filled in, without what was left empty."""
        learned = (self.first.data, self.second.data, self.third.data)
        named = [Named.read(line) for line in (self.people.data or "").splitlines()]
        return Debrief(
            learned=tuple(text for text in learned if text),
            promise=self.promise.data or "",
            people=tuple(person for person in dict.fromkeys(named) if person.name),
            thought=self.thought.data or "",
        )

    @classmethod
    def showing(cls, kept: Debrief) -> "DebriefForm":
        """The form with what was kept before."""
        learned = dict(zip(("first", "second", "third"), kept.learned[:MOST_LEARNED], strict=False))
        people = "\n".join(person.name for person in kept.people)
        return cls(
            formdata=None,
            data={**learned, "promise": kept.promise, "people": people, "thought": kept.thought},
        )


@bp.get("/interviews/<int:interview_id>/debrief")
def show(interview_id: int) -> ResponseReturnValue:
    interview = Interview.find(interview_id, of=current_account())
    notes = Note.of(interview)
    form = DebriefForm.showing(Debrief.kept(notes))
    return render_template("notebook/show.html", interview=interview, form=form, is_kept=bool(notes))


@bp.post("/interviews/<int:interview_id>/debrief")
def keep(interview_id: int) -> ResponseReturnValue:
    interview, form = Interview.find(interview_id, of=current_account()), DebriefForm()
    if not form.validate():
        return render_template("notebook/show.html", interview=interview, form=form), 422
    try:
        met = reflecting.keep(form.debrief, interview, account=current_account(), now=clock.now())
    except OutreachError as refusal:
        return render_template("notebook/show.html", interview=interview, form=form, refusal=refusal), 422
    db.session.commit()
    flash(_news(met))
    return redirect(url_for("notebook.show", interview_id=interview_id), 303)


def _news(met: list[Contact]) -> str:
    if not met:
        return "Kept."
    names = [contact.name for contact in met]
    many = ", ".join(names[:-1]) + (" and " if names[:-1] else "") + names[-1]
    return f"Kept. {many} {'is' if len(names) == 1 else 'are'} now among your people."
