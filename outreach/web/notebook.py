"""The notebook: the short debrief after a talk, and what was promised in it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field, SelectMultipleField, ValidationError
from wtforms.validators import NumberRange, Optional

from outreach import clock
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.enumeration import enumerated
from outreach.errors import OutreachError
from outreach.followups.agenda import promised
from outreach.followups.promises import Promise
from outreach.interviews.models import Interview
from outreach.notebook.debrief import MOST_LEARNED, Debrief, Named, begun_from, speaks_of
from outreach.notebook.hypotheses import SURE, Belief
from outreach.notebook.jottings import Jotting, JottingKind
from outreach.notebook.models import Note
from outreach.web.access import current_account
from outreach.web.forms import Form, Line, Number, Text
from outreach.web.words import JOTTINGS
from outreach.workflows import reflecting

bp = Blueprint("notebook", __name__)

MOST_PEOPLE = 10
LONGEST_LINE = 160
LONGEST_NAME = 120
LONGEST_PROMISE = 300
NOT_A_NUMBER = f"How sure you are is a number from 0 to {SURE}."
CAN_BE_CONFIDENTIAL = (
    "first",
    "second",
    "third",
    "surprise",
    "contradiction",
    "promises",
    "their_promises",
    "people",
    "resources",
    "likes",
    "red_flags",
    "circumstances",
)
BY_THE_LINE = {"promises", "their_promises", "people", "resources"}
"""The fields of which every line is a note of its own."""


def short_lines(_form: Form, field: Field) -> None:
    """Refuse a list whose lines are stories, or are too many."""
    lines = (field.data or "").splitlines()
    if len(lines) > MOST_PEOPLE or any(len(line) > LONGEST_PROMISE for line in lines):
        raise ValidationError(f"Write one on each line, in a sentence, and at most {MOST_PEOPLE} of them.")


def said_to_them(form: "DebriefForm", field: Field) -> None:
    """Refuse a promise that speaks of its reader as of a third, unless it goes nowhere."""
    if field.name in (form.confidential.data or ()):
        return
    for line in (field.data or "").splitlines():
        if third := speaks_of(line):
            raise ValidationError(
                f"Your thank-you letter repeats “{line.strip()}”. Write “you” there for its reader, "
                f"or the name if “{third}” is somebody else."
            )


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
    """What a talk left behind. Each part can be told in confidence; half of them empty is fine."""

    first = Line("The first thing", most=300)
    second = Line("The second", most=300)
    third = Line("The third", most=300)
    surprise = Line("What surprised me", most=300)
    contradiction = Line("What contradicts something I had heard", most=300)
    promises = Text("I promised that I will …", most=2000, validators=[short_lines, said_to_them])
    their_promises = Text("They promised that they will …", most=2000, validators=[short_lines])
    people = Text("Who they named", most=2000, validators=[names_people])
    resources = Text("What to read, watch or join", most=2000, validators=[short_lines])
    likes = Text("What I would like about it", most=2000)
    red_flags = Text("What would bother me", most=2000)
    circumstances = Line("How long it took, and who else was there", most=300)
    after = Number(
        "How sure are you now, from 0 to 10?",
        wrong=NOT_A_NUMBER,
        validators=[Optional(), NumberRange(0, SURE, NOT_A_NUMBER)],
    )
    thought = Text("Just for me", most=8000)
    confidential = SelectMultipleField(choices={name: name for name in CAN_BE_CONFIDENTIAL})

    @property
    def debrief(self) -> Debrief:
        """What was filled in, without what was left empty."""
        named = [Named.read(line) for line in _lines(self.people)]
        return Debrief(
            learned=tuple(f.data for f in (self.first, self.second, self.third) if f.data),
            promises=_lines(self.promises),
            people=tuple(person for person in dict.fromkeys(named) if person.name),
            thought=self.thought.data or "",
            circumstances=self.circumstances.data or "",
            surprise=self.surprise.data or "",
            contradiction=self.contradiction.data or "",
            likes=self.likes.data or "",
            red_flags=self.red_flags.data or "",
            their_promises=_lines(self.their_promises),
            resources=_lines(self.resources),
            confidential=frozenset(
                text for name in self.confidential.data or () for text in noted(name, self[name].data or "")
            ),
        )

    @classmethod
    def showing(cls, kept: Debrief, *, after: int | None = None) -> "DebriefForm":
        """The form with what was kept before."""
        learned = dict(zip(("first", "second", "third"), kept.learned[:MOST_LEARNED], strict=False))
        data: dict[str, Any] = {
            **learned,
            "promises": "\n".join(kept.promises),
            "their_promises": "\n".join(kept.their_promises),
            "people": "\n".join(person.line for person in kept.people),
            "resources": "\n".join(kept.resources),
            "after": after,
        }
        for name in ("thought", "circumstances", "surprise", "contradiction", "likes", "red_flags"):
            data[name] = getattr(kept, name)
        confidential = [
            name
            for name in CAN_BE_CONFIDENTIAL
            if not kept.confidential.isdisjoint(noted(name, str(data.get(name, ""))))
        ]
        return cls(formdata=None, data={**data, "confidential": confidential})


@bp.get("/interviews/<int:interview_id>/debrief")
def show(interview_id: int) -> ResponseReturnValue:
    interview = Interview.find(interview_id, of=current_account())
    notes, jottings, belief = Note.of(interview), Jotting.of(interview), Belief.of(interview)
    kept = Debrief.kept(notes) if notes else begun_from(jottings)
    form = DebriefForm.showing(kept, after=belief.after if belief else None)
    return _page(interview, form, jottings, belief, is_kept=bool(notes))


@bp.post("/interviews/<int:interview_id>/debrief")
def keep(interview_id: int) -> ResponseReturnValue:
    interview, form = Interview.find(interview_id, of=current_account()), DebriefForm()
    if not form.validate():
        return _again(interview, form)
    try:
        met = reflecting.keep(form.debrief, interview, account=current_account(), now=clock.now())
        reflecting.believe(interview, form.after.data)
    except OutreachError as refusal:
        return _again(interview, form, refusal=refusal)
    db.session.commit()
    flash(_news(met))
    return redirect(url_for("notebook.show", interview_id=interview_id), 303)


@bp.post("/promises/<int:promise_id>/settlement")
def settle(promise_id: int) -> ResponseReturnValue:
    """A promise kept, or not needed any more: ``outcome`` says which."""
    promise = Promise.find(promise_id, of=current_account())
    reflecting.keep_promise(promise, outcome=request.form.get("outcome", ""), now=clock.now())
    db.session.commit()
    flash("Noted.")
    return redirect(url_for("notebook.show", interview_id=promise.interview_id), 303)


def _again(interview: Interview, form: DebriefForm, **said: object) -> tuple[str, int]:
    """The page with what was typed, and what is not right about it."""
    return _page(interview, form, Jotting.of(interview), Belief.of(interview), **said), 422


def _page(
    interview: Interview, form: DebriefForm, jottings: list[Jotting], belief: Belief | None, **said: object
) -> str:
    return render_template(
        "notebook/show.html",
        interview=interview,
        form=form,
        jottings=[j for j in jottings if j.kind is not JottingKind.ASKED and j.text],
        belief=belief,
        jotting_kinds=JOTTINGS,
        promises=promised(interview),
        **said,
    )


def noted(name: str, text: str) -> tuple[str, ...]:
    """The notes that the text of a field makes."""
    lines = text.splitlines() if name in BY_THE_LINE else [text]
    told = [Named.read(line).line if name == "people" else line.strip() for line in lines]
    return tuple(line for line in told if line)


def _lines(field: Field) -> tuple[str, ...]:
    """What stands on the lines of a field, each once."""
    return tuple(dict.fromkeys(line.strip() for line in (field.data or "").splitlines() if line.strip()))


def _news(met: list[Contact]) -> str:
    if not met:
        return "Saved."
    names = [contact.name for contact in met]
    return f"Saved. {enumerated(names)} {'is' if len(names) == 1 else 'are'} now among your people."
