"""Letters as they really arrive: the coach finds in each exactly what an adviser would mark."""

from dataclasses import replace

import pytest

from outreach.interviews.kinds import Purpose, Relationship
from outreach.letters.facts import Facts, Kind, Manuscript
from tests.letters.coach.letters import LENA_TO_OSEI, rules

ALUM = LENA_TO_OSEI
COLD = replace(LENA_TO_OSEI, relationship=Relationship.COLD, connection_facts=(), why_them=())
REFERRED = replace(LENA_TO_OSEI, relationship=Relationship.REFERRAL, introducer="Priya Nair")
SUBJECT = "Carleton geology student, quick question"
SIGNED = "\n\nThank you,\nLena Brandt\nBSc Geology, Carleton"
TIE = "Dear Ms. Osei,\n\nI found you in the Carleton alumni directory; I am in third-year geology there. "
WHY = "Your move from consulting to the river authority caught my eye, and I wonder how the two differ. "
ASK = "\n\nWould you be open to a 20-minute call in the next few weeks, whenever suits you?"

BAD_LETTERS: dict[str, tuple[Kind, Facts, str, str, str]] = {
    "an application in disguise": (
        Kind.OUTREACH,
        ALUM,
        "Job inquiry",
        TIE + "I am looking for a summer job and saw your company is hiring. Please find attached my "
        "résumé. " + WHY + "Could you refer me to the right person?" + SIGNED,
        "L06 L09 L11 L12 L13",
    ),
    "a job hoped for in soft words": (
        Kind.OUTREACH,
        ALUM,
        SUBJECT,
        TIE + WHY + "Would you have 20 minutes for a call? And if a position opens up, please keep me in "
        "mind." + SIGNED,
        "L09 L12",
    ),
    "no time, no easy way out, to a stranger": (
        Kind.OUTREACH,
        COLD,
        SUBJECT,
        "Dear Ms. Osei,\n\nI read your report on the Rideau aquifer for a class at Carleton, where I study "
        "geology in my "
        "third year, and the part about clay surprised me more than any lecture has so far. I would love "
        "to hear what "
        "came after it, and how you see it now.\n\nCould we have a call?" + SIGNED,
        "L11 L19",
    ),
    "a stranger given hours and a link": (
        Kind.OUTREACH,
        COLD,
        SUBJECT,
        "Dear Ms. Osei,\n\nI read your report on the Rideau aquifer in a geology class at Carleton, and "
        "the part about "
        "clay surprised me. Could we talk for 20 minutes next Thursday at 3 pm, or by e-mail if you "
        "prefer? You can also "
        "pick a time here: https://calendly.com/lena-brandt." + SIGNED,
        "L15 L16",
    ),
    "the connection at the very end": (
        Kind.OUTREACH,
        replace(COLD, connection_facts=("the Ottawa water panel",)),
        SUBJECT,
        "Dear Ms. Osei,\n\nGroundwater has fascinated me for years. It is under every town and nobody sees "
        "it. The work "
        "seems to be half science and half patience. Would you be open to a 15-minute call, or two "
        "questions by e-mail? "
        "You spoke of clay at the Ottawa water panel." + SIGNED,
        "L07",
    ),
    "nobody in particular": (
        Kind.OUTREACH,
        COLD,
        "Question",
        "Dear Sir or Madam,\n\nGroundwater has fascinated me for years. It is under every town and nobody "
        "sees it. The "
        "work seems to be half science and half patience. Would you be open to a 15-minute call, or two "
        "questions by "
        "e-mail, about your company?" + SIGNED,
        "L06 L07 L26 L29",
    ),
    "the introducer hidden": (
        Kind.OUTREACH,
        replace(REFERRED, may_use_name=True),
        SUBJECT,
        TIE + WHY + "Your name came from Priya Nair." + ASK + SIGNED,
        "L08",
    ),
    "a name borrowed without leave": (
        Kind.OUTREACH,
        REFERRED,
        "Priya Nair suggested I write",
        "Dear Ms. Osei,\n\nPriya Nair suggested I write to you; I am in third-year geology at Carleton. "
        + WHY
        + ASK
        + SIGNED,
        "L44",
    ),
    "flattery and capitals": (
        Kind.OUTREACH,
        ALUM,
        SUBJECT,
        TIE + "Your amazing move to the river authority was INCREDIBLE, and I am honoured to write to such "
        "a brilliant "
        "person!!! I wonder how the two worlds differ from inside. 😀" + ASK + SIGNED,
        "L22 L23 L24",
    ),
    "an essay": (
        Kind.OUTREACH,
        ALUM,
        SUBJECT,
        TIE + WHY + "I grew up by the river. My father fished in it. " * 14 + ASK + SIGNED,
        "L01",
    ),
    "a telegram": (
        Kind.OUTREACH,
        ALUM,
        SUBJECT,
        TIE + WHY.split(",")[0] + ". Time for a 20-minute call?" + SIGNED,
        "L01",
    ),
    "unsigned": (
        Kind.OUTREACH,
        ALUM,
        SUBJECT,
        TIE + WHY + ASK + " A colleague's name would help as well.",
        "L28",
    ),
    "no greeting and a bare first name": (
        Kind.OUTREACH,
        ALUM,
        SUBJECT,
        (TIE + WHY + ASK).removeprefix("Dear Ms. Osei,\n\n") + "\n\nThanks,\nLena",
        "L26 L28",
    ),
    "too familiar": (
        Kind.OUTREACH,
        ALUM,
        SUBJECT,
        (TIE + WHY + ASK + SIGNED).replace("Dear Ms. Osei", "Hey Ama"),
        "L26",
    ),
    "somebody else's letter": (
        Kind.OUTREACH,
        ALUM,
        SUBJECT,
        (TIE + WHY + ASK + SIGNED).replace("Ms. Osei", "Mr. Adeyemi"),
        "L25",
    ),
    "an hour of statements": (
        Kind.OUTREACH,
        ALUM,
        SUBJECT,
        TIE + WHY + "I would love to talk with you for an hour about all of this, and to learn what you "
        "think." + SIGNED,
        "L10 L11",
    ),
    "a demand": (
        Kind.OUTREACH,
        ALUM,
        SUBJECT,
        TIE + WHY + ASK + " I need an answer by Friday, please reply as soon as possible." + SIGNED,
        "L20",
    ),
    "pity": (
        Kind.OUTREACH,
        ALUM,
        SUBJECT,
        TIE + WHY + "Sorry to bother you. I know you are busy. I am getting desperate." + ASK + SIGNED,
        "L21",
    ),
    "stock phrases": (
        Kind.OUTREACH,
        ALUM,
        SUBJECT,
        "Dear Ms. Osei,\n\nI hope this email finds you well. I am writing to touch base, as a fellow "
        "Carleton geologist. "
        + WHY
        + "I'd love to pick your brain: would you be open to a 20-minute call in the next few weeks?"
        + SIGNED,
        "L30",
    ),
    "homework not done": (
        Kind.OUTREACH,
        replace(ALUM, purpose=Purpose.COMPANY),
        SUBJECT,
        TIE + WHY + "Could you tell me in a 20-minute call what your company does and what are your main "
        "duties?" + SIGNED,
        "L36",
    ),
    "slips": (
        Kind.OUTREACH,
        ALUM,
        SUBJECT,
        TIE
        + "Your move to the the river authority caught my eye, and i wonder about  it's own history."
        + ASK
        + SIGNED,
        "L40",
    ),
    "a chain of long words": (
        Kind.OUTREACH,
        ALUM,
        SUBJECT,
        TIE + "Your professional transition from multidisciplinary consultancy activities to institutional "
        "responsibilities at the river authority exemplifies considerations concerning organizational "
        "interdependencies that theoretical instruction systematically underrepresents." + ASK + SIGNED,
        "L33",
    ),
    "a reproachful reminder": (
        Kind.NUDGE,
        COLD,
        "Re: " + SUBJECT,
        "Dear Ms. Osei,\n\nJust checking in, as you haven't replied to my letter. Did you ignore my "
        "message?" + SIGNED,
        "L19 L20 L30",
    ),
    "a reminder longer than the letter": (
        Kind.NUDGE,
        ALUM,
        "Re: " + SUBJECT,
        TIE + WHY * 3 + ASK + " If not, no need to answer." + SIGNED,
        "L02",
    ),
    "thanks for nothing": (
        Kind.THANKS,
        ALUM,
        "Thank you",
        "Dear Ms. Osei,\n\nThank you so much for your time today." + SIGNED,
        "L43",
    ),
    "thanks with a hook": (
        Kind.THANKS,
        ALUM,
        "Thank you",
        "Dear Ms. Osei,\n\nThank you for today. Your point about clay stays with me, and I will read the "
        "report. Could you "
        "also introduce me to your director?" + SIGNED,
        "L43",
    ),
    "a note that LinkedIn refuses": (
        Kind.LINKEDIN_NOTE,
        ALUM,
        "",
        TIE + WHY + WHY + ASK + SIGNED,
        "L42",
    ),
    "one time without a zone": (
        Kind.SCHEDULING,
        replace(ALUM, sender=replace(ALUM.sender, timezone="Europe/Berlin")),
        "Re: our call",
        "Dear Ms. Osei,\n\nThank you for the yes. Could Tuesday at 10:00 work for our 20 minutes?" + SIGNED,
        "L17 L18",
    ),
    "seven times to choose from": (
        Kind.SCHEDULING,
        ALUM,
        "Re: our call",
        "Dear Ms. Osei,\n\nCould one of these suit you for 20 minutes, in your time: Monday at 9:00, "
        "Monday at 11:00, "
        "Tuesday at 9:00, Tuesday at 15:00, Wednesday at 10:00, Thursday at 10:00 or Friday at 16:00?"
        + SIGNED,
        "L18",
    ),
    "no subject and many readers": (
        Kind.OUTREACH,
        ALUM,
        " ",
        TIE + WHY + ASK + SIGNED,
        "L04",
    ),
    "a template with holes": (
        Kind.OUTREACH,
        COLD,
        "Question about [topic]",
        "Dear {{ contact_name }},\n\nI read your article on [article title] in the XXX. I study geology at "
        "Carleton, in my third year, by a river that floods every spring. Would "
        "you be open to a 15-minute call, or two questions by e-mail, about what you do at Company Name?"
        + SIGNED,
        "L27",
    ),
}


@pytest.mark.parametrize("name", BAD_LETTERS)
def test_an_adviser_would_mark_exactly_this(name: str) -> None:
    kind, facts, subject, body, expected = BAD_LETTERS[name]
    letter = Manuscript(kind=kind, subject=subject, body=body, facts=facts)
    assert sorted(rules(letter, at_least="W")) == expected.split()
