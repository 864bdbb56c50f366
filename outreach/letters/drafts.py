"""Which draft belongs to which kind of letter. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from outreach.letters.drafting import changes, keeping, referrals
from outreach.letters.drafting.afterwards import News, draft_referral_update, draft_thanks
from outreach.letters.drafting.draft import Draft
from outreach.letters.drafting.first_letter import draft_outreach
from outreach.letters.drafting.followups import (
    draft_ahead,
    draft_answers_by_mail,
    draft_confirmation,
    draft_decline,
    draft_later,
    draft_nudge,
    draft_proposal,
    draft_redirect_thanks,
)
from outreach.letters.drafting.short_forms import draft_blurb
from outreach.letters.drafting.slots import interest_slots
from outreach.letters.drafting.writing import Manner, Pair
from outreach.letters.facts import ContactFacts, Facts
from outreach.letters.kinds import LetterKind


@dataclass(frozen=True, slots=True)
class Material:
    """What a letter needs beyond the facts of the interview; each kind takes its own share.

    ``windows`` and ``time`` are worded in the contact's zone, which ``zone``
    names; ``link`` is the contact's page; ``learned``, ``promises`` and
    ``people`` come from the debrief. ``told`` is what the person told for this
    very letter, by slot; ``month`` when the talk was, in a word; ``again``
    whether such a letter was needed before.
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
    told: Mapping[str, str] = field(default_factory=dict)
    month: str = ""
    again: bool = False


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


def _ahead(pair: Pair, manner: Manner, _facts: Facts, material: Material) -> Draft:
    return draft_ahead(pair, manner, questions=material.questions)


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
    learned = material.learned[0] if material.learned else ""
    return draft_referral_update(pair, manner, person=material.person, news=News.MET, learned=learned)


def _referral_wrote(pair: Pair, manner: Manner, _facts: Facts, material: Material) -> Draft:
    return draft_referral_update(pair, manner, person=material.person, news=News.WROTE)


def _referral_answered(pair: Pair, manner: Manner, _facts: Facts, material: Material) -> Draft:
    return draft_referral_update(pair, manner, person=material.person, news=News.ANSWERED)


def _new_times(facts: Facts, material: Material) -> changes.NewTimes:
    return changes.NewTimes(material.windows, material.zone, material.link, facts.minutes, facts.format)


def _moved_by_me(pair: Pair, manner: Manner, facts: Facts, material: Material) -> Draft:
    return changes.draft_moved_by_me(pair, manner, _new_times(facts, material), again=material.again)


def _moved_by_them(pair: Pair, manner: Manner, facts: Facts, material: Material) -> Draft:
    return changes.draft_moved_by_them(pair, manner, _new_times(facts, material))


def _missed_by_me(pair: Pair, manner: Manner, _facts: Facts, _material: Material) -> Draft:
    return changes.draft_missed_by_me(pair, manner)


def _missed_by_them(pair: Pair, manner: Manner, facts: Facts, material: Material) -> Draft:
    return changes.draft_missed_by_them(pair, manner, _new_times(facts, material))


def _introduction(pair: Pair, manner: Manner, facts: Facts, material: Material) -> Draft:
    towards = replace(facts, contact=ContactFacts(name=material.person))
    blurb = draft_blurb(towards, voice=manner.voice, seed=manner.seed)
    return referrals.draft_introduction(pair, manner, person=material.person, blurb=blurb)


def _referral_check(pair: Pair, manner: Manner, _facts: Facts, material: Material) -> Draft:
    return referrals.draft_referral_check(pair, manner, person=material.person)


def _referral_thanks(pair: Pair, manner: Manner, _facts: Facts, material: Material) -> Draft:
    return referrals.draft_referral_thanks(pair, manner, person=material.person)


def _referral_failed(pair: Pair, manner: Manner, _facts: Facts, material: Material) -> Draft:
    return referrals.draft_referral_failed(pair, manner, person=material.person)


def _referral_not_pursued(pair: Pair, manner: Manner, _facts: Facts, material: Material) -> Draft:
    reason = material.told.get("reason", "")
    return referrals.draft_referral_not_pursued(pair, manner, person=material.person, reason=reason)


def _referral_landed(pair: Pair, manner: Manner, _facts: Facts, material: Material) -> Draft:
    return referrals.draft_referral_landed(pair, manner, **_news_and_whom(material))


def _referral_another_path(pair: Pair, manner: Manner, _facts: Facts, material: Material) -> Draft:
    return referrals.draft_referral_another_path(pair, manner, **_news_and_whom(material))


