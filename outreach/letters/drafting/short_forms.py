"""The same letter in less room: a note and a message for LinkedIn, questions to answer, lines to pass on. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from outreach.interviews.kinds import Relationship
from outreach.letters.drafting.composing import Wordings, compose, word_count
from outreach.letters.drafting.desk import Desk
from outreach.letters.drafting.draft import Voice
from outreach.letters.drafting.first_letter import who_table
from outreach.letters.drafting.followups import MOST_QUESTIONS, NUMBERS
from outreach.letters.drafting.material import fill, rotated, sayable, tables
from outreach.letters.drafting.names import full_name, greeting
from outreach.letters.drafting.roles import who_slots
from outreach.letters.drafting.slots import ask_slots, interest_slots, why_slots
from outreach.letters.drafting.ties import connection_slots
from outreach.letters.facts import Facts

NOTE_MOST, MESSAGE_MOST = 300, 400
"""Characters: a note may not have more, and a message is answered less often with more."""
BLURB_MOST = 60
"""Words that somebody passes on without a second thought."""


def draft_note(facts: Facts, *, voice: Voice, seed: str) -> str:
    """A note to go with an invitation to connect: the tie, the ask, a name, in 300 characters at most."""
    return _fitting(facts, voice, seed, NOTE_MOST, (("connection", "why"), ("connection",), ("why",), ()))


def draft_message(facts: Facts, *, voice: Voice, seed: str) -> str:
    """A message: the tie, who writes, why them, the ask, in 400 characters if the facts are short enough."""
    fuller = (("connection", "who", "why"), ("connection", "why"), ("connection", "who"), ("connection",), ())
    return _fitting(facts, voice, seed, MESSAGE_MOST, fuller)


def draft_questions(facts: Facts, questions: Sequence[str], *, voice: Voice, seed: str) -> str:
    """The first letter as three to five questions to be answered in writing, for who would rather not talk."""
    asked = [" ".join(question.split()) for question in questions if question.strip()][:MOST_QUESTIONS]
    desk = Desk(facts.contact, facts.sender, voice, seed, {})
    told = _parts(facts, voice, seed)
    opening = _first(told["connection"]), _first(told["who"])
    lead = _spoken(desk, "questions_lead", {"count": NUMBERS[len(asked)] if len(asked) > 1 else "one"})
    listed = "\n".join(f"{place}. {question}" for place, question in enumerate(asked, start=1))
    ease = _spoken(desk, "questions_ease", {})
    blocks = [
        greeting(facts.contact, voice),
        " ".join(filter(None, (*opening, lead))),
        listed,
        ease,
        _name(facts),
    ]
    return "\n\n".join(filter(None, blocks))


def draft_blurb(facts: Facts, *, voice: Voice, seed: str) -> str:
    """Lines about the writer that whoever makes the introduction can pass on as they are: 60 words at most."""
    desk = Desk(facts.contact, facts.sender, voice, seed, {})
    # Whoever passes it on knows nothing of what ties the other two.
    apart = replace(facts, relationship=Relationship.REFERRAL, connection_facts=())
    interest = interest_slots(facts)
    slots = who_slots(apart) | {name: interest[name] for name in ("narrow", "broad")}
    slots |= {
        "contact": full_name(facts.contact),
        "Minutes": ask_slots(facts.minutes, facts.format)["minutes"].capitalize(),
    }
    about = _blurb_parts(desk, slots)
    for kept in (("me", "interest", "ask", "ease"), ("me", "interest", "ask"), ("me", "ask"), ("ask",)):
        text = " ".join(about[name] for name in kept if about[name])
        if word_count(text) + word_count(_signed(facts)) <= BLURB_MOST:
            break
    return f"{text}\n{_signed(facts)}".strip()


def _blurb_parts(desk: Desk, slots: Mapping[str, str]) -> dict[str, str]:
    return {name: _spoken(desk, f"blurb_{name}", slots) for name in ("me", "interest", "ask", "ease")}


def _signed(facts: Facts) -> str:
    return "\n".join(filter(None, (facts.sender.name.strip(), facts.sender.profile_url.strip())))


def _name(facts: Facts) -> str:
    return facts.sender.name.strip()


def _fitting(facts: Facts, voice: Voice, seed: str, most: int, choices: Sequence[tuple[str, ...]]) -> str:
    """The fullest wording that fits; where even the barest does not, the barest, cut at a word."""
    shortest = ""
    for text in _wordings(facts, voice, seed, choices):
        if len(text) <= most:
            return text
        shortest = min(shortest or text, text, key=len)
    return shortest[:most].rsplit(" ", 1)[0]


def _wordings(facts: Facts, voice: Voice, seed: str, choices: Sequence[tuple[str, ...]]) -> Iterator[str]:
    desk = Desk(facts.contact, facts.sender, voice, seed, {})
    told = _parts(facts, voice, seed)
    asks = desk.wordings("short_ask", tables("short")["ask"], ask_slots(facts.minutes, facts.format)).texts
    for names in choices:
        for said in product(*(told[name] for name in names), asks):
            yield "\n".join(
                filter(None, (greeting(facts.contact, voice), " ".join(filter(None, said)), _name(facts)))
            )


def _parts(facts: Facts, voice: Voice, seed: str) -> dict[str, tuple[str, ...]]:
    """The sentences of the first letter that a short form may take over, the wordings that go together first."""
    desk = Desk(facts.contact, facts.sender, voice, seed, {})
    reasons = [why_slots(reason, contact=facts.contact.name) for reason in facts.why_them if reason.strip()]
    tie = tables("connection")[facts.relationship]
    parts = [
        desk.wordings("connection", tie, connection_slots(facts)),
        desk.wordings("who", who_table(facts), who_slots(facts)),
        desk.wordings("why", tables("why")["given"], *reasons),
    ]
    return {part.part: _from_base(part) for part in compose(parts, fewest=0, most=1000)}


def _from_base(part: Wordings) -> tuple[str, ...]:
    return tuple(part.said(turns) for turns in range(len(part.texts))) or ("",)


def _first(texts: tuple[str, ...]) -> str:
    return texts[0] if texts else ""


def _spoken(desk: Desk, name: str, slots: Mapping[str, str]) -> str:
    said = rotated(sayable(tables("short")[name], slots, desk.voice), seed=desk.seed, part=name)
    return fill(said[0], slots) if said else ""
