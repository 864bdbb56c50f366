"""What people read for the words that the code uses."""

from outreach.accounts.kinds import Situation
from outreach.contacts.kinds import Advocacy, Formality, Level, Posting, Tier
from outreach.followups.kinds import FollowUpKind
from outreach.interviews.kinds import Format, Purpose, Relationship
from outreach.interviews.stages import Stage
from outreach.letters.channels import Channel
from outreach.letters.kinds import LetterKind, Origin
from outreach.mail.models import Delivery
from outreach.notebook.jottings import JottingKind
from outreach.notebook.models import NoteKind

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
    Stage.FOUND: "To ask",
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
    LetterKind.CLOSE: "Letting it rest",
    LetterKind.PROPOSAL: "Proposal of times",
    LetterKind.QUESTIONS: "Questions by mail",
    LetterKind.AHEAD: "Questions before the talk",
    LetterKind.REDIRECT: "Thanks for the name",
    LetterKind.LATER: "Until later",
    LetterKind.DECLINE: "Thanks all the same",
    LetterKind.CONFIRMATION: "Confirmation",
    LetterKind.MOVED_BY_ME: "I have to move it",
    LetterKind.MOVED_BY_THEM: "They could not keep the time",
    LetterKind.MISSED_BY_ME: "I missed it",
    LetterKind.MISSED_BY_THEM: "They did not come",
    LetterKind.THANKS: "Thank-you",
    LetterKind.INTRODUCTION: "The introduction they offered",
    LetterKind.REFERRAL_CHECK: "The introduction that has not come",
    LetterKind.REFERRAL_THANKS: "Thanks to who led you here",
    LetterKind.REFERRAL_WROTE: "To whoever led you here: I have written",
    LetterKind.REFERRAL_ANSWERED: "To whoever led you here: they have answered",
    LetterKind.REFERRAL_UPDATE: "To whoever led you here: we have talked",
    LetterKind.REFERRAL_FAILED: "To whoever led you here: nothing came of it",
    LetterKind.REFERRAL_NOT_PURSUED: "To whoever led you here: I will not write",
    LetterKind.REFERRAL_LANDED: "To whoever led you here: it has come to something",
    LetterKind.REFERRAL_ANOTHER_PATH: "To whoever led you here: I have chosen another path",
    LetterKind.ADVICE_UPDATE: "What came of the advice",
    LetterKind.IN_TOUCH_1M: "A word after a month",
    LetterKind.IN_TOUCH_3M: "A word after three months",
    LetterKind.IN_TOUCH_6M: "A word after half a year",
    LetterKind.ASK_AGAIN: "A second talk",
    LetterKind.CONGRATULATIONS: "Congratulations",
    LetterKind.LANDED: "It has come to something",
    LetterKind.ANOTHER_PATH: "I have chosen another path",
    LetterKind.PAY_FORWARD: "Passing it on",
}
LETTERS_TOLD = LETTERS | {
    LetterKind.CLOSE: "Word that it may rest",
    LetterKind.LATER: "Answer to their “later”",
    LetterKind.MOVED_BY_ME: "Word that you have to move it",
    LetterKind.MOVED_BY_THEM: "Answer to their change of plans",
    LetterKind.MISSED_BY_ME: "Apology",
    LetterKind.MISSED_BY_THEM: "Word after the missed talk",
    LetterKind.INTRODUCTION: "Lines for the introduction they offered",
    LetterKind.REFERRAL_CHECK: "Question about the introduction",
    LetterKind.REFERRAL_THANKS: "Thanks to whoever led you here",
    LetterKind.REFERRAL_WROTE: "Word to whoever led you here, that you wrote,",
    LetterKind.REFERRAL_ANSWERED: "Word to whoever led you here, that they answered,",
    LetterKind.REFERRAL_UPDATE: "Word to whoever led you here, how it went,",
    LetterKind.REFERRAL_FAILED: "Word to whoever led you here, that nothing came of it,",
    LetterKind.REFERRAL_NOT_PURSUED: "Word to whoever led you here, that you will not write,",
    LetterKind.REFERRAL_LANDED: "Good news to whoever led you here",
    LetterKind.REFERRAL_ANOTHER_PATH: "Word to whoever led you here, what you decided,",
    LetterKind.ADVICE_UPDATE: "Word on what came of the advice",
    LetterKind.ASK_AGAIN: "Ask for a second talk",
    LetterKind.LANDED: "Good news",
    LetterKind.ANOTHER_PATH: "Word on what you decided",
    LetterKind.PAY_FORWARD: "Offer to pass it on",
}
"""The same as the story tells of them, where it would not read as a sentence: “Good news sent.”"""
JOTTINGS = {
    JottingKind.NOTE: "Note",
    JottingKind.QUOTE: "Quote",
    JottingKind.PERSON: "Name",
    JottingKind.RESOURCE: "Resource",
    JottingKind.PROMISE: "I promise",
    JottingKind.THEIR_PROMISE: "They promise",
}
"""What can be jotted down beside the answers, in the order of the buttons."""
ORIGINS = {
    Origin.DRAFTED: "Drafted for you",
    Origin.TYPED: "Your words",
    Origin.TEMPLATE: "From your template",
    Origin.SUGGESTED: "From your model",
    Origin.RESTORED: "Brought back",
}
FOLLOW_UPS = {
    FollowUpKind.FIRST_LETTER: "Write to them, as you said you would",
    FollowUpKind.SECOND_PERSON: "Think of a second person",
    FollowUpKind.NUDGE: "One short reminder",
    FollowUpKind.CLOSE_NO_REPLY: "Let it rest",
    FollowUpKind.PROPOSAL: "Offer times",
    FollowUpKind.QUESTIONS: "Send the questions",
    FollowUpKind.REDIRECT: "Thank them for the name",
    FollowUpKind.LATER: "Say that later is fine",
    FollowUpKind.DECLINE: "Thank them all the same",
    FollowUpKind.WRITE_AGAIN: "Write again, as they asked",
    FollowUpKind.AHEAD: "Send some questions ahead, if you like",
    FollowUpKind.CONFIRMATION: "Confirm the day before",
    FollowUpKind.MOVED_BY_ME: "Offer another time",
    FollowUpKind.MOVED_BY_THEM: "Say that it is no problem",
    FollowUpKind.MISSED_BY_ME: "Apologise",
    FollowUpKind.MISSED_BY_THEM: "Offer another time, kindly",
    FollowUpKind.DEBRIEF: "Write down what you learned",
    FollowUpKind.THANKS: "Thank-you letter",
    FollowUpKind.CARD: "A card by post, if you like",
    FollowUpKind.INTRODUCTION: "Help them introduce you",
    FollowUpKind.REFERRAL_CHECK: "Ask after the introduction, once",
    FollowUpKind.REFERRAL_THANKS: "Thank who gave you the name",
    FollowUpKind.REFERRAL_WROTE: "Tell who led you here that you wrote",
    FollowUpKind.REFERRAL_ANSWERED: "Tell who led you here that they answered",
    FollowUpKind.REFERRAL_UPDATE: "Tell the introducer",
    FollowUpKind.REFERRAL_FAILED: "Tell who led you here that nothing came of it",
    FollowUpKind.REFERRAL_NOT_PURSUED: "Tell who led you here that you will not write",
    FollowUpKind.REFERRAL_LANDED: "Tell who led you here that it has come to something",
    FollowUpKind.REFERRAL_ANOTHER_PATH: "Tell who led you here what you decided",
    FollowUpKind.ADVICE_UPDATE: "Tell them what came of it",
    FollowUpKind.IN_TOUCH_1M: "A word after a month",
    FollowUpKind.IN_TOUCH_3M: "A word after some months",
    FollowUpKind.IN_TOUCH_6M: "A word after half a year",
    FollowUpKind.ASK_AGAIN: "Ask for a second talk",
    FollowUpKind.CONGRATULATIONS: "Congratulate them",
    FollowUpKind.LANDED: "Tell them that it has come to something",
    FollowUpKind.ANOTHER_PATH: "Tell them what you decided",
    FollowUpKind.PAY_FORWARD: "Pass it on",
}
CHANNELS = {
    Channel.LINKEDIN_NOTE: "LinkedIn note",
    Channel.LINKEDIN_MESSAGE: "LinkedIn message",
    Channel.QUESTIONS: "Questions to answer in writing",
    Channel.EMAIL: "From your own mail",
    Channel.ELSEWHERE: "The letter as it stands",
}
WAY_HINTS = {
    Channel.LINKEDIN_NOTE: "It goes with an invitation to connect, and has 300 characters at most.",
    Channel.LINKEDIN_MESSAGE: "For somebody you are connected with; an InMail has a subject. Shorter is answered more.",
    Channel.QUESTIONS: "For somebody who would rather write than talk. Three to five, the most important first.",
    Channel.EMAIL: "The letter as it stands, for a mail program of yours.",
    Channel.ELSEWHERE: "By post, by message, or read out on the phone.",
}
CLOSENESSES = {
    Tier.CLOSE: "Closely: every month or two",
    Tier.GOOD: "As usual: after three months, then half a year",
    Tier.THIN: "Loosely: only when something has come of it",
}
ADVOCACIES = {
    Advocacy.NOBODY: "Nobody yet",
    Advocacy.KNOWN: "Somebody to ask",
    Advocacy.ANSWERS: "Somebody answers",
    Advocacy.HELPS: "Somebody helps",
}
MOTIVATIONS = {
    0: "Not said",
    5: "5 – the dream",
    4: "4 – very much",
    3: "3 – gladly",
    2: "2 – perhaps",
    1: "1 – just in case",
}
POSTINGS = {
    Posting.UNKNOWN: "Not looked yet",
    Posting.NONE: "None now",
    Posting.OTHER: "Some, none that fits",
    Posting.FITTING: "One that fits",
}
OCCASIONS = {
    LetterKind.CLOSE: "Usually nothing is sent. If you like, one line that asks for nothing.",
    LetterKind.MOVED_BY_ME: "One line of apology, and new times. No long reason.",
    LetterKind.MOVED_BY_THEM: "No problem at all, and other times.",
    LetterKind.MISSED_BY_ME: "Within the hour if you can: no excuses, any time of theirs.",
    LetterKind.MISSED_BY_THEM: "Something must have come up. Offer other times, once.",
    LetterKind.INTRODUCTION: "With a few lines about you that can be passed on as they are.",
    LetterKind.REFERRAL_CHECK: "After a week or ten days, once, and lightly.",
    LetterKind.REFERRAL_THANKS: "Within a day of getting the name.",
    LetterKind.REFERRAL_WROTE: "One line, on the day you write.",
    LetterKind.REFERRAL_ANSWERED: "One line within three days of their answer.",
    LetterKind.REFERRAL_UPDATE: "Within three days of the talk.",
    LetterKind.REFERRAL_FAILED: "Said neutrally; it takes nothing from their kindness.",
    LetterKind.REFERRAL_NOT_PURSUED: "Thanks for the gift, and why not in a clause.",
    LetterKind.ADVICE_UPDATE: "What you did, what came of it, thanks. Nothing asked.",
    LetterKind.IN_TOUCH_1M: "How things stand, and one thing for them.",
    LetterKind.IN_TOUCH_3M: "Something they might enjoy. Never a question about work for you.",
    LetterKind.IN_TOUCH_6M: "A milestone of yours, in two lines.",
    LetterKind.ASK_AGAIN: "Better after three months, and after telling them what came of the first. One question.",
    LetterKind.CONGRATULATIONS: "One genuine line within a week, and nothing asked.",
    LetterKind.LANDED: "You tell it once; a letter to everybody who gave you time is then prepared, one by one.",
    LetterKind.ANOTHER_PATH: "A good result, and people are glad to hear it. A letter to everybody is then prepared.",
    LetterKind.PAY_FORWARD: "Your turn to give twenty minutes.",
}


