"""Using one's own templates: starting a letter from one, and taking them in from files."""

from collections.abc import Iterable
from datetime import datetime

from outreach.accounts.models import Account
from outreach.database import locked
from outreach.errors import OutreachError
from outreach.letters.filling import from_file
from outreach.letters.kinds import LetterKind, Origin
from outreach.letters.known import facts_of
from outreach.letters.models import Letter
from outreach.letters.templates import LetterTemplate


class UnknownKind(OutreachError):
    """A template's file is for a kind of letter that there is not."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"“{kind[:40]}” is no kind of letter. Behind “Kind:” stands one of: {', '.join(LetterKind)}."
        )


def start_from(
    letter: Letter, template: LetterTemplate, *, account: Account, now: datetime
) -> tuple[str, ...]:
    """Fill the template for this letter, in place of its words. Answers which facts were not known.

    Raises LetterHasLeft, and UnknownPlace.
    """
    subject, body = template.filled(facts_of(letter.interview, account))
    words = subject.text or letter.subject, body.text
    locked(letter).rewrite(*words, revision=letter.revision, now=now, origin=Origin.TEMPLATE)
    letter.template = template.name
    return tuple(dict.fromkeys((*subject.missing, *body.missing)))


def in_words(template: LetterTemplate, missing: tuple[str, ...]) -> str:
    """What became of a letter that was started from a template."""
    if not missing:
        return f"Started from “{template.name}”."
    places = ", ".join(f"(({name}))" for name in missing)
    return f"Started from “{template.name}”. What is not known yet still stands there as {places}."


def take_in(account: Account, files: Iterable[str], *, now: datetime) -> list[LetterTemplate]:
    """Make a template of each file. Raises NotATemplate, UnknownKind, UnknownPlace, TooLong, TooManyTemplates."""
    taken = []
    for text in files:
        name, kind, subject, body = from_file(text)
        plain = kind.strip().lower().replace(" ", "_")
        if plain not in set(LetterKind):
            raise UnknownKind(kind)
        taken.append(
            LetterTemplate.write(account, name or "Without a name", LetterKind(plain), subject, body, now=now)
        )
    return taken
