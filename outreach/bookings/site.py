"""Where this instance stands, as far as letters and invitations must know."""

from dataclasses import dataclass

from outreach.bookings.models import PersonalLink
from outreach.interviews.models import Interview


@dataclass(frozen=True, slots=True)
class Site:
    """The public address, the key that links are made with, and the domain of our own ids."""

    base_url: str
    secret_key: str
    mail_domain: str

    def guest_url(self, link: PersonalLink) -> str:
        return f"{self.base_url}/meet/{link.token(self.secret_key)}"

    def page_url(self, interview: Interview) -> str:
        return f"{self.base_url}/interviews/{interview.id}"