def _news_and_whom(material: Material) -> dict[str, str]:
    """The news, and everybody whom its reader led to."""
    told = material.told
    return {"news": told.get("news", ""), "led_to": told.get("led_to", "") or material.person}


def _close(pair: Pair, manner: Manner, _facts: Facts, _material: Material) -> Draft:
    return keeping.draft_close(pair, manner)


def _advice_update(pair: Pair, manner: Manner, _facts: Facts, material: Material) -> Draft:
    return keeping.draft_advice_update(pair, manner, **_of(material, "did", "result"))


def _recalled(facts: Facts, material: Material) -> keeping.Recalled:
    return keeping.Recalled(interest_slots(facts)["narrow"] or interest_slots(facts)["broad"], material.month)


def _in_touch(months: int) -> Drafted:
    def draft(pair: Pair, manner: Manner, facts: Facts, material: Material) -> Draft:
        told, recalled = _of(material, "progress", "useful"), _recalled(facts, material)
        return keeping.draft_in_touch(pair, manner, recalled, months=months, **told)

    return draft


def _ask_again(pair: Pair, manner: Manner, facts: Facts, material: Material) -> Draft:
    told, recalled = _of(material, "progress", "question"), _recalled(facts, material)
    return keeping.draft_ask_again(pair, manner, recalled, format=facts.format, **told)


def _congratulations(pair: Pair, manner: Manner, _facts: Facts, material: Material) -> Draft:
    return keeping.draft_congratulations(pair, manner, **_of(material, "news"))


LANDING = ("news", "helped", "led_to", "answered")


def _landed(pair: Pair, manner: Manner, _facts: Facts, material: Material) -> Draft:
    return keeping.draft_landed(pair, manner, **_of(material, *LANDING))


def _another_path(pair: Pair, manner: Manner, _facts: Facts, material: Material) -> Draft:
    return keeping.draft_another_path(pair, manner, **_of(material, *LANDING))


def _pay_forward(pair: Pair, manner: Manner, facts: Facts, material: Material) -> Draft:
    return keeping.draft_pay_forward(pair, manner, _recalled(facts, material))


def _of(material: Material, *names: str) -> dict[str, str]:
    """What was told of these, empty where nothing was."""
    return {name: material.told.get(name, "") for name in names}


DRAFTS: dict[LetterKind, Drafted] = {
    LetterKind.NUDGE: _nudge,
    LetterKind.CLOSE: _close,
    LetterKind.PROPOSAL: _proposal,
    LetterKind.QUESTIONS: _questions,
    LetterKind.AHEAD: _ahead,
    LetterKind.REDIRECT: _redirect,
    LetterKind.LATER: _later,
    LetterKind.DECLINE: _decline,
    LetterKind.CONFIRMATION: _confirmation,
    LetterKind.MOVED_BY_ME: _moved_by_me,
    LetterKind.MOVED_BY_THEM: _moved_by_them,
    LetterKind.MISSED_BY_ME: _missed_by_me,
    LetterKind.MISSED_BY_THEM: _missed_by_them,
    LetterKind.THANKS: _thanks,
    LetterKind.INTRODUCTION: _introduction,
    LetterKind.REFERRAL_CHECK: _referral_check,
    LetterKind.REFERRAL_THANKS: _referral_thanks,
    LetterKind.REFERRAL_WROTE: _referral_wrote,
    LetterKind.REFERRAL_ANSWERED: _referral_answered,
    LetterKind.REFERRAL_UPDATE: _referral_update,
    LetterKind.REFERRAL_FAILED: _referral_failed,
    LetterKind.REFERRAL_NOT_PURSUED: _referral_not_pursued,
    LetterKind.REFERRAL_LANDED: _referral_landed,
    LetterKind.REFERRAL_ANOTHER_PATH: _referral_another_path,
    LetterKind.ADVICE_UPDATE: _advice_update,
    LetterKind.IN_TOUCH_1M: _in_touch(1),
    LetterKind.IN_TOUCH_3M: _in_touch(3),
    LetterKind.IN_TOUCH_6M: _in_touch(6),
    LetterKind.ASK_AGAIN: _ask_again,
    LetterKind.CONGRATULATIONS: _congratulations,
    LetterKind.LANDED: _landed,
    LetterKind.ANOTHER_PATH: _another_path,
    LetterKind.PAY_FORWARD: _pay_forward,
}
