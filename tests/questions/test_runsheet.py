"""The run-sheet: where the talk is, what the clock says, and what is dropped."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.interviews.kinds import Purpose
from outreach.questions.arcs import ARCS
from outreach.questions.bank import Bank
from outreach.questions.runsheet import Arc, Line, Part, RunSheet
from outreach.questions.tailoring import Wanted, tailor
from outreach.questions.timing import allow
from outreach.questions.topics import Topic

STORY = Line("story", Topic.PATH, "How did it begin?", 3)
WEEK = Line("week", Topic.DAY, "How did last Tuesday go?", 3)
TRUTH = Line("truth", Topic.FEEL, "What is still hard?", 3, starred=True)
TRENDS = Line("trends", Topic.OUTLOOK, "What will vanish?", 2)
ADVICE = Line("advice", Topic.ME, "What would you do in my place?", 3, starred=True)
NEXT = Line("next", Topic.REF, "Who else should I hear?", 2)
LAST = Line("last", Topic.CLOSE, "What did I forget to ask?", 1)
TALK = [STORY, WEEK, TRUTH, TRENDS, ADVICE, NEXT, LAST]


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def titles(sheet: RunSheet) -> list[str]:
    return [segment.title for segment in sheet.segments]


def test_our_own_arc_goes_from_their_story_to_the_asker() -> None:
    assert titles(RunSheet.plan(30, TALK)) == [
        "Opening", "Their story", "The work", "The truth about it", "The larger picture", "Advice for you",
        "Room", "Referral", "Thanks",
    ]  # fmt: skip


def test_air_asks_for_advice_then_insight_then_referral() -> None:
    assert titles(RunSheet.plan(30, TALK, Arc.AIR)) == [
        "Opening", "Their story", "Advice", "Insight", "Room", "Referral", "Thanks",
    ]  # fmt: skip


def test_tiara_begins_with_trends_where_they_are_the_expert() -> None:
    assert titles(RunSheet.plan(30, TALK, Arc.TIARA)) == [
        "Opening", "Their story", "Trends", "Insights", "Advice", "Room", "Referral", "Thanks",
    ]  # fmt: skip


@pytest.mark.parametrize("arc", Arc)
def test_an_order_of_ones_own_is_the_order_of_the_talk(arc: Arc) -> None:
    sheet = RunSheet.plan(30, [TRUTH, STORY, ADVICE, WEEK, NEXT, LAST], arc)

    assert sheet.lines == (TRUTH, STORY, ADVICE, WEEK, NEXT, LAST)


@pytest.mark.parametrize("arc", Arc)
def test_each_topic_has_one_place_in_each_arc(arc: Arc) -> None:
    held = [topic for phase in ARCS[arc] for topic in phase.topics]
    assert sorted(held) == sorted(set(Topic) - {Topic.REF, Topic.CLOSE})


lines = st.lists(
    st.builds(
        Line,
        key=st.uuids().map(str),
        topic=st.sampled_from(list(Topic)),
        text=st.just("How?"),
        minutes=st.sampled_from([1.0, 1.5, 2.0, 3.0, 15.0]),
        starred=st.booleans(),
    ),
    max_size=20,
)


@given(st.integers(0, 240), lines, st.sampled_from(list(Arc)))
def test_the_segments_fill_the_talk_without_gap_or_overlap_and_lose_no_question(
    length: int, questions: list[Line], arc: Arc
) -> None:
    sheet = RunSheet.plan(length, questions, arc)
    assert sheet.segments[0].starts == minutes(0)
    for earlier, later in zip(sheet.segments, sheet.segments[1:], strict=False):
        assert earlier.ends == later.starts
    assert abs(sheet.segments[-1].ends - sheet.length) < timedelta(milliseconds=1)
    assert sorted(line.key for line in sheet.lines) == sorted(line.key for line in questions)


@given(st.integers(5, 90), lines)
def test_the_referral_and_the_thanks_are_the_last_two_whatever_the_list(
    length: int, questions: list[Line]
) -> None:
    parts = [segment.part for segment in RunSheet.plan(length, questions).segments]
    assert parts[-1] is Part.THANKS
    if any(line.topic is Topic.REF for line in questions):
        assert parts[-2] is Part.REFERRAL


def test_time_that_no_question_claims_lies_before_the_referral() -> None:
    [room] = [s for s in RunSheet.plan(30, TALK).segments if s.part is Part.ROOM]
    assert room.ends - room.starts == minutes(30 - 3 - 14 - 2 - 1)


def test_a_list_that_is_too_long_leaves_the_minute_for_the_greeting() -> None:
    opening = RunSheet.plan(10, TALK).segments[0]
    assert (opening.part, opening.ends - opening.starts) == (Part.OPENING, minutes(1))


def test_when_the_questions_need_more_than_there_is_the_farewell_keeps_its_time() -> None:
    sheet = RunSheet.plan(10, TALK)
    referral, thanks = sheet.segments[-2:]
    assert referral.ends - referral.starts == minutes(2)
    assert thanks.ends - thanks.starts == minutes(1)


@pytest.mark.parametrize(
    ("elapsed", "segment", "line"),
    [
        (-1, "Opening", None),
        (0, "Opening", None),
        (3, "Their story", "story"),
        (7, "The work", "week"),
        (9, "The truth about it", "truth"),
        (18, "Room", None),
        (27, "Referral", "next"),
        (29.5, "Thanks", "last"),
        (40, "Thanks", "last"),
    ],
)
def test_the_sheet_knows_where_the_talk_is(elapsed: float, segment: str, line: str | None) -> None:
    moment = RunSheet.plan(30, TALK).at(minutes(elapsed))
    assert moment.segment.title == segment
    assert (moment.line.key if moment.line else None) == line


def test_two_questions_of_one_segment_take_turns() -> None:
    role = Line("role", Topic.ROLE, "What do you do there?", 3)
    sheet = RunSheet.plan(20, [role, WEEK, NEXT, LAST])
    assert [sheet.at(minutes(at)).line for at in (2.5, 5.5)] == [role, WEEK]


@pytest.mark.parametrize(
    ("elapsed", "cue"),
    [
        (14, None),
        (15, "Half time."),
        (25, "5 minutes left. Which of your 2 starred questions is still open?"),
        (28, "2 minutes left: referral and thanks."),
        (30, "Time is up: say so, and offer to stop."),
        (44, "Time is up: say so, and offer to stop."),
    ],
)
def test_the_clock_speaks_at_half_time_and_towards_the_end(elapsed: float, cue: str | None) -> None:
    moment = RunSheet.plan(30, TALK).at(minutes(elapsed))
    assert (moment.cue.text if moment.cue else None) == cue


def test_a_short_talk_hears_no_cue_before_its_half() -> None:
    assert [cue.at for cue in RunSheet.plan(8, TALK).cues] == [minutes(4), minutes(6), minutes(8)]


def test_the_talk_is_over_when_its_time_is_gone() -> None:
    sheet = RunSheet.plan(30, TALK)
    assert not sheet.at(minutes(29.9)).is_over
    assert sheet.at(minutes(30)).is_over


def test_when_time_runs_short_unstarred_questions_go_first() -> None:
    short = RunSheet.plan(30, TALK).shortened(minutes(10), asked={"story"})
    assert short.kept == (TRUTH, ADVICE, NEXT, LAST)
    assert short.dropped == (WEEK, TRENDS)


def test_a_small_question_still_fits_where_a_larger_one_does_not() -> None:
    short = RunSheet.plan(30, TALK).shortened(minutes(11), asked={"story"})
    assert short.kept == (TRUTH, TRENDS, ADVICE, NEXT, LAST)


@given(st.integers(-5, 60), lines)
def test_the_referral_and_the_close_are_never_dropped(left: int, questions: list[Line]) -> None:
    short = RunSheet.plan(30, questions).shortened(minutes(left))
    assert not {line.topic for line in short.dropped} & {Topic.REF, Topic.CLOSE}
    assert len(short.kept) + len(short.dropped) == len(questions)


@pytest.mark.parametrize("length", [10, 15, 20, 30, 45, 60])
def test_a_tailored_list_needs_no_squeezing(length: int) -> None:
    tailored = tailor(Wanted(length, Purpose.JOB), Bank.load())
    sheet = RunSheet.plan(length, tailored.lines)
    assert len(sheet.starred) == 3
    for segment in sheet.segments:
        needed = minutes(sum(line.minutes for line in segment.lines))
        assert segment.ends - segment.starts >= needed - timedelta(milliseconds=1)


@pytest.mark.parametrize("length", range(1, 121))
def test_an_allowance_divides_all_of_its_minutes(length: int) -> None:
    allowance = allow(length)
    assert allowance.opening + allowance.core + allowance.reserve == pytest.approx(allowance.minutes)
    assert allowance.fewest <= allowance.most
    assert allow(length + 1).most >= allowance.most
