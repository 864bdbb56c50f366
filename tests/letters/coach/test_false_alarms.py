"""Sentences that look like a mistake and are none: the coach must stay silent, or nobody will believe it."""

from dataclasses import replace

import pytest

from tests.letters.coach.letters import GOOD, REMINDER, THANKS, rules

INNOCENT = [
    "Your urgent care clinic changed how I see nursing.",
    "The skills I need are hard to name from the outside.",
    "What immediately caught my eye was your map of the aquifer.",
    "I attached sensors to a float last summer.",
    "I am attached to this river.",
    "You must be busy, so a line is plenty.",
    "Your talk on Tuesday at 3 pm was the best hour of the term.",
    "I heard you speak at 10:30 in the small hall.",
    "You spent 20 years in wells before you moved.",
    "I live 45 minutes from Ottawa.",
    "I need to understand clay before I choose.",
    "My grandmother had an amazing well.",
    "Thank you for teaching the summer school!",
    "NOAA and USGS maps were my first love.",
    "The ASHRAE student branch elected me in May.",
    "I read about the WATER2050 project on your page.",
    "I know that field days are long.",
    "Sorry to hear that the gauge at Merrickville was lost.",
    "How do you and your colleagues choose a site?",
    "In class we wondered whether you had had the same trouble.",
    "I think that that sentence explains it all.",
    "The more we measured, the more we doubted.",
    "The course ends at 4 wells a day.",
    "I grew up in New York, New York.",
    "The river has its own mind, and it's grown on me.",
    "Today hydrologists work with drones as much as with boots.",
    "Your work today looks different from what I expected.",
    "The urgent question for me is what happens below the clay.",
    "Professor Will May teaches the course that I like best.",
    "My résumé of the debate would be: nobody measured.",
    "The opening of the new gauge was in our paper.",
    "The position of the well surprised me.",
    "I am a hydrology student on the Rideau.",
    "Does an hourly reading change anything?",
    "What did you hope for when you left consulting?",
    "I will be in third year until May.",
    "I'll keep this short.",
    "The authority hires for field judgement, a neighbour told me.",
    "The job market for geologists is not what I am asking about.",
    "My mother would be so impressed.",
    "It was an honour to hear you.",
    "The data are at https://example.org/wells.",
    "I touched base camp in the Rockies before I touched a well.",
    "We picked the brain of the model apart in class.",
    "You mention that pumps fail by Friday every week.",
    "You should meet our gauge: it answers to Bob.",
    "I have two questions about clay.",
    "Is it the clay, the people, or the budget that decides?",
    "Someone has to answer by phone all night, I read.",
    "An EU rule, a UN report and a UK paper disagree on this.",
    "Your company of geese on the logo made me smile.",
    "I refer to your map every week.",
    "Our class keeps your map in mind when we dig.",
    "Nobody ever replied to the town about that well.",
    "How much do wells cost to keep?",
    "The town was desperate for water.",
    "What do you do when a pump fails?",
    "In Super Bowl XXX nobody measured anything.",
    "I saw your map [1] in the library.",
    "The set screw (M4) was the whole problem.",
    "A friend who was hired there told me that the boots are free.",
    "I hope to work with rivers all my life.",
    "I'm applying what you wrote about clay to our field site.",
    "I hope that the flood spared your office.",
    "Your help desk years come up in every talk.",
    "The role of clay is what I want to understand.",
]


def with_sentence(sentence: str) -> str:
    """The good letter with one sentence more, and the interest left out to make room."""
    return GOOD.body.replace(" I am exploring groundwater", "").replace(
        "work, and water careers more widely.", sentence
    )


def test_the_sentence_really_goes_in() -> None:
    assert "Clay." in with_sentence("Clay.")


@pytest.mark.parametrize("sentence", INNOCENT)
def test_an_innocent_sentence_in_a_good_letter_alarms_nobody(sentence: str) -> None:
    assert rules(replace(GOOD, body=with_sentence(sentence)), at_least="W") == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "I need no answer before May.",
        "You have not missed anything since.",
        "There is no need to answer.",
        "If the week is full, please ignore this.",
        "I look forward to the spring flood either way.",
        "The gauge was ignored by everybody but you.",
    ],
)
def test_an_innocent_sentence_in_a_reminder_alarms_nobody(sentence: str) -> None:
    body = REMINDER.body.replace("I will not write\nagain.", sentence)
    assert sentence in body
    assert rules(replace(REMINDER, body=body), at_least="W") == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "Would you like to hear how it went?",
        "May I write again in May?",
        "Your colleague's introduction to the pump room was a bonus.",
        "You said that you could refer to the map.",
        "My mentor at Carleton laughed at that.",
    ],
)
def test_an_innocent_sentence_in_thanks_alarms_nobody(sentence: str) -> None:
    body = THANKS.body.replace("Warm regards,", sentence + " Warm regards,")
    assert sentence in body
    assert rules(replace(THANKS, body=body), at_least="W") == set()
