"""The fixed vocabulary of an account. Pure."""

from enum import StrEnum


class Situation(StrEnum):
    """Where the asker stands in their working life."""

    STUDENT = "student"
    GRADUATE = "graduate"
    CHANGER = "changer"
    NEWCOMER = "newcomer"
    VETERAN = "veteran"
    RETURNING = "returning"
