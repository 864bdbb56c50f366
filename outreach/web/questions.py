"""The questions for one talk: made once, then put in order, reworded, and printed."""

from functools import partial
from math import ceil, floor

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.widgets import TextArea

from outreach import clock
from outreach.bookings.models import Booking
from outreach.database import db
from outreach.errors import NotFound
from outreach.interviews.models import Interview
from outreach.notebook.hypotheses import anchors_of
from outreach.questions.bank import Bank
from outreach.questions.homework import still_public
from outreach.questions.linting import lint
from outreach.questions.lists import Timing, others_for, timing_of
from outreach.questions.models import Move, Question, QuestionList
from outreach.questions.topics import OPT_IN, Aim, Topic
from outreach.questions.wanted import Wishes
from outreach.web.access import current_account
from outreach.web.forms import Form, Line, one_line
from outreach.web.hypermedia import part_or_page, wants_part
from outreach.workflows import preparing

bp = Blueprint("questions", __name__)

LONGEST_QUESTION = 400

AIMS = {
    Aim.EXPLORING: "I am looking around",
    Aim.CHOOSING: "I am choosing between a few paths",
    Aim.PREPARING: "I know the field and prepare for it",
    Aim.TARGETING: "I have a particular place in mind",
    Aim.TRANSITIONING: "I come from other work, or from elsewhere",
}


class QuestionForm(Form):
    text = Line(
        "A question of your own",
        most=LONGEST_QUESTION,
        required="Write the question first; what, how and who are good beginnings.",
        widget=TextArea(),
        id="own",
    )


@bp.get("/interviews/<int:interview_id>/questions")
def show(interview_id: int) -> ResponseReturnValue:
    interview = Interview.find(interview_id, of=current_account())
    return _page(interview, QuestionList.of(interview))


@bp.post("/interviews/<int:interview_id>/questions")
def make(interview_id: int) -> ResponseReturnValue:
    interview = Interview.find(interview_id, of=current_account())
    made = preparing.make_list(interview, account=current_account(), now=clock.now())
    db.session.commit()
    return _answer(made)


@bp.post("/interviews/<int:interview_id>/questions/renewal")
def renew(interview_id: int) -> ResponseReturnValue:
    interview = Interview.find(interview_id, of=current_account())
    asked = {"soc": request.form.get("soc", ""), "aim": request.form.get("aim", "")}
    wishes = Wishes.read({**asked, "also": request.form.getlist("also")})
    made = preparing.start_afresh(interview, wishes, account=current_account(), now=clock.now())
    db.session.commit()
    return _answer(made)


@bp.post("/interviews/<int:interview_id>/questions/order")
def put_in_order(interview_id: int) -> ResponseReturnValue:
    questions, order = _list_of(interview_id), request.form.get("order", "")
    questions.put_in_order([int(n) for n in order.split(",") if n.isascii() and n.isdigit()])
    db.session.commit()
    return _answer(questions)


@bp.post("/interviews/<int:interview_id>/questions/own")
def add(interview_id: int) -> ResponseReturnValue:
    questions, form = _list_of(interview_id), QuestionForm()
    if not form.validate():
        return _refused(questions, form=form)
    preparing.add_own(questions, form.text.data or "")
    db.session.commit()
    return _answer(questions)


@bp.post("/questions/remarks")
def remark() -> ResponseReturnValue:
    """What to mend in a question while it is being written."""
    text = one_line(request.form.get("text")) or ""
    page = url_for("today.show")
    return part_or_page("questions/_remarks.html", page=page, text=text[:LONGEST_QUESTION], lint=lint)


@bp.post("/questions/<int:question_id>")
def reword(question_id: int) -> ResponseReturnValue:
    question, form = Question.find(question_id, of=current_account()), QuestionForm()
    if not form.validate():
        return _refused(question.list, editing=form, opened=question_id)
    question.text = form.text.data or ""
    db.session.commit()
    return _answer(question.list)


@bp.post("/questions/<int:question_id>/star")
def star(question_id: int) -> ResponseReturnValue:
    question = Question.find(question_id, of=current_account())
    question.is_starred = not question.is_starred
    db.session.commit()
    return _answer(question.list)


@bp.post("/questions/<int:question_id>/anchor")
def anchor(question_id: int) -> ResponseReturnValue:
    """Ask everybody this question, or stop to."""
    question = Question.find(question_id, of=current_account())
    preparing.pin(question, account=current_account(), now=clock.now())
    db.session.commit()
    return _answer(question.list)


