"""The forms of the letter editor."""

from collections.abc import Iterator

from flask import request
from wtforms import BooleanField, HiddenField

from outreach.letters.remarks import LONGEST_REASON
from outreach.web.forms import Form, Line, Text, one_line, paragraphs

LONGEST_LETTER = 20_000


class LetterForm(Form):
    subject = Line("Subject", most=200)
    body = Text("Your letter", most=LONGEST_LETTER)
    revision = HiddenField()

    @property
    def opened_at(self) -> int:
        """The revision that the page was opened at; 0, which none has, for anything but a number."""
        try:
            return int(self.revision.data)
        except (TypeError, ValueError):
            return 0

    @property
    def words(self) -> tuple[str, str]:
        """The subject and the body as they stand in the editor; never more than a letter can have."""
        return self.subject.data or "", (self.body.data or "")[:LONGEST_LETTER]

    @property
    def came_along(self) -> bool:
        """Whether words were sent with it at all."""
        return bool(self.subject.raw_data or self.body.raw_data)


def typed() -> tuple[str, str]:
    """The ``words`` of a ``LetterForm`` that was sent, without the form: asked with every pause in the typing."""
    subject, body = request.form.get("subject", ""), request.form.get("body", "")
    return one_line(subject) or "", (paragraphs(body) or "")[:LONGEST_LETTER]


class FactsForm(Form):
    """What the letter lacked, by the names of the facts. It is sent along with the letter."""

    sender_name = Line("Your name", most=120)
    programme_or_role = Line("Your programme or role", most=160)
    school = Line("Your school or workplace", most=160)
    title = Line("What they do", most=160)
    organization = Line("Where they work", most=200)
    introducer = Line("Who led you to them", most=120)
    may_use_name = BooleanField("They said that I may mention their name")
    connection = Line("What ties you", most=300)
    why_them = Line("Why this person?", most=300)
    narrow = Line("Which part of it", most=120)
    broad = Line("And the wider field", most=120)

    @property
    def told(self) -> dict[str, str]:
        """The facts that were filled in."""
        return {name: str(fact) for name, fact in self.data.items() if fact}


def reasons_given() -> Iterator[tuple[str, str, str]]:
    """Each remark that a reason was typed for: its rule, the words it points at, the reason."""
    for about, reason in zip(request.form.getlist("about"), request.form.getlist("reason"), strict=False):
        rule, _, words = about.partition(" ")
        if given := (one_line(reason) or "")[:LONGEST_REASON]:
            yield rule, words, given
