"""What is to be done, in words: a title and a reason for each kind, and what letting it go means."""

from typing import NamedTuple, Self

from outreach.contacts.models import first_name_of
from outreach.followups.kinds import TO_INTRODUCER
from outreach.interviews.models import Interview


def fill(sentence: str, words: dict[str, str]) -> str:
    """Put words into their places, each once and literally: what they contain is never read again."""
    pieces = sentence.replace("}", "{").split("{")
    return "".join(words.get(piece, "") if place % 2 else piece for place, piece in enumerate(pieces)).strip()


THEIR_WORD = "their_word"
"""What is to be done where the contact said on their page what would suit them instead of our times."""
TODOS = {
    THEIR_WORD: (
        "Answer {name}",
        "On their page, {name} says what would suit them instead of your times.",
    ),
    "second_person": (
        "Write to somebody else {place}",
        "{name} has been silent for three working days. A second person there is kinder than a reminder.",
    ),
    "nudge": (
        "Remind {name}, once",
        "Seven working days of silence. One short line in the same thread, then leave them in peace.",
    ),
    "close_no_reply": ("Let {name} rest", "No answer after the reminder. It is rarely about you."),
    "first_letter": (
        "Write to {name}",
        "The name came from {introducer}, and a letter within the week keeps your word.",
    ),
    "write_again": ("Write to {name} again", "They asked you to come back about now."),
    "proposal": ("Offer {name} some times", "They said yes. Be quick, and fit their calendar."),
    "questions": ("Send {name} your questions", "Three to five, the most important first."),
    "ahead": ("Send {name} some questions ahead", "Many like to think beforehand; two days is kind."),
    "redirect": ("Thank {name} for the name", "Within a day; it is a gift."),
    "later": ("Tell {name} that later is fine", "On the same day, with the date if they named one."),
    "decline": ("Thank {name} all the same", "A no is an answer, and deserves a kind one."),
    "moved_by_me": (
        "Offer {name} another time",
        "You had to move it: say so today, in one line, with new times.",
    ),
    "moved_by_them": (
        "Tell {name} that it is no problem",
        "They could not keep the time. Offer others today.",
    ),
    "missed_by_me": ("Apologise to {name}", "Within the hour, without excuses, for any time of theirs."),
    "missed_by_them": ("Offer {name} another time", "Something must have come up. One kind line today."),
    "card": (
        "Send {name} a card, if you like",
        "Three lines by hand, within five days of meeting in person.",
    ),
    "introduction": ("Help {name} introduce you", "They offered. A few lines to pass on save them the work."),
    "referral_check": (
        "Ask {name} after the introduction",
        "A week or more has passed. Once, lightly, and free to drop.",
    ),
    "referral_thanks": ("Thank {introducer} for {name}", "Within a day, with when you will write."),
    "referral_wrote": (
        "Tell {introducer} that you wrote to {name}",
        "One line is enough, and it is due today.",
    ),
    "referral_answered": (
        "Tell {introducer} that {name} has answered",
        "One line: the door they opened is open, whatever comes of it.",
    ),
    "referral_failed": (
        "Tell {introducer} that nothing came of {name}",
        "Said neutrally, with thanks: nobody likes to wonder.",
    ),
    "referral_not_pursued": (
        "Tell {introducer} that you will not write to {name}",
        "Thanks for the gift, and why not in a clause.",
    ),
    "in_touch_1m": (
        "Say hello to {name}",
        "A month since the last word: how things stand, and one thing for them.",
    ),
    "in_touch_3m": ("Say hello to {name}", "Some months since the last word. Something they might enjoy."),
    "in_touch_6m": ("Say hello to {name}", "Half a year since the last word. Two lines of news."),
    "ask_again": (
        "Ask {name} for a second talk",
        "One question that grew out of the first, and fifteen minutes.",
    ),
    "congratulations": ("Congratulate {name}", "One genuine line, while it is news."),
    "landed": ("Tell {name} your good news", "They gave you their time: say what it helped with."),
    "another_path": (
        "Tell {name} what you decided",
        "Honest advice led you there; they will be glad to hear it.",
    ),
    "referral_landed": (
        "Tell {introducer} your good news",
        "They led you to {name}: say how it has ended, and that you remember.",
    ),
    "referral_another_path": (
        "Tell {introducer} what you decided",
        "They led you to {name}, and would be glad to hear where your own way goes.",
    ),
    "pay_forward": ("Offer {name} to pass it on", "Somebody gave you twenty minutes once."),
    "confirmation": (
        "Confirm the talk with {name}",
        "A line the day before spares both of you a missed call.",
    ),
    "debrief": ("Write down what {name} told you", "Ten minutes, while it is fresh."),
    "thanks": ("Thank {name}", "Within a day, with one thing you learned."),
    "referral_update": (
        "Tell {introducer} how it went with {name}",
        "People who open doors like to hear what was behind them.",
    ),
    "advice_update": (
        "Tell {name} what came of it",
        "A month later, one line on what you did with the advice.",
    ),
    "stage.found": ("Write to {name}", "The letter is not written yet."),
    "stage.drafted": ("Send your letter to {name}", "It is drafted. Read it aloud once, then let it go."),
    "stage.answered": ("Agree a time with {name}", "They answered. Be quick, and fit their calendar."),
    "stage.met": ("Thank {name}", "The letter is drafted from your notes."),
}

