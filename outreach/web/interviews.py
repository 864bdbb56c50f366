"""The page of one interview: the whole story in order, and what comes next."""

from collections.abc import Mapping
from types import MappingProxyType

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired, NumberRange, Optional

from outreach import clock
from outreach.bookings.announcing import private_copy
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.refusals import NothingBooked
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.errors import NotFound, OutreachError
from outreach.followups.afterwards import due_after
from outreach.followups.boosters import booster_beside
from outreach.followups.kinds import FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.occasions import occasions
from outreach.followups.planning import days_of
from outreach.followups.rules import RULES
from outreach.followups.touches import with_talk
from outreach.interviews.kinds import Format, Purpose, Relationship
from outreach.interviews.models import LONGEST, SHORTEST, Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import Entry
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.letters.timely import OFFERS_TIMES
from outreach.notebook.models import Note, NoteKind
from outreach.questions.packets import prepared
from outreach.web.access import current_account, site
from outreach.web.downloads import calendar_file
from outreach.web.forms import ChangedMeanwhile, Choice, Day, Form, Line, Number, VersionedForm, version_of
from outreach.web.words import FORMATS, PURPOSES, RELATIONSHIPS
from outreach.workflows import asking, calling_off, replies, writing

bp = Blueprint("interviews", __name__)

OF_A_STRANGER, OF_AN_ACQUAINTANCE = 15, 20
"""Minutes that the form begins with, as its hint says."""
NOTHING: Mapping[str, str] = MappingProxyType({})


class InterviewForm(VersionedForm):
    relationship_kind = Choice("What ties you to them", RELATIONSHIPS)
    connection = Line("In a few words", most=300)
    purpose = Choice("What you would like to understand", PURPOSES)
    narrow = Line("Which part of it", most=120)
    broad = Line("And the wider field", most=120)
    minutes = Number(
        "Minutes to ask for",
        wrong="Please give the minutes as a number, such as 20.",
        validators=[
            InputRequired("Please say how long you would like to talk."),
            NumberRange(
                SHORTEST,
                LONGEST,
                f"Ask for {SHORTEST} to {LONGEST} minutes; fifteen or twenty is a good ask.",
            ),
        ],
    )
    format = Choice("How to talk", FORMATS)


class AnswerForm(Form):
    on = Day(
        "Write again on", wrong="Please give the day as a date, such as 2027-01-31.", validators=[Optional()]
    )
    name = Line("Who they named", most=120)


@bp.get("/people/<int:contact_id>/interviews/new")
def new(contact_id: int) -> ResponseReturnValue:
    contact = Contact.find(contact_id, of=current_account())
    relationship = Relationship.REFERRAL if contact.referral else Relationship.COLD
    beginning = {
        "relationship_kind": relationship,
        "purpose": Purpose.FIELD,
        "minutes": OF_A_STRANGER if relationship.is_stranger else OF_AN_ACQUAINTANCE,
        "format": Format.PHONE,
    }
    form = InterviewForm(formdata=None, data=beginning)
    return render_template("interviews/new.html", form=form, contact=contact)


@bp.post("/people/<int:contact_id>/interviews")
def begin(contact_id: int) -> ResponseReturnValue:
    contact, form = Contact.find(contact_id, of=current_account()), InterviewForm()
    if not form.validate():
        return render_template("interviews/new.html", form=form, contact=contact), 422
    interview = asking.begin(contact, form.data, now=clock.now())
    letter = writing.write(
        interview, LetterKind.OUTREACH, account=current_account(), site=site(), now=clock.now()
    )
    db.session.commit()
    return redirect(url_for("letters.show", letter_id=letter.id), 303)


@bp.get("/interviews/<int:interview_id>")
def show(interview_id: int) -> ResponseReturnValue:
    return page(Interview.find_whole(interview_id, of=current_account()))


