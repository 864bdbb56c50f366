"""What the letter editor costs: a preview with the coach's remarks, and the way from a key to the paint.

Run: python -m benchmarks.editor [--keys 60]

The preview is measured in time of the processor beside two bare ones of the same words, all in one run, each with a
letter more at every request: one shows the paragraphs and has no form to protect, the other renders the words as
Markdown behind the same token against forged posts, as any editor with a preview does (it asks for markdown-it-py,
which the program has no use for; without it that row is left out). The goal is twice the latter. The way from a key
to the paint is measured in Chromium against the running application: to the paint of one's own words in the
preview, which the page does by itself, and to that of the coach's remarks, with and without the 10 ms that the
editor waits for the next key. At last somebody types without pause, a key every 60 ms: the remarks on the newest
words must come in time, and never may more than one reading be asked for at once.
"""

import argparse
import importlib
import importlib.util
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from flask import Flask, render_template_string, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import CSRFProtect
from itsdangerous import URLSafeTimedSerializer
from playwright.sync_api import Page as Tab
from playwright.sync_api import sync_playwright
from werkzeug.test import EnvironBuilder

from benchmarks.coach import LETTER
from benchmarks.pages import Page, furnish, measure, page, typed
from outreach.app import create_app
from outreach.config import Config
from outreach.database import db
from outreach.letters.models import Letter
from tests.conftest import ENCRYPTION_KEY, SECRET_KEY
from tests.journeys.conftest import QUIETLY
from tests.journeys.house import House
from tests.journeys.steps import ada_adds_grace, ada_asks_for_a_conversation, ada_makes_an_account

FAULTS = "I hope this email finds you well. I am desperate for your amazing, incredible advice. "
"""Three remarks' worth, as a letter has while it is written."""

ROUNDS = 25
"""Times that ours and a bare one take turns."""

WATCH = """() => {
  window.took = [];
  window.asked = { times: 0, now: 0, most: 0 };
  let pressed = 0, sent = 0, seen = 0;
  document.addEventListener("htmx:beforeSend", () => {
    window.asked.times++;
    window.asked.most = Math.max(window.asked.most, ++window.asked.now);
  });
  document.addEventListener("htmx:afterRequest", () => { window.asked.now--; });
  document.addEventListener("beforeinput", () => { pressed = performance.now(); });
  document.addEventListener("input", () => requestAnimationFrame(() => setTimeout(() => {
    seen = performance.now() - pressed;
  })));
  document.addEventListener("htmx:beforeRequest", () => { sent = performance.now(); });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "reading") requestAnimationFrame(() => setTimeout(() => {
      window.took.push([seen, performance.now() - pressed, performance.now() - sent]);
    }));
  });
}"""


def bare_preview() -> Flask:
    """A page that shows a letter, with its paragraphs and nothing else."""
    app = Flask("bare")

    @app.post("/")
    def preview() -> str:
        return render_template_string(
            "<h2>{{ subject }}</h2>{% for one in body.split('\n\n') %}<p>{{ one }}</p>{% endfor %}",
            subject=request.form["subject"],
            body=request.form["body"],
        )

    return app


def bare_markdown_preview() -> Flask:
    """A page that renders a letter as Markdown, and takes it only with the token of its form."""
    app = Flask("markdown")
    app.secret_key = SECRET_KEY
    CSRFProtect(app)
    render = importlib.import_module("markdown_it").MarkdownIt().render

    @app.post("/")
    def preview() -> str:
        return render_template_string(
            "<h2>{{ subject }}</h2>{{ body|safe }}",
            subject=request.form["subject"],
            body=render(request.form["body"]),
        )

    return app


def previews_to_beat(form: dict[str, str]) -> list[Page]:
    """The bare ones, each with its form posted."""
    pages = [posted("bare preview", bare_preview(), form)]
    if importlib.util.find_spec("markdown_it"):
        app = bare_markdown_preview()
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert signer is not None
        token = URLSafeTimedSerializer(SECRET_KEY, salt="wtf-csrf-token").dumps("seen")
        cookie = "session=" + signer.dumps({"csrf_token": "seen"})
        pages.append(posted("bare Markdown preview", app, {"csrf_token": token, **form}, cookie))
    return pages


