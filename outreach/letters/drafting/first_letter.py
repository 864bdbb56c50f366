"""Draft the letter that asks a person for a conversation, from whatever is known. Pure."""

from collections.abc import Mapping

from outreach.interviews.kinds import Relationship
from outreach.letters.drafting.asks import BORROWED_NAME, missing_from
from outreach.letters.drafting.composing import Wordings, compose, word_count
from outreach.letters.drafting.desk import NO_TURNS, Desk
from outreach.letters.drafting.draft import Draft, Voice
from outreach.letters.drafting.material import Table, rotated, tables
from outreach.letters.drafting.roles import sender_person, who_slots
from outreach.letters.drafting.slots import ask_slots, interest_slots, why_slots
from outreach.letters.drafting.ties import connection_slots, introducer_of
from outreach.letters.facts import Facts

FEWEST, MOST = 66, 88
"""Words of a body, well inside the 60 to 100 that a busy reader takes in at once."""

ACQUAINTED = {Relationship.EXCOLLEAGUE, Relationship.FAMILY, Relationship.INTERNAL}
SUBJECT_CHARACTERS, SUBJECT_WORDS = 50, 7
LAYOUTS = (
    (("connection", "who", "why"), ("interest", "ask"), ("ease",)),
    (("connection", "who", "why", "interest"), ("ask", "ease")),
    (("connection", "who"), ("why", "interest"), ("ask", "ease")),
)
"""How the parts fall into paragraphs; the seed picks one."""


def draft_outreach(
    facts: Facts, *, voice: Voice = Voice.WARM, seed: str, turns: Mapping[str, int] = NO_TURNS
) -> Draft:
    """Draft the first letter of an interview.

    ``seed`` decides the wording, so that two people at one organization do not
    get the same letter; the same seed and facts give the same letter for ever.
    ``turns`` counts, by the name of a part, how often another wording was asked
    for: that part moves on, the others stay.
    """
    desk = Desk(facts.contact, facts.sender, voice, seed, turns)
    body = compose(_body_parts(desk, facts), fewest=FEWEST, most=MOST)
    closing = desk.wordings("closing", tables("closing")["outreach"], {})
    return desk.finish([_subject(desk, facts), *body, closing], _paragraphs(seed), missing_from(facts))


def _paragraphs(seed: str) -> tuple[tuple[str, ...], ...]:
    return rotated(LAYOUTS, seed=seed, part="paragraphs")[0]


def _body_parts(desk: Desk, facts: Facts) -> list[Wordings]:
    why, interest = tables("why"), tables("interest")
    purpose = facts.purpose
    given = [why_slots(reason, contact=facts.contact.name) for reason in facts.why_them if reason.strip()]
    distance = "stranger" if facts.relationship.is_stranger else "known"
    return [
        desk.wordings("connection", tables("connection")[facts.relationship], connection_slots(facts)),
        desk.wordings("who", who_table(facts), who_slots(facts)),
        desk.wordings("why", why["given" if given else purpose], *(given or [{}])),
        desk.wordings("interest", interest[purpose], interest_slots(facts)),
        desk.wordings("ask", tables("ask")[purpose], ask_slots(facts.minutes, facts.format)),
        desk.wordings("ease", tables("ease")[distance], {}),
    ]


def who_table(facts: Facts) -> Table:
    """How this sender introduces themselves to somebody who knows them, or does not."""
    situation = facts.sender.situation or "unknown"
    known = "_known" if facts.relationship in ACQUAINTED else ""
    table: Table = tables("who")[f"{situation}{known}"]
    return table


def _subject(desk: Desk, facts: Facts) -> Wordings:
    """Subjects that name the tie, or the topic where the tie makes too long a line."""
    slots = connection_slots(facts) | interest_slots(facts)
    slots |= {"person": sender_person(facts.sender), "school": facts.sender.alma_mater}
    for reason in facts.why_them[:1]:
        slots |= why_slots(reason, contact=facts.contact.name)
    groups: list[Table] = [
        {name: group}
        for key in (facts.relationship, "general")
        for name, group in tables("subject")[key].items()
    ]
    offers = [offer for group in groups if (offer := desk.wordings("subject", group, slots)).texts]
    if facts.relationship in BORROWED_NAME and introducer_of(facts):
        offers = offers[:1]
    for offer in offers:
        if short := [i for i, text in enumerate(offer.texts) if _is_short(text)]:
            return offer.only(short)
    return offers[0].only([min(range(len(offers[0].texts)), key=lambda i: len(offers[0].texts[i]))])


def _is_short(subject: str) -> bool:
    return len(subject) <= SUBJECT_CHARACTERS and 3 <= word_count(subject) <= SUBJECT_WORDS
