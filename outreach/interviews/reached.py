"""How far one is with several people at once."""

from collections.abc import Collection

from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.contacts.models import Contact
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage

LATEST = (
    select(Interview.stage)
    .where(Interview.contact_id == Contact.id)
    .order_by(Interview.id.desc())
    .limit(1)
    .correlate(Contact)
    .scalar_subquery()
)


def stages_with(contacts: Collection[int], *, of: Account) -> dict[int, Stage | None]:
    """The stage of the latest ask of each of these contacts of the account; None who was never to be asked."""
    found = select(Contact.id, LATEST.label("stage"))
    rows = db.session.execute(found.where(Contact.account_id == of.id, Contact.id.in_(contacts)))
    return {row.id: row.stage for row in rows}
