"""The list of time zones reads as people speak of places, and holds the names that are kept."""

from datetime import UTC, datetime

import pytest

from outreach.web.zone_choices import in_words, zone_options
from outreach.zones import places

WINTER, SUMMER = datetime(2026, 1, 15, 12, tzinfo=UTC), datetime(2026, 7, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "now", "words"),
    [
        ("America/Argentina/Buenos_Aires", WINTER, "Buenos Aires (Argentina), UTC−3"),
        ("Europe/Berlin", WINTER, "Berlin (Germany), UTC+1"),
        ("Europe/Berlin", SUMMER, "Berlin (Germany), UTC+2"),
        ("Asia/Kathmandu", WINTER, "Kathmandu (Nepal), UTC+5:45"),
        ("Asia/Calcutta", WINTER, "Calcutta (India), UTC+5:30"),
        ("America/St_Johns", WINTER, "St Johns (Canada), UTC−3:30"),
        ("Asia/Singapore", WINTER, "Singapore, UTC+8"),
        ("UTC", WINTER, "UTC"),
    ],
)
def test_a_zone_reads_as_a_place_and_tells_how_far_it_is_from_utc(
    name: str, now: datetime, words: str
) -> None:
    assert in_words(name, now) == words


def test_each_is_chosen_under_the_name_that_is_kept() -> None:
    shown = str(zone_options())

    assert shown.count("<option ") == len(places())
    assert '<option value="America/Argentina/Buenos_Aires">Buenos Aires (Argentina), UTC−3</option>' in shown
