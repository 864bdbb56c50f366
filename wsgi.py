"""For servers that want a WSGI application, such as ``gunicorn wsgi:application``.

Such a server does no background work: run ``outreach worker`` besides.
"""

from outreach.app import create_app
from outreach.config import Config
from outreach.garbage import settle

application = create_app(Config.from_environment())
settle()
