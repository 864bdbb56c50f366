"""Opening the letter that an interview needs next: the one being written, or a fresh draft."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.availability.windows import in_words
from outreach.bookings.invitations import Reader, place_in_words
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.proposing import windows_of
from outreach.bookings.site import Site
from outreach.contacts.models import Contact, Organization
from outreach.database import db, locked
from outreach.errors import OutreachError
from outreach.followups.models import FollowUp
from outreach.followups.rules import BY_LETTER
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage
from outreach.journal.models import Entry, note
from outreach.letters.drafting.draft import Draft, Voice
from outreach.letters.drafting.followups import MONTHS
from outreach.letters.drafting.writing import Manner
from outreach.letters.drafts import Material, draft_of
from outreach.letters.kinds import LetterKind
from outreach.letters.known import addressed, facts_of
from outreach.letters.models import Letter, LetterHasLeft, standing_in
from outreach.letters.threads import thread_of
from outreach.mail.outbox import Sender
from outreach.notebook.debrief import Named, speaks_of
from outreach.notebook.models import Note, NoteKind
from outreach.questions.lists import best_ahead, best_by_mail
from outreach.questions.models import QuestionList

NOTHING_MORE = Material()
CONTACT_FACTS = {"why_them": "why_them", "title": "title"}
INTERVIEW_FACTS = {"connection": "connection", "narrow": "narrow", "broad": "broad"}
ACCOUNT_FACTS = {"programme_or_role": "programme_or_role", "sender_name": "name", "school": "school"}


class NothingToConfirm(OutreachError):
    """There is no agreed time that a letter could confirm."""

    status = 409

    def __init__(self, interview: Interview) -> None:
        super().__init__(f"There is no agreed time with {interview.contact.name} to confirm.")


class NobodyToTell(OutreachError):
    """There is no one who led to the contact."""

    status = 409

    def __init__(self, interview: Interview) -> None:
        super().__init__(
            f"Nobody is noted as having led you to {interview.contact.name}. Name them on {interview.contact.name}’s "
            "page, then write to them from here."
        )


class NoOtherWording(OutreachError):
    """There is no such voice, or no other wording for that part."""

    def __init__(self) -> None:
        super().__init__(
            "There is no other wording for that. Choose one of the parts or voices under the letter."
        )


class WordsAreTheirs(OutreachError):
    """The person has changed the letter, and no draft replaces what they wrote."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            "You have changed this letter, so its words are left as you wrote them. Change them by hand."
        )


def write(
    interview: Interview, kind: LetterKind, *, account: Account, site: Site, named: str = "", now: datetime
) -> Letter:
    """The letter of this kind that has not left yet, drafted afresh unless its words were changed.

    ``named`` is the person they sent us to, for the letter that thanks for it.
    """
    locked(interview)  # a button pressed twice opens one letter
    letter = Letter.open_one(interview, kind)
    if letter is None:
        letter = Letter.begin(interview, kind, reader=_reader(interview, kind), now=now)
        letter.voice = _voice_of(interview) or letter.voice
        note("letter.drafted", interview, at=now, kind=str(kind))
    material = _material(letter, account=account, site=site, named=named, now=now)
    letter.redraft(draft_for(letter, account, material), now=now)
    if kind is LetterKind.OUTREACH:
        _keep_their_words(letter, now=now)
        interview.reach(Stage.DRAFTED, now=now)
    return letter


def _keep_their_words(letter: Letter, *, now: datetime) -> None:
    """A letter that came back is written once: it leaves again as the person had made it."""
    if letter.interview.stage is not Stage.BOUNCED or letter.is_edited:
        return
    came_back = Letter.latest(letter.interview, letter.kind, besides=letter)
    if came_back is not None and came_back.is_edited:
        letter.rewrite(came_back.subject, came_back.body, revision=letter.revision, now=now)


def redraft(interview: Interview, *, account: Account, now: datetime) -> None:
    """Let the first letter follow what is newly known, as long as its words are still ours."""
    letter = Letter.open_one(interview, LetterKind.OUTREACH)
    if letter is not None:
        locked(letter).redraft(draft_for(letter, account), now=now)


def redraft_all(contact: Contact, *, account: Account, now: datetime) -> None:
    """Let every first letter to this contact follow what is newly known of them."""
    for interview in Interview.with_contact(contact):
        redraft(interview, account=account, now=now)


