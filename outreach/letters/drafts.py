"""Which draft belongs to which kind of letter. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from outreach.letters.drafting.afterwards import News, draft_referral_update, draft_thanks
from outreach.letters.drafting.draft import Draft
from outreach.letters.drafting.first_letter import draft_outreach
from outreach.letters.drafting.followups import (
    draft_answers_by_mail,
    draft_confirmation,
    draft_decline,
    draft_later,
    draft_nudge,
    draft_proposal,
    draft_redirect_thanks,
)
from outreach.letters.drafting.writing import Manner, Pair
from outreach.letters.facts import Facts
from outreach.letters.kinds import LetterKind


@dataclass(frozen=True, slots=True)
class Material:
    """What a letter needs beyond the facts of the interview; each kind takes its own share.

    ``windows`` and ``time`` are worded in the contact's zone, which ``zone``
    names; ``link`` is the contact's page; ``learned``, ``promises`` and
    ``people`` come from the debrief.
    """

    windows: tuple[str, ...] = ()
    link: str = ""
    questions: tuple[str, ...] = ()
    person: str = ""
    until: date | None = None
    day: date | None = None
    time: str = ""
    zone: str = ""
    place: str = ""
    topics: tuple[str, ...] = ()
    learned: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


def draft_of(kind: LetterKind, facts: Facts, material: Material, manner: Manner) -> Draft:
    """Draft a letter of this kind from what is known."""
    if kind is LetterKind.OUTREACH:
        return draft_outreach(facts, voice=manner.voice, seed=manner.seed, turns=manner.turns)
    return DRAFTS[kind](Pair(facts.contact, facts.sender), manner, facts, material)


Drafted = Callable[[Pair, Manner, Facts, Material], Draft]


def _nudge(pair: Pair, manner: Manner, facts: Facts, _material: Material) -> Draft:
    return draft_nudge(pair, manner, minutes=facts.minutes, format=facts.format)


def _proposal(pair: Pair, manner: Manner, facts: Facts, material: Material) -> Draft:
    return draft_proposal(
        pair,
        manner,
        windows=material.windows,
        zone=material.zone,
        link=material.link,
        minutes=facts.minutes,
        format=facts.format,
    )


def _questions(pair: Pair, manner: Manner, _facts: Facts, material: Material) -> Draft:
    return draft_answers_by_mail(pair, manner, questions=material.questions)


def _redirect(pair: Pair, manner: Manner, _facts: Facts, material: Material) -> Draft:
    return draft_redirect_thanks(pair, manner, person=material.person)


def _later(pair: Pair, manner: Manner, _facts: Facts, material: Material) -> Draft:
    return draft_later(pair, manner, until=material.until)


def _decline(pair: Pair, manner: Manner, _facts: Facts, _material: Material) -> Draft:
    return draft_decline(pair, manner)


def _confirmation(pair: Pair, manner: Manner, facts: Facts, material: Material) -> Draft:
    assert material.day is not None  # noqa: S101  there is no confirmation without a booking
    return draft_confirmation(
        pair,
        manner,
        day=material.day,
        time=material.time,
        zone=material.zone,
        place=material.place,
        topics=material.topics,
        minutes=facts.minutes,
        format=facts.format,
    )


def _thanks(pair: Pair, manner: Manner, _facts: Facts, material: Material) -> Draft:
    return draft_thanks(
        pair, manner, learned=material.learned, promises=material.promises, people=material.people
    )


def _referral_update(pair: Pair, manner: Manner, _facts: Facts, material: Material) -> Draft:
    return draft_referral_update(pair, manner, person=material.person, news=News.MET)


DRAFTS: dict[LetterKind, Drafted] = {
    LetterKind.NUDGE: _nudge,
    LetterKind.PROPOSAL: _proposal,
    LetterKind.QUESTIONS: _questions,
    LetterKind.REDIRECT: _redirect,
    LetterKind.LATER: _later,
    LetterKind.DECLINE: _decline,
    LetterKind.CONFIRMATION: _confirmation,
    LetterKind.THANKS: _thanks,
    LetterKind.REFERRAL_UPDATE: _referral_update,
}
