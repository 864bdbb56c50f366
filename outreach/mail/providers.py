"""Mail providers by name: where their servers are, and how to get a password for a program. Pure.

Hosts, ports and what each provider does of itself are from the providers' own help pages, read in November 2026.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider. ``is_fixed`` says that nobody has to type its server; ``advice`` is about the password.

    ``files_sent`` says that it keeps a copy of what leaves through it; ``identity``
    names where one can sign in instead of giving a password, ``needs_identity``
    that nothing else will do; ``domains`` are those of its addresses.
    """

    key: str
    name: str
    host: str
    port: int
    security: str
    advice: str
    page: str = ""
    """Where on the web the advice can be followed."""
    is_fixed: bool = True
    imap_host: str = ""
    imap_port: int = 993
    imap_security: str = "tls"
    files_sent: bool = False
    identity: str = ""
    needs_identity: bool = False
    domains: tuple[str, ...] = ()


PROVIDERS = {
    provider.key: provider
    for provider in (
        Provider(
            "gmail",
            "Gmail",
            "smtp.gmail.com",
            587,
            "starttls",
            "Your usual password will not do: switch on 2-Step Verification, make an “app password” "
            "and paste its sixteen letters here.",
            "https://myaccount.google.com/apppasswords",
            imap_host="imap.gmail.com",
            files_sent=True,
            identity="google",
            domains=("gmail.com", "googlemail.com"),
        ),
        Provider(
            "microsoft",
            "Microsoft 365",
            "smtp.office365.com",
            587,
            "starttls",
            "For accounts of work or school: a password does only where the administrators allow "
            "“authenticated SMTP”, which Microsoft is about to end.",
            imap_host="outlook.office365.com",
            files_sent=True,
            identity="microsoft",
        ),
        Provider(
            "outlook",
            "Outlook.com, Hotmail",
            "smtp-mail.outlook.com",
            587,
            "starttls",
            "Microsoft no longer lets programs into personal addresses by password: sign in at Microsoft.",
            imap_host="outlook.office365.com",
            files_sent=True,
            identity="microsoft",
            needs_identity=True,
            domains=("outlook.com", "hotmail.com", "live.com", "msn.com", "hotmail.co.uk", "outlook.de"),
        ),
        Provider(
            "icloud",
            "iCloud",
            "smtp.mail.me.com",
            587,
            "starttls",
            "Make an “app-specific password” under Sign-In and Security of your Apple account, "
            "and paste it here with its hyphens.",
            "https://account.apple.com",
            imap_host="imap.mail.me.com",
            domains=("icloud.com", "me.com", "mac.com"),
        ),
        Provider(
            "fastmail",
            "Fastmail",
            "smtp.fastmail.com",
            465,
            "tls",
            "Make an “app password” for mail (IMAP and SMTP), under Settings, Privacy & Security.",
            "https://app.fastmail.com/settings/security",
            imap_host="imap.fastmail.com",
            domains=("fastmail.com", "fastmail.fm", "fastmail.net"),
        ),
        Provider(
            "yahoo",
            "Yahoo",
            "smtp.mail.yahoo.com",
            465,
            "tls",
            "Make an “app password” under Account security, and paste it here.",
            "https://login.yahoo.com/account/security",
            imap_host="imap.mail.yahoo.com",
            domains=("yahoo.com", "ymail.com", "rocketmail.com", "yahoo.co.uk", "yahoo.de", "yahoo.fr"),
        ),
        Provider(
            "proton",
            "Proton (Bridge)",
            "127.0.0.1",
            1025,
            "none",
            "Proton Mail Bridge must run on the same computer as Outreach; copy the port and the password "
            "that it shows under “SMTP”, not the password of your Proton account.",
            is_fixed=False,
            imap_host="127.0.0.1",
            imap_port=1143,
            imap_security="none",
            files_sent=True,
            domains=("proton.me", "protonmail.com", "pm.me"),
        ),
        Provider(
            "other",
            "Another one",
            "",
            587,
            "starttls",
            "Look for “SMTP” or “outgoing mail” in the help of your provider; many ask for a password "
            "made for programs rather than your usual one.",
            is_fixed=False,
        ),
    )
}

BY_DOMAIN = {domain: provider for provider in PROVIDERS.values() for domain in provider.domains}


def provider_of(address: str) -> Provider:
    """The provider that an address tells of itself; “another one” where its domain says nothing."""
    return BY_DOMAIN.get(address.rpartition("@")[2].lower(), PROVIDERS["other"])


def likely_hosts(address: str) -> tuple[str, str]:
    """The names that servers for sending and for reading have most often, made from an address.

    The pattern is the first that mail programs try when a provider publishes
    nothing. Empty for what is not an address.
    """
    domain = address.rpartition("@")[2].lower().strip()
    return (f"smtp.{domain}", f"imap.{domain}") if "." in domain else ("", "")
