"""The follow-ups as data: what calls for each, when, until when, what ends it, and how often at most. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from outreach.followups.kinds import Event, FollowUpKind, Given
from outreach.followups.whens import Origin, When
from outreach.letters.kinds import LetterKind

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
THANKS_WITHIN = timedelta(hours=24)
THANKS_LATE = timedelta(hours=48)
NOW, TODAY = When(), When(day_ends=True)


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of follow-up: what calls for it, when, until when, what ends it, and how often at most.

    ``letter`` is what it writes, ``slots`` what that letter says beyond the
    facts of the interview; ``if_given`` must hold for it to be planned at all;
    ``again`` is after how long it comes round. Where nothing stands in ``after``
    it is planned by landing day itself, once for each person.
    """

    after: frozenset[Event]
    due: When
    late: When
    ends_with: frozenset[Event]
    done_by: frozenset[Event] = frozenset()
    cap: int = 1
    letter: LetterKind | None = None
    slots: tuple[str, ...] = ()
    if_given: Given | None = None
    again: timedelta | None = None
    is_quiet: bool = False
    """Offered with its letter ready on the interview's page, and never put on a list: nobody who said no
    is ever due for anything."""


def _on(*events: Event) -> frozenset[Event]:
    return frozenset(events)


STOPS = _on(Event.BOUNCED, Event.LEFT_ALONE, Event.SAID_NO)
"""After these nothing is due to the contact any more."""
ANSWERS = _on(
    Event.SAID_YES, Event.NONE_FITS, Event.SAID_LATER, Event.SENT_ON, Event.WANTS_QUESTIONS, Event.BOOKED
)
"""They spoke, so their silence is over."""
TALKED = _on(Event.DEBRIEFED, Event.THANKED)
FELL_THROUGH = _on(Event.CANCELLED_BY_US, Event.CANCELLED_BY_THEM, Event.MISSED_BY_US, Event.MISSED_BY_THEM)
OVER = STOPS | {Event.RESTED}
UNANSWERED = OVER | ANSWERS | TALKED
BEFORE_A_TIME = OVER | TALKED | ANSWERS | FELL_THROUGH
AFTER_THE_TALK = STOPS
PARTED = STOPS | {Event.LANDED, Event.ANOTHER_PATH}
"""The news of what became of it all takes the place of smaller news."""

