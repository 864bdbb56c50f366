"""The composition root: the only module that knows every other."""

from pathlib import Path

from flask import Flask

import outreach.accounts.models
import outreach.availability.models
import outreach.bookings.models
import outreach.contacts.models
import outreach.followups.models
import outreach.interviews.models
import outreach.journal.models
import outreach.letters.models
import outreach.mail.models
import outreach.notebook.models
import outreach.questions.models  # noqa: F401
from outreach.config import Config
from outreach.database import db, engine_url, prepare

PACKAGE = Path(__file__).parent
# Beside the package in a checkout, inside it once installed.
TEMPLATES = PACKAGE / "templates" if (PACKAGE / "templates").is_dir() else PACKAGE.parent / "templates"


def create_app(config: Config, *, instance: Path | None = None) -> Flask:
    """Put the application together. ``instance`` is the folder where a SQLite file lies."""
    app = Flask(__name__, template_folder=TEMPLATES, instance_path=str(instance) if instance else None)
    app.config["SQLALCHEMY_DATABASE_URI"] = engine_url(config.database_url)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    return app
