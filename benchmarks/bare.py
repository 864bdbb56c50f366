"""A page with nothing to it: Flask, Jinja and one ORM query, as a measure for pages that do more."""

from flask import Flask, render_template
from flask_sqlalchemy import SQLAlchemy
from jinja2 import DictLoader
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SHOWN = 20
BASE = """<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>{% block title %}{% endblock %}</title>
  <link rel="stylesheet" href="{{ url_for('static', filename='site.css') }}"></head>
  <body>
    <nav><a href="{{ url_for('people') }}">People</a></nav>
    <main>{% block main %}{% endblock %}</main>
  </body>
</html>
"""
PEOPLE = """{% extends "base.html" %}
{% block title %}People{% endblock %}
{% block main %}
  <h1>People</h1>
  <ul>
    {% for person in people %}
      <li>
        <a href="{{ url_for('people', number=person.id) }}">{{ person.name }}</a>
        {{ person.title }} {{ person.email or "" }}
      </li>
    {% endfor %}
  </ul>
{% endblock %}
"""


def bare_app(database_url: str) -> Flask:
    """An application with one page: twenty people, from the same database as ours."""

    class Base(DeclarativeBase):
        pass

    db = SQLAlchemy(model_class=Base)

    class Person(Base):
        __tablename__ = "contacts"

        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str]
        title: Mapped[str]
        email: Mapped[str | None]

    app = Flask("bare")
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    app.jinja_loader = DictLoader({"base.html": BASE, "people.html": PEOPLE})
    db.init_app(app)

    @app.get("/")
    def people() -> str:
        found = db.session.scalars(select(Person).order_by(Person.id).limit(SHOWN))
        return render_template("people.html", people=list(found))

    return app
