"""L25: the greeting bears the contact's name."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from outreach.contacts.kinds import Formality
from outreach.letters.coach.review import review
from outreach.letters.facts import ContactFacts, EarlierLetter, Kind
from tests.letters.coach.letters import GOOD, OSEI, only, outreach, rules

REST = " I found you in the Carleton alumni directory."


def greeting(words: str, name: str = "Ama Osei") -> str:
    letter = outreach(words + REST, contact=replace(OSEI, name=name))
    found = [f for f in review(letter).findings if f.rule == "L25"]
    return f"{found[0].severity} {found[0].fix}" if found else ""


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Dear Ms. Osei,", "Ama Osei"),
        ("Dear ms osei,", "Ama Osei"),
        ("Hello Ama,", "Ama Osei"),
        ("Dear Ama Osei,", "Ama Osei"),
        ("Dear A. Osei,", "Ama Osei"),
        ("Ms. Osei,\n", "Ama Osei"),
        ("Good morning, Ms. Osei,", "Ama Osei"),
        ("Hi Ms. Osei –", "Ama Osei"),
        ("Dear Dr. Osei-Bonsu,", "Dr. Ama Osei-Bonsu, PhD"),
        ("Dear Professor Bonsu,", "Ama Osei Bonsu"),
        ("Dear Mr. O’Neill,", "Rory O'Neill"),
        ("Dear Mr. ONeill,", "Rory O'Neill"),
        ("Dear Ms. van der Berg,", "Mieke van der Berg"),
        ("Dear Suharto,", "Suharto"),
        ("Dear Mike,", "Michael Chen"),
        ("Dear Sam,", "Samantha Lee"),
        ("Dear Michael,", "Mike Chen"),
        ("Dear JK,", "Joanne Kathleen Rowe"),
        ("Dear Tanaka-san,", "Hiroshi Tanaka"),
        ("Dear Hiroshi-san,", "Hiroshi Tanaka"),
        ("Dear Madame Guérin,", "Anne Guérin"),
        ("Dear Coach Ama,", "Ama Osei"),
        ("Dear Ms. García López,", "María García"),
        ("Dear Ms. Osei and colleagues,", "Ama Osei"),
        ("Dear 李明,", "李明"),
        ("Dear Ming,", "李明"),
        ("Hello,", "Ama Osei"),
        ("Hi there,", "Ama Osei"),
        ("Dear Sir or Madam,", "Ama Osei"),
        ("To whom it may concern,", "Ama Osei"),
        ("Dear hiring manager,", "Ama Osei"),
        ("Hello from Ottawa!", "Ama Osei"),
        ("", "Ama Osei"),
        ("Dear Ms. Osei,", ""),
        ("Dear Ms. Osei.", "Ama Osei"),
        ("Dear Ms. Osei", "Ama Osei"),
        ("Dear Osei, Ama,", "Osei, Ama"),
    ],
)
def test_a_name_that_is_theirs_is_fine(words: str, name: str) -> None:
    assert greeting(words, name) == ""


@pytest.mark.parametrize(
    ("words", "name", "meant"),
    [
        ("Dear Ms. Osie,", "Ama Osei", "Osei"),
        ("Dear Ms. Oseii,", "Ama Osei", "Osei"),
        ("Dear Jon,", "John Smith", "John"),
        ("Dear Ms. Anderson,", "Kim Andersen", "Andersen"),
        ("Dear Mr. Adeymi,", "Tunde Adeyemi", "Adeyemi"),
        ("Dear Ann,", "Anna Novak", "Anna"),
        ("Dear Amma Osei,", "Ama Osei", "Ama"),
        ("Hi Kwamw, thanks", "Kwame Mensah", "Kwame"),
    ],
)
def test_a_slip_in_the_name_is_an_error_that_says_who_was_meant(words: str, name: str, meant: str) -> None:
    assert greeting(words, name) == f"E Did you mean {meant}?"


@pytest.mark.parametrize(
    "words", ["Dear Mr. Adeyemi,", "Dear Kwame Mensah,", "Dear Ama Mensah,", "Hi Priya,"]
)
def test_somebody_elses_name_is_an_error(words: str) -> None:
    assert greeting(words).startswith("E This letter goes to Ama Osei")


def test_an_unknown_first_name_among_friends_may_be_a_nickname() -> None:
    informal = replace(OSEI, formality=Formality.FIRST_NAME)
    assert only(outreach("Hi Kiki," + REST, contact=informal), "L25").severity == "W"
    copied = outreach("Hi Tunde," + REST, contact=informal, other_contacts=("Tunde Adeyemi",))
    assert only(copied, "L25").severity == "E"


def test_missing_accents_are_only_a_tip() -> None:
    assert greeting("Dear Ms. Munoz,", "Inés Muñoz") == "T They write it Muñoz."


def test_the_finding_points_at_the_name() -> None:
    finding = only(outreach("Dear Ms. Osie," + REST), "L25")
    assert finding.text == "Osie"
    assert finding.span == (9, 13)


def test_the_name_of_another_contact_in_a_first_letter_is_questioned() -> None:
    letter = outreach(
        "Dear Ms. Osei, I admire the work of Tunde Adeyemi.", other_contacts=("Mr. Tunde Adeyemi",)
    )
    assert only(letter, "L25").text == "Tunde Adeyemi"


def test_the_introducer_is_welcome() -> None:
    letter = outreach(
        "Dear Ms. Osei, Priya Nair suggested I write.",
        introducer="Priya Nair",
        other_contacts=("Priya Nair",),
    )
    assert "L25" not in rules(letter)


def test_an_organization_left_over_from_another_letter_is_an_error() -> None:
    sent = EarlierLetter(Kind.OUTREACH, "Tunde Adeyemi", "Hydro Québec", datetime(2026, 11, 2, tzinfo=UTC))
    letter = outreach("Dear Ms. Osei, your work at Hydro Quebec made me curious.")
    assert only(replace(letter, history=(sent,)), "L25").severity == "E"


def test_an_organization_beside_their_own_is_only_questioned() -> None:
    sent = EarlierLetter(Kind.OUTREACH, "Tunde Adeyemi", "Hydro Québec", datetime(2026, 11, 2, tzinfo=UTC))
    letter = outreach("Dear Ms. Osei, why did you leave Hydro Québec for the Rideau River Authority?")
    assert only(replace(letter, history=(sent,)), "L25").severity == "W"


def test_a_thank_you_letter_may_name_whom_one_writes_to_next() -> None:
    letter = outreach("Dear Ms. Osei, I will write to Tunde Adeyemi.", other_contacts=("Tunde Adeyemi",))
    assert "L25" not in rules(replace(letter, kind=Kind.THANKS))


@pytest.mark.parametrize(
    ("words", "called", "formality", "faults"),
    [
        ("Hello Bob,", "Bob", Formality.FIRST_NAME, set()),
        ("Hello Ada,", "Bob", Formality.FIRST_NAME, {"L25"}),
        ("Dear Ama,", "Osei", Formality.FORMAL, set()),
        ("Dear Osei,", "Osei", Formality.FORMAL, {"L26"}),
        ("Dear Ama,", "", Formality.FORMAL, {"L26"}),
        ("Hi J.P.,", "J.P.", Formality.FIRST_NAME, set()),
        ("Hi bob,", "Bob", Formality.FIRST_NAME, set()),
        ("Hi Ma,", "Ma", Formality.FIRST_NAME, set()),
        ("Dear Ms. Mensah,", "Ms. Mensah", Formality.FORMAL, set()),
    ],
)
def test_what_they_are_called_is_a_name_of_theirs(
    words: str, called: str, formality: Formality, faults: set[str]
) -> None:
    letter = outreach(words + REST, contact=replace(OSEI, called=called, formality=formality))
    assert set(rules(letter)) & {"L25", "L26"} == faults


def test_a_contact_without_a_name_cannot_be_misspelled() -> None:
    assert "L25" not in rules(replace(GOOD, facts=replace(GOOD.facts, contact=ContactFacts())))


@pytest.mark.parametrize(
    ("words", "is_wrong"),
    [
        ("Mr. Doyle, I would love to learn how you began.", True),
        ("Dr. Okafor, could you spare 15 minutes?", True),
        ("Ms. Osei, I would love to learn how you began.", False),
        ("Mr. Doyle, who taught me, works on rivers.", False),
        ("Mr. Doyle, my teacher, told me of your gauge.", False),
    ],
)
def test_a_sentence_that_speaks_to_somebody_else_is_an_error(words: str, is_wrong: bool) -> None:
    assert greeting(f"Dear Ms. Osei,\n\n{words}").startswith("E This letter goes to") is is_wrong
