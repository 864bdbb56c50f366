"""Recognizes what sounds like a request for a job and is none: an offer, a memory, a doctor's referral. Pure."""

import re

from outreach.letters.coach.prose import Passage

NEARBY = 200
"""Characters of a sentence that are looked at on either side, so that a long one is not read again at every passage."""
WHO_OFFERS = re.compile(
    r" (?:i (?:can|could|will|would|may)(?: \w+)?|(?:happy|glad|pleased|delighted|ready) to)$"
)
OFFERED = re.compile(r" (?:send|share|forward)(?: (?:on|along|over))? my (?:resume|cv|profile|details)$")
NEUTRALLY = re.compile(
    r"(?: (?:to you|with you|along|over|on|too|as well|by mail|by email|later|afterwards|beforehand|ahead|in advance"
    r"|first|gladly|of course))*(?:(?: \??)?\n| (?:if|should|in case|whenever|when) (?:(?:that|it|this)(?: \w+){0,2} )?"
    r"(?:helps?|useful|helpful|easier|of (?:help|use|interest)|needed|you (?:like|wish|want|prefer|ask|would like))"
    r"(?= )| so (?:that )?you (?:can |could )?(?:know|see) (?:who|whom|what|where|with|a)| (?:before|ahead of) )"
)
OF_HIRING = re.compile(
    r" (?:openings?|vacanc(?:y|ies)|hire|hires|hiring|hr|recruit\w*|apply|applying|internships?|candidates?)(?= )"
)
OF_A_PLACE = re.compile(
    r" (?:positions?|roles?|jobs?|consider|consideration|considering|application|forward|pass|suitable|fit|manager"
    r"|opportunit(?:y|ies))(?= )"
)


def is_own_offer(passage: Passage) -> bool:
    """Whether one only offers to show one's own papers: "I can send my CV if that helps", and for no opening."""
    return bool(
        OFFERED.match(passage.match[0])
        and WHO_OFFERS.search(passage.before)
        and NEUTRALLY.match(passage.after)
        and not OF_HIRING.search(passage.before[-NEARBY:])
        and not OF_HIRING.search(passage.after[:NEARBY])
        and not OF_A_PLACE.search(passage.after[:NEARBY])
    )


def is_excused(passage: Passage) -> bool:
    """Whether it only sounds like a request, for one of the reasons of this module."""
    return is_own_offer(passage) or is_of_a_doctor(passage) or is_of_others(passage)


DOCTOR = r"(?:doctors?|nurses?|physicians?|gps?|dentists?|therapists?|patients?|surgeons?|vets?)"
BY_A_DOCTOR = re.compile(rf" {DOCTOR}(?: \w+){{0,3}}$")
TO_A_DOCTOR = re.compile(
    rf" (?:to|for) (?:a|an|the|my|another)(?: \w+){{0,2}} (?:{DOCTOR}|clinic|hospital|specialist|physiotherapist"
    r"|dermatologist|psychologist|scan|surgery|treatment)(?= )"
)


def is_of_a_doctor(passage: Passage) -> bool:
    """Whether a referral is one of patients: "My doctor is to give me a referral to a clinic"."""
    return passage.match[0].endswith(" referral") and bool(
        BY_A_DOCTOR.search(passage.before[-80:]) or TO_A_DOCTOR.match(passage.after)
    )


