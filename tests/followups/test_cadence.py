"""When courtesy asks for what, told by events alone."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.followups.cadence import Planned, consequences, due_now, notice_of
from outreach.followups.kinds import (
    DEEDS,
    END_FOR_INTRODUCER,
    IN_TOUCH,
    MOOT_ONCE_LATE,
    TO_INTRODUCER,
    Event,
    FollowUpKind,
    Given,
)
from outreach.followups.rules import BY_LETTER, RULES, STOPS
from outreach.followups.whens import Due, Moments
from outreach.followups.working_days import Days
from outreach.letters.kinds import LetterKind
from outreach.timespan import TimeSpan

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""A Tuesday."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
THANKSGIVING = date(2026, 11, 26)
DAYS = Days("America/New_York", "Europe/London", lambda day: day.weekday() < 5 and day != THANKSGIVING)
TALK = TimeSpan(NOW + 6 * DAY, NOW + 6 * DAY + timedelta(minutes=20))
K = FollowUpKind


class Pair:
    """Two people, what is planned between them, and how often each thing was done."""

    def __init__(self, given: Iterable[Given] = ()) -> None:
        self.open: dict[FollowUpKind, Due] = {}
        self.spent: dict[FollowUpKind, int] = {}
        self.given = frozenset(given)
        self.is_over = False

    def live(
        self, event: Event, now: datetime = NOW, *, meeting: TimeSpan | None = None, named: date | None = None
    ) -> None:
        """Let something happen between them."""
        given = self.given | (notice_of(meeting, DAYS, now=now) if meeting else frozenset())
        given |= {Given.DAY_NAMED} if named else frozenset()
        found = consequences(
            event, Moments(now, meeting, named), DAYS, given=given, spent=self.spent, is_open=list(self.open)
        )
        for kind in found.done | found.dropped:
            if self.open.pop(kind, None) and kind in found.done:
                self.spent[kind] = self.spent.get(kind, 0) + 1
        if event in STOPS:
            self.open = {kind: due for kind, due in self.open.items() if kind in TO_INTRODUCER}
        self.open.update(found.planned)

    def due(self, now: datetime) -> list[FollowUpKind]:
        return [p.kind for p in due_now([Planned(k, due) for k, due in self.open.items()], now=now)]


def test_there_are_the_thirty_one_kinds_and_a_few_of_our_own() -> None:
    ours = {K.DEBRIEF, K.WRITE_AGAIN, K.AHEAD, K.FIRST_LETTER, K.REFERRAL_ANSWERED, *END_FOR_INTRODUCER}
    assert set(RULES) == set(FollowUpKind)
    assert len(set(RULES) - ours) == 31


def test_every_letter_but_the_first_answers_to_one_follow_up() -> None:
    assert set(BY_LETTER) == set(LetterKind)
    written = [rule.letter for rule in RULES.values() if rule.letter not in {None, LetterKind.OUTREACH}]
    assert len(written) == len(set(written))


def test_three_working_days_of_silence_call_for_a_second_person_and_seven_for_one_reminder() -> None:
    pair = Pair()
    pair.live(Event.ASKED)

    assert pair.due(NOW + 2 * DAY) == []
    assert pair.open[K.SECOND_PERSON].at.isoformat() == "2026-11-30T09:00:00-05:00"  # Wed, Fri, Mon
    assert pair.due(NOW + 7 * DAY) == [K.SECOND_PERSON]
    assert pair.open[K.NUDGE].at.isoformat() == "2026-12-04T09:00:00-05:00"
    assert pair.due(NOW + 11 * DAY) == [K.NUDGE]


def test_after_the_reminder_comes_nothing_but_a_kind_end() -> None:
    pair = Pair()
    pair.live(Event.ASKED)
    pair.live(Event.REMINDED, NOW + 11 * DAY)

    assert pair.due(NOW + 20 * DAY) == []
    assert pair.due(NOW + 26 * DAY) == [K.CLOSE_NO_REPLY]
    pair.live(Event.RESTED, NOW + 26 * DAY)
    assert pair.open == {}


def test_who_is_not_reminded_is_let_rest_all_the_same() -> None:
    pair = Pair()
    pair.live(Event.ASKED)
    pair.live(Event.NOT_REMINDED, NOW + 11 * DAY)

    assert pair.due(NOW + 26 * DAY) == [K.CLOSE_NO_REPLY]


def test_a_reminder_is_never_followed_by_a_third_in_one_interview() -> None:
    pair = Pair()
    for week in range(4):
        pair.live(Event.ASKED, NOW + week * 30 * DAY)
        pair.live(Event.REMINDED, NOW + (week * 30 + 11) * DAY)

    assert pair.spent[K.NUDGE] == 2


@pytest.mark.parametrize(
    ("event", "kind", "at", "late"),
    [
        (Event.SAID_YES, K.PROPOSAL, NOW, "2026-11-26T00:00:00+00:00"),
        (Event.NONE_FITS, K.PROPOSAL, NOW, "2026-11-26T00:00:00+00:00"),
        (Event.SAID_LATER, K.LATER, NOW, "2026-11-25T00:00:00+00:00"),
        (Event.SENT_ON, K.REDIRECT, NOW, "2026-11-25T09:00:00+00:00"),
        (Event.WANTS_QUESTIONS, K.QUESTIONS, NOW, "2026-11-28T00:00:00+00:00"),
        (Event.CANCELLED_BY_US, K.MOVED_BY_ME, NOW, "2026-11-25T00:00:00+00:00"),
        (Event.CANCELLED_BY_THEM, K.MOVED_BY_THEM, NOW, "2026-11-25T00:00:00+00:00"),
        (Event.MISSED_BY_US, K.MISSED_BY_ME, NOW, "2026-11-24T10:00:00+00:00"),
        (Event.MISSED_BY_THEM, K.MISSED_BY_THEM, NOW, "2026-11-25T00:00:00+00:00"),
        (Event.NAMED, K.REFERRAL_THANKS, NOW, "2026-11-25T09:00:00+00:00"),
        (Event.PROMISED, K.INTRODUCTION, NOW, "2026-11-27T09:00:00+00:00"),
        (Event.PROMISED, K.REFERRAL_CHECK, NOW + 7 * DAY, "2026-12-04T09:00:00+00:00"),
        (Event.ASKED, K.REFERRAL_WROTE, NOW, "2026-11-25T00:00:00+00:00"),
        (Event.SAID_LATER, K.REFERRAL_ANSWERED, NOW, "2026-11-27T09:00:00+00:00"),
        (Event.RESTED, K.REFERRAL_FAILED, NOW, "2026-12-01T09:00:00+00:00"),
        (Event.NOT_PURSUED, K.REFERRAL_NOT_PURSUED, NOW, "2026-12-01T09:00:00+00:00"),
        (Event.THANKED, K.ADVICE_UPDATE, NOW + 30 * DAY, "2027-01-07T09:00:00+00:00"),
        (Event.NEW_QUESTION, K.ASK_AGAIN, NOW, "2026-12-08T09:00:00+00:00"),
        (Event.THEIR_NEWS, K.CONGRATULATIONS, NOW, "2026-12-01T09:00:00+00:00"),
        (Event.LANDED, K.LANDED, NOW, "2026-12-08T09:00:00+00:00"),
        (Event.ANOTHER_PATH, K.ANOTHER_PATH, NOW, "2026-12-08T09:00:00+00:00"),
        (Event.LANDED, K.PAY_FORWARD, NOW + 183 * DAY, "2027-11-24T09:00:00+00:00"),
    ],
)
def test_each_event_calls_for_its_letter_in_its_time(
    event: Event, kind: FollowUpKind, at: datetime, late: str
) -> None:
    pair = Pair([Given.INTRODUCER, Given.CLOSEST])
    pair.live(event)

    assert pair.open[kind].at == at
    assert pair.open[kind].late == datetime.fromisoformat(late)


@pytest.mark.parametrize(
    ("happened", "owed"),
    [
        ([Event.ASKED], K.REFERRAL_WROTE),
        ([Event.ASKED, Event.SAID_YES], K.REFERRAL_ANSWERED),
        ([Event.ASKED, Event.SENT_ON], K.REFERRAL_ANSWERED),
        ([Event.ASKED, Event.SAID_YES, Event.DEBRIEFED], K.REFERRAL_UPDATE),
        ([Event.ASKED, Event.SAID_NO], K.REFERRAL_FAILED),
        ([Event.ASKED, Event.RESTED], K.REFERRAL_FAILED),
        ([Event.ASKED, Event.RESTED, Event.SAID_YES], K.REFERRAL_ANSWERED),
        ([Event.NAMED, Event.NOT_PURSUED], K.REFERRAL_NOT_PURSUED),
    ],
)
def test_at_every_turn_the_introducer_is_owed_the_newest_news_and_nothing_older(
    happened: list[Event], owed: FollowUpKind
) -> None:
    pair = Pair([Given.INTRODUCER])
    for event in happened:
        pair.live(event)

    assert set(pair.open) & TO_INTRODUCER == {owed}


def test_around_a_meeting_a_word_before_it_notes_and_thanks_after_it() -> None:
    pair = Pair([Given.INTRODUCER, Given.IN_PERSON])
    pair.live(Event.BOOKED, meeting=TALK)

    assert (
        pair.open[K.CONFIRMATION].at.isoformat() == "2026-11-27T09:00:00-05:00"
    )  # the Friday before a Monday
    assert pair.open[K.CONFIRMATION].late == TALK.start - 3 * HOUR
    assert pair.open[K.THANKS] == Due(TALK.end, TALK.end + 24 * HOUR)
    assert pair.open[K.DEBRIEF].at == TALK.end
    assert pair.open[K.CARD] == Due(TALK.end + 2 * DAY, TALK.end + 5 * DAY)
    assert pair.open[K.REFERRAL_UPDATE].late == TALK.end + 3 * DAY


def test_a_meeting_of_tomorrow_needs_no_word_before_it() -> None:
    pair = Pair()
    pair.live(Event.BOOKED, meeting=TimeSpan(NOW + DAY, NOW + DAY + HOUR))

    assert K.CONFIRMATION not in pair.open


def test_later_comes_back_on_the_day_they_named() -> None:
    pair = Pair()
    pair.live(Event.SAID_LATER, named=date(2027, 3, 1))

    assert pair.open[K.WRITE_AGAIN].at.isoformat() == "2027-03-01T09:00:00-05:00"
    assert pair.due(NOW) == [K.LATER]
    assert pair.due(NOW + 100 * DAY) == [K.WRITE_AGAIN]


def test_a_no_is_answered_only_by_who_opens_that_letter() -> None:
    pair = Pair()
    pair.live(Event.SAID_NO)

    assert RULES[K.DECLINE].is_quiet
    assert pair.due(NOW + DAY) == []


def test_notes_written_again_do_not_move_what_is_due() -> None:
    pair = Pair()
    pair.live(Event.DEBRIEFED)
    pair.live(Event.DEBRIEFED, NOW + DAY)

    assert pair.open[K.THANKS].at == NOW


EVENTS = st.lists(
    st.tuples(st.sampled_from(Event), st.integers(0, 40), st.booleans()), min_size=1, max_size=14
)


def lived(events: Iterable[tuple[Event, int, bool]], given: Iterable[Given]) -> tuple[Pair, datetime]:
    """Whatever happens between two people, however little sense it makes."""
    pair, now = Pair(given), NOW
    for event, days, has_day in events:
        now += days * DAY
        meeting = TimeSpan(now + 5 * DAY, now + 5 * DAY + HOUR) if event is Event.BOOKED else None
        pair.live(event, now, meeting=meeting, named=(now + 30 * DAY).date() if has_day else None)
    return pair, now


@settings(max_examples=150)
@given(EVENTS, st.sets(st.sampled_from(Given)), st.integers(0, 300))
def test_no_two_things_that_are_due_contradict_each_other(
    events: list[tuple[Event, int, bool]], given: set[Given], later: int
) -> None:
    pair, now = lived(events, given)
    due = pair.due(now + later * DAY)

    to_contact = [kind for kind in due if kind not in TO_INTRODUCER and kind not in DEEDS]
    assert len(to_contact) <= 1
    assert len([kind for kind in due if kind in TO_INTRODUCER]) <= 1
    assert not (K.SECOND_PERSON in due and to_contact)
    assert not {K.SECOND_PERSON, K.DEBRIEF} <= set(due)


@settings(max_examples=150)
@given(EVENTS, st.sets(st.sampled_from(Given)), st.sampled_from(sorted(STOPS)), st.integers(0, 400))
def test_nothing_is_ever_due_to_somebody_who_said_no_bounced_or_wants_to_be_left_alone(
    events: list[tuple[Event, int, bool]], given: set[Given], end: Event, later: int
) -> None:
    pair, now = lived(events, given)
    pair.live(end, now)

    assert set(pair.due(now + later * DAY)) <= TO_INTRODUCER


@settings(max_examples=100)
@given(EVENTS, st.sets(st.sampled_from(Given)))
def test_nothing_is_done_more_often_than_its_cap_and_nothing_is_late_before_it_is_due(
    events: list[tuple[Event, int, bool]], given: set[Given]
) -> None:
    pair, _ = lived(events, given)

    assert all(pair.spent.get(kind, 0) <= rule.cap for kind, rule in RULES.items())
    assert all(due.at <= due.late for kind, due in pair.open.items() if kind not in MOOT_ONCE_LATE)
    assert not set(pair.open) & set(IN_TOUCH)