RULES: Mapping[FollowUpKind, Rule] = {
    FollowUpKind.SECOND_PERSON: Rule(
        _on(Event.ASKED), When(working_days=3), When(working_days=7), UNANSWERED | {Event.REMINDED},
        letter=LetterKind.OUTREACH,
    ),
    FollowUpKind.NUDGE: Rule(
        _on(Event.ASKED), When(working_days=7), When(working_days=10),
        UNANSWERED | {Event.NOT_REMINDED}, done_by=_on(Event.REMINDED), cap=2,
        letter=LetterKind.NUDGE,
    ),
    FollowUpKind.CLOSE_NO_REPLY: Rule(
        _on(Event.REMINDED, Event.NOT_REMINDED), When(working_days=10), When(working_days=13),
        UNANSWERED - {Event.RESTED}, cap=2, done_by=_on(Event.RESTED), letter=LetterKind.CLOSE,
    ),
    FollowUpKind.FIRST_LETTER: Rule(
        _on(Event.NAMED), NOW, When(working_days=4), UNANSWERED | {Event.NOT_PURSUED},
        done_by=_on(Event.ASKED), letter=LetterKind.OUTREACH, if_given=Given.INTRODUCER,
    ),
    FollowUpKind.PROPOSAL: Rule(
        _on(Event.SAID_YES, Event.NONE_FITS), NOW, When(working_days=1, day_ends=True), BEFORE_A_TIME,
        cap=5, letter=LetterKind.PROPOSAL, slots=("windows", "link"),
    ),
    FollowUpKind.QUESTIONS: Rule(
        _on(Event.WANTS_QUESTIONS), NOW, When(working_days=2, day_ends=True), BEFORE_A_TIME,
        cap=3, letter=LetterKind.QUESTIONS, slots=("questions",),
    ),
    FollowUpKind.LATER: Rule(
        _on(Event.SAID_LATER), NOW, TODAY, BEFORE_A_TIME, cap=5, letter=LetterKind.LATER, slots=("until",),
    ),
    FollowUpKind.WRITE_AGAIN: Rule(
        _on(Event.SAID_LATER), When(Origin.DAY_NAMED), When(Origin.DAY_NAMED, working_days=3),
        BEFORE_A_TIME, cap=5, done_by=_on(Event.ASKED), letter=LetterKind.OUTREACH,
        if_given=Given.DAY_NAMED,
    ),
    FollowUpKind.DECLINE: Rule(
        _on(Event.SAID_NO), NOW, When(later=DAY), UNANSWERED, letter=LetterKind.DECLINE, is_quiet=True,
    ),
    FollowUpKind.REDIRECT: Rule(
        _on(Event.SENT_ON), NOW, When(later=DAY), BEFORE_A_TIME, cap=9, letter=LetterKind.REDIRECT,
        slots=("person",),
    ),
    FollowUpKind.AHEAD: Rule(
        _on(Event.BOOKED), When(Origin.MEETING_STARTS, working_days=-2),
        When(Origin.MEETING_STARTS, working_days=-1), OVER | TALKED | ANSWERS | FELL_THROUGH,
        cap=12, letter=LetterKind.AHEAD, slots=("questions",), if_given=Given.NOTICE, is_quiet=True,
    ),
    FollowUpKind.CONFIRMATION: Rule(
        _on(Event.BOOKED), When(Origin.MEETING_STARTS, working_days=-1),
        When(Origin.MEETING_STARTS, later=-3 * HOUR), OVER | TALKED | ANSWERS | FELL_THROUGH,
        cap=12, letter=LetterKind.CONFIRMATION, slots=("day", "time", "place"), if_given=Given.NOTICE,
    ),
    FollowUpKind.MOVED_BY_ME: Rule(
        _on(Event.CANCELLED_BY_US), NOW, TODAY, BEFORE_A_TIME, cap=2, letter=LetterKind.MOVED_BY_ME,
        slots=("windows", "link"),
    ),
    FollowUpKind.MOVED_BY_THEM: Rule(
        _on(Event.CANCELLED_BY_THEM), NOW, TODAY, BEFORE_A_TIME, cap=3, letter=LetterKind.MOVED_BY_THEM,
        slots=("windows", "link"),
    ),
    FollowUpKind.MISSED_BY_ME: Rule(
        _on(Event.MISSED_BY_US), NOW, When(later=HOUR), BEFORE_A_TIME, cap=2,
        letter=LetterKind.MISSED_BY_ME,
    ),
    FollowUpKind.MISSED_BY_THEM: Rule(
        _on(Event.MISSED_BY_THEM), NOW, TODAY, BEFORE_A_TIME, letter=LetterKind.MISSED_BY_THEM,
        slots=("windows", "link"),
    ),
    FollowUpKind.DEBRIEF: Rule(
        _on(Event.BOOKED), When(Origin.MEETING_ENDS), When(Origin.MEETING_ENDS, later=12 * HOUR),
        OVER | ANSWERS | FELL_THROUGH, done_by=_on(Event.DEBRIEFED),
    ),
    FollowUpKind.THANKS: Rule(
        _on(Event.BOOKED, Event.DEBRIEFED), When(Origin.MEETING_ENDS),
        When(Origin.MEETING_ENDS, later=THANKS_WITHIN), OVER | ANSWERS | FELL_THROUGH,
        done_by=_on(Event.THANKED), letter=LetterKind.THANKS, slots=("learned", "promises", "people"),
    ),
    FollowUpKind.CARD: Rule(
        _on(Event.BOOKED), When(Origin.MEETING_ENDS, later=2 * DAY),
        When(Origin.MEETING_ENDS, later=5 * DAY), OVER | ANSWERS | FELL_THROUGH, if_given=Given.IN_PERSON,
    ),
    FollowUpKind.INTRODUCTION: Rule(
        _on(Event.PROMISED), NOW, When(later=3 * DAY), AFTER_THE_TALK | {Event.INTRODUCED}, cap=5,
        letter=LetterKind.INTRODUCTION, slots=("person",),
    ),
    FollowUpKind.REFERRAL_CHECK: Rule(
        _on(Event.PROMISED), When(later=7 * DAY), When(later=10 * DAY),
        AFTER_THE_TALK | {Event.INTRODUCED}, letter=LetterKind.REFERRAL_CHECK, slots=("person",),
    ),
    FollowUpKind.REFERRAL_THANKS: Rule(
        _on(Event.NAMED), When(Origin.THANKS_LATE), When(Origin.THANKS_LATE, later=DAY),
        _on(Event.NOT_PURSUED, Event.BOOKED, *TALKED),
        letter=LetterKind.REFERRAL_THANKS, slots=("person",), if_given=Given.INTRODUCER,
    ),
    FollowUpKind.REFERRAL_WROTE: Rule(
        _on(Event.ASKED), NOW, TODAY, OVER | ANSWERS | TALKED | {Event.NOT_PURSUED},
        letter=LetterKind.REFERRAL_WROTE, slots=("person",), if_given=Given.INTRODUCER,
    ),
    FollowUpKind.REFERRAL_ANSWERED: Rule(
        ANSWERS, NOW, When(later=3 * DAY), OVER | TALKED | {Event.ASKED, Event.NOT_PURSUED},
        letter=LetterKind.REFERRAL_ANSWERED, slots=("person",), if_given=Given.INTRODUCER,
    ),
    FollowUpKind.REFERRAL_UPDATE: Rule(
        _on(Event.BOOKED, Event.DEBRIEFED), When(Origin.MEETING_ENDS),
        When(Origin.MEETING_ENDS, later=3 * DAY),
        OVER | FELL_THROUGH | (ANSWERS - {Event.BOOKED}) | {Event.NOT_PURSUED},
        letter=LetterKind.REFERRAL_UPDATE, slots=("person", "learned"), if_given=Given.INTRODUCER,
    ),
    FollowUpKind.REFERRAL_FAILED: Rule(
        OVER, NOW, When(later=7 * DAY), _on(Event.ASKED, Event.NOT_PURSUED) | ANSWERS | TALKED,
        letter=LetterKind.REFERRAL_FAILED, slots=("person",), if_given=Given.INTRODUCER,
    ),
    FollowUpKind.REFERRAL_NOT_PURSUED: Rule(
        _on(Event.NOT_PURSUED), NOW, When(later=7 * DAY), _on(Event.ASKED) | ANSWERS | TALKED,
        letter=LetterKind.REFERRAL_NOT_PURSUED, slots=("person", "reason"), if_given=Given.INTRODUCER,
    ),
    FollowUpKind.ADVICE_UPDATE: Rule(
        _on(Event.THANKED), When(Origin.MEETING_ENDS, later=30 * DAY),
        When(Origin.MEETING_ENDS, later=44 * DAY), PARTED, letter=LetterKind.ADVICE_UPDATE,
        slots=("did", "result"),
    ),
    FollowUpKind.IN_TOUCH_1M: Rule(
        _on(Event.THANKED), When(later=30 * DAY), When(later=44 * DAY), PARTED, cap=99,
        letter=LetterKind.IN_TOUCH_1M, slots=("progress", "useful"),
    ),
    FollowUpKind.IN_TOUCH_3M: Rule(
        _on(Event.THANKED), When(later=90 * DAY), When(later=111 * DAY), PARTED, cap=99,
        letter=LetterKind.IN_TOUCH_3M, slots=("useful", "progress"),
    ),
    FollowUpKind.IN_TOUCH_6M: Rule(
        _on(Event.THANKED), When(later=180 * DAY), When(later=210 * DAY), PARTED, cap=99,
        letter=LetterKind.IN_TOUCH_6M, slots=("progress",),
    ),
    FollowUpKind.ASK_AGAIN: Rule(
        _on(Event.NEW_QUESTION), NOW, When(later=14 * DAY), PARTED, cap=9, letter=LetterKind.ASK_AGAIN,
        slots=("progress", "question"),
    ),
    FollowUpKind.CONGRATULATIONS: Rule(
        _on(Event.THEIR_NEWS), NOW, When(later=7 * DAY), STOPS, cap=99,
        letter=LetterKind.CONGRATULATIONS, slots=("news",),
    ),
    FollowUpKind.LANDED: Rule(
        _on(Event.LANDED), NOW, When(later=14 * DAY), STOPS | {Event.ANOTHER_PATH}, cap=9,
        letter=LetterKind.LANDED, slots=("news", "helped"),
    ),
    FollowUpKind.ANOTHER_PATH: Rule(
        _on(Event.ANOTHER_PATH), NOW, When(later=14 * DAY), STOPS | {Event.LANDED}, cap=9,
        letter=LetterKind.ANOTHER_PATH, slots=("news", "helped"),
    ),
    FollowUpKind.REFERRAL_LANDED: Rule(
        _on(), NOW, When(later=14 * DAY), _on(Event.ANOTHER_PATH), cap=9,
        letter=LetterKind.REFERRAL_LANDED, slots=("news", "led_to"), if_given=Given.INTRODUCER,
    ),
    FollowUpKind.REFERRAL_ANOTHER_PATH: Rule(
        _on(), NOW, When(later=14 * DAY), _on(Event.LANDED), cap=9,
        letter=LetterKind.REFERRAL_ANOTHER_PATH, slots=("news", "led_to"), if_given=Given.INTRODUCER,
    ),
    FollowUpKind.PAY_FORWARD: Rule(
        _on(Event.LANDED), When(later=183 * DAY), When(later=365 * DAY), STOPS | {Event.ANOTHER_PATH},
        cap=99, letter=LetterKind.PAY_FORWARD, if_given=Given.CLOSEST, again=365 * DAY,
    ),
}  # fmt: skip
"""The follow-ups, each as one entry. Where a number is not ours, it is the 3B7 rhythm (three and seven working
days) or what career advisers teach: thanks within a day, news for the introducer at every change."""

BY_LETTER: Mapping[LetterKind, FollowUpKind] = {
    rule.letter: kind
    for kind, rule in RULES.items()
    if rule.letter and kind not in {FollowUpKind.SECOND_PERSON, FollowUpKind.FIRST_LETTER}
}
"""Which follow-up a letter answers to; a letter to a second person belongs to that person, and a first
letter settles what called for it by having left."""
