"""Why an ask does not move, in a few words. Pure."""

from datetime import date, datetime, timedelta

from outreach.interviews.stages import Stage

DAY = timedelta(days=1)


PATIENCE = {
    Stage.FOUND: 7 * DAY,
    Stage.DRAFTED: 3 * DAY,
    Stage.ASKED: 14 * DAY,
    Stage.ANSWERED: 2 * DAY,
    Stage.MET: 2 * DAY,
}
"""How long somebody may stand at a stage before it is worth a word."""


def why_stuck(
    stage: Stage, since: datetime, *, has_address: bool, later_on: date | None, talk_ends_at: datetime | None,
    now: datetime,
) -> str:  # fmt: skip
    """Why this one does not move, and so what would help; empty if all is well.

    ``since`` is when it came to its stage, ``talk_ends_at`` the end of an agreed
    time; both are aware. ``later_on`` is a day by the contact's own word.
    """
    if stage is Stage.BOUNCED:
        return "needs another address"
    if stage is Stage.LATER:
        return "it is time again" if later_on is not None and later_on <= now.date() else ""
    if stage is Stage.BOOKED:
        return "say how it went" if talk_ends_at is not None and talk_ends_at < now - DAY else ""
    patience = PATIENCE.get(stage)
    if patience is None or now - since < patience:
        return ""
    days = (now - since) // DAY
    if stage is Stage.ASKED:
        return f"silent for {days} days"
    if stage is Stage.ANSWERED:
        return f"no time agreed for {days} days"
    if stage is Stage.MET:
        return f"not thanked for {days} days"
    if not has_address:
        return "no address yet"
    return f"letter waits for {days} days" if stage is Stage.DRAFTED else f"no letter for {days} days"
