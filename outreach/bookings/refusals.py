"""Why a time cannot be had, moved or given back, in words for the contact who reads them."""

from outreach.errors import NotFound, OutreachError


class NoSuchLink(NotFound):
    """An address opens nothing."""

    def __init__(self) -> None:
        super().__init__(
            "This address does not open anything. Check that it was copied whole, "
            "or ask the person who sent it to you."
        )


class LinkClosed(OutreachError):
    """A personal link was withdrawn, or is too old."""

    status = 410

    def __init__(self) -> None:
        super().__init__(
            "This link is no longer in use. Please write to the person who sent it to you; "
            "they can send you a new one."
        )


class SlotTaken(OutreachError):
    """The time is not free any more."""

    status = 409

    def __init__(self) -> None:
        super().__init__("That time has just been taken. Here are the nearest ones that are still free.")


class NotOnOffer(OutreachError):
    """The time was never on offer, or is not now."""

    status = 422

    def __init__(self) -> None:
        super().__init__("That time is not on offer. Please choose one of the times below.")


class BookingCancelled(OutreachError):
    """A cancelled booking was asked to change."""

    status = 409

    def __init__(self) -> None:
        super().__init__("This conversation was cancelled and cannot be moved. Choose a new time instead.")


class BookedAlready(OutreachError):
    """There is a time agreed; a second one would be a mistake."""

    status = 409

    def __init__(self) -> None:
        super().__init__("You have a time agreed already. Move it, if another suits you better.")


class NothingBooked(OutreachError):
    """There is no time that could be moved or given back."""

    status = 409

    def __init__(self) -> None:
        super().__init__("There is no agreed time to change. It may have been cancelled in the meantime.")


class HasBegun(OutreachError):
    """The conversation is under way, or over."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            "This conversation has begun already, so it can no longer be moved or cancelled here."
        )


class NotYetPassed(OutreachError):
    """The conversation is still to come."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            "This conversation is still to come. Cancel it, or let them move it, if it cannot be held."
        )


class MovedTooOften(OutreachError):
    """Every change writes to two people; somewhere it has to end."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            "This conversation was moved many times. Please write to each other and agree a time that holds."
        )


class HoldLapsed(SlotTaken):
    """The time was kept for the contact once, and somebody else has taken it since."""

    def __init__(self) -> None:
        OutreachError.__init__(
            self,
            "That time was held for you until now, and has been taken since. "
            "Here are the nearest ones that are still free.",
        )


class NotProposed(OutreachError):
    """A time was to be accepted that the contact did not propose, or no longer does."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            "That time is not among those they propose any more. Look at the page again to see how it stands."
        )


class FormUsed(OutreachError):
    """A form was posted again with what it made before gone, or changed."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            "This form was used already, so nothing was changed. Here is how things stand now; if the time that "
            "you have just chosen is still free, it is marked."
        )
