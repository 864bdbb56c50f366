"""What was prepared for a conversation, put together for the account's own copy of it."""

from collections.abc import Mapping

from outreach.bookings.invitations import Packet
from outreach.interviews.models import Interview
from outreach.questions.facts import Fact
from outreach.questions.lists import by_the_minute, runsheet_of
from outreach.questions.models import QuestionList
from outreach.questions.runsheet import RunSheet


def prepared(interview: Interview, *, dates: tuple[str, ...]) -> Packet:
    """All that is prepared, as it was kept; ``dates`` say what is due afterwards."""
    return packed(sheet_of(QuestionList.of(interview), interview), Fact.of(interview), dates=dates)


def packed(sheet: RunSheet | None, facts: Mapping[str, str], *, dates: tuple[str, ...]) -> Packet:
    """The same from what is known: the questions by the minute, and the homework."""
    return Packet(
        questions=by_the_minute(sheet) if sheet else (),
        found=tuple(text for text in facts.values() if text),
        dates=dates,
    )


def sheet_of(questions: QuestionList | None, interview: Interview) -> RunSheet | None:
    """The run-sheet of a list, if there is one."""
    return runsheet_of(questions, interview) if questions else None
