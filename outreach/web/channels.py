"""Other ways for a letter to reach somebody: shorter forms to copy, and "I have sent it by hand"."""

from dataclasses import dataclass

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from outreach import clock
from outreach.database import db
from outreach.errors import NotFound, OutreachError
from outreach.letters.channels import Channel
from outreach.letters.coach.review import Review, review
from outreach.letters.drafting.short_forms import (
    BLURB_MOST,
    NOTE_MOST,
    draft_blurb,
    draft_message,
    draft_note,
    draft_questions,
)
from outreach.letters.facts import Facts, Kind, Manuscript
from outreach.letters.kinds import LetterKind
from outreach.letters.known import addressed, facts_of
from outreach.letters.models import Letter
from outreach.questions.lists import best_by_mail
from outreach.web.access import current_account
from outreach.web.desk import policy
from outreach.web.forms import Form, Line, Text, paragraphs
from outreach.web.hypermedia import part_or_page, varied
from outreach.workflows import handing_over

bp = Blueprint("channels", __name__, url_prefix="/letters")

LONGEST = 20_000


class WordsForm(Form):
    """The letter as it stood in the editor."""

    subject = Line("Subject", most=200)
    body = Text("Your letter", most=LONGEST)
    revision = HiddenField()


@dataclass(frozen=True, slots=True)
class Way:
    """One way to send a letter by hand: its words so far, and what the coach says of them."""

    channel: Channel
    subject: str
    text: str
    remarks: Review

    @property
    def has_subject(self) -> bool:
        return self.channel is not Channel.LINKEDIN_NOTE and self.channel is not Channel.QUESTIONS

    @property
    def is_short(self) -> bool:
        return self.channel in {Channel.LINKEDIN_NOTE, Channel.LINKEDIN_MESSAGE}

    @property
    def most(self) -> int:
        """How many characters there is room for; 0 where there is room enough."""
        return NOTE_MOST if self.channel is Channel.LINKEDIN_NOTE else 0


@bp.post("/<int:letter_id>/channels")
def open_from_editor(letter_id: int) -> ResponseReturnValue:
    """Keep what stands in the editor, then show the other ways."""
    letter, form = Letter.find_whole(letter_id, of=current_account()), WordsForm()
    if form.validate() and (form.subject.raw_data or form.body.raw_data):
        revision = int(form.revision.data) if (form.revision.data or "").isdecimal() else 0
        subject, body = form.subject.data or "", form.body.data or ""
        handing_over.keep_words(letter, subject=subject, body=body, revision=revision, now=clock.now())
    db.session.commit()
    return redirect(_page_of(letter), 303)


@bp.get("/<int:letter_id>/channels")
def show(letter_id: int) -> ResponseReturnValue:
    letter = Letter.find_whole(letter_id, of=current_account())
    if letter.is_on_its_way:
        return redirect(url_for("letters.show", letter_id=letter.id), 303)
    return _page(letter, _ways(letter))


@bp.post("/<int:letter_id>/channels/<channel>/reading")
def read(letter_id: int, channel: str) -> ResponseReturnValue:
    """The count and the coach's remarks on a text as it stands in its field."""
    letter = Letter.find_whole(letter_id, of=current_account())
    way = _typed(letter, _channel(channel))
    return part_or_page("channels/_reading.html", page=_page_of(letter), letter=letter, way=way)


@bp.post("/<int:letter_id>/channels/<channel>")
def hand_over(letter_id: int, channel: str) -> ResponseReturnValue:
    """The person has sent this text by their own hand."""
    letter, account = Letter.find_whole(letter_id, of=current_account()), current_account()
    way = _typed(letter, _channel(channel))
    try:
        handing_over.hand_over(
            letter, way.channel, subject=way.subject, text=way.text, account=account, now=clock.now()
        )
    except OutreachError as refusal:
        db.session.rollback()
        return _refused(letter_id, way, refusal)
    db.session.commit()
    flash("Noted as sent by hand. What follows is planned as for any letter.")
    return redirect(url_for("interviews.show", interview_id=letter.interview_id), 303)


