"""Draft the letters after a talk: thanks to the person, news to the one who pointed the way. Pure."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from outreach.letters.drafting.asks import lacking
from outreach.letters.drafting.draft import Draft, Missing
from outreach.letters.drafting.phrases import tidy
from outreach.letters.drafting.towards import towards
from outreach.letters.drafting.writing import Manner, Pair, in_a_row, write

THAT = re.compile(r"^(that|how|what|why|where|which|who)\s", re.IGNORECASE)
WILL = re.compile(
    r"^(?:I will|I'll|I’ll|I am going to|I'm going to|I’m going to|I want to|will|to)\s+", re.IGNORECASE
)
DONE = re.compile(r"^(?:I have|I've|I’ve|have)\s+(?:already\s+|just\s+)?", re.IGNORECASE)


class News(StrEnum):
    """How far a referral has come, as the introducer is told."""

    WROTE = "wrote"
    ANSWERED = "answered"
    MET = "met"


def draft_thanks(
    pair: Pair,
    manner: Manner,
    *,
    learned: Sequence[str] = (),
    will_do: str = "",
    promises: Sequence[str] = (),
    people: Sequence[str] = (),
    may_use_name: bool = False,
    offer: str = "",
    when: str = "",
) -> Draft:
    """Thanks within a day, from the debrief: specific, and with nothing new asked.

    ``learned`` completes "what stays with me is …" ("that field judgement
    counts", "how small the teams are"); ``will_do`` and ``promises`` complete
    "I will …" and speak to the reader ("send you the report"); "have signed up
    for the course" and "signing up for the course" are understood too. ``people`` are those
    they named, ``offer`` what they offered, as a noun phrase or "to …"; ``when`` is "this morning".
    """
    reader = pair.to.name
    will_do, promises = towards(will_do, reader=reader), [towards(told, reader=reader) for told in promises]
    slots = _learned(learned) | _next_step(will_do) | {"when": tidy(when), "offer": tidy(offer)}
    slots["promise"] = in_a_row([WILL.sub("", tidy(promise)) for promise in promises])
    slots["people"], slots["names"] = in_a_row(people), "the names" if len(people) > 1 else "the name"
    return write(
        "thanks", pair, manner, slots=slots,
        paragraphs=_of_thanks(slots, named="people_mentioning" if may_use_name else "people"),
        missing=_unsaid(learned, will_do, promises),
    )  # fmt: skip


def _of_thanks(slots: Mapping[str, str], *, named: str) -> list[tuple[str, ...]]:
    """What was learned and what follows from it; then the people, the offer, or at least a word to come."""
    acts = any(slots.get(fact) for fact in ("promise", "will_do", "doing", "done"))
    first = ("thanks", "learned", "action") if acts else ("thanks", "learned")
    last = [(named, slots["people"]), ("offer", slots["offer"]), ("report", not acts)]
    return [first, tuple(part for part, said in last if said)]


def _learned(learned: Sequence[str]) -> dict[str, str]:
    told = [t for t in map(tidy, learned) if t]
    if len(told) > 1:
        return {
            "learned_two": "; and ".join(re.sub(r"^that\s+", "", t, flags=re.IGNORECASE) for t in told[:2])
        }
    if not told:
        return {}
    first = told[0][:1].lower() + told[0][1:]
    return {"learned_that": first} if THAT.match(first) else {"learned": told[0]}


def _next_step(will_do: str) -> dict[str, str]:
    text = tidy(will_do)
    if not text:
        return {}
    if DONE.match(text):
        return {"done": DONE.sub("", text)}
    text = WILL.sub("", text)
    if re.match(r"\w+ing\b(?!\s+(?:and|or)\b)", text) and not re.match(r"(bring|sing|ring|swing)\b", text):
        return {"doing": text}
    if re.match(r"\w+ed\s+(?:up|for|in|the|a|an|to|my|on|out)\b", text):
        return {"done": text}
    return {"will_do": text}


def _unsaid(learned: Sequence[str], will_do: str, promises: Sequence[str]) -> list[Missing]:
    missing = []
    if not any(map(tidy, learned)):
        missing.append(lacking("learned"))
    if not (tidy(will_do) or any(map(tidy, promises))):
        missing.append(lacking("will_do"))
    return missing


def draft_referral_update(pair: Pair, manner: Manner, *, person: str, news: News, learned: str = "") -> Draft:
    """Tell the introducer (``pair.to``) that the person they named was written to, or met."""
    slots = {"person": tidy(person)} | _learned([learned])
    told = ("news", "report") if news is not News.MET else ("news", "learned", "thanks")
    return write(
        f"referral_{news}", pair, manner, slots=slots,
        paragraphs=[told],
        missing=[] if slots["person"] else [lacking("person")],
    )  # fmt: skip
