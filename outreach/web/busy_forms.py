"""The forms of the page of busy calendars."""

from flask_wtf.file import FileField, FileRequired

from outreach.web.forms import Form, Line


class AddressForm(Form):
    address = Line("Its address", most=2000, required="Please paste the address of a calendar.")
    called = Line("What you call it", most=120)


class FileForm(Form):
    file = FileField("The file", validators=[FileRequired("Please choose a file that ends in .ics.")])
