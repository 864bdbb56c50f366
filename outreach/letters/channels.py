"""Ways for a letter to reach somebody without our sending it. Pure."""

from enum import StrEnum


class Channel(StrEnum):
    """How a letter was handed over by the person."""

    LINKEDIN_NOTE = "linkedin_note"
    LINKEDIN_MESSAGE = "linkedin_message"
    EMAIL = "email"
    QUESTIONS = "questions"
    ELSEWHERE = "elsewhere"