def posted(name: str, app: Flask, form: dict[str, str], cookie: str = "") -> Page:
    """A form sent to a bare page, with a letter more each time."""
    environ = EnvironBuilder("/", method="POST", data=form, headers=[("Cookie", cookie)]).get_environ()
    return typed(Page(name, app, environ, environ["wsgi.input"].read()))


def previews() -> None:
    """Print what a preview costs beside the bare ones, on a draft with three remarks."""
    with tempfile.TemporaryDirectory() as folder:
        config = Config(SECRET_KEY, ENCRYPTION_KEY, database_url=f"sqlite:///{folder}/outreach.db")
        app = create_app(config)
        cookie, csrf = furnish(app, config, past=100)
        with app.app_context():
            draft = db.session.query(Letter).filter(Letter.message_id.is_(None)).first()
            assert draft is not None
            path = f"/letters/{draft.id}/reading"
            body = draft.body.replace("\n\n", "\n\n" + FAULTS, 1) + "\n\nP.S. "
            form = {"subject": draft.subject, "body": body}
        ours = typed(page(app, "preview with remarks", path, cookie, {"csrf_token": csrf, **form}))
        bare = previews_to_beat(form)
        for it in (ours, *bare):
            assert it.ask() == "200 OK", it.name
        for it in bare:
            measure(it, [ours], rounds=ROUNDS)
    for it in (*bare, ours):
        print(
            f"{it.name:24} {1000 * statistics.median(it.seconds):6.2f} ms (best {1000 * min(it.seconds):.2f})"
        )
    for number, it in enumerate(bare):
        ratios = ours.ratios[ROUNDS * number : ROUNDS * (number + 1)]
        print(f"ours to {it.name:24} {statistics.median(ratios):6.2f} in one round")


def keystrokes(keys: int) -> None:
    """Print how long it takes from a key to the paint of the remarks, at the median and at the 95th percentile."""
    with (
        tempfile.TemporaryDirectory() as folder,
        House(Path(folder)) as house,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIETLY)
        tab = browser.new_page(base_url=house.url, timezone_id="Europe/London")
        open_a_letter(tab)
        tab.evaluate(WATCH)
        tab.locator("#body").focus()
        for number in range(keys):
            tab.keyboard.press("abcdefghij "[number % 11])
            while tab.evaluate("window.took.length") <= number:
                tab.wait_for_timeout(10)
        took: list[Any] = tab.evaluate("window.took")
        type_fast(tab)
        browser.close()
    for column, name in enumerate(("key to one's words", "key to remarks", "without the pause")):
        times = sorted(row[column] for row in took)
        print(f"{name:24} {statistics.median(times):6.0f} ms, p95 {times[int(0.95 * len(times))]:.0f} ms")


def type_fast(tab: Tab) -> None:
    """Type a bad sentence with a key every 60 ms; print what was asked for, and how soon the last word was judged."""
    tab.evaluate("window.asked = { times: 0, now: 0, most: 0 }")
    said = " and I am a huge fan of your amazing, incredible, outstanding work"
    tab.keyboard.type(said, delay=60)
    begun = time.perf_counter()
    tab.locator("#reading .finding", has_text="Cut huge fan, amazing").wait_for()
    late = 1000 * (time.perf_counter() - begun)
    asked = tab.evaluate("window.asked")
    print(f"{len(said)} keys, one in 60 ms: {asked['times']} readings, at most {asked['most']} at once")
    print(f"the last word judged    {late:6.0f} ms after its key")


def open_a_letter(tab: Tab) -> None:
    """Make an account, add somebody, and open a draft with a letter of 120 words in it."""
    ada_makes_an_account(tab)
    ada_adds_grace(tab)
    ada_asks_for_a_conversation(tab)
    tab.locator("#body").fill(LETTER.body)
    tab.wait_for_timeout(1500)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keys", type=int, default=60, help="keys that are pressed (60)")
    wish = parser.parse_args()
    previews()
    keystrokes(wish.keys)


if __name__ == "__main__":
    main()
