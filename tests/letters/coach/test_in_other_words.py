"""What people say in other words than the rules were first written for: each heard, or left alone, by its rule."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from outreach.interviews.kinds import Relationship
from outreach.letters.coach.findings import Severity
from outreach.letters.coach.review import review
from outreach.letters.facts import Facts, Kind, Manuscript
from tests.letters.coach.letters import GOOD, LENA, LENA_TO_OSEI, saying

TIE = (
    "I found you in the Carleton alumni directory; I am in third-year geology there. Your move from consulting to "
    "the river authority caught my eye."
)
CALL = "Would you be open to a 15-minute call?"
COLD = Relationship.COLD
BARE = Facts(sender=LENA, contact=LENA_TO_OSEI.contact, relationship=COLD)


def thanks(words: str, kind: Kind = Kind.THANKS) -> Manuscript:
    body = f"Dear Ms. Osei,\n\n{words}\n\nBest wishes,\nLena Brandt"
    far = replace(LENA_TO_OSEI, sender=replace(LENA, timezone="Europe/Berlin"))
    return replace(GOOD, kind=kind, subject="Our talk", body=body, facts=far)


def bare(*words: str) -> Manuscript:
    return replace(saying(*words), facts=BARE)


FRAMES: dict[str, Callable[[str], Manuscript]] = {
    "after the tie": lambda s: saying(TIE, s),
    "to a stranger": lambda s: saying(TIE, s, relationship=COLD),
    "beside an ask": lambda s: saying(TIE, CALL, s, relationship=COLD),
    "before the tie": lambda s: saying(s, TIE),
    "in thanks": thanks,
    "agreeing a time": lambda s: thanks(s, Kind.SCHEDULING),
    "as the first line": lambda s: bare(s + " I study geology.", CALL),
    "alone": bare,
    "beside a finding place": lambda s: bare(
        "I found you on LinkedIn.", s, CALL + " Or two answers by e-mail?"
    ),
}
HEARD = tomllib.loads(Path(__file__).with_name("other_words.toml").read_text(encoding="utf-8"))["heard"]


def cases() -> Iterator[tuple[str, str, str, str]]:
    for heard in HEARD:
        for sentence in heard["sentences"].split("\n"):
            yield heard["rule"], heard["least"], heard["frame"], sentence


@pytest.mark.parametrize(("rule", "least", "frame", "sentence"), list(cases()))
def test_what_is_meant_counts_and_not_the_word(rule: str, least: str, frame: str, sentence: str) -> None:
    found = [f.severity for f in review(FRAMES[frame](sentence)).findings if f.rule == rule]
    loud = [severity for severity in found if severity is not Severity.T]
    if least == "nothing":
        assert loud == []
    else:
        assert loud
        assert Severity.E in loud or least == "W"