def page(
    interview: Interview, *, refusal: str = "", typed: Mapping[str, str] = NOTHING, status: int = 200
) -> ResponseReturnValue:
    """The whole story, and what was typed as an answer if it was not taken."""
    is_early = interview.stage in BEFORE_AN_ANSWER
    link, booking = (PersonalLink.of(interview), None) if is_early else PersonalLink.with_booking(interview)
    letters = Letter.of(interview)
    # Who was never reached has told nothing; what is looked up instead is whether they can be by now.
    notes = [] if interview.stage is Stage.BOUNCED else Note.of(interview)
    return render_template(
        "interviews/show.html",
        interview=interview,
        link=link,
        guest_url=site().guest_url(link) if link else "",
        opens_elsewhere=site().opens_elsewhere,
        letters=letters,
        booking=booking,
        notes=notes,
        named=Interview.still_to_ask(interview.contact) if NoteKind.PERSON in {n.kind for n in notes} else [],
        **_courtesies(interview, letters, has_word=link is not None and link.has_answer),
        entries=Entry.about(interview),
        last_contact=with_talk(interview.contact, booking, now=clock.now()),
        refusal=refusal,
        typed=typed,
    ), status


def _courtesies(interview: Interview, letters: list[Letter], *, has_word: bool) -> dict[str, object]:
    """What is planned, what of it is due, and the letters for which there may be an occasion.

    What is on its way is not due any more, though it has not left; nor are times of
    ours while a word of theirs about times, ``has_word``, waits for an answer.
    """
    follow_ups = FollowUp.of(interview)
    booster = booster_beside(interview.contact, PAUSED_AT.get(interview.stage, interview.stage))
    due = FollowUp.due_of(follow_ups, interview, is_paused=booster is not None, now=clock.now())
    leaving = {letter.kind for letter in letters if letter.is_on_its_way and not letter.is_sent}
    put_off = leaving | (OFFERS_TIMES if has_word else frozenset())
    due = [follow_up for follow_up in due if RULES[follow_up.kind].letter not in put_off]
    shown = {RULES[follow_up.kind].letter for follow_up in due}
    has_introducer = interview.contact.referral is not None
    return {
        "follow_ups": follow_ups,
        "booster": booster,
        "due": due,
        "fallen_through": next(
            (f.kind for f in follow_ups if f.settled_at is None and f.kind in FALLEN_THROUGH), None
        ),
        "days": days_of(interview.contact, current_account()),
        "occasions": occasions(
            interview.stage, has_introducer=has_introducer, is_shown={kind for kind in shown if kind}
        ),
    }


BEFORE_AN_ANSWER = (Stage.FOUND, Stage.DRAFTED, Stage.ASKED)
"""Where no time can have been agreed, so none is looked for."""
FALLEN_THROUGH = {
    FollowUpKind.MOVED_BY_ME,
    FollowUpKind.MOVED_BY_THEM,
    FollowUpKind.MISSED_BY_ME,
    FollowUpKind.MISSED_BY_THEM,
}
"""What is to be written once a time that was agreed does not hold."""
PAUSED_AT = {Stage.ASKED: FollowUpKind.NUDGE}
"""The step that would wait, where it is not told by the stage itself."""


@bp.get("/interviews/<int:interview_id>/edit")
def edit(interview_id: int) -> ResponseReturnValue:
    interview = Interview.find(interview_id, of=current_account())
    shown = asking.described(interview)
    form = InterviewForm(formdata=None, data={**shown, "version": version_of(shown)})
    return render_template("interviews/edit.html", form=form, interview=interview)


@bp.post("/interviews/<int:interview_id>")
def change(interview_id: int) -> ResponseReturnValue:
    interview, form = Interview.find(interview_id, of=current_account()), InterviewForm()
    if not form.validate():
        return render_template("interviews/edit.html", form=form, interview=interview), 422
    try:
        form.refuse_stale(interview.contact.name, now_shown=asking.described(interview))
    except ChangedMeanwhile as stale:
        page = render_template("interviews/edit.html", form=form, interview=interview, refusal=stale)
        return page, stale.status
    asking.change(interview, form.data)
    writing.redraft(interview, account=current_account(), now=clock.now())
    db.session.commit()
    return redirect(url_for("interviews.show", interview_id=interview.id), 303)


