"""What the product says when a rule says no."""


class OutreachError(Exception):
    """A rule of the product said no.

    The text is one or two full sentences for the person at the screen: what
    happened, and what to do next. ``status`` is the HTTP status a page answers
    with; a command prints the text and exits with 1.
    """

    status = 422


class NotFound(OutreachError):
    """Something is not there, or belongs to somebody else, which is the same."""

    status = 404

    def __init__(self, text: str = "This page does not exist, or it is not yours to see.") -> None:
        super().__init__(text)
