"""The contacts' side of a season: what arrived with them, and what they do about it, each in their own manner."""

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.offers import Offers
from outreach.bookings.site import Site
from outreach.bookings.wishes import Wish
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.mail.models import OutgoingMessage
from outreach.mail.playing import Part
from outreach.workflows import answering, booking, calling_off, moving, noticing, playing
from tests.season.judge import Judge
from tests.season.manners import MANNERS, Deed, Reaction

SPOKEN = {
    Deed.YES: "With pleasure. When would suit you?",
    Deed.NO: "I am sorry, I do not do these conversations.",
    Deed.LATER: "We launch this month. Could you write again in three weeks?",
    Deed.SOMEBODY_ELSE: "My colleague Jean knows that far better than I do.",
    Deed.QUESTIONS: "I cannot talk, but send me your questions.",
    Deed.LEAVE_ME_ALONE: "Please do not write to me again.",
    Deed.WARM_WORDS: "It was a pleasure. Good luck!",
}
PLAYED = {
    Deed.BOUNCE: Part.BOUNCE,
    Deed.AWAY: Part.AWAY,
    Deed.DECLINE_INVITATION: Part.DECLINE,
    Deed.PROPOSE: Part.PROPOSE,
}

IN_SOME_DAYS = timedelta(days=4)
"""How far ahead people choose, so that there is time to think again."""


@dataclass
class TheOthers:
    """Everybody but Ada. ``what_they_meant`` is for her to read, by the number of the interview."""

    site: Site
    judge: Judge
    manner_of: dict[int, str] = field(default_factory=dict)
    what_they_meant: dict[int, Deed] = field(default_factory=dict)
    _plans: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    _turn: "count[int]" = field(default_factory=count)
    _met_with: Counter[tuple[int, str]] = field(default_factory=Counter)

    def receive(self, message: OutgoingMessage, *, now: datetime) -> None:
        """Something from Ada has arrived; whoever it went to will react as they do."""
        interview = db.session.get_one(Interview, message.interview_id)
        manner = MANNERS[self.manner_of[message.contact_id or 0]]
        if message.calendar_method == "REQUEST":
            self._react("invitation", manner.invited, message, interview, now=now)
        elif message.contact_id == interview.contact_id and (letter := Letter.carried_by(message)):
            reactions = manner.takes.get(letter.kind, ())
            self._react(str(letter.kind), reactions, message, interview, now=now)

    def act(self, *, now: datetime) -> None:
        """Let everything happen whose time has come."""
        while self._plans and self._plans[0][0] <= now:
            _, _, do = heapq.heappop(self._plans)
            do(now)
            db.session.commit()

    def overtake(self, letter: Letter, *, now: datetime) -> None:
        """Whoever answers at the very moment at which the reminder is on its way."""
        is_hasty = self.manner_of[letter.interview.contact_id] == "hasty"
        if is_hasty and letter.kind is LetterKind.NUDGE:
            first = next(one for one in Letter.of(letter.interview) if one.kind is LetterKind.OUTREACH)
            assert first.message is not None
            self._do(Deed.YES, first.message, letter.interview, now)

    def _react(
        self,
        to: str,
        reactions: tuple[Reaction, ...],
        message: OutgoingMessage,
        interview: Interview,
        *,
        now: datetime,
    ) -> None:
        """Plan what comes of it: of moods that last only once the first, then the others."""
        met = self._met_with[interview.contact_id, to]
        self._met_with[interview.contact_id, to] += 1
        passing = [one for one in reactions if one.only_once]
        lasting = [one for one in reactions if not one.only_once]
        is_a_program = any(one.deed is Deed.AWAY for one in passing)
        chosen = passing if met == 0 and passing else lasting
        if met == 0 and is_a_program:
            chosen = [*passing, *lasting]
        for one in chosen:
            self._plan(one, message.id, interview.id, now=now)

    def _plan(self, reaction: Reaction, message_id: int, interview_id: int, *, now: datetime) -> None:
        def do(moment: datetime) -> None:
            message = db.session.get_one(OutgoingMessage, message_id)
            self._do(reaction.deed, message, db.session.get_one(Interview, interview_id), moment)

        heapq.heappush(self._plans, (now + reaction.after, next(self._turn), do))

    def _do(self, deed: Deed, message: OutgoingMessage, interview: Interview, now: datetime) -> None:
        self.judge.heard(deed, interview, now=now)
        if deed in SPOKEN or deed in PLAYED:
            part = PLAYED.get(deed, Part.REPLY)
            noticing.arrived(playing.play(message, part, words=SPOKEN.get(deed, ""), now=now), now=now)
            self.what_they_meant[interview.id] = deed
            return
        link = PersonalLink.make(interview, secret_key=self.site.secret_key, now=now)
        self._on_the_page(deed, link, interview, now)

    def _on_the_page(self, deed: Deed, link: PersonalLink, interview: Interview, now: datetime) -> None:
        if deed is Deed.NO_ON_THE_PAGE:
            calling_off.decline(link, site=self.site, now=now)
        elif deed is Deed.CANCEL:
            calling_off.cancel(link, by="guest", site=self.site, now=now)
        elif deed is Deed.NONE_FITS:
            rather = Offers.of(link.account, interview, now=now).times[20].start + timedelta(minutes=10)
            answering.suggest(link, "Rather a little later.", [rather], site=self.site, now=now)
        else:
            before = Booking.live(interview) if deed is Deed.MOVE else None
            free = Offers.of(link.account, interview, now=now, besides=before).times
            earliest = before.ends_at if before else now + IN_SOME_DAYS
            start = next(one.start for one in free if one.start > earliest)
            wish = Wish(start, interview.contact.timezone, f"{deed}-{interview.id}-{now:%j%H%M}")
            (moving.move if before else booking.book)(link, wish, site=self.site, now=now)
