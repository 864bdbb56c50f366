"""What a check gets to look at: the letter, its reading, and the policy. Pure."""

from dataclasses import dataclass
from functools import cached_property

from outreach.letters.coach.masking import Masker
from outreach.letters.coach.policy import Policy
from outreach.letters.coach.reading import Prose, Reading, read, read_line
from outreach.letters.coach.wishes import Wishes, wishes_of
from outreach.letters.facts import Facts, Kind, Manuscript


@dataclass(frozen=True)
class Page:
    """One letter under the coach's eyes; everything is read once."""

    manuscript: Manuscript
    policy: Policy

    @property
    def facts(self) -> Facts:
        return self.manuscript.facts

    @property
    def kind(self) -> Kind:
        return self.manuscript.kind

    @cached_property
    def masker(self) -> Masker:
        return Masker.of(self.facts)

    @cached_property
    def reading(self) -> Reading:
        return read(self.manuscript.body, self.masker, self.facts.sender.name)

    @property
    def prose(self) -> Prose:
        return self.reading.prose

    @cached_property
    def subject(self) -> Prose:
        return read_line(self.manuscript.subject, self.masker)

    @cached_property
    def wishes(self) -> Wishes:
        return wishes_of(self.prose)