@bp.post("/interviews/<int:interview_id>/answers")
def answer(interview_id: int) -> ResponseReturnValue:
    """Their answer, told by the person who read it: yes, later, no, somebody else, questions by mail."""
    interview, form = Interview.find_whole(interview_id, of=current_account()), AnswerForm()
    if not form.validate():
        return page(interview, refusal=form.problems[0][1], typed=request.form, status=422)
    try:
        letter = _note_answer(interview, form)
    except OutreachError as refusal:
        db.session.rollback()
        return page(interview, refusal=str(refusal), typed=request.form, status=refusal.status)
    db.session.commit()
    return redirect(url_for("letters.show", letter_id=letter.id), 303)


def _note_answer(interview: Interview, form: AnswerForm) -> Letter:
    """Note the answer, and open the letter that it calls for."""
    account, now, named = current_account(), clock.now(), form.name.data or ""
    answer = _answer(request.form.get("answer", ""))
    later_on = form.on.data
    kind = replies.note_answer(interview, answer, account=account, later_on=later_on, named=named, now=now)
    return writing.write(interview, kind, account=account, site=site(), named=named, now=now)


@bp.post("/interviews/<int:interview_id>/letters")
def write(interview_id: int) -> ResponseReturnValue:
    """Open the letter of a kind: the one being written, or a fresh draft."""
    interview = Interview.find_whole(interview_id, of=current_account())
    kind = request.form.get("kind", "")
    if kind not in set(LetterKind):
        raise NotFound("There is no such kind of letter.")
    letter = writing.write(
        interview, LetterKind(kind), account=current_account(), site=site(), now=clock.now()
    )
    db.session.commit()
    return redirect(url_for("letters.show", letter_id=letter.id), 303)


@bp.get("/interviews/<int:interview_id>/invitation.ics")
def invite(interview_id: int) -> ResponseReturnValue:
    """The account's own copy of the agreed time, with the questions in it."""
    interview = Interview.find(interview_id, of=current_account())
    booking = Booking.live(interview)
    if booking is None:
        raise NothingBooked
    packet = prepared(booking.interview, dates=due_after(booking, current_account()))
    text = private_copy(booking, current_account(), packet, site=site())
    return calendar_file(text, method="PUBLISH")


@bp.post("/interviews/<int:interview_id>/cancellation")
def cancel(interview_id: int) -> ResponseReturnValue:
    interview = Interview.find(interview_id, of=current_account())
    link = PersonalLink.make(interview, secret_key=site().secret_key, now=clock.now())
    calling_off.cancel(link, by="account", site=site(), now=clock.now())
    db.session.commit()
    return redirect(url_for("interviews.show", interview_id=interview.id), 303)


@bp.post("/interviews/<int:interview_id>/miss")
def miss(interview_id: int) -> ResponseReturnValue:
    """The time passed and the two did not talk; another can be agreed."""
    interview = Interview.find(interview_id, of=current_account())
    link = PersonalLink.make(interview, secret_key=site().secret_key, now=clock.now())
    calling_off.release(link, by_us=request.form.get("by") == "us", now=clock.now())
    db.session.commit()
    return redirect(url_for("interviews.show", interview_id=interview.id), 303)


@bp.post("/interviews/<int:interview_id>/link")
def renew_link(interview_id: int) -> ResponseReturnValue:
    """Give the contact's page a new address; the old one stops working at once."""
    interview = Interview.find(interview_id, of=current_account())
    PersonalLink.make(interview, secret_key=site().secret_key, now=clock.now()).renew(
        secret_key=site().secret_key, now=clock.now()
    )
    db.session.commit()
    return redirect(url_for("interviews.show", interview_id=interview.id), 303)


@bp.post("/interviews/<int:interview_id>/removal")
def remove(interview_id: int) -> ResponseReturnValue:
    interview = Interview.find(interview_id, of=current_account())
    contact_id = interview.contact_id
    db.session.delete(interview)
    db.session.commit()
    return redirect(url_for("people.show", contact_id=contact_id), 303)


def _answer(given: str) -> replies.Answer:
    if given not in set(replies.Answer):
        raise replies.UnclearAnswer
    return replies.Answer(given)