@bp.post("/questions/<int:question_id>/place")
def place(question_id: int) -> ResponseReturnValue:
    question, move = Question.find(question_id, of=current_account()), request.form.get("move", "")
    if move not in set(Move):
        raise NotFound("A question can move up, down, onto the list or below the line.")
    question.list.move(question, Move(move))
    db.session.commit()
    return _answer(question.list)


@bp.post("/questions/<int:question_id>/removal")
def remove(question_id: int) -> ResponseReturnValue:
    question = Question.find(question_id, of=current_account())
    questions = question.list
    questions.remove(question)
    db.session.commit()
    return _answer(questions)


@bp.get("/questions/<int:question_id>/swap")
def others(question_id: int) -> ResponseReturnValue:
    """Up to three others that could be asked instead."""
    question = Question.find(question_id, of=current_account())
    page = "questions/_others.html" if wants_part() else "questions/swap.html"
    return render_template(page, question=question, others=others_for(question, current_account()))


@bp.post("/questions/<int:question_id>/swap")
def swap(question_id: int) -> ResponseReturnValue:
    question = Question.find(question_id, of=current_account())
    preparing.swap(question, request.form.get("key", ""), account=current_account())
    db.session.commit()
    return _answer(question.list)


def _list_of(interview_id: int) -> QuestionList:
    """The list of one of the account's interviews. Raises NotFound, also where none was made yet."""
    questions = QuestionList.of(Interview.find(interview_id, of=current_account()))
    if questions is None:
        raise NotFound("There is no list for this conversation yet. Open its questions and make one first.")
    return questions


def _answer(questions: QuestionList) -> ResponseReturnValue:
    """The list as it now is; without script, its page."""
    page = url_for("questions.show", interview_id=questions.interview_id)
    return part_or_page("questions/_list.html", page=page, **_shown(questions))


def _refused(
    questions: QuestionList,
    *,
    form: QuestionForm | None = None,
    editing: QuestionForm | None = None,
    opened: int = 0,
) -> ResponseReturnValue:
    """The list again with what was typed and what is not right about it."""
    shown = _shown(questions, form=form) | {"editing": editing, "opened": opened}
    if wants_part():
        return render_template("questions/_list.html", **shown), 422
    booking = Booking.live(questions.interview)
    return render_template(
        "questions/show.html", interview=questions.interview, booking=booking, **shown
    ), 422


def _page(interview: Interview, questions: QuestionList | None) -> ResponseReturnValue:
    shown = _shown(questions) if questions else {"questions": None}
    return render_template(
        "questions/show.html", interview=interview, booking=Booking.live(interview), **shown
    )


def _shown(questions: QuestionList, form: QuestionForm | None = None) -> dict[str, object]:
    """Everything the list shows."""
    timing = timing_of(questions, questions.interview)
    return {
        "questions": questions,
        "fit": fit_in_words(timing, len(questions.asked)),
        "is_too_long": timing.over > 0,
        "opening": ceil(timing.opening),
        "form": form or QuestionForm(formdata=None),
        "lint": lint,
        "heading": lambda question: Topic(question.topic).heading if question.topic else "Your own",
        "anchors": anchors_of(questions.interview),
        "wishes": Wishes.read(questions.wishes),
        "fields": Bank.load().fields.values(),
        "aims": AIMS,
        "opt_in": sorted(OPT_IN),
        "lookup": partial(still_public, bank=Bank.load()),
    }


COUNTS = [
    "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve",
]  # fmt: skip


def fit_in_words(timing: Timing, count: int) -> str:
    """How many minutes the questions need, and whether the talk has them, as sentences."""
    if not count:
        return "There is nothing on the list yet. Add a question, or fetch one from below the line."
    needed = ceil(timing.needed)
    need = f"{_so_many(count)} question{'s' if count > 1 else ''}, about {_minutes(needed)} with the answers."
    if timing.over > 0:
        left = floor(timing.available)
        greeting = f" and the greeting leaves {left} of them" if left < timing.agreed else ""
        return (
            f"{need} You asked for {timing.agreed}{greeting}, so about {_minutes(needed - left)} too many. "
            f"“Change” beside a question puts it below the line: {_so_many(timing.to_leave).lower()} would do."
        )
    return f"{need} You asked for {timing.agreed}, so it fits, with time to say hello and thank you."


def _so_many(count: int) -> str:
    return COUNTS[count] if count < len(COUNTS) else str(count)


def _minutes(count: int) -> str:
    return f"{count} minute{'' if count == 1 else 's'}"
