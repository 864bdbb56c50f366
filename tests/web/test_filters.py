"""The words and colours that templates ask for."""

from pathlib import Path

import pytest
from flask import Flask

from outreach.interviews.stages import ENDS, Stage
from outreach.web.filters import asset_maker, stage_tone, word
from outreach.web.words import STAGES, WORDS, spelled


def test_every_word_of_the_vocabularies_has_its_own_text() -> None:
    assert all(text and text[0].isupper() and "_" not in text for text in WORDS.values())
    assert len(set(STAGES.values())) == len(Stage)


def test_every_stage_is_told_by_its_word() -> None:
    assert {word(stage) for stage in Stage} == set(STAGES.values())


def test_a_word_that_has_no_text_yet_is_shown_without_its_underscores() -> None:
    assert word("second_person") == "second person"


@pytest.mark.parametrize(
    ("count", "words"), [(0, "no"), (1, "one"), (2, "two"), (5, "five"), (12, "twelve"), (13, "13")]
)
def test_small_numbers_are_words(count: int, words: str) -> None:
    assert spelled(count) == words


@pytest.mark.parametrize(
    ("stage", "tone"),
    [(Stage.FOUND, ""), (Stage.DRAFTED, ""), (Stage.ASKED, "accent"), (Stage.BOOKED, "accent"),
     (Stage.MET, "warn"), (Stage.THANKED, "good"), *((end, "") for end in sorted(ENDS))],
)  # fmt: skip
def test_a_stage_has_the_colour_of_what_it_asks(stage: Stage, tone: str) -> None:
    assert stage_tone(stage) == tone


def test_an_asset_s_address_changes_with_its_bytes(tmp_path: Path) -> None:
    app = Flask(__name__, static_folder=str(tmp_path), static_url_path="/static")
    (tmp_path / "site.css").write_text("a { color: red }")
    with app.test_request_context():
        before = asset_maker(tmp_path)("site.css")
        (tmp_path / "site.css").write_text("a { color: blue }")
        after = asset_maker(tmp_path)("site.css")

    assert before.startswith("/static/site.css?v=")
    assert before != after
