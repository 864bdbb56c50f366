"""What ties two people, typed in whatever shape, stands in the first sentence as a person would say it."""

from dataclasses import replace
from itertools import product

import pytest

from outreach.accounts.kinds import Situation
from outreach.interviews.kinds import Relationship
from outreach.letters.drafting.draft import Draft, Voice
from outreach.letters.drafting.first_letter import draft_outreach
from outreach.letters.facts import Facts, Kind
from tests.letters.drafting.cast import INTRODUCERS, complete
from tests.letters.drafting.checks import body_of, holes, wrong_ask, wrong_size, wrong_tone
from tests.letters.test_drafts_before_the_coach import objections

ALUM, COLD, GROUP, EVENT = Relationship.ALUM, Relationship.COLD, Relationship.GROUP, Relationship.EVENT
LI2, FAMILY, INTERNAL, AUTHOR = (
    Relationship.LI2,
    Relationship.FAMILY,
    Relationship.INTERNAL,
    Relationship.AUTHOR,
)
TYPED = (
    "University of London", "Carleton College", "MIT, class of 2019", "same school", "rowing team", "PyCon 2025",
    "we both studied physics", "both studied physics", "met at PyCon 2025", "both at PyCon 2025", "from Leeds",
    "your talk on tidal energy", "talk on tidal energy", "read your article on wells",
)  # fmt: skip


def tied(relationship: Relationship, typed: str) -> Facts:
    """Facts with nothing but the typed tie between the two, where a tie can do without a third person."""
    is_named = relationship not in {LI2, FAMILY}
    introducer = INTRODUCERS.get(relationship, "Priya Nair") if is_named else ""
    return complete(relationship, connection_facts=(typed,), introducer=introducer)


def opening(draft: Draft) -> str:
    return next(part.text for part in draft.parts if part.name == "connection")


def openings(relationship: Relationship, typed: str, *voices: Voice) -> set[str]:
    facts = tied(relationship, typed)
    return {
        opening(draft_outreach(facts, voice=voice, seed="Lena", turns={"connection": turn}))
        for voice, turn in product(voices or Voice, range(8))
    }


@pytest.mark.parametrize("relationship", Relationship)
def test_however_a_tie_is_typed_neither_the_coach_nor_an_adviser_would_change_the_letter(
    relationship: Relationship,
) -> None:
    for number, typed in enumerate(TYPED, list(Relationship).index(relationship)):
        voice = list(Voice)[number % 3]  # so that each tie is told in every voice, by some relationship
        facts = tied(relationship, typed)
        draft = draft_outreach(facts, voice=voice, seed=f"interview {number}")
        body = body_of(draft)
        assert not objections(Kind.OUTREACH, draft, facts)
        assert not [*holes(draft), *wrong_size(draft, body), *wrong_ask(body), *wrong_tone(body)], draft.body


@pytest.mark.parametrize(
    ("relationship", "typed", "said"),
    [
        (ALUM, "University of London", "We both come from the University of London."),
        (ALUM, "the University of London", "We both come from the University of London."),
        (ALUM, "Carleton", "We both come from Carleton."),
        (ALUM, "rowing team", "We have something in common: the rowing team."),
        (ALUM, "both studied physics", "We both studied physics, and that is why I thought of you."),
        (ALUM, "Same school", "We went to the same school, and that is why I thought of you."),
        (ALUM, "your talk on wells", "I came across your talk on wells, and then saw that we went to the same school."),
        (COLD, "met at PyCon 2025", "We met at PyCon 2025, and a question has stayed with me since."),
        (COLD, "in the city directory", "I found you in the city directory."),
        (GROUP, "University of London", "We are both part of the University of London."),
        (EVENT, "your talk on wells", "Your talk on wells left me with a question for you."),
        (EVENT, "both at PyCon", "We were both at PyCon, and a question has stayed with me since."),
        (AUTHOR, "talk on wells", "I came across your talk on wells and have a question for you."),
        (LI2, "read your post", "I read your post, and a question has stayed with me since."),
        (FAMILY, "church choir in Leeds", "Our families know each other through the church choir in Leeds."),
        (FAMILY, "Maria Delgado's nephew", "I'm Maria Delgado's nephew."),
        (INTERNAL, "claims team in Leeds", "We are both at Bow River Authority; I'm in the claims team in Leeds."),
        (INTERNAL, "PyCon 2025", "We are colleagues, and what we also share is PyCon 2025."),
    ],
)  # fmt: skip
def test_a_bare_fact_becomes_a_sentence(relationship: Relationship, typed: str, said: str) -> None:
    assert said in openings(relationship, typed, Voice.PLAIN)


def test_nobody_is_told_that_they_have_not_met_somebody_whom_they_met() -> None:
    assert not [
        said for said in openings(COLD, "met at PyCon 2025") if "not met" in said or "n't met" in said
    ]


@pytest.mark.parametrize("situation", [Situation.CHANGER, Situation.NEWCOMER, None])
def test_where_somebody_may_only_work_is_never_claimed_as_the_school_of_two(
    situation: Situation | None,
) -> None:
    """Sam works at the Charité; the school that he and Grace went to is another, which only he can name."""
    facts = complete(ALUM, connection_facts=())
    facts = replace(facts, sender=replace(facts.sender, situation=situation, school="Charité"))
    drafts = [
        draft_outreach(facts, voice=voice, seed="Sam", turns={"connection": turn, "subject": turn})
        for voice, turn in product(Voice, range(6))
    ]
    assert not [draft.body for draft in drafts if "Charité" in draft.subject + opening(draft)]
    assert "connection" in {missing.fact for missing in drafts[0].missing}


def test_the_school_of_who_studies_there_is_the_tie_as_it_is() -> None:
    facts = complete(ALUM, connection_facts=())
    facts = replace(facts, sender=replace(facts.sender, situation=Situation.STUDENT, school="Carleton"))
    draft = draft_outreach(facts, seed="Lena")
    assert "Carleton" in opening(draft)
    assert "connection" not in {missing.fact for missing in draft.missing}
