"""What it costs to keep a note while somebody talks, beside a bare page of Flask, Jinja and one query.

Run: python -m benchmarks.autosave

Each request changes the words of a note, with its commit to the disk, as typing
does. Both take turns, and only ratios of neighbours count. The target: at most 3 times.
"""

import statistics
import tempfile
from collections.abc import Iterator

from flask import Flask
from sqlalchemy import select
from werkzeug.test import EnvironBuilder

from benchmarks.bare import bare_app
from benchmarks.pages import Page, furnish
from outreach.app import create_app
from outreach.config import Config
from outreach.database import db
from outreach.questions.models import QuestionList
from tests.conftest import ENCRYPTION_KEY, SECRET_KEY

ROUNDS, TARGET = 15, 3.0


class Typing(Page):
    """A note that grows by a few words with every request."""

    words: Iterator[int]

    def ask(self) -> str:
        revision = next(self.words)
        form = f"uid=answer-1-1&kind=answer&base={revision}&text=By+accident,+she+says,+{revision}+times."
        self.body = form.encode()
        self.environ["CONTENT_LENGTH"] = str(len(self.body))
        return super().ask()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database_url = f"sqlite:///{folder}/outreach.db"
        config = Config(secret_key=SECRET_KEY, encryption_keys=ENCRYPTION_KEY, database_url=database_url)
        app = create_app(config)
        cookie, csrf = furnish(app, config, past=1000)
        bare = Page("bare", bare_app(database_url), EnvironBuilder("/").get_environ())
        note = typing(app, cookie, csrf)
        ratios = [ratio for _ in range(ROUNDS) for ratio in [note.time() / bare.time()]][2:]
    median = statistics.median(ratios)
    print(f"keeping a note: {median:.2f} times a bare page [{min(ratios):.2f} .. {max(ratios):.2f}]")
    print(f"target: at most {TARGET:.0f} times: {'met' if median <= TARGET else 'missed'}")


def typing(app: Flask, cookie: str, csrf: str) -> Typing:
    with app.app_context():
        interview = db.session.scalars(select(QuestionList.interview_id)).first()
    headers = {"Cookie": cookie, "Accept": "application/json", "X-CSRFToken": csrf}
    asked = EnvironBuilder(
        f"/interviews/{interview}/talk/notes", method="POST", data={"uid": ""}, headers=list(headers.items())
    )
    note = Typing("note", app, asked.get_environ())
    note.words = iter(range(1_000_000))
    assert note.ask().startswith("200")
    return note


if __name__ == "__main__":
    main()
