"""How an account sends: how much a day, how far apart, and in which hours of the people it writes to."""

from datetime import timedelta
from typing import Self

from sqlalchemy import ForeignKey, String, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.accounts.models import Account
from outreach.database import Base, Duration, db
from outreach.mail.hours import Hours

MOST_A_DAY, SPACING = 20, timedelta(seconds=60)
LARGEST_A_DAY = 200
"""Well below what any provider allows; whoever needs more is not asking for conversations."""
WIDEST = timedelta(hours=1)


class SendingRules(Base):
    """The rules of one account. An account without a row has the defaults."""

    __tablename__ = "sending_rules"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), primary_key=True)
    most_a_day: Mapped[int] = mapped_column(default=MOST_A_DAY)
    """Letters accepted in any twenty-four hours, follow-ups included."""
    spacing: Mapped[timedelta] = mapped_column(Duration, default=SPACING)
    """Between two letters, on average; each gap is a little longer or shorter."""
    days: Mapped[str] = mapped_column(String(7), default="01234")
    """The weekdays on which letters arrive; Monday is 0."""
    opens: Mapped[int] = mapped_column(default=8 * 60)
    closes: Mapped[int] = mapped_column(default=18 * 60)
    """Minutes after midnight on the contact's clock."""
    skips_holidays: Mapped[bool] = mapped_column(default=True)
    keeps_hours: Mapped[bool] = mapped_column(default=False)
    """Whether a new letter waits for these hours unless one says otherwise."""

    @classmethod
    def of(cls, account_id: int) -> Self:
        """The account's rules; those of an account that never set any are the defaults, and not stored."""
        return db.session.scalar(RULES_OF, {"account": account_id}) or cls.usual(account_id)

    @classmethod
    def usual(cls, account_id: int) -> Self:
        """The rules of an account that never set any."""
        return cls(
            account_id=account_id,
            most_a_day=MOST_A_DAY,
            spacing=SPACING,
            days="01234",
            opens=8 * 60,
            closes=18 * 60,
            skips_holidays=True,
            keeps_hours=False,
        )

    @property
    def hours(self) -> Hours:
        """The hours in which letters arrive, as values."""
        return Hours(
            days=frozenset(int(day) for day in self.days),
            opens=self.opens,
            closes=self.closes,
            skips_holidays=self.skips_holidays,
        )


RULES_OF = select(SendingRules).where(SendingRules.account_id == bindparam("account"))
"""Put together once, as every look at a letter asks it."""
