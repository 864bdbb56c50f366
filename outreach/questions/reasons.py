"""Why a question stands on the list, in one short sentence for the asker. Pure."""

from outreach.accounts.kinds import Situation
from outreach.contacts.kinds import Level
from outreach.questions.bank import Bank, BankQuestion
from outreach.questions.topics import Aim, Topic
from outreach.questions.wanted import Wanted

PINNED = "You ask everyone this, so that the answers can be laid side by side."
OWN = "You wrote this one yourself."
LOOKED_UP = "You did the homework, so you can ask for what lies behind it."
OPENER = "People talk freely once they have told how they came to where they are."
TRUTH = "No page tells you this; only somebody who does the work can."
BOTH = "It brings you the truth about the work and advice for you, in one answer."
ADVICE = "Here the talk turns to you, and most people like to be asked for advice."
WISHED_FOR = "You asked for this topic; it comes late, when the two of you know each other a little."

BY_TOPIC = {
    Topic.PATH: "Their story shows turns that no job title does.",
    Topic.ROLE: "It shows what the work consists of behind the title.",
    Topic.DAY: "A real week tells more than a typical one.",
    Topic.FEEL: "It tells you whether what they enjoy would please you too.",
    Topic.LIFE: "You would live with this work, not only do it.",
    Topic.FIT: "It spares you a mistake that costs years.",
    Topic.SKILL: "It tells you what to practise before anybody pays you for it.",
    Topic.TRAIN: "It shows how people really learn this work.",
    Topic.EDU: "It tells you which studies are worth the time and money.",
    Topic.ENTRY: "Ways in are seldom the ones that are advertised.",
    Topic.OUTLOOK: "Forecasts are made from afar; they see it from close by.",
    Topic.INDUSTRY: "It shows the forces behind their daily work.",
    Topic.ORG: "How a place works is hard to see from outside.",
    Topic.BELONG: WISHED_FOR,
    Topic.ME: "They know the ground and, by now, a little about you.",
    Topic.RES: "It gives you something to do tomorrow.",
    Topic.PAY: WISHED_FOR,
    Topic.REF: "The best next conversation usually comes out of this one.",
    Topic.CLOSE: "It ends the talk well, and leaves the door open.",
}

BY_LEVEL = {
    Level.ENTRY: "Somebody in their first years still remembers this exactly.",
    Level.MID: "They have seen enough to compare, and are near enough to remember.",
    Level.SENIOR: "They have watched many people do this work.",
    Level.EXECUTIVE: "From where they stand they see further than most.",
    Level.RECRUITER: "They see every week what you see once.",
    Level.ACADEMIC: "They know the field from the side where it is thought out.",
    Level.FOUNDER: "They have carried the risk themselves.",
    Level.PUBLIC: "Only somebody inside public service can put this in plain words.",
}

BY_SITUATION = {
    Situation.STUDENT: "It fits where you are: early enough for the answer to change what you do.",
    Situation.GRADUATE: "It fits where you are: at the first steps.",
    Situation.CHANGER: "It fits somebody who brings experience from elsewhere.",
    Situation.NEWCOMER: "It fits somebody who is new to this country’s ways.",
    Situation.VETERAN: "It fits somebody who brings experience from the service.",
    Situation.RETURNING: "It fits somebody who is coming back.",
}

BY_AIM = {
    Aim.EXPLORING: "It helps while everything is still open.",
    Aim.CHOOSING: "Ask it of several people, and the choice gets easier.",
    Aim.PREPARING: "The answer is something you can prepare.",
    Aim.TARGETING: "It helps you understand one particular place.",
    Aim.TRANSITIONING: "It helps on the way from one working life to another.",
}


def because(question: BankQuestion, wanted: Wanted, bank: Bank) -> str:
    """The strongest reason for a question that was chosen for its worth."""
    if question.upgraded and wanted.facts.get(question.key, "").strip():
        return LOOKED_UP
    if question.soc in bank.fields:
        return f"It was written for talks with {bank.fields[question.soc].people}."
    if question.asker:
        return "It fits the studies that you bring."
    if wanted.situation and wanted.situation in question.only_for:
        return BY_SITUATION[wanted.situation]
    if wanted.level in question.levels and len(question.levels) <= 2:
        return BY_LEVEL[wanted.level]
    if apt := sorted(question.aims & wanted.aims):
        return BY_AIM[apt[0]]
    return BY_TOPIC[question.topic]
