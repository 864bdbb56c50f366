"""Why a card does not move."""

from datetime import date, timedelta

import pytest

from outreach.insights.board import Card
from outreach.insights.stuck import MAY_BE_STUCK, why_stuck
from outreach.interviews.stages import Stage
from outreach.web.pipeline_forms import Reader
from tests.cast import NOW

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("stage", "days", "why"),
    [
        (Stage.FOUND, 6, ""),
        (Stage.FOUND, 7, "no letter for 7 days"),
        (Stage.DRAFTED, 3, "letter waits for 3 days"),
        (Stage.ASKED, 13, ""),
        (Stage.ASKED, 14, "silent for 14 days"),
        (Stage.ANSWERED, 2, "no time agreed for 2 days"),
        (Stage.MET, 1, ""),
        (Stage.MET, 2, "not thanked for 2 days"),
        (Stage.THANKED, 400, ""),
        (Stage.DECLINED, 400, ""),
        (Stage.NO_REPLY, 400, ""),
        (Stage.BOUNCED, 0, "needs another address"),
    ],
)
def test_after_some_patience_a_card_says_what_holds_it_up(stage: Stage, days: int, why: str) -> None:
    said = why_stuck(
        stage, NOW - days * DAY, has_address=True, later_on=None, talk_ends_at=None, now=NOW, today=NOW.date()
    )
    assert said == why


@pytest.mark.parametrize("stage", sorted(set(Stage) - MAY_BE_STUCK))
def test_where_all_is_over_nobody_is_ever_stuck(stage: Stage) -> None:
    long_ago = NOW - 4000 * DAY
    assert not why_stuck(
        stage,
        long_ago,
        has_address=False,
        later_on=long_ago.date(),
        talk_ends_at=long_ago,
        now=NOW,
        today=NOW.date(),
    )


def test_without_an_address_no_letter_can_leave() -> None:
    said = why_stuck(
        Stage.FOUND,
        NOW - 9 * DAY,
        has_address=False,
        later_on=None,
        talk_ends_at=None,
        now=NOW,
        today=NOW.date(),
    )
    assert said == "no address yet"


@pytest.mark.parametrize(
    ("on", "why"), [(date(2026, 11, 24), "it is time again"), (date(2026, 11, 25), ""), (None, "")]
)
def test_who_named_a_day_is_waited_for_until_then(on: date | None, why: str) -> None:
    said = why_stuck(
        Stage.LATER,
        NOW - 90 * DAY,
        has_address=True,
        later_on=on,
        talk_ends_at=None,
        now=NOW,
        today=NOW.date(),
    )
    assert said == why


@pytest.mark.parametrize(("ago", "why"), [(2 * DAY, "say how it went"), (DAY / 2, ""), (-DAY, "")])
def test_a_talk_that_is_over_wants_a_word(ago: timedelta, why: str) -> None:
    said = why_stuck(
        Stage.BOOKED,
        NOW - 9 * DAY,
        has_address=True,
        later_on=None,
        talk_ends_at=NOW - ago,
        now=NOW,
        today=NOW.date(),
    )
    assert said == why


def test_a_day_begins_where_the_person_is() -> None:
    """It is Tuesday noon in London when Wednesday begins in Auckland."""
    waits = Card(
        1, Stage.LATER, NOW - 90 * DAY, date(2026, 11, 25), "Grace", "grace@example.com", None, None, None
    )
    noon = NOW.replace(hour=12)

    assert Reader("Pacific/Auckland", noon).read(waits).note == "it is time again"
    assert Reader("Europe/London", noon).read(waits).note == "write on 25 November"
