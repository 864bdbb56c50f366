import pytest

from outreach.accounts.kinds import Situation
from outreach.contacts.kinds import Formality
from outreach.letters.drafting.draft import Voice
from outreach.letters.drafting.names import greeting, signature
from outreach.letters.facts import ContactFacts, SenderFacts


@pytest.mark.parametrize(
    ("name", "title", "formality", "expected"),
    [
        ("Ngozi Okafor", "Head of Research", Formality.FORMAL, "Dear Ngozi Okafor,"),
        ("Dr. Ngozi Okafor", "", Formality.FORMAL, "Dear Dr. Okafor,"),
        ("Ngozi Okafor", "Dr.", Formality.FORMAL, "Dear Dr. Okafor,"),
        ("Ngozi Okafor", "Assistant Professor of Law", Formality.FORMAL, "Dear Professor Okafor,"),
        ("Prof. Ito", "", Formality.FORMAL, "Dear Prof. Ito,"),
        ("Prof. Anna van der Berg", "", Formality.FORMAL, "Dear Prof. van der Berg,"),
        ("Prof. Ana de los Ríos Cruz", "", Formality.FORMAL, "Dear Prof. Ana de los Ríos Cruz,"),
        ("Dr. Gabriel García Márquez", "", Formality.FORMAL, "Dear Dr. Gabriel García Márquez,"),
        ("Ms. Ama Osei", "", Formality.FORMAL, "Dear Ms. Osei,"),
        ("Ama Osei, PhD", "", Formality.FORMAL, "Dear Ama Osei,"),
        ("Suharto", "", Formality.FORMAL, "Dear Suharto,"),
        ("Suharto", "", Formality.FIRST_NAME, "Dear Suharto,"),
        ("Grace Hopper", "", Formality.FIRST_NAME, "Dear Grace,"),
        ("Dr. Grace Hopper", "", Formality.FIRST_NAME, "Dear Grace,"),
        ("J. Robert Oppenheimer", "", Formality.FIRST_NAME, "Dear J. Robert Oppenheimer,"),
        ("Łucja Żółć-Wiśniewska", "", Formality.NEUTRAL, "Dear Łucja Żółć-Wiśniewska,"),
        ("Dr. Zhang Wei", "", Formality.NEUTRAL, "Dear Dr. Zhang Wei,"),
        ("Drew Profitt", "Professional engineer", Formality.FORMAL, "Dear Drew Profitt,"),
        ("", "", Formality.FORMAL, "Good day,"),
    ],
)
def test_nobody_is_greeted_by_a_guess(name: str, title: str, formality: Formality, expected: str) -> None:
    assert greeting(ContactFacts(name, formality, title), Voice.FORMAL) == expected


def test_a_first_name_goes_with_a_lighter_greeting() -> None:
    grace = ContactFacts("Grace Hopper", Formality.FIRST_NAME)
    assert greeting(grace, Voice.WARM) == "Hi Grace,"
    assert greeting(grace, Voice.PLAIN) == "Hello Grace,"


@pytest.mark.parametrize(
    ("name", "called", "formality", "expected"),
    [
        ("Trần Thị Hà", "Hà", Formality.FIRST_NAME, "Dear Hà,"),
        ("Trần Thị Hà", "Hà", Formality.FORMAL, "Dear Trần Thị Hà,"),
        ("Dr. Wang Wei", "Wei", Formality.FORMAL, "Dear Dr. Wang Wei,"),
        ("Dr. Ama Osei", "Ama", Formality.FORMAL, "Dear Dr. Osei,"),
        ("Robert Noyce", "Bob", Formality.FIRST_NAME, "Dear Bob,"),
    ],
)
def test_whoever_is_called_by_another_word_is_greeted_by_that(
    name: str, called: str, formality: Formality, expected: str
) -> None:
    assert greeting(ContactFacts(name, formality, called=called), Voice.FORMAL) == expected


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        (
            SenderFacts(
                "Lena Brandt", Situation.STUDENT, "BSc Geology", "Carleton", "", "https://lena.example"
            ),
            "Lena Brandt\nBSc Geology, Carleton\nhttps://lena.example",
        ),
        (
            SenderFacts("Lena Brandt", Situation.STUDENT, "Carleton geology", "Carleton"),
            "Lena Brandt\nCarleton geology",
        ),
        (
            SenderFacts("Sam Delgado", Situation.CHANGER, "tax accountant", "Carleton"),
            "Sam Delgado\nTax accountant",
        ),
        (SenderFacts("Mei Tan"), "Mei Tan"),
        (SenderFacts(), ""),
    ],
)
def test_a_signature_has_no_empty_line(sender: SenderFacts, expected: str) -> None:
    assert signature(sender) == expected
