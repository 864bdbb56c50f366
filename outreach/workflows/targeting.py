"""The list of places where one would like to work."""

from outreach.accounts.models import Account
from outreach.contacts.kinds import Advocacy, Posting
from outreach.contacts.models import Organization
from outreach.database import db, locked
from outreach.errors import OutreachError

MOST_AT_ONCE = 100
LONGEST = 200
HIGHEST = 5


class NoNames(OutreachError):
    """A list without a name on it."""

    def __init__(self) -> None:
        super().__init__("Please type at least one name, each on a line of its own.")


class TooManyNames(OutreachError):
    """A list that nobody could work through."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"That is {count} names, and {MOST_AT_ONCE} fit at a time. Nothing was added: keep the best ones."
        )


class PeopleThere(OutreachError):
    """An organization where somebody works stays on the list."""

    status = 409

    def __init__(self, organization: Organization) -> None:
        super().__init__(
            f"Some of your people work at {organization.name}, so it stays. "
            "With a motivation of “Not said” it goes to the end."
        )


class UnknownGrade(OutreachError):
    """A grade that is on no scale."""

    def __init__(self) -> None:
        super().__init__(f"Motivation goes from 1 to {HIGHEST}. Choose one of the grades of the list.")


def add(account: Account, names: list[str]) -> tuple[int, int]:
    """Put places on the list. How many are new, and how many were there. Raises NoNames, TooManyNames.

    One at a time: a button pressed twice adds each place once.
    """
    wanted: dict[str, str] = {}
    for name in filter(None, names):
        wanted.setdefault(name.casefold()[:LONGEST], name[:LONGEST])
    if not wanted:
        raise NoNames
    if len(wanted) > MOST_AT_ONCE:
        raise TooManyNames(len(wanted))
    locked(account)
    known = Organization.keys_among(wanted, of=account)
    fresh = [(key, name) for key, name in wanted.items() if key not in known]
    db.session.add_all(Organization(account_id=account.id, key=key, name=name) for key, name in fresh)
    db.session.flush()
    return len(fresh), len(known)


def grade(organization: Organization, *, motivation: int, advocacy: int, posting: int) -> None:
    """Keep what one thinks of a place. Raises UnknownGrade."""
    if not 0 <= motivation <= HIGHEST or advocacy not in set(Advocacy) or posting not in set(Posting):
        raise UnknownGrade
    organization.motivation = motivation
    organization.advocacy, organization.posting = Advocacy(advocacy), Posting(posting)


def remove(organization: Organization) -> None:
    """Take a place off the list. Raises PeopleThere."""
    if organization.has_people:
        raise PeopleThere(organization)
    db.session.delete(organization)
