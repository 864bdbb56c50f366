"""The research card: what to look up before a talk, and what was found."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import NumberRange, Optional

from outreach import clock
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.notebook.hypotheses import SURE, Belief, Hypothesis
from outreach.questions.additions import Addition
from outreach.questions.facts import Fact
from outreach.questions.homework import LONGEST_FACT, SOURCES, to_look_up
from outreach.questions.models import QuestionList
from outreach.web.access import current_account
from outreach.web.forms import Form, Line, Number, one_line
from outreach.workflows import preparing

bp = Blueprint("homework", __name__)

NOT_A_NUMBER = f"How sure you are is a number from 0 to {SURE}."
FACT, FOUND = "fact-", "found-"


class BeliefForm(Form):
    statement = Line("What do you want to find out?", most=300)
    before = Number(
        "How sure are you now, from 0 to 10?",
        wrong=NOT_A_NUMBER,
        validators=[Optional(), NumberRange(0, SURE, NOT_A_NUMBER)],
    )


@bp.get("/interviews/<int:interview_id>/homework")
def show(interview_id: int) -> ResponseReturnValue:
    interview = Interview.find(interview_id, of=current_account())
    belief, earlier = Belief.of(interview), Hypothesis.of(current_account())
    statement = belief.hypothesis.statement if belief else (earlier[0].statement if earlier else "")
    form = BeliefForm(
        formdata=None, data={"statement": statement, "before": belief.before if belief else None}
    )
    return _page(interview, form, Fact.of(interview))


@bp.post("/interviews/<int:interview_id>/homework")
def keep(interview_id: int) -> ResponseReturnValue:
    interview, form = Interview.find(interview_id, of=current_account()), BeliefForm()
    facts, too_long = _typed()
    if not form.validate() or too_long:
        return _page(interview, form, facts, too_long), 422
    account, now = current_account(), clock.now()
    preparing.look_up(interview, facts, account=account, now=now)
    preparing.put_to_test(interview, form.statement.data or "", form.before.data, account=account, now=now)
    db.session.commit()
    flash("Saved. Questions that you looked up now ask for more.")
    return redirect(url_for("homework.show", interview_id=interview_id), 303)


def _typed() -> tuple[dict[str, str], list[str]]:
    """The facts that were filled in or ticked, by key, and the keys of those that are too long."""
    names = {name for name in request.form if name.startswith((FACT, FOUND))}
    keys = {name.removeprefix(FACT).removeprefix(FOUND) for name in names}
    written = {key: one_line(request.form.get(FACT + key)) or "" for key in keys}
    facts = {key: text for key, text in written.items() if text or FOUND + key in names}
    return facts, [key for key, text in facts.items() if len(text) > LONGEST_FACT]


def _page(
    interview: Interview, form: BeliefForm, facts: dict[str, str], too_long: list[str] | None = None
) -> str:
    bank, questions = Addition.bank_for(current_account()), QuestionList.of(interview)
    listed = {question.key for question in questions.asked} if questions else set()
    return render_template(
        "homework/show.html",
        interview=interview,
        form=form,
        facts=facts,
        too_long=too_long or [],
        longest=LONGEST_FACT,
        sources=SOURCES,
        lookups=to_look_up(bank, listed=listed),
        listed=listed,
    )