LETTING_GO = {
    "first_letter": "Whoever named them expects a letter within the week, and hears it from you if there will be none.",
    "nudge": "One reminder after seven working days is the custom; without it, the ask rests ten days later.",
    "second_person": "Three working days of silence call for a second person. The reminder comes after seven.",
    "close_no_reply": "Ten working days after the reminder an ask may rest. They can still answer any time.",
    "thanks": "Thanks are best within a day and still welcome after two. They are what people remember.",
    "debrief": "What is written down on the same day is still there in a month. A line will do.",
    "card": "A card is an extra. The thank-you by mail is what counts.",
    "confirmation": "A word on the working day before spares a missed call. The invitation stands without it.",
    "ahead": "Questions two days ahead are a courtesy. The talk goes well without them too.",
    "proposal": "A yes is best answered within a working day. They may wonder if they hear nothing.",
    "questions": "Who asked for questions expects them within two working days.",
    "write_again": "They named the day themselves, so hearing from you then is no nuisance.",
    "referral_check": "A promised introduction may be asked after once, a week or ten days later, and then no more.",
    "advice_update": "About a month after a talk, one line on what you did with the advice pleases most people.",
    "in_touch_1m": "A word after one, three and six months keeps a tie warm; any contact starts the time anew.",
    "in_touch_3m": "A word every few months keeps a tie warm; any contact starts the time anew.",
    "in_touch_6m": "Twice a year is enough to be remembered; any contact starts the time anew.",
    "landed": "People who helped like to hear how it ended, even weeks later.",
    "another_path": "That you chose otherwise is a result too, and they would be glad to know.",
    "referral_landed": "People who opened a door like to hear how it ended, even weeks later.",
    "referral_another_path": "That you chose otherwise is a result too, and they would be glad to know.",
    "stage.found": "Nobody waits for a letter that was never announced. They stay among your people.",
    "stage.drafted": "Nobody waits for a letter that was never announced. Your draft stays here.",
    "stage.answered": "They said yes, so a short line that it does not fit now is kinder than silence.",
    "stage.met": "Thanks are best within a day and still welcome after two. They are what people remember.",
}
"""What the calendar of courtesy does when a thing is let go, or why it asks for it."""
DEBTS = "Whoever opened a door likes to hear what was behind it, at every turn and in one line."
APOLOGIES = "When a time falls through, one line on the same day is worth more than a long one later."


def lesson(kind: str) -> str:
    """What it means to let this go, in a sentence or two."""
    return LETTING_GO.get(
        kind, DEBTS if kind in TO_INTRODUCER else APOLOGIES if kind in FELL_THROUGH else GENERAL
    )


FELL_THROUGH = frozenset({"moved_by_me", "moved_by_them", "missed_by_me", "missed_by_them"})
GENERAL = "Small courtesies add up, but none of them is owed. It is not asked again."


class Whom(NamedTuple):
    """Whom a thing to do is about: the contact, where they work, and who led to them, as far as that is known."""

    name: str
    place: str = ""
    introducer: str = ""
    called: str = ""

    @classmethod
    def of(cls, interview: Interview) -> Self:
        contact = interview.contact
        introducer = contact.referral.introducer.name if contact.referral else ""
        return cls(contact.name, contact.organization_name, introducer, contact.called)

    @property
    def first_name(self) -> str:
        return first_name_of(self.name, self.called)


def title(kind: str, whom: Whom) -> str:
    """What is to be done, as a heading."""
    return fill(TODOS[kind][0], _words(whom))


def reason(kind: str, whom: Whom) -> str:
    """Why, and how, in a sentence or two."""
    return fill(TODOS[kind][1], _words(whom))


def _words(whom: Whom) -> dict[str, str]:
    place = f"at {whom.place}" if whom.place else f"where {whom.name} works"
    return {"name": whom.name, "place": place, "introducer": whom.introducer or "who led you there"}