ASKED_OF_ME = re.compile(
    r" (?:asked|asks|begged|begs|told|wanted|wants|expected|expects) (?:me|us|him|her|them) to$"
)
SOMEBODY_ELSE = re.compile(
    r" (?:(?:my|his|her|our) (?!dream|hope|wish|skills|background|experience)\w+|he|she|nobody|no one)"
    r" (?:would|will|did|does|could|might|wants to|wanted to|offered to|refused to)(?: \w+)?$"
)
MYSELF = re.compile(r" (?:i|me|my|mine|myself|we|us|our)(?= )")
AND_YOU = re.compile(
    r"(?: \w+)?(?: (?:but|so|and|or))? (?:would|will|could|might) (?:you|your \w+|ªorg)(?: too| also| as well)?"
    r"(?= (?:\?|\n|$)|$)"
)
TO_BE_TOLD = re.compile(
    r" (?:please|kindly|kind|(?:line|word|note|message) (?:would|will|is|to (?:me|this))|grateful|glad|welcome"
    r"|appreciated|remember|(?:would|could|can|will) you(?! (?:say|agree|think|describe|explain|mind)))(?= )"
    r"|^ (?:write|tell|think|call|drop|send|let)(?= )"
)
SCRAP = 6
"""Words up to which a sentence has no verb of its own, and goes on from the one before."""
WORK = re.compile(
    r" (?:you|your|ªorg|jobs?|work|working|positions?|internships?|placements?|roles?|help|helping|assist|join"
    r"|available|anything|start)(?= )"
)
COMES_FREE = (
    " vacant",
    " free",
    " available",
    " open",
    " opens",
    " opened",
    " up",
    " comes",
    " becomes",
    " arises",
)
UNPAID = (" paid or unpaid", " unpaid or paid")


def is_of_others(passage: Passage) -> bool:
    """Whether it is of other people's word, uncle or chair: "My uncle would hire me, so I ask outside the family"."""
    said, before, whole = passage.match[0], passage.before[-80:], passage.match.string
    if said.startswith(" put "):
        return ASKED_OF_ME.search(before) is not None
    if said.endswith((" hire me", " employ me", " recruit me")):
        return SOMEBODY_ELSE.search(before) is not None and not _turns_to_them(passage)
    if said.endswith(" short") or (said.startswith(" when ") and said.endswith(COMES_FREE)):
        is_of_me = MYSELF.search(whole) or TO_BE_TOLD.search(passage.after[:NEARBY])
        return len(whole) <= NEARBY and not is_of_me  # "When a chair falls vacant, what do you do?"
    is_scrap = len(whole.split()) <= SCRAP  # "Full-time, paid or unpaid."
    return said in UNPAID and not is_scrap and len(whole) <= NEARBY and not WORK.search(whole)


def _turns_to_them(passage: Passage) -> bool:
    """Whether it goes on with "but would you?", or the next sentence asks so."""
    following = "".join(
        line.text for line in passage.prose.lines[passage.sentence + 1 : passage.sentence + 2]
    )
    return bool(AND_YOU.match(passage.after) or AND_YOU.match(following))


TOLD = re.compile(
    r" (?:said|says|saying|told|tells|joked|warned|feared|predicted|wondered|promised|swore|heard|knew"
    r"|thinks)(?: (?:me|us|him|her|them|everybody|everyone|my \w+))?(?: that)?$"
)
ASKED_ABOUT = re.compile(r" (?:if|(?:you|they|people|he|she) (?:say|think|thought)(?: that)?)$")
LONG_AGO = re.compile(
    r" (?:as (?:a|an)(?: \w+)? (?:student|boy|girl|child|kid|teen|teenager|apprentice|trainee)"
    r"|when i was(?: [^ \n]+){1,4}|in (?:those days|my (?:teens|twenties|youth|childhood))|years ago|back then"
    r"|for \w+ years|every (?:summer|weekend|night|day|morning|evening))(?: (?:and|then))?$"
)
TO_THEM = re.compile(r" (?:you|your)(?= )")


def is_told(passage: Passage) -> bool:
    """Whether it is told of somebody's words or of old days: "My grandmother said I would scrub floors"."""
    before = passage.before[-80:]
    if TOLD.search(before):
        return True
    is_open = ASKED_ABOUT.search(before) or LONG_AGO.search(before)
    return bool(is_open) and not TO_THEM.search(passage.match[0] + passage.after[:NEARBY])
