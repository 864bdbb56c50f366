"""What people read for the words that the code uses."""

from outreach.accounts.kinds import Situation
from outreach.contacts.kinds import Formality, Level
from outreach.followups.kinds import FollowUpKind
from outreach.interviews.kinds import Format, Purpose, Relationship
from outreach.interviews.stages import Stage
from outreach.letters.kinds import LetterKind, Origin
from outreach.mail.models import Delivery

SITUATIONS = {
    Situation.STUDENT: "I am studying",
    Situation.GRADUATE: "I graduated recently",
    Situation.CHANGER: "I want to change careers",
    Situation.NEWCOMER: "I am new to this country",
    Situation.VETERAN: "I am leaving the armed forces",
    Situation.RETURNING: "I am returning to work",
}
FORMALITIES = {
    Formality.FORMAL: "Formal – Dear Ms. Osei",
    Formality.NEUTRAL: "Full name – Dear Ama Osei",
    Formality.FIRST_NAME: "First name – Dear Ama",
}
LEVELS = {
    Level.UNKNOWN: "I do not know",
    Level.ENTRY: "In their first years",
    Level.MID: "Some years in",
    Level.SENIOR: "Senior, or leads a team",
    Level.EXECUTIVE: "At the top",
    Level.RECRUITER: "Recruiter or HR",
    Level.ACADEMIC: "Academic",
    Level.FOUNDER: "Founder or freelancer",
    Level.PUBLIC: "Public servant or military",
}
PURPOSES = {
    Purpose.JOB: "A job – what the work is really like",
    Purpose.FIELD: "A career field – how people find their way in it",
    Purpose.INDUSTRY: "An industry – how it is changing",
    Purpose.COMPANY: "A company – what it is like to work there",
}
RELATIONSHIPS = {
    Relationship.ALUM: "We went to the same school",
    Relationship.REFERRAL: "Somebody suggested I write to them",
    Relationship.INTRO: "Somebody has introduced us already",
    Relationship.COLD: "We do not know each other",
    Relationship.GROUP: "We belong to the same group",
    Relationship.EVENT: "I met or heard them at an event",
    Relationship.EXCOLLEAGUE: "We worked together once",
    Relationship.FACULTY: "A teacher or adviser sent me",
    Relationship.AUTHOR: "I read or heard something of theirs",
    Relationship.LI2: "We know somebody in common online",
    Relationship.FAMILY: "A friend of the family",
    Relationship.INTERNAL: "A colleague in my own company",
}
FORMATS = {
    Format.PHONE: "By phone",
    Format.VIDEO: "By video",
    Format.IN_PERSON: "In person",
    Format.THEIR_CHOICE: "Whatever suits them",
}
STAGES = {
    Stage.FOUND: "Found",
    Stage.DRAFTED: "Letter drafted",
    Stage.ASKED: "Asked",
    Stage.ANSWERED: "Answered",
    Stage.BOOKED: "Booked",
    Stage.MET: "Met",
    Stage.THANKED: "Thanked",
    Stage.DECLINED: "Said no",
    Stage.LATER: "Asked for later",
    Stage.REDIRECTED: "Named somebody else",
    Stage.NO_REPLY: "No reply",
    Stage.BOUNCED: "Address did not work",
}
LETTERS = {
    LetterKind.OUTREACH: "First letter",
    LetterKind.NUDGE: "Reminder",
    LetterKind.PROPOSAL: "Proposal of times",
    LetterKind.QUESTIONS: "Questions by mail",
    LetterKind.REDIRECT: "Thanks for the name",
    LetterKind.LATER: "Until later",
    LetterKind.DECLINE: "Thanks all the same",
    LetterKind.CONFIRMATION: "Confirmation",
    LetterKind.THANKS: "Thank-you",
    LetterKind.REFERRAL_UPDATE: "Word to the introducer",
}
ORIGINS = {
    Origin.DRAFTED: "Drafted for you",
    Origin.TYPED: "Your words",
    Origin.TEMPLATE: "From your template",
    Origin.SUGGESTED: "From your model",
    Origin.RESTORED: "Brought back",
}
FOLLOW_UPS = {
    FollowUpKind.SECOND_PERSON: "Think of a second person",
    FollowUpKind.NUDGE: "One short reminder",
    FollowUpKind.CLOSE_NO_REPLY: "Let it rest",
    FollowUpKind.WRITE_AGAIN: "Write again, as they asked",
    FollowUpKind.CONFIRMATION: "Confirm the day before",
    FollowUpKind.DEBRIEF: "Write down what you learned",
    FollowUpKind.THANKS: "Thank-you letter",
    FollowUpKind.REFERRAL_UPDATE: "Tell the introducer",
    FollowUpKind.ADVICE_UPDATE: "Tell them what came of it",
}
DELIVERIES = {
    Delivery.QUEUED: "Leaves in a moment",
    Delivery.DATA: "Leaving now",
    Delivery.SENT: "Accepted by your server",
    Delivery.UNSURE: "May have been sent",
    Delivery.FAILED: "Could not be sent",
    Delivery.TAKEN_BACK: "Taken back",
}
SECURITIES = {
    "starttls": "STARTTLS, usually port 587",
    "tls": "TLS, usually port 465",
    "none": "None – only for a server on this computer",
}
IMAP_SECURITIES = {
    "tls": "TLS, usually port 993",
    "starttls": "STARTTLS, usually port 143",
    "none": "None – only for a server on this computer",
}
MESSAGES = {
    "invitation": "Invitation",
    "copy": "For your own calendar",
    "notice": "Notice",
    "test": "Trial of the mail account",
}

NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)

WORDS = {
    (type(kind).__name__, str(kind)): text
    for vocabulary in (
        SITUATIONS, FORMALITIES, LEVELS, PURPOSES, RELATIONSHIPS, FORMATS, STAGES, LETTERS, ORIGINS,
        FOLLOW_UPS, DELIVERIES,
    )
    for kind, text in vocabulary.items()
}  # fmt: skip
