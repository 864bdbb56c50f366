"""Letters as people post them, from many countries and of every kind, through the door that `outreach check` uses.

An adviser's judgement stands beside each: what has to be found as an error, what at least as a warning, and
what would be a matter of taste. Whatever else is found is a false alarm.
"""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from outreach.letters.coach.checking import manuscript_from_json
from outreach.letters.coach.findings import Severity
from outreach.letters.coach.review import review

HERE = Path(__file__).parent
LETTERS: list[dict[str, Any]] = [
    letter
    for file in ("posted_good.toml", "posted_bad.toml", "posted_more.toml", "advised.toml", "manners.toml")
    for letter in tomllib.loads((HERE / file).read_text(encoding="utf-8"))["letter"]
]


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter["name"])
def test_the_coach_says_what_an_adviser_would(letter: dict[str, Any]) -> None:
    findings = review(manuscript_from_json(json.dumps(letter, default=str))).findings
    errors = {f.rule for f in findings if f.severity is Severity.E}
    loud = errors | {f.rule for f in findings if f.severity is Severity.W}
    wanted, at_least, taste = (set(letter.get(key, "").split()) for key in ("errors", "must", "may"))

    assert wanted <= errors
    assert at_least <= loud
    assert errors <= wanted | taste
    assert loud <= wanted | at_least | taste