def occasion_hint(kind: LetterKind) -> str:
    """What to know of a letter before it is opened."""
    return OCCASIONS.get(kind, "")


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
    "run_sheet": "Plan of the talk",
    "digest": "Your day",
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


def spelled(count: int) -> str:
    """A small number as a word, as it stands in a sentence."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


NOTES = {
    NoteKind.CIRCUMSTANCES: "How it was",
    NoteKind.LEARNED: "What stays",
    NoteKind.SURPRISE: "A surprise",
    NoteKind.CONTRADICTION: "A contradiction",
    NoteKind.LIKE: "I would like",
    NoteKind.RED_FLAG: "It would bother me",
    NoteKind.PROMISE: "I promised to",
    NoteKind.THEIR_PROMISE: "They promised to",
    NoteKind.PERSON: "They named",
    NoteKind.RESOURCE: "To look up",
    NoteKind.THOUGHT: "Just for me",
}
WORDS = {
    (type(kind).__name__, str(kind)): text
    for vocabulary in (
        SITUATIONS, FORMALITIES, LEVELS, PURPOSES, RELATIONSHIPS, FORMATS, STAGES, LETTERS, ORIGINS,
        FOLLOW_UPS, DELIVERIES, CHANNELS, CLOSENESSES, NOTES,
    )
    for kind, text in vocabulary.items()
}  # fmt: skip
