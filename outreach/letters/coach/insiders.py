"""Rules on what an outsider would stumble over, or could have looked up. Pure."""

import re

from outreach.interviews.kinds import Purpose
from outreach.letters.coach.findings import Remark, Severity
from outreach.letters.coach.names import fold, words_of
from outreach.letters.coach.page import Page
from outreach.letters.coach.phrases import saying, words
from outreach.letters.coach.rules import Rule, Verdicts, kinds
from outreach.letters.coach.tokens import Word

EVERYDAY = words("""
    USA UK EU UN NGO NGOS CV PHD MBA BSC MSC BA MA BS MS MD JD IT AI HR PR TV PDF URL FAQ CEO CTO CFO COO
    CIO VP NASA NATO BBC
    CNN UNESCO UNICEF NHS DNA RNA HIV COVID GPS LED GDP VAT OK AM PM EST EDT CET GMT UTC PST PDT BST CST
    MST ET PT CT ID
    R&D DIY ASAP RSVP PS II III IV VI GIS STEM LGBT YMCA YWCA UCLA MIT LSE UBC SFU NYU USC USB HTML CSS
    SQL API SAT
    LLC INC USD CAD NZ NYC DC LA BC UAE KPI B2B B2C SME SMES UX UI ESL ATM MP MPS FBI CIA EPA WHO WWF
""")
ACRONYM = re.compile(r"[A-Z]{2,6}s?|[A-Z]&[A-Z]")
MILITARY = re.compile(
    r"\b(?:MOS|NEC|AFSC|NCO|NCOIC|OIC|PCS|TDY|ETS|XO|CONUS|OCONUS|SSgt|TSgt|MSgt|SFC|LCpl|PFC|CPO|E-[1-9]"
    r"|O-[1-9]|W-[1-5]"
    r"|\d{2}[A-Z](?:\d[A-Z]?)?)\b"
)
THESIS = words("""
    epistemology epistemological hermeneutic hermeneutics ontology ontological dialectic dialectical
    phenomenology
    phenomenological praxis heteroskedasticity heteroscedasticity autoregressive eigenvalue eigenvalues
    transcriptomics transcriptomic immunohistochemistry spectroscopy stochastic ergodic liminality
    intersectional
    neoliberalism poststructuralist isomorphism homomorphism electrophysiology optogenetic metabolomics
""")
WIDER = saying(r"""
    (industry|field|sector|profession|area|discipline|market|trade)
    more (widely|broadly|generally)
    (organizations|companies|firms|teams|places|employers|agencies) (like|such as)
    (similar|other|comparable|related) (organizations|companies|firms|teams|employers|agencies|places)
    (and|or) beyond
    in general
""")
ON_THE_WEB = saying(r"""
    what (does )?(your|the|ªorg)( company| firm| organization| team)? (does|do)( exactly
        )?(?! (you|to|for|differently|first
        |best
        |when|if|with|about|in))
    what (is it )?(that )?(your company|your firm|your organization|ªorg) (actually )?(does|makes|sells
        |is about)
    what (are|were) (your|the) (main |key |daily |primary |typical |day-to-day )*(duties|responsibilities
        |tasks)
    what do you do( for a living| exactly| at ªorg)?(?! (when|if|to|with|about|on|in|after|before))
    how much (do|did|does) (you|they|one|people|someone|an? \w+) (earn|make|get paid)
    ((a|the) )?(your|the|starting|average|typical|usual|median|normal) (salary|salaries|pay|wage|wages)(?! (gap|research
        |study|transparency|structure|off|attention))
    what (does|do) the (company|firm|organization|department|agency|authority|institute) (do|make|sell)(?= ($|\?|\n))
    what an? [a-z]+( [a-z]+)? does(?= ($|\?|\n|all day|every day|exactly))
    what (qualifications|degrees?|education|training|certificates?|certifications?) (do i need|does one need|are needed
        |are required|is needed|is required)
    where (is|are) (your (company|firm|organization|office|headquarters)|the (company|firm|authority|agency)
        |ªorg) (based|located|headquartered)
    tell me( \w+)?( more)? about (your (company|firm|organization)|ªorg)(?= ($|\?|\n))
    what( [^ \n]++){1,5} (pays|earns|makes a (year|month))(?= ($|\?|\n|at|in|with|there|and|per))
    when was (your (company|firm|organization)|ªorg) (founded|started|established)
    what (products|services) (does|do) (your (company|firm|organization)|ªorg|you) (make|offer|sell|provide)
    how many (employees|people) (do you have|does (your (company|firm|organization)|ªorg) have|work)
    what does an? [a-z]+ do(?= \?)
    how (big|large|old) is (your|the) (company|firm|organization)
    (tell|explain to|inform) me (more )?(about )?what (your company|your firm|your organization
        |ªorg) (does|is)
    (information|more|learn|know|hear) about your company('s)?( and what (it|you) (does|do))?(?= ($|\?|\n))
""")


