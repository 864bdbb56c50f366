"""Where this instance stands, as far as letters and invitations must know."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from outreach.addresses import is_open_to_all
from outreach.bookings.models import PersonalLink
from outreach.interviews.models import Interview
from outreach.mail.outbox import Sender


@dataclass(frozen=True, slots=True)
class Site:
    """The public address, the key that links are made with, and the domain of our own ids."""

    base_url: str
    secret_key: str
    mail_domain: str

    def guest_url(self, link: PersonalLink) -> str:
        return f"{self.base_url}/meet/{link.token(self.secret_key)}"

    def url_for_reader(self, link: PersonalLink, sender: Sender) -> str:
        """The contact's page, for a mail to them; empty where their machine would find nothing there."""
        return self.guest_url(link) if self.opens_elsewhere or not sender.leaves else ""

    @property
    def opens_elsewhere(self) -> bool:
        """Whether other people's machines find this instance, or only the one it runs on."""
        return is_open_to_all(urlsplit(self.base_url).hostname or "")

    def page_url(self, interview: Interview) -> str:
        return f"{self.base_url}/interviews/{interview.id}"
