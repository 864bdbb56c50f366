"""What somebody would like to learn about, typed in whatever words, as it stands after "about"."""

import pytest

from outreach.bookings.invitations import title
from outreach.letters.drafting.slots import line_of_work


@pytest.mark.parametrize(
    ("typed", "about"),
    [
        ("data analyst", "the work of a data analyst"),
        ("a data analyst", "the work of a data analyst"),
        ("the data analyst's day", "the data analyst's day"),
        ("Hydrogeologist", "the work of a hydrogeologist"),
        ("UX designer", "the work of a UX designer"),
        ("landscape architect", "the work of a landscape architect"),
        ("landscape architects", "the work of landscape architects"),
        ("ICU nurse at night", "the work of an ICU nurse at night"),
        ("CEO", "the work of a CEO"),
        ("working as a nurse", "working as a nurse"),
        ("being a nurse", "being a nurse"),
        ("engineering manager", "the work of an engineering manager"),
        ("what a nurse does", "what a nurse does"),
        ("data analysis", "data analysis"),
        ("groundwater", "groundwater"),
        ("the restaurant business", "the restaurant business"),
        ("grid storage", "grid storage"),
        ("Charité", "Charité"),
        ("", ""),
    ],
)
def test_of_a_calling_it_is_the_work_that_is_meant(typed: str, about: str) -> None:
    assert line_of_work(typed) == about


def test_the_title_in_either_calendar_says_so() -> None:
    said = title("Ada Lovelace", "Grace Hopper", 30, "landscape architect")
    assert said.endswith("30-minute conversation about the work of a landscape architect")
    assert title("Ada Lovelace", "Grace Hopper", 30, "").endswith("conversation")
