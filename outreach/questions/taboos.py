"""What is not asked in such a talk, how to recognise it, and what to ask instead. Pure."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to mend: the rule, why it matters, and what to do or ask instead."""

    rule: str
    why: str
    fix: str


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that give a question away, and the remark they earn."""

    pattern: re.Pattern[str]
    remark: Remark

    def shows_in(self, text: str) -> bool:
        return bool(self.pattern.search(text))


def _sign(rule: str, *patterns: str, why: str, fix: str) -> Sign:
    return Sign(re.compile("|".join(patterns), re.I), Remark(rule, why, fix))


JOB = r"(\w+ )?(jobs?|openings?|positions?|vacanc(y|ies)|internships?|place|opportunit(y|ies))"

TABOOS = (
    _sign(
        "asks-for-a-job",
        rf"\b(any|an?|some) {JOB} (for me|at your|in your|with you|with your|open\b|available|free\b)",
        rf"\b(get|find|give|offer|have|know of) (me )?(any|an?|some) {JOB}( for me| at| in your|\?)",
        r"\b(hire|employ|recommend|refer) me\b",
        r"\b(is|are) (you|your \w+) (currently )?(hiring|recruiting)\b",
        r"\bare there (any )?(\w+ )?(openings|vacancies|jobs|positions)\b",
        r"\bput in a (good )?word\b",
        why="You asked for advice, not for a job; the two together make people close up.",
        fix="“How do people usually come into teams like yours?”",
    ),
    _sign(
        "asks-for-a-mentor",
        r"\b(be|become) (my|a) mentor\b",
        r"\bmentor me\b",
        why="A mentor is found over months; at a first meeting the question weighs too much.",
        fix="“May I let you know how it goes?”",
    ),
    _sign(
        "asks-for-their-pay",
        r"\b(how much|what) (do|did|does) (you|they|he|she) (\w+ )?(earn|make|get paid)\b",
        r"\bhow much (are|were) you (\w+ )?(paid|making|earning)\b",
        r"\byour (own |current )?(salary|pay|income|bonus|wage)\b",
        why="What one person earns is private; what the field pays is not.",
        fix="Look up the range and ask late: “I have read … for beginners here. How realistic is that?”",
    ),
    _sign(
        "asks-for-gossip",
        r"\bwhy (did|was|were) .{2,40}\b(fired|laid off|let go|sacked)\b",
        r"\b(gossip|rumou?rs?|confidential|secrets?)\b",
        r"\b(hate|dislike|think) (about|of) your (boss|manager|colleagues?|director)\b",
        r"\bworst (boss|colleague|manager|thing about your)\b",
        why="It asks them to betray a trust, and to wonder what you would repeat about them.",
        fix="“What do you wish were different about how this field works?”",
    ),
    _sign(
        "asks-about-private-life",
        r"\bhow old (are|were) you\b",
        r"\byour (age|religion|faith|health|husband|wife|spouse|family plans|politics|visa)\b",
        r"\b(are|were) you (married|pregnant|single|religious|ill|disabled|gay)\b",
        r"\b(you|to) (have|want) (any )?(kids|children)\b",
        r"\bwhere are you (really|originally) from\b",
        why="Age, family, health, faith and origin are theirs to mention, not yours to ask about.",
        fix="Ask about the work: “How do the hours of this work fit with the rest of a life?”",
    ),
    _sign(
        "asks-a-second-favour",
        r"\b(look at|review|read|check|see|correct) my "
        r"(résumé|resume|cv|portfolio|application|cover letter)\b",
        why="It is a second favour on top of the first, and an hour of work.",
        fix="Leave it until they offer, or ask for it later, in a letter of its own.",
    ),
    _sign(
        "asks-to-record",
        r"\b(may|can|could|shall|if) (i|we) (record|tape|film)\b",
        why="Asked in the middle of a talk it is hard to refuse, and it changes what people say.",
        fix="Ask in the invitation, and make a no easy. Pen and paper do well.",
    ),
)

PUBLIC = _sign(
    "googleable",
    r"\bwhat (does|do) (your|the) (company|firm|organi[sz]ation|team|employer|department)"
    r" (actually )?(do|make|sell|offer)\b",
    r"\bwhat(’s|'s| is) your (job )?(title|position)\b",
    r"\b(what|where|how long) did you study\b",
    r"\bwhat are your (main |major |daily )?(duties|tasks|responsib\w+)\b",
    r"\bresponsible for in your job\b",
    r"\b(typical|ordinary|average|normal) day\b",
    r"\bhow (many|big|large) .{0,40}\b(employees|people work|offices|company|firm)\b",
    r"\bwhen was .{2,40}\bfounded\b",
    r"\bwhere (is|are) your (office|headquarters|company)\w*",
    r"\bwhat (education|degree|qualifications?|training) (do|does|is|are) \w+",
    r"\bwhich skills (or talents )?(matter|are (needed|required))\b",
    r"\bhow fast is .{2,40} growing\b",
    r"\bhow much demand\b",
    why="The answer is public, and they can tell that you did not look.",
    fix="Look it up, then ask what lies behind it: “I read … How does that match what you see?”",
)