@bp.post("/<int:letter_id>/by-hand/withdrawal")
def take_back(letter_id: int) -> ResponseReturnValue:
    """It was not sent after all."""
    letter = Letter.find_whole(letter_id, of=current_account())
    handing_over.take_back(letter, now=clock.now())
    db.session.commit()
    flash("Noted: it has not left. You can change it again.")
    return redirect(url_for("letters.show", letter_id=letter.id), 303)


def _page(letter: Letter, ways: list[Way], *, refusal: str = "", status: int = 200) -> ResponseReturnValue:
    facts, is_first = _facts(letter), letter.kind is LetterKind.OUTREACH
    blurb = draft_blurb(facts, voice=letter.voice, seed=_seed(letter)) if is_first else ""
    page = render_template(
        "channels/show.html", letter=letter, ways=ways, blurb=blurb, refusal=refusal, most_words=BLURB_MOST
    )
    return varied(make_response(page, status))


def _refused(letter_id: int, typed: Way, refusal: OutreachError) -> ResponseReturnValue:
    """Show the ways again with what was typed, and why it was not taken."""
    letter = Letter.find_whole(letter_id, of=current_account())
    if letter.is_on_its_way:
        raise refusal
    ways = [typed if way.channel is typed.channel else way for way in _ways(letter)]
    return _page(letter, ways, refusal=str(refusal), status=refusal.status)


def _ways(letter: Letter) -> list[Way]:
    """Every way for this letter: a first letter has shorter forms, any other is sent as it stands."""
    own = _way(
        letter, Channel.EMAIL if letter.reader.email else Channel.ELSEWHERE, letter.subject, letter.body
    )
    if letter.kind is not LetterKind.OUTREACH:
        return [own]
    facts, seed = _facts(letter), _seed(letter)
    note = draft_note(facts, voice=letter.voice, seed=seed)
    message = draft_message(facts, voice=letter.voice, seed=seed)
    questions = draft_questions(
        facts, best_by_mail(letter.interview, current_account()), voice=letter.voice, seed=seed
    )
    return [
        _way(letter, Channel.LINKEDIN_NOTE, "", note),
        _way(letter, Channel.LINKEDIN_MESSAGE, letter.subject, message),
        _way(letter, Channel.QUESTIONS, letter.subject, questions),
        own,
    ]


def _typed(letter: Letter, channel: Channel) -> Way:
    """A way with the words that came along with the form."""
    subject = " ".join((request.form.get("subject") or "").split())[:200]
    return _way(letter, channel, subject, (paragraphs(request.form.get("text")) or "")[:LONGEST])


def _way(letter: Letter, channel: Channel, subject: str, text: str) -> Way:
    kind = COACHED_AS.get(channel, letter.kind.coached_as)
    by_mail = channel is Channel.EMAIL
    manuscript = Manuscript(kind, text, subject, _facts(letter), now=clock.now(), leaves_by_mail=by_mail)
    return Way(channel, subject, text, review(manuscript, policy()))


COACHED_AS = {
    Channel.LINKEDIN_NOTE: Kind.LINKEDIN_NOTE,
    Channel.LINKEDIN_MESSAGE: Kind.LINKEDIN_NOTE,
    Channel.QUESTIONS: Kind.KEEP_IN_TOUCH,
}
"""By which rules a text is read, where its channel has its own."""


def _facts(letter: Letter) -> Facts:
    return addressed(letter, facts_of(letter.interview, current_account()))


def _seed(letter: Letter) -> str:
    return f"{letter.account_id}/{letter.interview_id}"


def _page_of(letter: Letter) -> str:
    return url_for("channels.show", letter_id=letter.id)


def _channel(name: str) -> Channel:
    if name not in set(Channel):
        raise NotFound("There is no such way to send a letter. Choose one of those on the page.")
    return Channel(name)
