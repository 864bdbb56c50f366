"""The forms of the page of busy calendars."""

from flask_wtf.file import FileField, FileRequired
from wtforms.validators import InputRequired, Length

from outreach.web.forms import Form, Line, Secret


class AddressForm(Form):
    address = Line("Its address", most=2000, required="Please paste the address of a calendar.")
    called = Line("What you call it", most=120)


class FileForm(Form):
    file = FileField("The file", validators=[FileRequired("Please choose a file that ends in .ics.")])


class ServerForm(Form):
    """A login to a calendar server. The password goes in and never comes out."""

    server = Line("The server", most=2000, required="Please give the address of the server.")
    username = Line("User name", most=254, required="Please give your user name there.")
    password = Secret(
        "Password",
        validators=[InputRequired("Please give the password."), Length(max=500, message="This is too long.")],
    )
