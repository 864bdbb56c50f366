"""How often the interpreter searches for garbage, for programs that serve pages."""

import gc

BETWEEN_SEARCHES = 10_000
"""Objects more than before, until the youngest are searched. A few pages leave so many; a part of one leaves 700."""


def settle() -> None:
    """Keep what is loaded by now out of every search, and search seldom.

    What is loaded stays until the end, and a page leaves next to no circles behind:
    searching within each one would take a tenth of its time and find nothing.
    """
    gc.freeze()
    gc.set_threshold(BETWEEN_SEARCHES, 10, 10)
