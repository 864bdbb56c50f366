"""What to know about a list: what did not fit, and how such a person likes to be asked. Pure."""

from collections.abc import Iterator, Sequence

from outreach.contacts.kinds import Level
from outreach.questions.drafting import ROOM_FOR_PAY, Draft
from outreach.questions.timing import LONGEST
from outreach.questions.topics import Topic
from outreach.questions.wanted import Wanted

ABOUT_LEVEL = {
    Level.EXECUTIVE: "People at the top have little time: fifteen minutes, at most four questions, and "
    "an easy way out by naming a colleague.",
    Level.RECRUITER: "Recruiters hear many requests for work. Keep to how hiring goes in the field, "
    "and leave your own application out.",
    Level.ACADEMIC: "Use the title until you are told otherwise, and read the group’s own page first.",
    Level.FOUNDER: "Founders often sell their advice. Ask about their path, and leave your own plans for "
    "another day.",
    Level.PUBLIC: "Leave out whatever could be restricted, and ask about rules and exams where "
    "the official pages fall silent.",
}


def hints(wanted: Wanted, draft: Draft, soc: str) -> tuple[str, ...]:
    """Short sentences for the asker, the most urgent first."""
    return tuple(
        [*_on_time(wanted), *_on_what_is_missing(wanted, soc), *_on_wishes(wanted, draft.wishes, draft)]
        + ([ABOUT_LEVEL[wanted.level]] if wanted.level in ABOUT_LEVEL else [])
    )


def _on_time(wanted: Wanted) -> Iterator[str]:
    if wanted.minutes <= 0:
        yield "No length is agreed yet, so this list is made for twenty minutes."
    elif wanted.minutes < 10:
        yield "So few minutes hold a story and a referral. Say your thanks, and ask for the rest by mail."
    elif wanted.minutes > LONGEST:
        yield "Nobody should be kept longer than an hour, so this list ends after sixty minutes."


def _on_what_is_missing(wanted: Wanted, soc: str) -> Iterator[str]:
    if wanted.purpose is None:
        yield "You have not said what you want to learn, so the list looks in every direction."
    if wanted.level is Level.RECRUITER or soc:
        return
    if wanted.level is Level.FOUNDER:
        yield "Choose the field of their business, and questions about it come in."
    elif wanted.occupation.strip():
        yield (
            f"“{wanted.occupation.strip()}” is not a title we know, so questions about the field are "
            "missing. Choose the field yourself, under “Start afresh with a new list”, to have some."
        )


def _on_wishes(wanted: Wanted, left: Sequence[object], draft: Draft) -> Iterator[str]:
    if len(left) == 1:
        yield "One question that you wanted found no room and waits below the line."
    elif left:
        yield f"{len(left)} questions that you wanted found no room; the first of them wait below the line."
    if again := [key for key in wanted.pinned if key in wanted.asked]:
        yield f"This person has answered {len(again)} of the questions you ask everyone; not asked again."
    if lost := [key for key in wanted.pinned if key not in draft.bank.by_key]:
        yield f"The bank no longer has {', '.join(f'“{key}”' for key in lost)}."
    if Topic.PAY in wanted.also and draft.most < ROOM_FOR_PAY:
        yield "Pay is left out: it needs a longer talk, in which it can come late."
