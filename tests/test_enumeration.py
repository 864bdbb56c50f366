"""Several things as they stand in a sentence."""

import pytest

from outreach.enumeration import enumerated


@pytest.mark.parametrize(
    ("things", "said"),
    [
        ([], ""),
        (["Grace"], "Grace"),
        (["Grace", "Mary"], "Grace and Mary"),
        (["Grace", "Mary", "Howard"], "Grace, Mary and Howard"),
    ],
)
def test_they_stand_as_people_say_them(things: list[str], said: str) -> None:
    assert enumerated(things) == said
    assert enumerated(iter(things)) == said
