"""What all forms share: clean text, and sentences when something is not right."""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from flask_wtf import FlaskForm
from markupsafe import Markup, escape
from wtforms import (
    DateField,
    Field,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length
from wtforms.widgets import DateInput, NumberInput, PasswordInput, Select, TextInput
from wtforms.widgets.core import clean_key

from outreach.errors import OutreachError
from outreach.zones import UnknownZone, known_zone

# Controls, and the marks that make text run backwards or vanish. Line breaks are seen to before.
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
LONGEST_WEB_ADDRESS = 300


def one_line(text: str | None) -> str | None:
    """Text as one line: breaks become blanks, controls go, and so do runs of blanks."""
    return text if text is None else " ".join(UNSEEN.sub("", " ".join(text.splitlines())).split())


def paragraphs(text: str | None) -> str | None:
    """Text with its line breaks, as they are written on this side: no controls, no blanks at line ends."""
    if text is None:
        return None
    return "\n".join(UNSEEN.sub("", line).rstrip() for line in text.splitlines()).strip()


def number_in(text: str | None) -> int:
    """The number of a row that a form or an address names; 0, which no row has, for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0


def attributes(**given: Any) -> Markup:
    """What WTForms' own ``html_params`` writes, several times faster: a page of hours has hundreds of them."""
    written = (
        name if value is True else f'{name}="{escape(value)}"'
        for name, value in sorted((clean_key(name), value) for name, value in given.items())
        if value is not False
    )
    return Markup(" ".join(written))  # noqa: S704 (every value was escaped just now)


class LineInput(TextInput):
    """The box for one line. It takes any length: a browser would cut what is pasted without a word."""

    html_params = staticmethod(attributes)
    validation_attrs = ("required", "pattern")


class SecretInput(PasswordInput):
    """The box for a password."""

    html_params = staticmethod(attributes)


class NumberBox(NumberInput):
    """The box for a number."""

    html_params = staticmethod(attributes)


class DayBox(DateInput):
    """The box for a date."""

    html_params = staticmethod(attributes)


class ChoiceBox(Select):
    """The box with the words to choose from, written at one go."""

    def __call__(self, field: Any, **given: Any) -> Markup:
        chosen = "" if field.data is None else str(field.data)
        options = (
            f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}</option>'
            for value, text in field.words.items()
        )
        box = attributes(id=given.pop("id", field.id), name=field.name, **given)
        return Markup(f"<select {box}>{''.join(options)}</select>")  # noqa: S704 (all of it was escaped just now)


class Line(StringField):
    """A field for one line of text; ``most`` characters at most."""

    widget = LineInput()

    def __init__(self, label: str, *, most: int, required: str = "", **kwargs: Any) -> None:
        checks = [DataRequired(required)] if required else []
        checks.append(Length(max=most, message=f"This is longer than {most} characters. Please shorten it."))
        super().__init__(
            label, validators=[*checks, *kwargs.pop("validators", [])], filters=[one_line], **kwargs
        )


class Text(TextAreaField):
    """A field for several lines of text; ``most`` characters at most."""

    def __init__(self, label: str, *, most: int, required: str = "", **kwargs: Any) -> None:
        checks = [DataRequired(required)] if required else []
        checks.append(Length(max=most, message=f"This is longer than {most} characters. Please shorten it."))
        super().__init__(
            label, validators=[*checks, *kwargs.pop("validators", [])], filters=[paragraphs], **kwargs
        )


class Secret(PasswordField):
    """A field for a password: it goes in and never comes out."""

    widget = SecretInput()


class Number(IntegerField):
    """A field for a whole number; ``wrong`` is what to say to anything else."""

    widget = NumberBox()

    def __init__(self, label: str, *, wrong: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.wrong = wrong

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            return
        try:
            self.data = int(valuelist[0])
        except ValueError:
            raise ValueError(self.wrong) from None


class Day(DateField):
    """A field for a date; ``wrong`` is what to say to anything else."""

    widget = DayBox()

    def __init__(self, label: str, *, wrong: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.wrong = wrong

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value.strip() for value in valuelist if value.strip()])
        except ValueError:
            raise ValueError(self.wrong) from None


class Choice(SelectField):
    """One member of a vocabulary, shown by the word that people read."""

    widget = ChoiceBox()

    def __init__(self, label: str, words: dict[Any, str], **kwargs: Any) -> None:
        members = {str(member): member for member in type(next(iter(words)))}
        self.words = {str(member): text for member, text in words.items()}
        super().__init__(label, choices=self.words, coerce=members.get, **kwargs)

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            raise ValidationError("Please choose one of these.")


class Form(FlaskForm):
    """The base of our forms. The token against forged posts is checked for the whole application."""

    class Meta:
        csrf = False

    @property
    def problems(self) -> list[tuple[Field, str]]:
        """Every field that is not right, with the first sentence about it."""
        return [(field, field.errors[0]) for field in self if field.errors]


def version_of(shown: Mapping[str, Any]) -> str:
    """A short mark of what a form was opened with, by which a change in the meantime is noticed."""
    told = repr(sorted((name, str(value)) for name, value in shown.items()))
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class ChangedMeanwhile(OutreachError):
    """What a form shows was changed in another window after it was opened."""

    status = 409

    def __init__(self, name: str) -> None:
        super().__init__(
            f"What you know of {name} was changed in another window since you opened this form. "
            "What you typed is still here: pressing the button once more saves it, in place of what was changed there."
        )


class VersionedForm(Form):
    """A form that remembers what it was opened with."""

    version = HiddenField()

    def refuse_stale(self, name: str, *, now_shown: Mapping[str, Any]) -> None:
        """Raise ChangedMeanwhile once if something else is kept now than when the form was opened."""
        opened_at, current = self.version.data, version_of(now_shown)
        self.version.data = current
        if opened_at and opened_at != current:
            raise ChangedMeanwhile(name)


def is_address(_form: Any, field: Field) -> None:
    """Refuse what cannot be one mail address; keep it in its usual spelling."""
    if not field.data:
        return
    if field.data.count("@") > 1:
        raise ValidationError("Please give one e-mail address; this looks like two.")
    try:
        found = validate_email(field.data, check_deliverability=False)
    except EmailNotValidError:
        raise ValidationError(
            "This does not look like an e-mail address. Check it for missing parts."
        ) from None
    if found.ascii_email is None:
        raise ValidationError("Many mail servers do not pass on such letters. Is there another address?")
    if len(found.local_part) > 64:
        raise ValidationError("The part before the @ is too long for an e-mail address.")
    field.data = found.normalized.lower()


def is_zone(_form: Any, field: Field) -> None:
    """Refuse what is not the name of a time zone."""
    try:
        known_zone(field.data or "")
    except UnknownZone as unknown:
        raise ValidationError(str(unknown)) from None


def is_web_address(_form: Any, field: Field) -> None:
    """Refuse what is not an address of the web."""
    if not field.data:
        return
    address = field.data if "://" in field.data else "https://" + field.data
    if len(address) > LONGEST_WEB_ADDRESS:
        raise ValidationError("This address is very long. Is there a shorter one?")
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and " " not in address
    except ValueError:
        usable = False
    if not usable:
        raise ValidationError("This does not look like a web address. It should begin with https://")
    field.data = address
