"""The few things worth doing now, as a list shows them."""

from datetime import timedelta

import pytest

from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.database import saved
from outreach.followups.kinds import FollowUpKind
from outreach.followups.our_turn import our_turn
from outreach.followups.todos import todos
from outreach.interviews.kinds import Format, Purpose, Relationship
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from tests.cast import NOW
from tests.followups.test_models import planned

DAY = timedelta(days=1)


def asked_of(account: Account, name: str, stage: Stage) -> Interview:
    contact = Contact(account_id=account.id, name=name, timezone="UTC", created_at=NOW)
    ask = {"purpose": Purpose.FIELD, "relationship_kind": Relationship.ALUM, "format": Format.VIDEO}
    return saved(
        Interview(
            account_id=account.id,
            contact=contact,
            stage=stage,
            minutes=20,
            stage_at=NOW,
            created_at=NOW,
            **ask,
        )
    )


def test_who_waits_for_an_answer_of_ours_comes_before_whom_nobody_wrote_to(ada: Account) -> None:
    for n in range(3):
        asked_of(ada, f"Person {n}", Stage.FOUND)
        asked_of(ada, f"Guest {n}", Stage.DRAFTED)
    grace = asked_of(ada, "Grace Hopper", Stage.ANSWERED)

    first, *others = our_turn(ada, now=NOW, most=2)

    assert first.id == grace.id
    assert [row.stage for row in others] == [Stage.DRAFTED] * 2 + [Stage.FOUND]


@pytest.mark.parametrize("is_gone", [True, False])
def test_a_letter_that_left_earlier_is_not_the_one_that_is_due_now(
    ada: Account, talk: Interview, is_gone: bool
) -> None:
    planned(talk, FollowUpKind.IN_TOUCH_1M, days=1)
    letter = saved(
        Letter(
            account_id=ada.id, interview=talk, kind=LetterKind.IN_TOUCH_1M, subject="Compilers", body="Dear Grace",
            drafted_at=NOW, edited_at=NOW, sent_by_hand_at=NOW if is_gone else None,
        )
    )  # fmt: skip

    [todo] = todos(ada, now=NOW + 2 * DAY)

    assert todo.kind == FollowUpKind.IN_TOUCH_1M
    assert (todo.draft and todo.draft.id) == (None if is_gone else letter.id)


CLOSE, NUDGE, THANKS = FollowUpKind.CLOSE_NO_REPLY, FollowUpKind.NUDGE, FollowUpKind.THANKS


@pytest.mark.parametrize(
    ("kinds", "hours", "shown"),
    [
        ([CLOSE] * 8, 0, "stage.answered stage.met stage.drafted stage.found close_no_reply"),
        ([NUDGE] * 8, 0, "stage.answered stage.met nudge nudge nudge"),
        ([THANKS, *[NUDGE] * 7], 0, "stage.answered thanks stage.met nudge nudge"),
        ([NUDGE] * 8, 22, "stage.answered nudge nudge nudge nudge"),
        ([THANKS] * 8, 12, "thanks thanks thanks thanks thanks"),
    ],
)
def test_what_only_waits_takes_its_place_by_its_worth_among_all_that_presses(
    ada: Account, kinds: list[FollowUpKind], hours: int, shown: str
) -> None:
    for stage in (Stage.FOUND, Stage.DRAFTED, Stage.MET, Stage.ANSWERED):
        asked_of(ada, f"Guest {stage}", stage)
    for n, kind in enumerate(kinds):
        planned(asked_of(ada, f"Person {n}", Stage.ASKED), kind, days=1)

    found = todos(ada, now=NOW + DAY + timedelta(hours=hours))

    assert " ".join(todo.kind for todo in found) == shown
