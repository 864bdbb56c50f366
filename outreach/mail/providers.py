"""Mail providers by name: where their servers are, and how to get a password for a program. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider. ``is_fixed`` says that nobody has to type its server; ``advice`` is about the password."""

    key: str
    name: str
    host: str
    port: int
    security: str
    advice: str
    page: str = ""
    """Where on the web the advice can be followed."""
    is_fixed: bool = True


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
        ),
        Provider(
            "microsoft",
            "Microsoft 365",
            "smtp.office365.com",
            587,
            "starttls",
            "Works with an account of work or school whose administrators allow “authenticated SMTP”; for "
            "personal Outlook.com and Hotmail addresses Microsoft no longer lets programs in by password.",
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
        ),
        Provider(
            "fastmail",
            "Fastmail",
            "smtp.fastmail.com",
            465,
            "tls",
            "Make an “app password” that may send mail (SMTP), under Settings, Privacy & Security.",
            "https://app.fastmail.com/settings/security",
        ),
        Provider(
            "yahoo",
            "Yahoo",
            "smtp.mail.yahoo.com",
            465,
            "tls",
            "Make an “app password” under Account security, and paste it here.",
            "https://login.yahoo.com/account/security",
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
