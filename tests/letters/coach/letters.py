"""The cast of these tests, and the four letters that everybody starts from."""

from dataclasses import replace

from outreach.accounts.kinds import Situation
from outreach.interviews.kinds import Purpose, Relationship
from outreach.letters.coach.findings import Finding, Severity
from outreach.letters.coach.policy import Policy
from outreach.letters.coach.review import review
from outreach.letters.facts import ContactFacts, Facts, Kind, Manuscript, SenderFacts

LENA = SenderFacts(
    name="Lena Brandt",
    situation=Situation.STUDENT,
    programme_or_role="BSc Geology",
    school="Carleton",
    timezone="America/Toronto",
)
OSEI = ContactFacts(
    name="Ama Osei",
    title="Hydrologist",
    organization="Rideau River Authority",
    timezone="America/Toronto",
)
LENA_TO_OSEI = Facts(
    sender=LENA,
    contact=OSEI,
    relationship=Relationship.ALUM,
    purpose=Purpose.FIELD,
    connection_facts=("Carleton alumni directory",),
    why_them=("move from consulting to the river authority",),
    narrow="groundwater",
    broad="water careers",
)

GOOD = Manuscript(
    kind=Kind.OUTREACH,
    subject="Carleton geology student, quick question",
    body="""\
Dear Ms. Osei,

I found you in the Carleton alumni directory; I am in third-year geology there. Your move from
consulting to the river authority caught my eye, because I cannot tell from the outside how those
two worlds differ. I am exploring groundwater work, and water careers more widely.

Would you be open to a 20-minute call in the next few weeks, whenever suits you? If your calendar is
full, two short answers by e-mail, or the name of a colleague, would help just as much.

Thank you,
Lena Brandt
BSc Geology, Carleton (2028)
""",
    facts=LENA_TO_OSEI,
)
BAD = Manuscript(
    kind=Kind.OUTREACH,
    body="""\
Hey,

I hope this finds you well!!! I am a HUGE fan of [Company] and your amazing, incredible work. I am
currently applying for jobs everywhere and need to pick your brain asap. Are there any openings for
me? Could you review my attached CV, refer me to HR and maybe be my mentor? I am free tomorrow at 3
or 4, or just book a slot here: https://cal.example/lena. Looking forward to meeting you!!
""",
    facts=Facts(),
    recipients=12,
    attachments=("CV_final3.pdf",),
)
REMINDER = Manuscript(
    kind=Kind.NUDGE,
    subject="Re: Carleton geology student, quick question",
    body="""\
Dear Ms. Osei, a short reminder in case my note below slipped down the pile. Would a 15-minute call,
or two questions by e-mail, be possible this month? If not, no need to answer; I will not write
again. Thank you, Lena Brandt""",
    facts=LENA_TO_OSEI,
)
THANKS = Manuscript(
    kind=Kind.THANKS,
    subject="Thank you for this morning",
    body="""\
Dear Ms. Osei, thank you for the twenty minutes this morning. What stays with me is that the
authority hires for field judgement, not software. I have just put my name down for the spring
pump-test course you mentioned, and I will tell you how it goes. I will also write to Mr. Adeyemi
this week and say you suggested it. Warm regards, Lena Brandt""",
    facts=LENA_TO_OSEI,
)


def outreach(body: str, **facts: object) -> Manuscript:
    """Lena's first letter to Ms. Osei with another body, and other facts if need be."""
    return replace(GOOD, body=body, facts=replace(LENA_TO_OSEI, **facts))  # type: ignore[arg-type]


def saying(*sentences: str, **facts: object) -> Manuscript:
    """A first letter that says just this between its greeting and its signature."""
    return outreach("Dear Ms. Osei,\n\n" + "\n\n".join(sentences) + "\n\nThank you,\nLena Brandt", **facts)


def rules(manuscript: Manuscript, policy: Policy = Policy(), *, at_least: str = "T") -> set[str]:  # noqa: B008
    """The rules that have something to say, counting only what is severe enough."""
    worst = Severity(at_least).rank
    return {f.rule for f in review(manuscript, policy).findings if f.severity.rank <= worst}


def only(manuscript: Manuscript, rule: str) -> Finding:
    """The one finding of a rule."""
    [finding] = [f for f in review(manuscript).findings if f.rule == rule]
    return finding