def draft_for(letter: Letter, account: Account, material: Material = NOTHING_MORE) -> Draft:
    """What we would write now. The seed is the interview's, so two people never get the same letter."""
    interview = letter.interview
    earlier = thread_of(letter) if letter.kind is not LetterKind.OUTREACH else []
    manner = Manner(
        seed=f"{interview.account_id}/{interview.id}",
        voice=letter.voice,
        turns=letter.turns,
        thread=earlier[0][1] if earlier else "",
    )
    return draft_of(letter.kind, addressed(letter, facts_of(interview, account)), material, manner)


def _reader(interview: Interview, kind: LetterKind) -> Contact | None:
    """Who else than the contact the letter is for. Raises NobodyToTell."""
    if not kind.is_to_introducer:
        return None
    referral = interview.contact.referral
    if referral is None:
        raise NobodyToTell(interview)
    return referral.introducer


def _voice_of(interview: Interview) -> Voice | None:
    """The voice of the first letter: all letters of an interview are one person's."""
    first = select(Letter.voice).where(
        Letter.interview_id == interview.id, Letter.kind == LetterKind.OUTREACH
    )
    return db.session.scalar(first.order_by(Letter.id).limit(1))


def _material(letter: Letter, *, account: Account, site: Site, named: str, now: datetime) -> Material:
    """What this kind of letter needs beyond the facts of the interview."""
    interview, kind = letter.interview, letter.kind
    if kind in OFFERS_TIMES:
        times = _times_to_offer(letter, account, site, now=now)
        return replace(times, again=_times_done(interview, kind) > 0)
    if kind is LetterKind.CONFIRMATION:
        return _what_was_agreed(interview, account)
    if kind is LetterKind.THANKS:
        return what_was_learned(Note.of(interview))
    if kind is LetterKind.AHEAD:
        listed = QuestionList.of(interview)
        return Material(questions=best_ahead(listed, interview, account) if listed else ())
    if kind is LetterKind.QUESTIONS:
        return Material(questions=best_by_mail(interview, account))
    if kind.is_to_introducer:
        learned = what_was_learned(Note.of(interview)).learned if kind is LetterKind.REFERRAL_UPDATE else ()
        return Material(person=interview.contact.name, learned=learned, told=_told(interview, kind))
    told = _told(interview, kind)
    person, month = named or told.get("person", ""), _month_of(interview, account)
    if kind is LetterKind.REDIRECT:
        person = person or _whom_they_named(interview)
    return Material(person=person, until=interview.later_on, told=told, month=month)


OFFERS_TIMES = {
    LetterKind.PROPOSAL,
    LetterKind.MOVED_BY_ME,
    LetterKind.MOVED_BY_THEM,
    LetterKind.MISSED_BY_THEM,
}


def _told(interview: Interview, kind: LetterKind) -> dict[str, str]:
    """What the person told for this letter when they opened it."""
    found = FollowUp.one(interview, BY_LETTER[kind]) if kind in BY_LETTER else None
    return dict(found.told) if found else {}


def _times_done(interview: Interview, kind: LetterKind) -> int:
    found = FollowUp.one(interview, BY_LETTER[kind])
    return found.times_done if found else 0


def _month_of(interview: Interview, account: Account) -> str:
    """The month in which the two talked, where a time was agreed; empty otherwise."""
    booking = Booking.live(interview)
    return MONTHS[booking.starts_at.astimezone(ZoneInfo(account.timezone)).month - 1] if booking else ""


def _whom_they_named(interview: Interview) -> str:
    """The person they sent us to, as their answer was noted; empty if they named nobody."""
    answer = Entry.last_of(interview, "answer")
    return str(answer.particulars.get("named", "")) if answer else ""


def _times_to_offer(letter: Letter, account: Account, site: Site, *, now: datetime) -> Material:
    """A few free windows in the contact's zone, in words, and the page for any other, if they can open it."""
    interview = letter.interview
    zone = interview.contact.timezone
    link = PersonalLink.make(interview, secret_key=site.secret_key, now=now)
    windows = () if letter.is_edited else windows_of(letter, account, now=now)
    sender = Sender.of(account, mail_domain=site.mail_domain)
    return Material(
        windows=tuple(in_words(window, zone) for window in windows), link=site.url_for_reader(link, sender)
    )


