"""Ada's side of a season: she does what Today says, in the morning and in the evening, and asks somebody new."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from outreach.accounts.models import Account
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.site import Site
from outreach.bookings.wishes import Wish
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.followups import silence
from outreach.followups.models import FollowUp
from outreach.interviews.models import Interview
from outreach.letters.channels import Channel
from outreach.letters.coach.policy import Policy
from outreach.letters.kinds import LetterKind
from outreach.letters.models import Letter
from outreach.mail.incoming import IncomingMessage, News
from outreach.notebook.debrief import Debrief, Named
from outreach.workflows import (
    asking,
    booking,
    calling_off,
    deciding,
    following_up,
    handing_over,
    keeping_up,
    moving,
    reflecting,
    replies,
    sending,
    writing,
)
from outreach.workflows.following_up import Todo
from tests.season.judge import Judge
from tests.season.manners import MANNERS, Deed
from tests.season.the_others import TheOthers

ROUNDS = 9
"""How often she comes back to the list in one sitting, at most."""
MEANS = {
    Deed.YES: replies.Answer.YES,
    Deed.NO: replies.Answer.NO,
    Deed.LATER: replies.Answer.LATER,
    Deed.SOMEBODY_ELSE: replies.Answer.SOMEBODY_ELSE,
    Deed.QUESTIONS: replies.Answer.QUESTIONS,
}
TOLD = {
    LetterKind.ADVICE_UPDATE: {"did": "read the book you named", "result": "I have applied for the course"},
    LetterKind.IN_TOUCH_1M: {"progress": "I have built a small parser.", "useful": ""},
    LetterKind.IN_TOUCH_3M: {"progress": "I have finished my second term.", "useful": ""},
}


@dataclass
class TheAsker:
    """One person with a list and an hour a day."""

    account: Account
    site: Site
    others: TheOthers
    judge: Judge
    to_ask: list[tuple[Contact, dict[str, Any]]] = field(default_factory=list)
    """Whom she has heard of, and what she would like to ask them."""

    def sit_down(self, *, now: datetime) -> None:
        """Read what came, then do all that Today says, the first thing first."""
        self._read_news(now)
        self._hold_talks(now)
        self._look_at_pages(now)
        done: set[tuple[int, str]] = set()
        for _ in range(ROUNDS):
            todos = self._todos(now)
            self.judge.look_at(todos, now=now)
            fresh = [todo for todo in todos if (todo.interview_id, todo.kind) not in done]
            if not fresh:
                return
            for todo in fresh:
                done.add((todo.interview_id, todo.kind))
                self._do(todo, now)
                db.session.commit()
        self.judge.faults.append(f"{now}: the list never ends")

    def _todos(self, now: datetime) -> list[Todo]:
        """What Today shows: of whom there is news, that comes first."""
        told = {message.interview_id for message in IncomingMessage.open_for(self.account, limit=50)}
        return [todo for todo in following_up.todos(self.account, now=now) if todo.interview_id not in told]

    def ask_somebody_new(self, *, now: datetime) -> None:
        if self.to_ask:
            contact, details = self.to_ask.pop(0)
            self._write(asking.begin(contact, details, now=now), LetterKind.OUTREACH, now)
            db.session.commit()

    def _do(self, todo: Todo, now: datetime) -> None:
        interview = Interview.find(todo.interview_id, of=self.account)
        if todo.kind == "debrief":
            self._debrief(interview, now)
        elif todo.letter is not None:
            self._write(interview, todo.letter, now)
        elif todo.kind in {"stage.found", "stage.drafted"}:
            self._write(interview, LetterKind.OUTREACH, now)
        elif todo.follow_up_id is not None:
            follow_up = FollowUp.find(todo.follow_up_id, of=self.account)
            following_up.settle(follow_up, outcome="dropped", now=now)
        else:
            self.judge.faults.append(f"{now}: {todo.kind} leads nowhere")

    def _write(self, interview: Interview, kind: LetterKind, now: datetime) -> None:
        """Open the letter, tell it what only she knows, and send it."""
        if kind in TOLD:
            keeping_up.open_occasion(interview, kind, TOLD[kind], account=self.account, now=now)
        letter = writing.write(interview, kind, account=self.account, site=self.site, now=now)
        if kind is LetterKind.CLOSE:
            self.judge.did("rested", interview, now=now)
        if not letter.reader.email:
            self._send_by_hand(letter, now)
            return
        sending.send(
            letter, account=self.account, mail_domain=self.site.mail_domain, policy=Policy(), now=now
        )
        db.session.commit()
        self.others.overtake(letter, now=now + timedelta(seconds=5))

    def _send_by_hand(self, letter: Letter, now: datetime) -> None:
        handing_over.hand_over(
            letter, Channel.LINKEDIN_MESSAGE, subject="", text=letter.body, account=self.account, now=now
        )
        self.judge.sent(letter, now=now)

    def _read_news(self, now: datetime) -> None:
        for message in IncomingMessage.open_for(self.account, limit=50):
            meant = self.others.what_they_meant.get(message.interview_id or 0)
            if message.news is News.ANSWER and meant is not None:
                self._take_answer(message, meant, now)
            elif message.news in {News.DECLINED, News.PROPOSED}:
                self._settle_calendar(message, now)
            else:
                deciding.decide(message, "wait" if message.news is News.AWAY else "seen", now=now)
            db.session.commit()

    def _take_answer(self, message: IncomingMessage, meant: Deed, now: datetime) -> None:
        interview = message.interview
        if meant is Deed.LEAVE_ME_ALONE:
            silence.leave_alone(interview.contact, now=now)
        elif meant in MEANS:
            replies.note_answer(
                interview,
                MEANS[meant],
                account=self.account,
                later_on=(now + timedelta(days=21)).date() if meant is Deed.LATER else None,
                named=f"Jean of {interview.contact.name}" if meant is Deed.SOMEBODY_ELSE else "",
                now=now,
            )
        deciding.decide(message, "seen", now=now)

    def _settle_calendar(self, message: IncomingMessage, now: datetime) -> None:
        """Free what they declined; take the time that they would rather have."""
        interview = message.interview
        link = PersonalLink.make(interview, secret_key=self.site.secret_key, now=now)
        if message.news is News.DECLINED:
            deciding.decide(message, "free", now=now)
            calling_off.cancel(link, by="guest", site=self.site, now=now)
            return
        deciding.decide(message, "accept", now=now)
        starts_at = datetime.fromisoformat(message.particulars["starts_at"])
        wish = Wish(starts_at, interview.contact.timezone, f"news-{message.id}")
        moving.move(link, wish, site=self.site, now=now)

    def _look_at_pages(self, now: datetime) -> None:
        """Accept the times that somebody proposed on their page."""
        for link in db.session.query(PersonalLink).filter(PersonalLink.guest_noted_at.is_not(None)):
            if link.proposals:
                starts_at = link.proposals[0]
                booking.accept(link, starts_at, form_key=f"page-{link.id}", site=self.site, now=now)
                self.judge.did("accepted", link.interview, now=now)
        db.session.commit()

    def _hold_talks(self, now: datetime) -> None:
        """What was agreed and is over was held, but for those who did not come the first time."""
        for agreed in db.session.query(Booking).filter(
            Booking.ends_at <= now, Booking.cancelled_at.is_(None)
        ):
            interview, life = agreed.interview, self.judge.lives[agreed.interview_id]
            manner = MANNERS[self.others.manner_of[interview.contact_id]]
            if life.has("talked"):
                continue
            if manner.is_absent and not life.has("absent"):
                link = PersonalLink.make(interview, secret_key=self.site.secret_key, now=now)
                calling_off.release(link, now=now)
                self.judge.did("absent", interview, now=now)
            else:
                self.judge.did("talked", interview, now=agreed.ends_at)
                self.judge.heard_from[interview.contact_id] = agreed.ends_at
        db.session.commit()

    def _debrief(self, interview: Interview, now: datetime) -> None:
        names = interview.contact.id % 6 == 0
        people = (Named.read(f"Friend of {interview.contact.name}"),) if names else ()
        debrief = Debrief(
            learned=("half of the work is reading what others wrote",),
            promises=("read the book you named",),
            people=people,
        )
        for met in reflecting.keep(debrief, interview, account=self.account, now=now):
            self.others.manner_of[met.id] = "silent"
        self.judge.did("debriefed", interview, now=now)
