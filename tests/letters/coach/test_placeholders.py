"""L27: blanks of a template are found; footnotes, addresses and tags are not blanks."""

from dataclasses import replace

import pytest

from tests.letters.coach.letters import GOOD, only, rules, saying

BLANKS = [
    "I admire [Company].", "I admire {{ organization }}.", "I admire {company}.", "Dear <NAME>, hello.",
        "I work at XXX.",
    "I work at ____ now.", "Please insert company name.", "I admire Company Name.", "I saw [insert article "
        "title here].",
    "I admire <your company>.", "I am FIRST_NAME.", "I am %FIRSTNAME%.", "I study ${programme}.",
        "I study [your field] here.",
    "I met you at (event name).", "I read «First_Name».", "I admire [COMPANY NAME].", "I am Your Name.",
        "Lorem ipsum dolor.",
]  # fmt: skip
NO_BLANKS = [
    "I read your paper [1].", "I read your papers [1, 2].", "Write to <lena@example.org>.",
        "See <https://example.org/lena>.",
    "He wrote “those [sic] wells”.", "Your name was given to me by Priya Nair.", "We insert probes into "
        "the soil.",
    "I watched Super Bowl XXX.", "My file is field_notes_2026.csv.", "The company name is new to me.",
        "I like wells (and rivers).",
    "See [my map](https://example.org/map).", "lena [at] example.org", "If x > 3 and y < 4, the well is dry.",
    "I <3 rivers and streams > lakes.",
]  # fmt: skip


@pytest.mark.parametrize("sentence", BLANKS)
def test_an_unfilled_blank_is_an_error(sentence: str) -> None:
    assert "L27" in rules(saying(sentence), at_least="E")


@pytest.mark.parametrize("sentence", NO_BLANKS)
def test_what_only_looks_like_a_blank_is_fine(sentence: str) -> None:
    assert "L27" not in rules(saying(sentence))


# The word of a personal page is drawn by lot, so any letters can stand side by side in it.
DRAWN = "https://outreach.example/with/k3-WL_AN-9x-XXX-QT_Z"


def test_capitals_that_a_personal_page_drew_by_lot_are_no_blank() -> None:
    assert "L27" not in rules(saying(f"Here is the page: {DRAWN}"))


def test_a_blank_within_an_address_is_still_one() -> None:
    assert "L27" in rules(saying("My profile: https://network.example/in/YOUR_NAME"), at_least="E")


def test_odd_words_in_brackets_are_a_warning() -> None:
    assert only(saying("I like [rivers]."), "L27").severity == "W"


def test_a_blank_in_the_subject_is_found_there() -> None:
    finding = only(replace(GOOD, subject="Question about [topic]"), "L27")
    assert (finding.where, finding.text) == ("subject", "[topic]")


def test_a_line_drawn_above_the_signature_is_no_blank() -> None:
    assert "L27" not in rules(replace(GOOD, body=GOOD.body + "\n____________________\nLena Brandt"))
