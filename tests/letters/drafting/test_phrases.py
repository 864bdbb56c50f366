import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.letters.drafting.phrases import Shape, article, names_a_person, read, tidy


@pytest.mark.parametrize(
    ("typed", "read_as", "shape"),
    [
        ("your move to the river authority", "your move to the river authority", Shape.NOUN),
        ("Your move to the river authority.", "your move to the river authority", Shape.NOUN),
        ("moved from consulting to a dam", "you moved from consulting to a dam", Shape.CLAUSE),
        ("She moved from consulting", "you moved from consulting", Shape.CLAUSE),
        ("because she leads the dam project", "you lead the dam project", Shape.CLAUSE),
        ("because of her blog", "your blog", Shape.NOUN),
        ("that you speak Tagalog", "you speak Tagalog", Shape.CLAUSE),
        ("Grace's talk on wells", "your talk on wells", Shape.NOUN),
        ("Grace Hopper’s talk on wells", "your talk on wells", Shape.NOUN),
        ("Grace built the flood maps", "you built the flood maps", Shape.CLAUSE),
        ("has two degrees", "you have two degrees", Shape.CLAUSE),
        ("what you said\n about mud", "what you said about mud", Shape.NOUN),
        ("applied geophysics", "applied geophysics", Shape.RAW),
        ("Founder of Acme Inc.", "Founder of Acme Inc.", Shape.RAW),
        ("", "", Shape.RAW),
    ],
)
def test_a_reason_is_turned_towards_the_reader(typed: str, read_as: str, shape: Shape) -> None:
    phrase = read(typed, about="Grace Hopper")
    assert (phrase.text, phrase.shape) == (read_as, shape)


def test_a_phrase_about_nobody_is_left_in_its_own_words() -> None:
    assert read("she taught my course").text == "she taught my course"


@given(st.text())
def test_tidying_twice_changes_nothing_more(typed: str) -> None:
    assert tidy(tidy(typed)) == tidy(typed)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("nurse", "a"), ("engineer", "an"), ("MSc student", "an"), ("BSc", "a"), ("MBA", "an"),
        ("university tutor", "a"), ("UX designer", "a"), ("HR manager", "an"), ("NGO director", "an"),
        ("NASA engineer", "a"), ("European lawyer", "a"), ("élève", "an"),
    ],
)  # fmt: skip
def test_the_article_follows_the_sound(phrase: str, expected: str) -> None:
    assert article(phrase) == expected


@pytest.mark.parametrize(
    "phrase",
    ["hydrogeologist", "nurse at St. Mary's", "Head of Sales", "student of law"],
)
def test_what_someone_is_names_a_person(phrase: str) -> None:
    assert names_a_person(phrase)


@pytest.mark.parametrize("phrase", ["hydrology", "grid storage", "water", "project management", ""])
def test_what_someone_does_names_no_person(phrase: str) -> None:
    assert not names_a_person(phrase)
