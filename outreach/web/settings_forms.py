"""The forms of the settings page."""

from typing import Any

from wtforms import Field, SelectField, ValidationError
from wtforms.validators import EqualTo, InputRequired, Length, Optional

from outreach.accounts.mail_accounts import MailAccount
from outreach.mail.providers import PROVIDERS, Provider, likely_hosts, provider_of
from outreach.web.forms import Choice, Form, Line, Number, Secret, is_address, is_web_address, is_zone
from outreach.web.words import IMAP_SECURITIES, SECURITIES, SITUATIONS
from outreach.workflows.connecting import Wish

CHOOSE = "Please choose one of these."


class ProfileForm(Form):
    name = Line("Your name", most=120, required="Please tell us your name; it signs your letters.")
    programme_or_role = Line("Your programme or role", most=160)
    school = Line("Your school, or where you work", most=160)
    profile_url = Line("One link about you", most=300, validators=[is_web_address])
    phone = Line("Your phone", most=40)
    video_url = Line("Your video room", most=300, validators=[is_web_address])
    timezone = Line("Your time zone", most=64, validators=[is_zone])
    situation = Choice("Where you stand", SITUATIONS)


def _asked_for(form: Any, field: Field) -> None:
    """Servers that everybody knows are not asked for; any other has to be typed."""
    if not form.preset.is_fixed and not field.data:
        raise ValidationError("Please give the name of the server, such as smtp.example.org.")


class MailForm(Form):
    """The mail account. The password goes in and never comes out."""

    provider = SelectField(
        "Who runs your mail?",
        choices={p.key: p.name for p in PROVIDERS.values()},
        invalid_choice_message=CHOOSE,
    )
    address = Line(
        "The address you write from", most=254, required="Please give an address.", validators=[is_address]
    )
    username = Line("User name", most=254)
    password = Secret("Password", validators=[Length(max=500, message="This is too long.")])
    host = Line("Server for outgoing mail", most=253, validators=[_asked_for])
    port = Number("Port", wrong="The port is a number, usually 587 or 465.", validators=[Optional()])
    security = SelectField(
        "Encryption", choices=SECURITIES, default="starttls", invalid_choice_message=CHOOSE
    )
    imap_host = Line("Server for incoming mail", most=253)
    imap_port = Number("Port", wrong="The port is a number, usually 993 or 143.", validators=[Optional()])
    imap_security = SelectField(
        "Encryption", choices=IMAP_SECURITIES, default="tls", invalid_choice_message=CHOOSE
    )

    @classmethod
    def of(cls, mail_account: MailAccount | None, *, address: str) -> "MailForm":
        """The form as it stands before anybody types."""
        if mail_account is None:
            likely = provider_of(address)
            form = cls(formdata=None, data={"provider": "gmail", "address": address, "security": "starttls"})
            if likely.is_fixed:
                form.provider.data = likely.key
            return form
        form = cls(formdata=None, obj=mail_account)
        if mail_account.username == mail_account.address:
            form.username.data = ""
        return form

    def validate_provider(self, _field: Field) -> None:
        if self.preset.needs_identity:
            raise ValidationError(f"{self.preset.advice} Use the button for that below.")

    @property
    def preset(self) -> Provider:
        return PROVIDERS.get(self.provider.data or "", PROVIDERS["other"])

    def aim_at(self, provider: str) -> None:
        """Show what this provider needs, with its server filled in."""
        self.provider.data = provider
        preset = self.preset
        self.host.data, self.port.data, self.security.data = preset.host, preset.port, preset.security
        self.imap_host.data, self.imap_port.data = preset.imap_host, preset.imap_port
        self.imap_security.data = preset.imap_security
        if not preset.host:
            self.host.data, self.imap_host.data = likely_hosts(self.address.data or "")

    @property
    def wish(self) -> Wish:
        """What was filled in; the server is the provider's own where that is known."""
        preset = self.preset
        typed = (self.host.data or "", self.port.data or preset.port, self.security.data)
        host, port, security = (preset.host, preset.port, preset.security) if preset.is_fixed else typed
        reading = (
            self.imap_host.data or "",
            self.imap_port.data or preset.imap_port,
            self.imap_security.data,
        )
        if preset.is_fixed:
            reading = preset.imap_host, preset.imap_port, preset.imap_security
        address = self.address.data or ""
        return Wish(
            provider=preset.key,
            address=address,
            host=host.lower(),
            port=port,
            security=security,
            username=self.username.data or address,
            password=self.password.data or "",
            imap_host=reading[0].lower(),
            imap_port=reading[1],
            imap_security=reading[2],
            files_sent=preset.files_sent,
        )


class PasswordForm(Form):
    old = Secret("The password you have now", validators=[InputRequired("Please give your password.")])
    new = Secret(
        "The new one",
        validators=[
            InputRequired("Please choose a password."),
            Length(min=10, max=200, message="Use at least ten characters. Three or four words do well."),
        ],
    )
    again = Secret(
        "The new one once more", validators=[EqualTo("new", "The two new passwords are not the same.")]
    )


class RemovalForm(Form):
    confirmation = Line("Your e-mail address, to be sure", most=254)

    def __init__(self, email: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.email = email

    def validate_confirmation(self, field: Field) -> None:
        if (field.data or "").lower() != self.email:
            raise ValidationError(f"Type {self.email} to delete this account.")
