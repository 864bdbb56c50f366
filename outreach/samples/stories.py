"""The story of one sample person, told from scene to scene as if each had happened.

What a scene leaves behind is what the real thing leaves behind, but nothing is
ever queued: a letter that was "sent" is written down as kept by the built-in mailbox.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from outreach.accounts.models import Account
from outreach.availability.windows import in_words
from outreach.bookings.calendar import keep
from outreach.bookings.invitations import invitation_for
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.site import Site
from outreach.calendars.invitation import ical_text
from outreach.followups.departures import has_left
from outreach.followups.kinds import Event, FollowUpKind
from outreach.followups.models import FollowUp
from outreach.followups.planning import NOTHING_MORE, Circumstances, take_in
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.letters.drafting.writing import Manner
from outreach.letters.drafts import Material, draft_of
from outreach.letters.kinds import LetterKind
from outreach.letters.known import facts_of
from outreach.letters.models import Letter
from outreach.mail import outbox
from outreach.mail.models import OutgoingMessage
from outreach.notebook.debrief import Debrief
from outreach.notebook.models import Note
from outreach.questions.lists import tailored_for
from outreach.samples.cast import Step, day_away
from outreach.timespan import TimeSpan
from outreach.tokens import new_token

REACHES = {
    "yes": Stage.ANSWERED,
    "no": Stage.DECLINED,
    "later": Stage.LATER,
    "somebody_else": Stage.REDIRECTED,
}
MEANS = {
    "yes": Event.SAID_YES,
    "no": Event.SAID_NO,
    "later": Event.SAID_LATER,
    "somebody_else": Event.SENT_ON,
}
HALF_HOUR = timedelta(minutes=30)
NO_SUCH_ADDRESS = "There is no such address any more: the letter came back."


@dataclass(frozen=True, slots=True)
class Story:
    """What happens between an account and one sample person; ``now`` is when it is told."""

    interview: Interview
    account: Account
    site: Site
    debriefed: Debrief
    now: datetime

    def play(self, step: Step, *, at: datetime) -> None:
        """Let one scene happen at its moment."""
        scenes: dict[str, Callable[[Step, datetime], object]] = {
            "begin": self._begin,
            "draft": self._draft,
            "send": self._send,
            "answer": self._answer,
            "book": self._book,
            "debrief": self._debrief,
            "bounce": self._bounce,
            "rest": self._rest,
        }
        scenes[step["do"]](step, at)

    def _begin(self, _step: Step, at: datetime) -> None:
        note("interview.begun", self.interview, at=at, purpose=str(self.interview.purpose))

    def _draft(self, step: Step, at: datetime) -> Letter:
        kind, interview = LetterKind(step["letter"]), self.interview
        earlier = OutgoingMessage.thread_of(interview)
        manner = Manner(
            seed=f"{interview.account_id}/{interview.id}", thread=earlier[0][1] if earlier else ""
        )
        facts = facts_of(interview, self.account)
        letter = Letter.begin(interview, kind, now=at)
        letter.redraft(draft_of(kind, facts, self._material(kind, step, at), manner), now=at)
        note("letter.drafted", interview, at=at, kind=str(kind))
        if kind is LetterKind.OUTREACH:
            interview.reach(Stage.DRAFTED, now=at)
        return letter

    def _material(self, kind: LetterKind, step: Step, at: datetime) -> Material:
        """What the letter needs beyond the facts of the interview."""
        told = self.debriefed
        if kind is LetterKind.PROPOSAL:
            link = PersonalLink.make(self.interview, secret_key=self.site.secret_key, now=at)
            return Material(windows=self._windows(at), link=self.site.guest_url(link))
        if kind is LetterKind.THANKS:
            people = tuple(person.name for person in told.people)
            return Material(learned=told.learned, promises=told.promises, people=people)
        return Material(person=step.get("named", ""), until=self.interview.later_on)

    def _windows(self, at: datetime) -> tuple[str, ...]:
        """Two hours on each of three mornings, in the contact's zone, in words."""
        theirs = self.interview.contact.timezone
        mornings = [
            datetime.combine(day_away(days, today=at.date()), time(10), ZoneInfo(theirs))
            for days in (4, 6, 8)
        ]
        return tuple(in_words(TimeSpan(opens, opens + 4 * HALF_HOUR), theirs) for opens in mornings)

    def _send(self, step: Step, at: datetime) -> None:
        letter, interview = self._draft(step, at), self.interview
        letter.message = self._mailed(
            "letter", letter.subject, letter.body + "\n", at=at, once=f"letter/{letter.id}/{letter.revision}"
        )
        note("letter.queued", interview, at=at, kind=str(letter.kind), subject=letter.subject)
        has_left(letter, "letter.sent", account=self.account, now=at)

    def _mailed(
        self, about: str, subject: str, text: str, *, at: datetime, once: str, calendar: str = ""
    ) -> OutgoingMessage:
        """A message that the built-in mailbox took at that moment."""
        sender = outbox.Sender.of(self.account, mail_domain=self.site.mail_domain)
        thread = OutgoingMessage.thread_of(self.interview)
        message = outbox.queue(
            self.account,
            sender,
            to=self.interview.contact,
            about=about,
            subject=subject,
            text=text,
            now=at,
            interview=self.interview,
            thread=outbox.Thread(tuple(message_id for message_id, _ in thread)),
            calendar=calendar,
            calendar_method="REQUEST" if calendar else "",
            once=once,
        )
        outbox.keep_as_sent(message, now=at)
        return message

    def _answer(self, step: Step, at: datetime) -> None:
        interview, answer = self.interview, step["answer"]
        interview.reach(REACHES[answer], now=at)
        if answer == "later":
            interview.later_on = day_away(step["on"], today=self.now.date())
        self._follow(MEANS[answer], at, Circumstances(named=interview.later_on))
        later_on = interview.later_on.isoformat() if interview.later_on else ""
        note(f"answer.{answer}", interview, at=at, named=step.get("named", ""), later_on=later_on)

    def _book(self, step: Step, at: datetime) -> None:
        interview, span = self.interview, self._meeting(step["on"])
        booking = keep(
            Booking(
                account_id=self.account.id,
                interview=interview,
                uid=f"{new_token()}@{self.site.mail_domain}",
                starts_at=span.start,
                ends_at=span.end,
                format=interview.format,
                place=interview.contact.phone,
                guest_timezone=interview.contact.timezone,
                form_key=f"sample/{interview.id}",
                made_at=at,
                changed_at=at,
            )
        )
        interview.reach(Stage.BOOKED, now=at)
        tailored_for(interview, self.account, now=at)
        self._follow(Event.BOOKED, at, Circumstances(meeting=span))
        if span.start < self.now:
            FollowUp.settle(interview, FollowUpKind.CONFIRMATION, outcome="dropped", now=span.start)
        note("booking.made", interview, at=at, starts_at=span.start.isoformat())
        self._invite(booking, at)

    def _invite(self, booking: Booking, at: datetime) -> None:
        link = PersonalLink.make(self.interview, secret_key=self.site.secret_key, now=at)
        sender = outbox.Sender.of(self.account, mail_domain=self.site.mail_domain)
        invited = invitation_for(
            booking, self.account, organizer=sender.address, guest_url=self.site.guest_url(link)
        )
        text = f"Thank you for making time. It is agreed.\n\n{invited.description}\n\n{self.account.name}\n"
        subject, once = f"Agreed: {invited.summary}", f"invitation/{booking.uid[:60]}/0"
        self._mailed("invitation", subject, text, at=at, once=once, calendar=ical_text(invited))

    def _meeting(self, distance: int) -> TimeSpan:
        """A free time of that day, while both are at work if there is one."""
        ours, theirs = ZoneInfo(self.account.timezone), ZoneInfo(self.interview.contact.timezone)
        day = day_away(distance, today=self.now.astimezone(ours).date())
        opens = datetime.combine(day, time(9), ours)
        taken = Booking.spans(self.account, TimeSpan(opens, opens + 24 * HALF_HOUR))
        length = timedelta(minutes=self.interview.minutes)
        spans = [TimeSpan(opens + HALF_HOUR * n, opens + HALF_HOUR * n + length) for n in range(22)]
        free = [span for span in spans if not any(span.overlaps(other) for other in taken)]
        return min(free, key=lambda span: not 8 <= span.start.astimezone(theirs).hour < 18)

    def _debrief(self, _step: Step, at: datetime) -> None:
        notes = self.debriefed.notes
        Note.rewrite(self.interview, notes, now=at)
        self.interview.reach(Stage.MET, now=at)
        booking = Booking.live(self.interview)
        self._follow(Event.DEBRIEFED, at, Circumstances(meeting=booking.span if booking else None))
        note("debrief.kept", self.interview, at=at, learned=len(self.debriefed.learned))

    def _bounce(self, _step: Step, at: datetime) -> None:
        self.interview.reach(Stage.BOUNCED, now=at)
        self._follow(Event.BOUNCED, at)
        note("letter.failed", self.interview, at=at, kind="outreach", trouble=NO_SUCH_ADDRESS)

    def _rest(self, _step: Step, at: datetime) -> None:
        self.interview.reach(Stage.NO_REPLY, now=at)
        self._follow(Event.RESTED, at)
        note("interview.rested", self.interview, at=at)

    def _follow(self, event: Event, at: datetime, around: Circumstances = NOTHING_MORE) -> None:
        take_in(self.interview, event, account=self.account, around=around, now=at)
