"""What can stand in the addresses of the pages: one of each kind that looks different."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from outreach.accounts.models import Account
from outreach.bookings.models import PersonalLink
from outreach.contacts.models import Contact
from outreach.followups.promises import Promise
from outreach.interviews.models import Interview
from outreach.letters.models import Letter
from outreach.letters.templates import LetterTemplate
from outreach.mail.incoming import IncomingMessage
from outreach.mail.models import OutgoingMessage
from outreach.questions.additions import Addition
from outreach.questions.models import Question
from tests.conftest import SECRET_KEY

MANY_FACED = {
    "interviews.show",
    "letters.show",
    "mailbox.show",
    "news.show",
    "guest.show",
    "guest.invite",
    "feed.calendar",
}
"""The pages that look different for each example; of any other, one tells all."""

Examples = dict[str, list[Any]]


def examples(session: Session, account_id: int) -> Examples:
    """Values for every name in an address, from what the account has."""

    def one_of_each(what: Any, *kinds: Any) -> list[Any]:
        return list(session.scalars(latest_of_each(what, account_id, *kinds)).unique())

    account = session.get_one(Account, account_id)
    links = one_of_each(PersonalLink, Interview.stage)
    return {
        "contact_id": one_of_each(Contact.id, Contact.level),
        "interview_id": one_of_each(Interview.id, Interview.stage),
        "letter_id": one_of_each(Letter.id, Letter.kind),
        "message_id": one_of_each(OutgoingMessage.id, OutgoingMessage.about, OutgoingMessage.delivery),
        "template_id": one_of_each(LetterTemplate.id)[:1],
        "question_id": one_of_each(Question.id)[:1],
        "news_id": one_of_each(IncomingMessage.id, IncomingMessage.news) or [0],
        "addition_id": one_of_each(Addition.id)[:1],
        "promise_id": one_of_each(Promise.id)[:1],
        "token": [*(link.token(SECRET_KEY) for link in links), account.feed_token(SECRET_KEY) or "nobody"],
    }


def latest_of_each(what: Any, account_id: int, *kinds: Any) -> Select[Any]:
    """The account’s latest row for every combination of these columns."""
    table = getattr(what, "class_", what)
    latest = select(func.max(table.id)).group_by(*kinds)
    for kind in kinds:
        if kind.class_ is not table:
            latest = latest.join(kind.class_)
    if hasattr(table, "account_id"):
        latest = latest.where(table.account_id == account_id)
    return select(what).where(table.id.in_(latest))


def paths(rule: Rule, examples: Examples) -> list[str]:
    """The rule’s address with examples in its place."""
    assert rule.arguments <= set(examples), f"{rule.rule}: give examples of what its address names"
    [name] = rule.arguments or [""]
    values = examples[name] if rule.endpoint in MANY_FACED else examples.get(name, [0])[:1]
    built = (rule.build({name: value} if name else {}) for value in values)
    return [str(found[1]) for found in built if found]
