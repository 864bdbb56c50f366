"""What a check gets to look at: the letter, its reading, and the policy. Pure."""

from dataclasses import dataclass
from functools import cached_property

from outreach.letters.coach.jobs import job_requests
from outreach.letters.coach.masking import Masker
from outreach.letters.coach.phrases import words
from outreach.letters.coach.policy import Policy
from outreach.letters.coach.prose import Passage, Prose
from outreach.letters.coach.reading import Reading, read, read_line
from outreach.letters.coach.wishes import Wishes, wishes_of
from outreach.letters.facts import Facts, Kind, Manuscript

CERTAINLY_ENGLISH = words("""
    the and of to you your i for with that is are my would have this it at be from by we about if not but
    could which
    how what when who their they our can will was were been had has do does there on i'm i'd i've or than
    so very
    me in am as an us please thank thanks
""")
AMBIGUOUS = words("in a i me of is we at am as on so was an do for or us he by had do will on has")
CERTAINLY_ENGLISH -= AMBIGUOUS
SHARE_OF_ENGLISH = 0.05
ENOUGH_WORDS = 10


@dataclass(frozen=True, eq=False)
class Page:
    """One letter under the coach's eyes; everything is read once. A page is itself and no other."""

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
    def job_requests(self) -> tuple[Passage, ...]:
        return tuple(job_requests(self.prose))

    @cached_property
    def wishes(self) -> Wishes:
        return wishes_of(self.prose, self.job_requests)

    @cached_property
    def is_english(self) -> bool:
        """Whether enough of the most frequent English words occur; a few words count as English."""
        lows = self.prose.lows
        if len(lows) < ENOUGH_WORDS:
            return 2 * sum(low.isascii() or low[0] == "ª" for low in lows) >= len(lows)
        sure = sum(map(CERTAINLY_ENGLISH.__contains__, lows))
        maybe = sum(map(AMBIGUOUS.__contains__, lows))  # "was", "in", "me" are words elsewhere too
        return sure + maybe / 3 >= SHARE_OF_ENGLISH * len(lows)
