"""How far one is with several people at once."""

from collections.abc import Collection

from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.interviews.stages import Stage


def stages_with(contacts: Collection[int], *, of: Account) -> dict[int, Stage]:
    """The stage of the latest ask of each of these contacts of the account; who was never to be asked has none."""
    if not contacts:
        return {}
    rows = db.session.execute(
        select(Interview.contact_id, Interview.stage)
        .where(Interview.account_id == of.id, Interview.contact_id.in_(contacts))
        .order_by(Interview.id)
    )
    return {row.contact_id: row.stage for row in rows}
