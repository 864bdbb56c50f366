"""L12: a job is not asked for, in whatever words; and words that only look like it are left alone."""

from dataclasses import replace

import pytest

from outreach.letters.facts import ContactFacts, Kind
from tests.letters.coach.letters import GOOD, REMINDER, only, rules, saying

ASKED = [
    "Are there any openings for me?",
    "Do you know of any opportunities at your firm?",
    "Would you have a position for me?",
    "Could you put in a good word for me?",
    "Is your team growing, and could you use someone with field experience?",
    "Please consider me for a role on your team.",
    "I would be glad if you kept in touch and could keep me in mind.",
    "I am looking for a summer job in hydrology.",
    "I'm currently seeking an internship with a water agency.",
    "I am applying for jobs everywhere.",
    "I've applied to your company twice.",
    "Would you review my résumé?",
    "Could you pass along my CV to the person in charge?",
    "Do you have any openings this summer?",
    "Is Rideau River Authority hiring at the moment?",
    "Does your organisation offer internships?",
    "Could you refer me to your manager?",
    "If a position opens up, I would love to hear of it.",
    "I saw the job posting for an analyst at your office.",
    "I would be happy to join your team.",
    "Could I intern with you next summer?",
    "Please let me know if there are any vacancies.",
    "Can you help me find a job in the field?",
    "Would you hire someone with my background?",
    "I'm interested in a position with your department.",
    "Let me know if anything opens up.",
]
INNOCENT = [
    "Would you tell me how you came to your job as a hydrologist?",
    "I wonder how the application of this method differs in clay.",
    "Do you apply this method to every well?",
    "What is the most surprising part of the job?",
    "I am not looking for a job; I would like to understand the work.",
    "This is not a request for an internship.",
    "I read your opening remarks at the panel.",
    "If you have any openings in your calendar this month, I would be glad.",
    "Do you have an opening next week?",
    "I am looking for a role model in this field.",
    "Your position on aquifer storage made me think.",
    "I will resume my studies in the fall.",
    "I had an internship at a lab last year.",
    "How did your first job prepare you for this one?",
    "I am applying to graduate school in the fall.",
    "I am looking for an opportunity to hear how it works in practice.",
    "I applied your method to our class data.",
    "Would you refer me to a book on the subject?",
    "What do new colleagues find hard on the job?",
    "I keep in mind what you said about field notes.",
    "I study employment law, and your paper on job security helped me.",
    "Which roles do geologists play in a river authority?",
    "Did you take an internship as a student?",
    "Thank you for taking the opportunity to speak to our class.",
    "How does your team work with engineers?",
    "My job at the library ends in May.",
    "What would you look for in a field book?",
]


@pytest.mark.parametrize("sentence", ASKED)
def test_a_job_asked_for_in_any_words_is_an_error(sentence: str) -> None:
    assert "L12" in rules(saying(sentence), at_least="E")


@pytest.mark.parametrize("sentence", INNOCENT)
def test_words_of_work_that_ask_for_nothing_are_left_alone(sentence: str) -> None:
    assert "L12" not in rules(saying(sentence))


def test_a_person_called_hire_and_a_firm_called_joblink_are_names() -> None:
    contact = ContactFacts(name="Paula Hire", organization="JobLink Opening")
    letter = saying(
        "I found Ms. Hire of JobLink Opening in the directory. Is Hire a common name?", contact=contact
    )
    assert "L12" not in rules(letter)


def test_the_title_of_an_article_may_speak_of_jobs() -> None:
    assert "L12" not in rules(saying("Your article “Looking for a job after oil” stayed with me."))


def test_a_reminder_may_not_ask_for_a_job_either() -> None:
    assert "L12" in rules(replace(REMINDER, body="Dear Ms. Osei, are there any openings for me now?"))


def test_a_thank_you_letter_is_not_searched_for_jobs() -> None:
    assert "L12" not in rules(replace(saying("Are there any openings for me?"), kind=Kind.THANKS))


@pytest.mark.parametrize(
    "subject",
    ["Job inquiry", "Internship application", "Application for analyst", "Seeking a position in hydrology"],
)
def test_a_subject_that_asks_for_a_job_is_an_error(subject: str) -> None:
    finding = only(replace(GOOD, subject=subject), "L12")
    assert finding.where == "subject"


@pytest.mark.parametrize("subject", ["Your job as a hydrologist", "Question about your work at the river"])
def test_a_subject_about_their_own_work_is_fine(subject: str) -> None:
    assert "L12" not in rules(replace(GOOD, subject=subject))


def test_the_finding_points_at_the_words() -> None:
    letter = saying("I found you in the directory. Are there any openings for me?")
    finding = only(letter, "L12")
    assert finding.span is not None
    assert letter.body[slice(*finding.span)] == "Are there any openings"


def test_wanting_to_work_there_one_day_is_a_warning_not_an_error() -> None:
    assert only(saying("I would love to work for your company one day."), "L12").severity == "W"
