from dataclasses import replace

import pytest

from outreach.accounts.kinds import Situation
from outreach.interviews.kinds import Relationship
from outreach.letters.drafting.roles import who_slots
from outreach.letters.facts import SenderFacts
from tests.letters.drafting.cast import complete

STUDENT, GRADUATE, CHANGER = Situation.STUDENT, Situation.GRADUATE, Situation.CHANGER


@pytest.mark.parametrize(
    ("situation", "typed", "completes_i_am"),
    [
        (STUDENT, "geology", "studying geology at Carleton"),
        (STUDENT, "third-year geology", "in third-year geology at Carleton"),
        (STUDENT, "third-year geology student", "a third-year geology student at Carleton"),
        (STUDENT, "I study physics.", "studying physics at Carleton"),
        (STUDENT, "BSc Geology", "studying for a BSc in Geology at Carleton"),
        (STUDENT, "Master of Public Health", "studying for a Master of Public Health at Carleton"),
        (STUDENT, "PhD candidate in Biology", "a PhD candidate in Biology at Carleton"),
        (STUDENT, "Carleton geology", "studying Carleton geology"),
        (GRADUATE, "geology", "a recent graduate in geology from Carleton"),
        (GRADUATE, "MBA", "a recent graduate with an MBA from Carleton"),
        (GRADUATE, "recent geology graduate", "a recent geology graduate from Carleton"),
        (GRADUATE, "research assistant", "a research assistant and a recent graduate from Carleton"),
        (CHANGER, "Accountant", "an accountant"),
        (CHANGER, "accounting", "in accounting"),
        (CHANGER, "a nurse at St. Mary's", "a nurse at St. Mary's"),
        (CHANGER, "Head of Sales", "Head of Sales"),
        (CHANGER, "currently a barista", "a barista"),
        (CHANGER, "physics teacher for eight years", "a physics teacher with eight years of practice"),
    ],
)
def test_what_someone_does_completes_i_am(situation: Situation, typed: str, completes_i_am: str) -> None:
    sender = SenderFacts("Lena Brandt", situation, typed, "Carleton")
    assert who_slots(replace(complete(Relationship.COLD), sender=sender))["me"] == completes_i_am


def test_a_school_that_the_first_sentence_names_is_not_named_again() -> None:
    assert who_slots(complete(Relationship.ALUM))["me"] == "in third-year geology there"


def test_service_is_told_as_a_calling_or_a_field() -> None:
    facts = complete(Relationship.COLD, situation=Situation.VETERAN)
    assert who_slots(facts)["as_me"] == "as a logistics officer"
    logistics = replace(facts, sender=replace(facts.sender, programme_or_role="logistics"))
    assert who_slots(logistics)["as_me"] == "in logistics"
