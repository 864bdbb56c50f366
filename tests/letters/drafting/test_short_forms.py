"""The same letter in less room."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.accounts.kinds import Situation
from outreach.contacts.kinds import Formality
from outreach.interviews.kinds import Purpose, Relationship
from outreach.letters.coach.findings import Severity
from outreach.letters.coach.review import review
from outreach.letters.drafting.draft import Voice
from outreach.letters.drafting.short_forms import draft_blurb, draft_message, draft_note, draft_questions
from outreach.letters.facts import ContactFacts, Facts, Kind, Manuscript
from tests.letters.drafting.cast import complete
from tests.letters.drafting.checks import HOLE, counted

SOME = list(product(Purpose, Situation, Voice))[::5]


def objections(kind: Kind, text: str, facts: Facts, subject: str = "") -> list[str]:
    findings = review(Manuscript(kind, text, subject, facts)).findings
    return [f"{f.rule}: {f.text} in {text}" for f in findings if f.severity is not Severity.T]


@pytest.mark.parametrize("relationship", Relationship)
def test_a_note_ties_asks_and_fits(relationship: Relationship) -> None:
    for number, (purpose, situation, voice) in enumerate(SOME):
        facts = complete(relationship, purpose, situation, number)
        note = draft_note(facts, voice=voice, seed=str(number))
        assert len(note) <= 300
        assert note.count("?") == 1
        assert note.endswith(facts.sender.name)
        assert not objections(Kind.LINKEDIN_NOTE, note, facts)
        assert not HOLE.search(note.replace("\n", " "))


@pytest.mark.parametrize("relationship", Relationship)
def test_a_message_says_more_and_is_still_short(relationship: Relationship) -> None:
    for number, (purpose, situation, voice) in enumerate(SOME):
        facts = complete(relationship, purpose, situation, number)
        message = draft_message(facts, voice=voice, seed=str(number))
        assert len(message) <= 400
        assert not objections(Kind.LINKEDIN_NOTE, message, facts, "A question about wells")


@pytest.mark.parametrize("relationship", Relationship)
def test_lines_to_pass_on_are_sixty_words_at_most_and_name_nobody_twice(relationship: Relationship) -> None:
    for number, (purpose, situation, voice) in enumerate(SOME):
        facts = complete(relationship, purpose, situation, number)
        blurb = draft_blurb(facts, voice=voice, seed=str(number))
        assert 15 <= counted(blurb) <= 60
        assert " there" not in blurb
        assert blurb.count(facts.sender.name) == 1


@pytest.mark.parametrize("voice", Voice)
def test_questions_are_numbered_counted_and_five_at_most(voice: Voice) -> None:
    facts = complete(Relationship.COLD)
    asked = [f"What about {number}?" for number in range(7)]
    text = draft_questions(facts, asked, voice=voice, seed="Lena")

    assert "five short questions" in text
    assert "5. What about 4?" in text
    assert "6." not in text
    assert not objections(Kind.KEEP_IN_TOUCH, text, facts, "A question")


def test_two_people_at_one_place_do_not_get_the_same_note() -> None:
    facts = complete(Relationship.GROUP)
    assert len({draft_note(facts, voice=Voice.WARM, seed=f"interview {i}") for i in range(30)}) >= 6


def test_a_note_without_facts_still_asks() -> None:
    for relationship in Relationship:
        note = draft_note(Facts(relationship=relationship), voice=Voice.WARM, seed="Lena")
        assert "?" in note
        assert len(note) <= 300


@given(st.text(max_size=200), st.sampled_from(Relationship), st.sampled_from(Voice))
def test_no_fact_however_long_makes_a_note_too_long(
    typed: str, relationship: Relationship, voice: Voice
) -> None:
    facts = complete(
        relationship, connection_facts=(typed,), why_them=(typed,), narrow=typed, introducer=typed
    )
    facts = replace(facts, contact=ContactFacts(typed[:120], Formality.FIRST_NAME))

    assert len(draft_note(facts, voice=voice, seed="Lena")) <= 300
    assert counted(draft_blurb(facts, voice=voice, seed="Lena")) <= 200


@pytest.mark.parametrize(
    "lacking", ["why_them", "connection_facts", "narrow", "introducer", "both", "sender"]
)
@pytest.mark.parametrize("relationship", Relationship)
def test_what_is_not_known_leaves_no_gap(relationship: Relationship, lacking: str) -> None:
    facts = complete(relationship, number=2)
    if lacking == "sender":
        facts = replace(facts, sender=replace(facts.sender, programme_or_role="", school="", situation=None))
    else:
        gone = {
            "both": {"why_them": (), "connection_facts": ()},
            "narrow": {"narrow": ""},
            "introducer": {"introducer": ""},
        }
        facts = replace(facts, **gone.get(lacking, {lacking: ()}))  # type: ignore[arg-type]
    for voice in Voice:
        told = {"voice": voice, "seed": "9"}
        for text in (
            draft_note(facts, **told),  # type: ignore[arg-type]
            draft_message(facts, **told),  # type: ignore[arg-type]
            draft_questions(facts, ["What surprised you?"], **told),  # type: ignore[arg-type]
            draft_blurb(facts, **told),  # type: ignore[arg-type]
        ):
            assert all(line == line.strip() and not HOLE.search(line) for line in text.split("\n"))