def no_jargon(page: Page) -> Verdicts:
    """L34: at most one acronym or term of art that nobody explained."""
    shared = _words_they_share(page)
    odd = (word for word in page.prose.words if not word.text.islower() or word.low in THESIS)
    found = {word.text: word for word in odd if _is_jargon(page, word, shared)}
    if len(found) > page.policy.acronyms:
        last = list(found.values())[-1]
        fix = f"Spell these out, or say them in plain words: {', '.join(list(found)[:5])}."
        yield Remark(Severity.T, fix, last.text, (last.start, last.end))


def _words_they_share(page: Page) -> set[str]:
    """What both know: the contact's own organization and title, and the facts that tie the two."""
    facts = page.facts
    known = (facts.contact.organization, facts.contact.title, facts.sender.school)
    return {word for text in (*known, *facts.connection_facts, *facts.why_them) for word in words_of(text)}


def _is_jargon(page: Page, word: Word, shared: set[str]) -> bool:
    if word.low in THESIS:
        return True
    if word.text.islower() or word.low[0] == "ª":
        return False
    if MILITARY.fullmatch(word.text):
        return True
    if not ACRONYM.fullmatch(word.text) or {word.text.upper(), word.text.upper().rstrip("S")} & EVERYDAY:
        return False
    body = page.reading.body
    explained = body[max(0, word.start - 1) : word.start] == "(" or body[word.end : word.end + 2] == " ("
    return not explained and fold(word.text) not in shared


def narrow_and_broad(page: Page) -> Verdicts:
    """L35: who asks about one company also names the field around it."""
    facts = page.facts
    if facts.purpose is not Purpose.COMPANY or not page.prose.sentences:
        return
    broad = {word for word in words_of(facts.broad) if len(word) > 3}
    if page.prose.first(WIDER) or broad & page.prose.all_folded:
        return
    field = facts.broad or "the field around it"
    yield Remark(Severity.T, f"Name the wider interest too: “… and {field} more widely”.")


def not_on_the_web(page: Page) -> Verdicts:
    """L36: nothing that their own site or an occupation page answers."""
    for passage in page.prose.find(ON_THE_WEB):
        fix = "Look this up, and ask what you still do not understand once you know it."
        yield Remark(Severity.W, fix, passage.text, passage.span)


RULES = (
    Rule(
        "L34", "Words for outsiders", kinds("O"),
        why="A reader from outside your unit or faculty stops at letters they cannot resolve.",
        source="a scientist’s advice on leaving academia (Wandering Scientist)",
        check=no_jargon,
    ),
    Rule(
        "L35", "Narrow and broad", kinds("O"),
        why="With the wider field named, they can help you even if nothing is to be had at their own place.",
        source="Simon Fraser University career services",
        check=narrow_and_broad,
    ),
    Rule(
        "L36", "Homework done", kinds("O"),
        why="What anybody can look up is not worth a stranger’s time, and shows that nobody did.",
        source="Harvard Business Review; Vault career guides",
        check=not_on_the_web,
    ),
)  # fmt: skip
