"""Draft the letters between the first one and the talk: reminder, times, answers, confirmation. Pure."""

from collections.abc import Sequence
from datetime import date

from outreach.interviews.kinds import Format
from outreach.letters.drafting.asks import lacking
from outreach.letters.drafting.draft import Draft
from outreach.letters.drafting.phrases import tidy
from outreach.letters.drafting.slots import ask_slots
from outreach.letters.drafting.writing import Manner, Pair, in_a_row, write

NUMBERS = ("no", "one", "two", "three", "four", "five")
FEWEST_QUESTIONS, MOST_QUESTIONS = 3, 5
MOST_WINDOWS, MOST_TOPICS, MOST_AHEAD = 4, 3, 7
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day_in_words(day: date) -> str:
    """“Tuesday 9 February”: no order of figures to be misread, and no locale of the server."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def draft_nudge(pair: Pair, manner: Manner, *, minutes: int = 15, format: Format = Format.PHONE) -> Draft:
    """The one reminder, seven business days after the first letter: at most 60 words, and the last one."""
    return write(
        "nudge", pair, manner, slots=ask_slots(minutes, format), paragraphs=[("reminder", "again", "ease")]
    )


def draft_proposal(
    pair: Pair,
    manner: Manner,
    *,
    windows: Sequence[str],
    zone: str = "",
    link: str = "",
    minutes: int = 20,
    format: Format = Format.PHONE,
) -> Draft:
    """After a yes: up to four ``windows`` worded in the reader's own zone, and other ways to choose.

    ``zone`` is that zone in words, for windows that do not name it themselves;
    ``link`` the personal page, which is never the only way.
    """
    offered = [tidy(window) for window in windows if tidy(window)][:MOST_WINDOWS]
    slots = ask_slots(minutes, format) | {"zone": zone.strip(), "link": link.strip()}
    slots["phone"] = pair.sender.phone.strip()
    if not offered:
        return write(
            "proposal", pair, manner, slots=slots,
            paragraphs=[("thanks", "only_link"), (format,)],
            missing=[lacking("windows")],
        )  # fmt: skip
    return write(
        "proposal", pair, manner, slots=slots,
        paragraphs=[("thanks", "offer"), ("windows",), ("otherwise",), (format,)],
        verbatim={"windows": "\n".join(f"- {window}" for window in offered)},
    )  # fmt: skip


def draft_answers_by_mail(pair: Pair, manner: Manner, *, questions: Sequence[str]) -> Draft:
    """They would rather write: three to five questions in the order given, five at most."""
    asked = [" ".join(question.split()) for question in questions if question.strip()][:MOST_QUESTIONS]
    told = [("opening",), ("questions",), ("ease",)] if asked else [("promise",)]
    return write(
        "answers_by_mail", pair, manner,
        slots={"count": NUMBERS[len(asked)] if len(asked) > 1 else ""},
        paragraphs=told,
        verbatim={"questions": "\n".join(f"{i}. {question}" for i, question in enumerate(asked, start=1))},
        missing=[lacking("questions")] if len(asked) < FEWEST_QUESTIONS else [],
    )  # fmt: skip


def draft_ahead(pair: Pair, manner: Manner, *, questions: Sequence[str]) -> Draft:
    """A few days before a talk: four to seven of its questions, for who likes to think beforehand."""
    asked = [" ".join(question.split()) for question in questions if question.strip()][:MOST_AHEAD]
    told = [("opening",), ("questions",), ("ease",)] if asked else [("promise",)]
    return write(
        "ahead", pair, manner, slots={},
        paragraphs=told,
        verbatim={"questions": "\n".join(f"{i}. {question}" for i, question in enumerate(asked, start=1))},
        missing=[] if asked else [lacking("questions")],
    )  # fmt: skip


def draft_redirect_thanks(pair: Pair, manner: Manner, *, person: str, may_use_name: bool = False) -> Draft:
    """They sent the writer to ``person``; their name is only borrowed with leave."""
    slots = {"person": tidy(person)}
    told = "next_named" if may_use_name else "next_unnamed"
    return write(
        "redirect_thanks", pair, manner, slots=slots,
        paragraphs=[("thanks", told, "report")],
        missing=[] if slots["person"] else [lacking("person")],
    )  # fmt: skip


def draft_later(pair: Pair, manner: Manner, *, until: date | None = None) -> Draft:
    """They said not now: thanks, and the date they named, or no date and no pressure."""
    slots = {"date": day_in_words(until)} if until else {}
    return write("later", pair, manner, slots=slots, paragraphs=[("thanks", "next", "wish")])


def draft_decline(pair: Pair, manner: Manner) -> Draft:
    """They said no: warm thanks, one door left ajar, no persuasion."""
    return write("decline", pair, manner, slots={}, paragraphs=[("thanks", "door", "wish")])


def draft_confirmation(
    pair: Pair,
    manner: Manner,
    *,
    day: date,
    time: str,
    zone: str,
    place: str = "",
    topics: Sequence[str] = (),
    minutes: int = 20,
    format: Format = Format.PHONE,
) -> Draft:
    """The day before: when, in the reader's ``zone``; where; what to do if it fails; up to three topics.

    ``day`` and ``time`` (such as "10:00 to 10:20") are the reader's own;
    ``place`` is an address, a link, or the number that will be called.
    """
    phone = pair.sender.phone.strip()
    lines = [
        f"When: {day_in_words(day)}, {time.strip()}, {zone.strip()}",
        f"Where: {place.strip()}" if place.strip() else "",
        f"If anything fails: my phone is {phone}" if phone else "",
    ]
    slots = ask_slots(minutes, format) | {"date": day_in_words(day), "topics": in_a_row(topics[:MOST_TOPICS])}
    return write(
        "confirmation", pair, manner, slots=slots,
        paragraphs=[("opening",), ("details",), ("topics", "move")],
        verbatim={"details": "\n".join(filter(None, lines))},
        missing=[] if place.strip() else [lacking("place", format)],
    )  # fmt: skip
