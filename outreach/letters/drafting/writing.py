"""What the short letters after the first one share: manner, thread, and how they are put together. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from outreach.enumeration import enumerated
from outreach.letters.drafting.composing import Wordings, compose
from outreach.letters.drafting.desk import Desk
from outreach.letters.drafting.draft import Draft, Missing, Voice
from outreach.letters.drafting.material import Slots, Table, tables
from outreach.letters.drafting.phrases import tidy
from outreach.letters.facts import ContactFacts, SenderFacts

REPLY = re.compile(r"^\s*((re|aw|sv|antw|fwd?|wg)\s*:\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a letter is written, whatever it says.

    ``seed`` decides the wordings, ``turns`` counts by part how often another
    one was asked for; ``thread`` is the subject of the letter it answers or
    recalls, and keeps it in that thread.
    """

    seed: str
    voice: Voice = Voice.WARM
    turns: Mapping[str, int] = field(default_factory=dict)
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Who writes to whom."""

    to: ContactFacts
    sender: SenderFacts


FILES = ("followups", "changes", "referrals", "keeping")
BORROWS = {"moved_by_me": "proposal", "moved_by_them": "proposal", "missed_by_them": "proposal"}
"""What offers times says it in the words of the first proposal."""


def sentences(kind: str) -> Mapping[str, Table]:
    """The parts of one kind of letter."""
    own: Mapping[str, Table] = next(tables(name)[kind] for name in FILES if kind in tables(name))
    return {**sentences(BORROWS[kind]), **own} if kind in BORROWS else own


def write(
    kind: str,
    pair: Pair,
    manner: Manner,
    *,
    slots: Slots,
    paragraphs: Sequence[Sequence[str]],
    verbatim: Mapping[str, str] | None = None,
    missing: Sequence[Missing] = (),
) -> Draft:
    """Put a short letter together: its sentences from the tables, ``verbatim`` blocks as they are."""
    told, verbatim = sentences(kind), verbatim or {}
    desk = Desk(pair.to, pair.sender, manner.voice, manner.seed, manner.turns)

    def said(name: str) -> Wordings:
        return desk.wordings(name, told[name], slots, own_first=True)

    parts = [
        as_it_is(name, verbatim[name]) if name in verbatim else said(name)
        for paragraph in paragraphs
        for name in paragraph
    ]
    thread = re_subject(manner.thread)
    subject = as_it_is("subject", thread) if thread else said("subject")
    closing = said("closing")
    body = compose(parts, fewest=0, most=1000)
    return desk.finish([subject, *body, closing], paragraphs, tuple(missing))


def as_it_is(part: str, text: str) -> Wordings:
    """A part that has one wording: the person's own."""
    return Wordings(part, (text,), (frozenset(),))


def re_subject(thread: str) -> str:
    """The subject of an answer, with one "Re:" however many there were."""
    subject = REPLY.sub("", " ".join(thread.split()))
    return f"Re: {subject}" if subject else ""


def in_a_row(phrases: Sequence[str]) -> str:
    """Phrases as a person noted them, tidied, in one sentence."""
    return enumerated(filter(None, map(tidy, phrases)))
