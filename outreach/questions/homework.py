"""The research card: what is public and worth knowing before the talk, and where to look. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from outreach.questions.bank import Bank, BankQuestion

LONGEST_FACT = 300


@dataclass(frozen=True, slots=True)
class Source:
    """A place to look before the talk."""

    key: str
    title: str
    hint: str


SOURCES = (
    Source(
        "source-profile",
        "Their profile",
        "Where did they study and work before? Note one turn that you do not understand.",
    ),
    Source(
        "source-organization",
        "The page of the place where they work",
        "What does it do, for whom, and in which part of it are they?",
    ),
    Source("source-news", "The latest news about it", "What changed in the last half year?"),
    Source(
        "source-occupation",
        "A description of the occupation",
        "National career sites list tasks, training, pay and outlook. Note what surprises you.",
    ),
    Source(
        "source-association",
        "The professional association",
        "Which one would you join, and what does it argue about at the moment?",
    ),
)


def to_look_up(bank: Bank, *, listed: Collection[str]) -> list[BankQuestion]:
    """Questions whose plain answer is public.

    First those on the list, then the rest of the founding document's.
    """
    public = [question for question in bank.questions if question.lookup]
    on_it = [question for question in public if question.key in listed]
    return on_it + [question for question in public if question.seed and question.key not in listed]


def known_keys(bank: Bank) -> frozenset[str]:
    """Every key that a fact may have."""
    return frozenset(source.key for source in SOURCES) | {q.key for q in bank.questions if q.lookup}


def still_public(key: str, text: str, bank: Bank) -> str:
    """Where to look up what these words still ask for; empty if they ask for more than that."""
    question = bank.by_key.get(key)
    return question.lookup if question and question.lookup and text == question.text else ""


def follows(key: str, text: str, bank: Bank, *, before: str, now: str) -> str:
    """The words of a listed question once its fact is ``now`` rather than ``before``.

    Words that the person changed are theirs and stay as they are.
    """
    question = bank.by_key.get(key)
    if question is None or text not in {question.text, question.asked_with(before)}:
        return text
    return question.asked_with(now)
