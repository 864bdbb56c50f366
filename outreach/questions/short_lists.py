"""The few questions that go into a letter: for an interview by mail, or sent ahead of a talk. Pure."""

from outreach.questions.tailoring import Choice, Tailored
from outreach.questions.topics import Topic

BY_MAIL = (3, 5)
AHEAD = (4, 7)
WHOLE_TALK = 9
"""A list of so many questions is long enough for the longest letter."""


def by_mail(tailored: Tailored) -> tuple[Choice, ...]:
    """Three to five questions for somebody who would rather write, the most important first.

    The referral is among them, and comes last.
    """
    return _most_important(tailored, *BY_MAIL)


def sent_ahead(tailored: Tailored) -> tuple[Choice, ...]:
    """Four to seven questions for somebody who likes to think beforehand, the most important first.

    The referral is among them, and comes last: names come to mind with time.
    """
    return _most_important(tailored, *AHEAD)


def _most_important(tailored: Tailored, fewest: int, most: int) -> tuple[Choice, ...]:
    referral = [choice for choice in tailored.questions if choice.topic is Topic.REF]
    rest = [choice for choice in tailored.questions if choice.topic not in (Topic.REF, Topic.CLOSE)]
    ranked = sorted(rest, key=_importance)
    count = fewest + round((most - fewest) * min(1, len(tailored.questions) / WHOLE_TALK))
    chosen = [*ranked, *_worth_adding(tailored, fewest - len(ranked) - len(referral))]
    return (*chosen[: count - len(referral)], *referral)


def _importance(choice: Choice) -> tuple[bool, bool, bool]:
    """Starred first, then what was pinned or written by hand; the story may wait for the talk."""
    return (not choice.starred, not (choice.pinned or choice.own), choice.topic is Topic.PATH)


def _worth_adding(tailored: Tailored, missing: int) -> list[Choice]:
    """Spares, where a very short list has too little for a letter."""
    spares = [choice for choice in tailored.spares if choice.topic not in (Topic.REF, Topic.CLOSE)]
    return spares[: max(0, missing)]
