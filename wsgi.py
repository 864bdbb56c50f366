"""For servers that want a WSGI application, such as ``gunicorn wsgi:application``.

Such a server does no background work: run ``outreach worker`` besides.
"""

import gc

from outreach.app import create_app
from outreach.config import Config

application = create_app(Config.from_environment())

# What is loaded by now stays until the end: it need not be searched for garbage with every few requests.
gc.freeze()
