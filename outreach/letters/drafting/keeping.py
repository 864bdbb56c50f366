"""Draft the letters that keep in touch, and those that bring it all to a good end. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from outreach.interviews.kinds import Format
from outreach.letters.drafting.asks import lacking
from outreach.letters.drafting.draft import Draft
from outreach.letters.drafting.phrases import tidy
from outreach.letters.drafting.slots import ask_slots
from outreach.letters.drafting.told import (
    after_colon,
    as_question,
    completing_congratulations,
    completing_decided,
    completing_have,
    completing_was,
)
from outreach.letters.drafting.writing import Manner, Pair, write


@dataclass(frozen=True, slots=True)
class Recalled:
    """The talk that a letter recalls: what it was about, as a noun phrase, and the month it was held in."""

    about: str = ""
    month: str = ""

    @property
    def slots(self) -> dict[str, str]:
        return {"about": tidy(self.about), "month": tidy(self.month)}


def draft_close(pair: Pair, manner: Manner) -> Draft:
    """After a silence: nothing to answer, and the door stays open."""
    return write("close", pair, manner, slots={}, paragraphs=[("rest", "door")])


def draft_advice_update(pair: Pair, manner: Manner, *, did: str = "", result: str = "") -> Draft:
    """What came of their advice: what was done, what came of it, thanks; nothing is asked."""
    slots = completing_have("did", did) | after_colon("result", result)
    told = _said(("news", True), ("result", result), ("thanks", True))
    missing = [] if tidy(did) else [lacking("did")]
    return write("advice_update", pair, manner, slots=slots, paragraphs=[told], missing=missing)


def draft_in_touch(
    pair: Pair, manner: Manner, recalled: Recalled, *, months: int, progress: str = "", useful: str = ""
) -> Draft:
    """A word after one, three or six ``months``: how things stand, and one thing for them; nothing is asked."""
    slots = recalled.slots | completing_have("progress", progress) | after_colon("useful", useful)
    theirs, ours = ("useful", useful), ("progress", progress)
    told = _said(("hello", True), *((theirs, ours) if months == 3 else (ours, theirs)), ("leave", True))
    missing = [] if tidy(progress) or tidy(useful) else [lacking("progress"), lacking("useful")]
    return write(f"in_touch_{months}m", pair, manner, slots=slots, paragraphs=[told], missing=missing)


def draft_ask_again(
    pair: Pair,
    manner: Manner,
    recalled: Recalled,
    *,
    progress: str = "",
    question: str = "",
    format: Format = Format.PHONE,
) -> Draft:
    """A second talk: what changed since, one specific question, fifteen minutes or a line."""
    slots = recalled.slots | completing_have("progress", progress) | as_question("question", question)
    opening = _said(("hello", True), ("progress", progress), ("question", True))
    missing = [
        lacking(fact) for fact, told in (("progress", progress), ("question", question)) if not tidy(told)
    ]
    return write(
        "ask_again", pair, manner, slots=slots | ask_slots(15, format),
        paragraphs=[opening, ("ask", "ease")], missing=missing,
    )  # fmt: skip


def draft_congratulations(pair: Pair, manner: Manner, *, news: str = "") -> Draft:
    """Their news: one genuine line, and nothing asked."""
    slots = completing_congratulations("news", news, reader=pair.to.name)
    missing = [] if tidy(news) else [lacking("their_news")]
    return write(
        "congratulations", pair, manner, slots=slots, paragraphs=[("news", "why", "leave")], missing=missing
    )


def draft_landed(
    pair: Pair, manner: Manner, *, news: str = "", helped: str = "", led_to: str = "", answered: str = ""
) -> Draft:
    """It has come to something: the news, their part in it, thanks, and the same offered to others.

    ``led_to`` names whom they led to, ``answered`` completes "You …": for those
    with whom there was no talk to recall.
    """
    slots = completing_have("news", news) | completing_was("helped", helped)
    slots |= {"led_to": led_to, "answered": answered}
    missing = [] if tidy(news) else [lacking("news")]
    return write(
        "landed", pair, manner, slots=slots, paragraphs=[("news", "helped"), ("offer",)], missing=missing
    )


def draft_another_path(
    pair: Pair, manner: Manner, *, news: str = "", helped: str = "", led_to: str = "", answered: str = ""
) -> Draft:
    """I chose differently: what, how their honesty helped, and no apology.

    ``led_to`` and ``answered`` are as for good news; then no talk is recalled.
    """
    slots = completing_decided("news", news) | completing_was("helped", helped)
    slots |= {"led_to": led_to, "answered": answered}
    if (led_to or answered) and "news" in slots:
        slots = {**slots, "news_apart": slots["news"], "news": ""}
    missing = [] if tidy(news) else [lacking("decided")]
    return write(
        "another_path", pair, manner, slots=slots, paragraphs=[("news", "helped", "thanks")], missing=missing
    )


def draft_pay_forward(pair: Pair, manner: Manner, recalled: Recalled) -> Draft:
    """A while after: the offer to give somebody else the time that was given to me."""
    return write(
        "pay_forward", pair, manner, slots=recalled.slots, paragraphs=[("recall", "offer"), ("leave",)]
    )


def _said(*parts: tuple[str, object]) -> Sequence[str]:
    """The parts whose fact was told, or that need none."""
    return [name for name, fact in parts if (tidy(fact) if isinstance(fact, str) else fact)]
