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
MAY_BE_STUCK = frozenset({*PATIENCE, Stage.LATER, Stage.BOOKED, Stage.BOUNCED})
"""The stages at which anybody may need help; elsewhere all is over, or well."""


def why_stuck(
    stage: Stage, since: datetime, *, has_address: bool, later_on: date | None, talk_ends_at: datetime | None,
    now: datetime, today: date,
) -> str:  # fmt: skip
    """Why this one does not move, and so what would help; empty if all is well.

    ``since`` is when it came to its stage, ``talk_ends_at`` the end of an agreed
    time; both are aware. ``later_on`` is a day by the contact's own word, and
    ``today`` the person's own day.
    """
    if stage in PATIENCE:
        return _waited(stage, (now - since) // DAY, has_address) if now - since >= PATIENCE[stage] else ""
    if stage is Stage.LATER:
        return "it is time again" if later_on is not None and later_on <= today else ""
    if stage is Stage.BOOKED:
        return "say how it went" if talk_ends_at is not None and talk_ends_at < now - DAY else ""
    return "needs another address" if stage is Stage.BOUNCED else ""


def _waited(stage: Stage, days: int, has_address: bool) -> str:
    if stage in {Stage.FOUND, Stage.DRAFTED} and not has_address:
        return "no address yet"
    return WAITED[stage].format(days)


WAITED = {
    Stage.FOUND: "no letter for {} days",
    Stage.DRAFTED: "letter waits for {} days",
    Stage.ASKED: "silent for {} days",
    Stage.ANSWERED: "no time agreed for {} days",
    Stage.MET: "not thanked for {} days",
}
