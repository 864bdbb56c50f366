"""What is known for a letter: the account, the contact and the interview as plain facts."""

from dataclasses import replace
from datetime import datetime

from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.interviews.models import Interview
from outreach.letters.earlier import written_before
from outreach.letters.facts import ContactFacts, Facts, Manuscript, SenderFacts
from outreach.letters.models import Letter


def sender_facts(account: Account) -> SenderFacts:
    return SenderFacts(
        name=account.name,
        situation=account.situation,
        programme_or_role=account.programme_or_role,
        school=account.school,
        timezone=account.timezone,
        profile_url=account.profile_url,
        phone=account.phone,
    )


def contact_facts(contact: Contact) -> ContactFacts:
    return ContactFacts(
        name=contact.name,
        formality=contact.formality,
        title=contact.title,
        organization=contact.organization_name,
        timezone=contact.timezone,
        level=contact.level,
        called=contact.called,
    )


def facts_of(interview: Interview, account: Account) -> Facts:
    """Everything true that a letter of this interview may say."""
    contact = interview.contact
    referral = contact.referral
    return Facts(
        sender=sender_facts(account),
        contact=contact_facts(contact),
        relationship=interview.relationship_kind,
        purpose=interview.purpose,
        minutes=interview.minutes,
        format=interview.format,
        introducer=referral.introducer.name if referral else "",
        may_use_name=bool(referral and referral.may_use_name),
        connection_facts=tuple(fact for fact in (interview.connection, contact.found_where) if fact),
        why_them=(contact.why_them,) if contact.why_them else (),
        narrow=interview.narrow,
        broad=interview.broad,
    )


def addressed(letter: Letter, facts: Facts) -> Facts:
    """The facts as they stand towards the letter's reader, who may be somebody else than the contact."""
    return replace(facts, contact=contact_facts(letter.other_reader)) if letter.other_reader else facts


def manuscript_of(letter: Letter, facts: Facts, *, subject: str, body: str, now: datetime) -> Manuscript:
    """The letter as the coach reads it, with the words as they are being typed."""
    contact = letter.interview.contact
    return Manuscript(
        kind=letter.kind.coached_as,
        subject=subject,
        body=body,
        facts=addressed(letter, facts),
        now=now,
        leaves_by_mail=bool(letter.reader.email),
        history=written_before(
            letter.kind, letter.id, of=letter.account_id, to=contact.id, place=contact.organization_id
        ),
    )
