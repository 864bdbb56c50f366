"""Using one's own templates: starting a letter from one, and taking them in from files."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import count
from typing import NamedTuple

from outreach.accounts.models import Account
from outreach.database import locked
from outreach.enumeration import enumerated
from outreach.errors import OutreachError
from outreach.letters.filling import from_file
from outreach.letters.kinds import LetterKind, Origin
from outreach.letters.known import facts_of
from outreach.letters.models import Letter
from outreach.letters.templates import LONGEST_NAME, LetterTemplate


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


class NotTakenIn(OutreachError):
    """One of the files cannot be a template, so that none of them becomes one."""

    def __init__(self, file: str, why: OutreachError) -> None:
        super().__init__(f"Nothing was taken in, because of “{file[:80]}”: {why}")


class TakenIn(NamedTuple):
    """The names of what became a template, and of what was one before, word for word."""

    new: list[str]
    known: list[str]

    @property
    def in_words(self) -> str:
        new = f"Taken in: {enumerated(self.new)}." if self.new else ""
        known = f"Here already, word for word: {enumerated(self.known)}." if self.known else ""
        return f"{new} {known}".strip() or "No file was chosen."


def take_in(account: Account, files: Iterable[tuple[str, str]], *, now: datetime) -> TakenIn:
    """Make a template of each file, given by its name and its text. Raises NotTakenIn."""
    taken = TakenIn([], [])
    for file, text in files:
        try:
            _take_in(account, text, taken, now=now)
        except OutreachError as refusal:
            raise NotTakenIn(file, refusal) from refusal
    return taken


def _take_in(account: Account, text: str, taken: TakenIn, *, now: datetime) -> None:
    """Raises NotATemplate, UnknownKind, UnknownPlace, TooLong, TooManyTemplates."""
    name, word, subject, body = from_file(text)
    plain = word.strip().lower().replace(" ", "_")
    if plain not in set(LetterKind):
        raise UnknownKind(word)
    name, kind = name or "Without a name", LetterKind(plain)
    for numbered in _numbered(name):
        same = LetterTemplate.called(numbered, kind, of=account.id)
        if same is None or (same.subject, same.body.strip()) == (subject, body):
            break
    if same is None:
        LetterTemplate.write(account, numbered, kind, subject, body, now=now)
    (taken.known if same else taken.new).append(numbered)


def _numbered(name: str) -> Iterator[str]:
    """The name, and then with a number behind it, until one is free."""
    yield name
    for number in count(2):
        behind = f" ({number})"
        yield name[: LONGEST_NAME - len(behind)] + behind
