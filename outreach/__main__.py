"""The ``outreach`` command, and ``python -m outreach``.

What is loaded stays until the end. Searched for garbage while it grows, it
would take a tenth of the start; searched ever after, a part of every request.
"""

import gc

gc.disable()

from outreach.app import main as command  # noqa: E402
from outreach.garbage import settle  # noqa: E402


def main() -> None:
    """Do what the command line asks, with everything loaded."""
    settle()
    gc.enable()
    command()


if __name__ == "__main__":
    main()
