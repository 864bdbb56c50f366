"""The journal in words: one sentence for each kind of entry."""

from datetime import date, datetime

from outreach.journal.models import Entry
from outreach.letters.kinds import LetterKind
from outreach.web.moments import moment
from outreach.web.words import LETTERS
from outreach.workflows.following_up import Todo

SENTENCES = {
    "account.made": "You began.",
    "contact.added": "You added {who} to your people.",
    "interview.begun": "You decided to ask for a conversation.",
    "letter.drafted": "{letter} drafted.",
    "letter.queued": "{letter} on its way.",
    "letter.scheduled": "{letter} on its way: it leaves {leaves}.",
    "letter.kept_back": "{letter} not sent. {trouble}",
    "letter.taken_back": "{letter} taken back before it left.",
    "letter.sent": "{letter} sent: “{subject}”.",
    "letter.unsure": "{letter} may have been sent; nobody can say for certain. {trouble}",
    "letter.failed": "{letter} could not be sent. {trouble}",
    "answer.yes": "They said yes.",
    "answer.later": "They asked to be written to later{on}.",
    "answer.no": "They said no, and that is an answer.",
    "answer.somebody_else": "They sent you to {named}.",
    "answer.questions": "They asked for the questions by mail.",
    "link.none_fits": "None of the times suited them. They wrote: “{words}”",
    "link.declined": "They would rather not talk, and said so on their page.",
    "booking.made": "Agreed: {starts}.",
    "booking.moved": "Moved to {starts}.",
    "booking.cancelled": "Cancelled by {by}: {starts}.",
    "booking.missed": "You did not get to talk at {starts}. Another time can be agreed.",
    "questions.made": "Your list of questions is ready.",
    "homework.kept": "You did your homework.",
    "talk.noted": "You took notes while you talked.",
    "debrief.kept": "You wrote down what you learned.",
    "promise.done": "You kept a promise: {what}.",
    "promise.dropped": "A promise of yours is not needed any more: {what}.",
    "their_promise.done": "They kept a promise: {what}.",
    "their_promise.dropped": "A promise of theirs is not needed any more: {what}.",
    "follow_up.dropped": "You let one thing go: {what}.",
    "follow_up.done": "You did one thing: {what}.",
    "interview.rested": "You let it rest.",
    "mail.answer": "They wrote: “{words}”",
    "mail.counted": "You took a message from {who} for their answer.",
    "mail.colleague": "{who} wrote about it: “{words}”",
    "mail.bounce": "Your letter came back. {why}",
    "mail.possible_bounce": "Your letter may have come back. {why}",
    "mail.late": "Your letter is late. {why}",
    "mail.away": "They are away{back}, says their mail program.",
    "mail.automatic": "Their mail program answered by itself.",
    "mail.waits": "You let the reminder wait until they are back.",
    "mail.by_hand": "You wrote to them from another program, so no reminder is needed.",
    "mail.accepted": "Their calendar accepted the invitation. {words}",
    "mail.tentative": "Their calendar says they may come. {words}",
    "mail.declined": "Their calendar declined the invitation. {words}",
    "mail.proposed": "They proposed another time. {words}",
    "mail.unverified": "Somebody’s calendar answered; it cannot be seen that it was theirs.",
}


def told(entry: Entry, zone: str) -> str:
    """One entry as a sentence, its times on the clocks of ``zone``."""
    particulars = {name: str(value) for name, value in entry.particulars.items()}
    words = {**BLANKS, **particulars}
    if "kind" in particulars and particulars["kind"] in set(LetterKind):
        words["letter"] = LETTERS[LetterKind(particulars["kind"])]
    if "starts_at" in particulars:
        words["starts"] = moment(datetime.fromisoformat(particulars["starts_at"]), zone)
    if "leaves_at" in particulars:
        words["leaves"] = moment(datetime.fromisoformat(particulars["leaves_at"]), zone)
    if particulars.get("later_on"):
        named = date.fromisoformat(particulars["later_on"])
        words["on"] = f", on {named.day} {named:%B}"
    if particulars.get("back_on"):
        back_on = date.fromisoformat(particulars["back_on"])
        words["back"] = f" until {back_on.day} {back_on:%B}"
    if particulars.get("by"):
        words["by"] = {"guest": "them", "account": "you"}.get(particulars["by"], particulars["by"])
    return fill(
        SENTENCES.get(entry.name, entry.name.replace(".", " ").replace("_", " ").capitalize() + "."), words
    )


BLANKS = {
    "who": "somebody",
    "letter": "Letter",
    "named": "somebody else",
    "on": "",
    "trouble": "",
    "words": "",
    "what": "",
    "why": "",
    "back": "",
}


def fill(sentence: str, words: dict[str, str]) -> str:
    """Put words into their places, each once and literally: what they contain is never read again."""
    pieces = sentence.replace("}", "{").split("{")
    return "".join(words.get(piece, "") if place % 2 else piece for place, piece in enumerate(pieces)).strip()


TODOS = {
    "second_person": (
        "Write to somebody else {place}",
        "{name} has been silent for three working days. A second person there is kinder than a reminder.",
    ),
    "nudge": (
        "Remind {name}, once",
        "Seven working days of silence. One short line in the same thread, then leave them in peace.",
    ),
    "close_no_reply": ("Let {name} rest", "No answer after the reminder. It is rarely about you."),
    "write_again": ("Write to {name} again", "They asked you to come back about now."),
    "confirmation": (
        "Confirm tomorrow with {name}",
        "A line the day before spares both of you a missed call.",
    ),
    "debrief": ("Write down what {name} told you", "Ten minutes, while it is fresh."),
    "thanks": ("Thank {name}", "Within a day, with one thing you learned."),
    "referral_update": (
        "Tell who introduced you to {name}",
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


def todo_title(todo: Todo) -> str:
    return fill(TODOS[todo.kind][0], _whom(todo))


def todo_reason(todo: Todo) -> str:
    return fill(TODOS[todo.kind][1], _whom(todo))


def _whom(todo: Todo) -> dict[str, str]:
    contact = todo.interview.contact
    place = f"at {contact.organization_name}" if contact.organization else f"where {contact.name} works"
    return {"name": contact.name, "place": place}