def _what_was_agreed(interview: Interview, account: Account) -> Material:
    booking = Booking.live(interview)
    if booking is None:
        raise NothingToConfirm(interview)
    zone = ZoneInfo(booking.guest_timezone)
    start, end = booking.starts_at.astimezone(zone), booking.ends_at.astimezone(zone)
    return Material(
        day=start.date(),
        time=f"{start:%H:%M} to {end:%H:%M}",
        zone=zone.key.rsplit("/", 1)[-1].replace("_", " ") + " time",
        place=place_in_words(booking, account, Reader.CONTACT_BY_LETTER),
    )


def what_was_learned(notes: Iterable[Note]) -> Material:
    """The debrief as a thank-you letter can use it."""

    def texts(kind: NoteKind) -> tuple[str, ...]:
        return tuple(note.text for note in notes if note.kind is kind and not note.is_confidential)

    notes = list(notes)
    people = tuple(Named.read(line).name for line in texts(NoteKind.PERSON))
    promises = tuple(text for text in texts(NoteKind.PROMISE) if not speaks_of(text))
    return Material(learned=texts(NoteKind.LEARNED), promises=promises, people=people)


def tell(letter: Letter, told: Mapping[str, str], *, account: Account, now: datetime) -> None:
    """Keep facts that a letter lacked, each where it belongs, and let the draft follow."""
    interview = letter.interview
    for row, columns in (
        (interview.contact, CONTACT_FACTS),
        (interview, INTERVIEW_FACTS),
        (account, ACCOUNT_FACTS),
    ):
        for fact, column in columns.items():
            if told.get(fact):
                setattr(row, column, told[fact])
    if told.get("organization"):
        interview.contact.organization = Organization.named(told["organization"], of=account)
    if told.get("introducer"):
        interview.contact.credit(Contact.named_or_new(told["introducer"], of=account, now=now), now=now)
    if told.get("may_use_name") and interview.contact.referral:
        interview.contact.referral.may_use_name = True
    db.session.flush()
    redraft(interview, account=account, now=now)


def change_voice(letter: Letter, voice: Voice, *, account: Account, site: Site, now: datetime) -> None:
    """Another voice for the whole letter.

    Raises LetterHasLeft, and WordsAreTheirs for a letter that the person has changed.
    """
    if letter.is_on_its_way:
        raise LetterHasLeft(letter)
    if letter.is_edited:
        raise WordsAreTheirs
    letter.voice = voice
    letter.redraft(_draft_again(letter, account=account, site=site, now=now), now=now)


def parts_to_choose(letter: Letter, subject: str, body: str, *, account: Account) -> dict[str, str]:
    """The parts of our draft that stand untouched in these words, and could be said in another way.

    A first letter that was drafted before its parts were kept has them said anew; nothing is written.
    """
    if letter.parts or letter.is_edited or letter.kind is not LetterKind.OUTREACH:
        return letter.ours_in(subject, body)
    return standing_in(subject, body, draft_for(letter, account).rephrasable)


def change_wording(letter: Letter, part: str, *, account: Account, site: Site, now: datetime) -> None:
    """Another wording for one part of the letter; every other word stays, whoever wrote it.

    Raises LetterHasLeft, NoOtherWording, and PartIsTheirs for a part that the person has changed.
    """
    if letter.is_on_its_way:
        raise LetterHasLeft(letter)
    if part not in _draft_again(letter, account=account, site=site, now=now).rephrasable:
        raise NoOtherWording
    letter.turns = {**letter.turns, part: letter.turns.get(part, 0) + 1}
    draft = _draft_again(letter, account=account, site=site, now=now)
    if letter.is_edited:
        letter.rephrase(part, draft, now=now)
    else:
        letter.redraft(draft, now=now)


def _draft_again(letter: Letter, *, account: Account, site: Site, now: datetime) -> Draft:
    """The letter as it would be drafted from all that is known for its kind."""
    if letter.kind is LetterKind.OUTREACH:
        return draft_for(letter, account)
    material = _material(letter, account=account, site=site, named="", now=now)
    return draft_for(letter, account, material)
