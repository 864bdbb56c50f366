"""The journal in words: one sentence for each kind of entry."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Protocol

from outreach.followups.kinds import FollowUpKind
from outreach.followups.telling import TODOS, fill, reason, title
from outreach.followups.todos import Todo
from outreach.letters.channels import Channel
from outreach.letters.kinds import LetterKind
from outreach.web.moments import moment, zone_name
from outreach.web.words import CHANNELS, LETTERS_TOLD

SENTENCES = {
    "account.made": "You began.",
    "contact.added": "You added {who} to your people.{assumed}",
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
    "booking.placed": "You said where you talk: {place}.",
    "booking.put_off": "You moved it to {starts}.",
    "booking.cancelled": "Cancelled by {by}: {starts}.",
    "booking.freed": "The time at {starts} is free again, as you have talked already.",
    "booking.missed": "You did not get to talk at {starts}. Another time can be agreed.",
    "told.asked": "You noted that you asked them elsewhere.",
    "told.met": "You noted that you talked.",
    "told.thanked": "You noted that you thanked them.",
    "step.undone": "You took that back.",
    "touch.ours": "You were in touch. {words}",
    "touch.theirs": "They were in touch. {words}",
    "contact.left_alone": "They asked not to be written to.",
    "contact.unpaused": "You write to them although somebody else helps there.",
    "contact.may_be_written_to": "They may be written to again.",
    "contact.address_given": "You gave another address for them: {address}",
    "contact.address_works": "You said that {address} works again.",
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
    "follow_up.dropped": "You let one thing go: {what}.{because}",
    "follow_up.done": "You did one thing: {what}.",
    "interview.for_thanks": "You wanted to tell them how it has ended.",
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


class Line(Protocol):
    """One line of the journal, as an object or as a lean row."""

    @property
    def name(self) -> str: ...
    @property
    def particulars(self) -> dict[str, Any]: ...


def told(entry: Line, zone: str) -> str:
    """One entry as a sentence, its times on the clocks of ``zone``."""
    particulars = {name: _within_quotes(name, str(value)) for name, value in entry.particulars.items()}
    words = {**BLANKS, **particulars}
    if particulars.get("kind") in LETTER_KINDS:
        words["letter"] = LETTERS_TOLD[LetterKind(particulars["kind"])]
    if particulars.get("channel") in CHANNELS_KNOWN:
        words["channel"] = CHANNELS[Channel(particulars["channel"])]
    if "starts_at" in particulars:
        words["starts"] = moment(datetime.fromisoformat(particulars["starts_at"]), zone)
    words |= _answer(particulars) | _assumed(particulars)
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


def retold(entries: Iterable[Line], zone: str) -> list[tuple[Line, str]]:
    """Entries with their sentences; what is said twice in a row is told once, as of the last time."""
    story: list[tuple[Line, str]] = []
    for entry in entries:
        sentence = told(entry, zone)
        if story and story[-1][1] == sentence:
            story.pop()
        story.append((entry, sentence))
    return story


LETTER_KINDS, CHANNELS_KNOWN = frozenset(map(str, LetterKind)), frozenset(map(str, Channel))


def _within_quotes(name: str, words: str) -> str:
    """What is told between quotation marks has other ones inside."""
    return words.replace("“", "‘").replace("”", "’") if name in {"subject", "words"} else words


def _answer(particulars: dict[str, str]) -> dict[str, str]:
    """What a contact said on their page, or why something was let go, as the ends of a sentence."""
    wrote, times = particulars.get("words"), particulars.get("times", "0")
    said = {"wrote": f" They wrote: “{wrote}”"} if wrote else {}
    said |= {"because": REASONS_TOLD.get(particulars.get("reason", ""), "")}
    return said | ({"proposed": " They proposed others."} if times != "0" else {})


def _assumed(particulars: dict[str, str]) -> dict[str, str]:
    """The clock that was taken over from whoever named a person, as the end of a sentence."""
    if "clock" not in particulars:
        return {}
    place = zone_name(particulars["clock"])
    return {"assumed": f" We assume {place}, as for whoever named them: change it if you know better."}


REASONS_TOLD = {
    "not_fitting": " It did not fit them.",
    "too_much": " It would have been one word too many.",
    "rather_not": " You would rather not.",
}
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
    "assumed": "",
}


def todo_title(todo: Todo) -> str:
    return title(todo.words, todo.whom)


def todo_reason(todo: Todo) -> str:
    return reason(todo.words, todo.whom)


def owed_in_words(kind: FollowUpKind, name: str, introducer: str) -> str:
    """What is owed to whoever led to somebody, as a thing to do."""
    return fill(TODOS[str(kind)][0], {"name": name, "introducer": introducer})
