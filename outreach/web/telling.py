"""The journal in words: one sentence for each kind of entry."""

from datetime import date, datetime

from outreach.followups.kinds import TO_INTRODUCER, FollowUpKind
from outreach.journal.models import Entry
from outreach.letters.channels import Channel
from outreach.letters.kinds import LetterKind
from outreach.web.moments import moment
from outreach.web.words import CHANNELS, LETTERS
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
    "letter.by_hand": "{letter} sent by hand ({channel}).",
    "letter.not_by_hand": "{letter} was not sent after all.",
    "letter.unsure": "{letter} may have been sent; nobody can say for certain. {trouble}",
    "letter.failed": "{letter} could not be sent. {trouble}",
    "answer.yes": "They said yes.",
    "answer.later": "They asked to be written to later{on}.",
    "answer.no": "They said no, and that is an answer.",
    "answer.somebody_else": "They sent you to {named}.",
    "answer.questions": "They asked for the questions by mail.",
    "link.none_fits": "None of the times suited them.{proposed}{wrote}",
    "link.own_page": "They would like you to book on their own page: {address}",
    "link.declined": "They would rather not talk, and said so on their page.",
    "booking.made": "Agreed: {starts}.",
    "booking.moved": "Moved to {starts}.",
    "booking.put_off": "You moved it to {starts}.",
    "booking.cancelled": "Cancelled by {by}: {starts}.",
    "booking.missed": "You did not get to talk at {starts}. Another time can be agreed.",
    "touch.ours": "You were in touch. {words}",
    "touch.theirs": "They were in touch. {words}",
    "contact.left_alone": "They asked not to be written to.",
    "contact.may_be_written_to": "They may be written to again.",
    "account.landed": "It has come to something: you told {count} people, or will.",
    "account.another_path": "You chose another path: you told {count} people, or will.",
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
    "mail.colleague": "A word about it came from {who}: “{words}”",
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
    if particulars.get("channel") in set(Channel):
        words["channel"] = CHANNELS[Channel(particulars["channel"])]
    if "starts_at" in particulars:
        words["starts"] = moment(datetime.fromisoformat(particulars["starts_at"]), zone)
    words |= _answer(particulars)
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


def _answer(particulars: dict[str, str]) -> dict[str, str]:
    """What a contact said on their page, as the ends of a sentence."""
    wrote, times = particulars.get("words"), particulars.get("times", "0")
    said = {"wrote": f" They wrote: “{wrote}”"} if wrote else {}
    return said | ({"proposed": " They proposed others."} if times != "0" else {})


BLANKS = {
    "who": "somebody",
    "letter": "Letter",
    "named": "somebody else",
    "on": "",
    "trouble": "",
    "words": "",
    "wrote": "",
    "proposed": "",
    "address": "",
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
    "first_letter": (
        "Write to {name}",
        "{introducer} named them, and a letter within the week keeps your word.",
    ),
    "write_again": ("Write to {name} again", "They asked you to come back about now."),
    "proposal": ("Offer {name} some times", "They said yes. Be quick, and fit their calendar."),
    "questions": ("Send {name} your questions", "Three to five, the most important first."),
    "ahead": ("Send {name} some questions ahead", "Many like to think beforehand; two days is kind."),
    "redirect": ("Thank {name} for the name", "Within a day; it is a gift."),
    "later": ("Tell {name} that later is fine", "On the same day, with the date they named."),
    "decline": ("Thank {name} all the same", "A no is an answer, and deserves a kind one."),
    "moved_by_me": (
        "Offer {name} another time",
        "You had to move it: say so today, in one line, with new times.",
    ),
    "moved_by_them": ("Tell {name} that it is no problem", "They had to move it. Offer other times today."),
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


NAMES_INTRODUCER = TO_INTRODUCER | {FollowUpKind.FIRST_LETTER}


def todo_title(todo: Todo) -> str:
    return fill(TODOS[todo.kind][0], _whom(todo))


def todo_reason(todo: Todo) -> str:
    return fill(TODOS[todo.kind][1], _whom(todo))


def _whom(todo: Todo) -> dict[str, str]:
    contact = todo.interview.contact
    place = f"at {contact.organization_name}" if contact.organization else f"where {contact.name} works"
    return {"name": contact.name, "place": place, "introducer": _introducer(todo)}


def _introducer(todo: Todo) -> str:
    """Who led to the contact, looked up only where they are spoken of."""
    referral = todo.interview.contact.referral if todo.kind in NAMES_INTRODUCER else None
    return referral.introducer.name if referral else "who led you there"
