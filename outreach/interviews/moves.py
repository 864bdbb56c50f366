"""Why a card cannot go into a column: a move by hand may not say what cannot be true. Pure."""

from outreach.interviews.columns import COLUMN_OF, Column
from outreach.interviews.stages import Stage


def why_not(
    stage: Stage, to: Column, *, name: str, has_begun: bool, is_left_alone: bool, is_for_thanks: bool = False
) -> str:
    """What has to happen before somebody at ``stage`` can go there; empty where nothing stands against it.

    ``has_begun`` tells whether an agreed time has come, ``is_left_alone`` whether they asked for no more letters,
    ``is_for_thanks`` whether they were never asked, and stand there for a letter of thanks alone.
    """
    here, why = COLUMN_OF[stage], ""
    if is_for_thanks and to not in AFTER_A_TALK:
        why = f"You have not asked {name}: this card is for thanks alone. To ask for a talk, begin one on their page."
    elif to is Column.BOOKED:
        why = f"A time belongs to that. Note it on the page of {name}, and the card moves by itself."
    elif here is Column.BOOKED:
        why = _while_booked(name, to, has_begun=has_begun)
    elif to is Column.THANKED and here is not Column.MET:
        why = f"Thanks come after the talk. If you have talked with {name}, move the card to Met first."
    elif here is Column.TO_ASK and to in CANNOT:
        why = f"You have not asked {name} yet, so there is nothing to {CANNOT[to]}."
    elif to is Column.ASKED:
        why = _not_to_ask(name, stage, is_left_alone=is_left_alone)
    if not why and (to is Column.TO_ASK or not REACHES[to].follows(stage)):
        why = f"{name} is further along than that already. If it was noted by mistake, undo what you noted."
    return why


def _while_booked(name: str, to: Column, *, has_begun: bool) -> str:
    if to is Column.MET and has_begun:
        return ""
    if to is Column.THANKED and has_begun:
        return f"Thanks come after the talk. If you have talked with {name}, move the card to Met first."
    if has_begun:
        return f"The time with {name} has come. If you talked, move the card to Met; if not, say so on their page."
    return f"A time with {name} is agreed and still to come. If it is off, cancel it on their page first."


def _not_to_ask(name: str, stage: Stage, *, is_left_alone: bool) -> str:
    if is_left_alone:
        return f"{name} asked not to be written to. If that has changed, say so on their page first."
    if stage in {Stage.DECLINED, Stage.REDIRECTED}:
        return f"{name} has answered already. If they wrote again, move the card to Answered."
    return ""


AFTER_A_TALK = {Column.MET, Column.THANKED}
CANNOT = {Column.ANSWERED: "answer", Column.AT_REST: "close"}
REACHES = {
    Column.ASKED: Stage.ASKED,
    Column.ANSWERED: Stage.ANSWERED,
    Column.MET: Stage.MET,
    Column.THANKED: Stage.THANKED,
    Column.AT_REST: Stage.NO_REPLY,
}
