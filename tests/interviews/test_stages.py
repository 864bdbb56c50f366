import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.interviews.stages import ENDS, ROAD, Stage

stages = st.sampled_from(Stage)


def test_every_stage_is_on_the_road_or_an_end() -> None:
    assert {*ROAD, *ENDS} == set(Stage)
    assert not ENDS & {*ROAD}


@pytest.mark.parametrize(
    ("earlier", "later", "follows"),
    [
        (Stage.FOUND, Stage.DRAFTED, True),
        (Stage.FOUND, Stage.BOOKED, True),
        (Stage.BOOKED, Stage.ANSWERED, False),
        (Stage.ASKED, Stage.ASKED, False),
        (Stage.MET, Stage.THANKED, True),
        (Stage.ASKED, Stage.DECLINED, True),
        (Stage.BOOKED, Stage.DECLINED, True),
        (Stage.MET, Stage.NO_REPLY, False),
        (Stage.THANKED, Stage.DECLINED, False),
        (Stage.NO_REPLY, Stage.ANSWERED, True),
        (Stage.BOUNCED, Stage.ASKED, True),
        (Stage.LATER, Stage.DECLINED, True),
        (Stage.DECLINED, Stage.DECLINED, False),
    ],
)
def test_which_stage_may_follow_which(earlier: Stage, later: Stage, follows: bool) -> None:
    assert later.follows(earlier) is follows


@given(stages)
def test_no_stage_follows_itself(stage: Stage) -> None:
    assert not stage.follows(stage)


@given(st.sampled_from(ROAD), st.sampled_from(ROAD))
def test_on_the_road_one_goes_one_way_only(one: Stage, other: Stage) -> None:
    assert one is other or one.follows(other) != other.follows(one)


@given(st.sampled_from(ROAD), st.sampled_from(sorted(ENDS)))
def test_from_every_end_a_way_leads_back(stage: Stage, end: Stage) -> None:
    assert stage.follows(end)


@given(st.sampled_from(sorted(ENDS)), st.sampled_from([Stage.MET, Stage.THANKED]))
def test_a_conversation_that_was_held_cannot_end_without_one(end: Stage, held: Stage) -> None:
    assert not end.follows(held)
