"""From titles as people write them to the major group of SOC 2018."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.questions.occupations import occupation


@pytest.mark.parametrize(
    ("title", "soc"),
    [
        ("Chief Executive Officer", "11"),
        ("Vice President, Marketing", "11"),
        ("VP of Sales", "11"),
        ("Head of Product", "11"),
        ("Director of Nursing", "11"),
        ("Project Manager II", "13"),
        ("Technical Recruiter (biotech)", "13"),
        ("Certified Public Accountant", "13"),
        ("Lead Data Scientist - Growth", "15"),
        ("Sofware Enginer", "15"),
        ("Electrical Engineer at a public utility", "17"),
        ("Hydrogeologist", "19"),
        ("Clinical Social Worker", "21"),
        ("Associate Attorney", "23"),
        ("Professor of Geology", "25"),
        ("Physics teacher", "25"),
        ("Freelance Illustrator", "27"),
        ("Senior Nurse, Riverside Hospital", "29"),
        ("ICU Nurse", "29"),
        ("RN", "29"),
        ("Home health aide", "31"),
        ("Police Officer", "33"),
        ("Chef de cuisine", "35"),
        ("Gardener", "37"),
        ("Personal trainer", "39"),
        ("Sales Representative | EMEA", "41"),
        ("Executive Assistant to the Dean", "43"),
        ("Dairy farmer", "45"),
        ("Apprentice electrician", "47"),
        ("Wind turbine technician", "49"),
        ("CNC operator", "51"),
        ("Truck drivers", "53"),
        ("Staff Sergeant", "55"),
    ],
)
def test_a_title_finds_its_major_group(title: str, soc: str) -> None:
    found = occupation(title)
    assert found is not None
    assert found.soc == soc


@pytest.mark.parametrize("title", ["", "x", "Wrangler of clouds", "PhD candidate", "First-year student", "…"])
def test_a_title_nobody_knows_finds_nothing(title: str) -> None:
    assert occupation(title) is None


def test_a_slip_of_the_pen_is_found_and_says_that_it_is_less_sure() -> None:
    found = occupation("Registred nurs")
    assert found is not None
    assert found.title == "registered nurse"
    assert found.likeness < 100


@given(st.text(max_size=60))
def test_no_title_breaks_the_search(title: str) -> None:
    found = occupation(title)
    assert found is None or found.soc in {f"{n}" for n in range(11, 56, 2)}
