"""Letters that an adviser would send as they are: the coach finds neither error nor warning in them."""

from datetime import UTC, datetime

import pytest

from outreach.contacts.kinds import Formality, Level
from outreach.interviews.kinds import Purpose, Relationship
from outreach.letters.coach.review import review
from outreach.letters.facts import ContactFacts, Facts, Kind, Manuscript, SenderFacts
from tests.letters.coach.letters import LENA_TO_OSEI

LETTERS: dict[str, Manuscript] = {}


def letter(name: str, kind: Kind, facts: Facts, subject: str, body: str, now: datetime | None = None) -> None:
    LETTERS[name] = Manuscript(kind=kind, body=body, subject=subject, facts=facts, now=now)


def facts(
    sender: str, role: str, contact: str, organization: str, tie: Relationship, **more: object
) -> Facts:
    formality = more.pop("formality", Formality.FORMAL)
    level = more.pop("level", Level.UNKNOWN)
    return Facts(
        sender=SenderFacts(name=sender, programme_or_role=role),
        contact=ContactFacts(name=contact, organization=organization, formality=formality, level=level),  # type: ignore[arg-type]
        relationship=tie,
        **more,  # type: ignore[arg-type]
    )


letter(
    "career changer to a stranger whose article she read",
    Kind.OUTREACH,
    facts("Marta Kowalska", "nurse", "Dr. Helen Zhou", "Northern Health", Relationship.AUTHOR),
    "Your piece on night rosters",
    """Dear Dr. Zhou,

Your article on night rosters in the Nursing Times described my own ward, down to the spreadsheet
nobody trusts. I have been a nurse for nine years and am slowly moving toward health informatics.

One thing your piece leaves open: who on a ward ended up owning the new tool? Might I ask you about
that in a 15-minute call, whenever suits you this month or next? If writing is easier, two lines by
e-mail would be plenty, and if neither fits, no answer is needed.

With thanks,
Marta Kowalska
Registered nurse, Leeds""",
)
letter(
    "newcomer referred by a mutual contact",
    Kind.OUTREACH,
    facts(
        "Adebayo Okafor",
        "civil engineer",
        "Susan Tremblay",
        "City of Ottawa",
        Relationship.REFERRAL,
        introducer="Priya Nair",
        may_use_name=True,
        why_them=("the Booth Street bridge renewal",),
    ),
    "Priya Nair suggested I write",
    """Dear Ms. Tremblay,

Priya Nair, who taught my bridging course, suggested I write to you. I worked as a civil engineer in
Lagos for eleven years and have lived in Ottawa since May.

You led the Booth Street bridge renewal, and I would like to understand how municipal projects are
run here, and public works in Canada more widely. Could we speak for 20 minutes, by phone or near
your office, some time in the next few weeks? Should your calendar be full, a colleague's name would
be just as welcome.

Kind regards,
Adebayo Okafor
P.Eng. applicant, Ottawa""",
)
letter(
    "veteran to an alum of the same regiment",
    Kind.OUTREACH,
    facts("Daniel Reyes", "logistics sergeant", "Tom Whitaker", "Harbor Freight Lines", Relationship.GROUP),
    "Fellow 3rd Battalion, logistics question",
    """Dear Mr. Whitaker,

We served in the same battalion, six years apart; I found your profile through the regiment's
association. I leave the Army in March after ten years of moving people and supplies.

Your first civilian year as a dispatcher is the part I can't picture. Would you have fifteen minutes
for a phone call in the coming weeks? I'll fit around your shifts, and if it's a bad time, I
understand.

Thank you,
Daniel Reyes
Logistics sergeant, Fort Drum""",
)
letter(
    "postdoc to somebody who gave a talk",
    Kind.OUTREACH,
    facts(
        "Ines Duarte",
        "postdoc in chemistry",
        "Karen Lindqvist",
        "Novo Materials",
        Relationship.EVENT,
        formality=Formality.NEUTRAL,
    ),
    "Following up: Thursday's battery panel",
    """Dear Karen Lindqvist,

At Thursday's battery panel in Gothenburg you said that most lab results die in the pilot plant. I
study exactly those results: I am a postdoc in chemistry at Chalmers.

I would like to hear what you look at first when a cell leaves the lab. Could we talk for 20 minutes
in the next few weeks? A short answer in writing would also help, if that is easier for you.

Best wishes,
Ines Duarte
Postdoc, Chalmers""",
)
letter(
    "returning to work, to a former colleague",
    Kind.OUTREACH,
    facts(
        "Joanne Fraser",
        "accountant",
        "Peter Lam",
        "Lam Tax Partners",
        Relationship.EXCOLLEAGUE,
        formality=Formality.FIRST_NAME,
    ),
    "Long time: Acme audit team 2017",
    """Hi Peter,

We last met when the Acme audit ended in 2017; I still tell people about your colour-coded binders.
I have spent six years at home with my boys, and am now preparing to come back to accounting.

How has the work itself changed since the new lease standard? I'd value half an hour of your time
over coffee near your office, whenever it suits. Could that work in the next month? If not, I'd be
just as glad to swap a few lines.

Warmly,
Joanne Fraser
Chartered accountant""",
)
letter(
    "high-school pupil to a family friend",
    Kind.OUTREACH,
    facts("Sam Petit", "Grade 11", "Olga Marin", "St. Luke's Hospital", Relationship.FAMILY),
    "Sam, Maria's nephew",
    """Dear Ms. Marin,

My aunt Maria Petit tells me you have worked in radiology for twenty years. I am in Grade 11 at
Lisgar and trying to choose between physics and biology for next year.

What I cannot find in any brochure is how much of your day is people and how much is machines. Would
you have 20 minutes for a phone call after school one day this month? If you are too busy, I
understand completely.

Thank you,
Sam Petit
Lisgar Collegiate, Grade 11""",
)
letter(
    "student to somebody introduced by a professor",
    Kind.OUTREACH,
    facts(
        "Wei Chen",
        "MSc Statistics",
        "Lucas Meyer",
        "Helvetia Re",
        Relationship.FACULTY,
        introducer="Naoko Ito",
    ),
    "Prof. Ito suggested I write",
    """Dear Mr. Meyer,

Professor Ito, who teaches my course on extreme values, thought that you would be the right person
to ask. I am in my second year of an MSc in statistics at ETH.

You priced flood risk before you moved to drought, and I wonder how the data differ in practice.
Might you have 20 minutes for a video call in October or November? If a colleague is closer to the
topic, I would gladly write to them.

Kind regards,
Wei Chen
MSc Statistics, ETH Zurich""",
)
letter(
    "company purpose, with the wider field",
    Kind.OUTREACH,
    facts(
        "Tariq Aziz",
        "product designer",
        "Emily Sanders",
        "Monzo",
        Relationship.COLD,
        purpose=Purpose.COMPANY,
        broad="consumer banking",
    ),
    "Question about your savings-pots talk",
    """Dear Emily Sanders,

I watched your talk on savings pots from Config and tried the idea on my own kitchen budget the same
night. I have designed products for a charity in Bristol for five years.

I am curious how a team decides that a feature is done, at Monzo and in consumer banking more
widely. Would you be open to a 15-minute call this month or next, whenever suits? Two answers by
e-mail would be every bit as useful.

Thanks for reading,
Tariq Aziz
Product designer, Bristol""",
)
letter(
    "recruiter-free industry question without any facts on file",
    Kind.OUTREACH,
    Facts(),
    "Tidal energy on the Fundy coast",
    """Dear Dr. MacLeod,

I read your paper on tidal turbines and fish in the Bay of Fundy, and your finding about night
passage surprised me. I am a marine biology student at Dalhousie.

Is there a reason the study stopped at the autumn run? Could I ask you that and one more question in
a 15-minute call, or by e-mail if you prefer?

Sincerely,
Anna Kirby
BSc Marine Biology, Dalhousie""",
)
letter(
    "LinkedIn note",
    Kind.LINKEDIN_NOTE,
    facts("Lena Brandt", "BSc Geology", "Ama Osei", "Rideau River Authority", Relationship.ALUM),
    "",
    "Dear Ms. Osei, I study geology at Carleton, as you did. Your move from consulting to the river "
    "authority made me "
    "curious. Would you be open to a 20-minute call, or two questions by message? Lena Brandt",
)
letter(
    "reminder of a changer",
    Kind.NUDGE,
    facts("Marta Kowalska", "nurse", "Dr. Helen Zhou", "Northern Health", Relationship.AUTHOR),
    "Re: Your piece on night rosters",
    """Dear Dr. Zhou,

A line in case my note of last week got buried. One question by e-mail would already help me; if
this is a bad month, please ignore it, and I won't write again.

With thanks,
Marta Kowalska

On Mon, 2 Nov 2026 at 09:12, Marta Kowalska <marta@example.org> wrote:
> Are there any openings [Company] ASAP!!!""",
)
letter(
    "thanks of a student",
    Kind.THANKS,
    facts("Wei Chen", "MSc Statistics", "Lucas Meyer", "Helvetia Re", Relationship.FACULTY),
    "Thank you for Tuesday",
    """Dear Mr. Meyer,

Thank you for taking the time on Tuesday. Your point that a model is only as good as the claims
adjuster's handwriting has changed how I look at my thesis data. I have signed up for the claims
workshop you recommended, and will let you know in May what came of it.

Kind regards,
Wei Chen""",
)
letter(
    "thanks of a veteran",
    Kind.THANKS,
    facts("Daniel Reyes", "logistics sergeant", "Tom Whitaker", "Harbor Freight Lines", Relationship.GROUP),
    "Thank you, Tom",
    """Dear Mr. Whitaker,

Thank you for the phone call yesterday! I had not realized that dispatchers spend most of the day on
the phone with drivers rather than on software. I am going to ride along with a cousin who drives
for a week before I decide.

Thanks again,
Daniel Reyes""",
)
letter(
    "scheduling across zones",
    Kind.SCHEDULING,
    Facts(
        sender=SenderFacts(name="Ines Duarte", timezone="Europe/Stockholm"),
        contact=ContactFacts(name="Ama Osei", timezone="America/Toronto"),
    ),
    "Re: Your talk",
    """Dear Ms. Osei,

Thank you for saying yes. For our 20 minutes, would one of these suit you (all in Toronto time)?

- Tuesday 17 November, 9:30–9:50
- Wednesday 18 November, 10:00–10:20
- Friday 20 November, 14:00–14:20

Or tell me what works better; I am glad to adapt.

Best wishes,
Ines Duarte""",
)
letter(
    "scheduling, a confirmation",
    Kind.SCHEDULING,
    Facts(contact=ContactFacts(name="Ama Osei", timezone="America/Toronto")),
    "Confirmed: Tuesday",
    "Dear Ms. Osei, Tuesday at 10:00 your time for 20 minutes is perfect. I will call you at the number "
    "you gave. Best, Ines",
)
letter(
    "keeping in touch",
    Kind.KEEP_IN_TOUCH,
    LENA_TO_OSEI,
    "The pump-test course you mentioned",
    """Dear Ms. Osei,

In March you told me to learn pump tests in the field before touching any software. I did: the
spring course ended last week, and the third well behaved exactly as you said it would.

I thought you might enjoy the attached... well, no attachment, just this: the class now calls it
Osei's law.

Warm regards,
Lena Brandt""",
)
letter(
    "asking for an introduction that was offered",
    Kind.REFERRAL,
    LENA_TO_OSEI,
    "The introduction you offered",
    """Dear Ms. Osei,

You kindly offered to introduce me to Mr. Adeyemi. If that still suits you, here are three lines to
forward:

“Lena Brandt is in third-year geology at Carleton and wants to understand groundwater work. She
would be glad of a 20-minute call.”

And if now is a bad moment, please leave it.

Thank you,
Lena Brandt""",
)
letter(
    "a short letter with hard words in names only",
    Kind.OUTREACH,
    facts(
        "Noor Haddad", "paralegal", "Jean-Baptiste Guérin", "Ministère de l'Environnement", Relationship.GROUP
    ),
    "Fellow Environmental Law Network member",
    """Dear Mr. Guérin,

We both belong to the Environmental Law Network; your answer about wetlands on its forum last spring
is pinned above my desk. I am a paralegal in Halifax and may study law.

Could I ask you, in a 20-minute call, how much of your week is courts and how much is committees?
Any time in the next few weeks would do. If it is too much now, a line saying so is a fine answer
too.

Thank you,
Noor Haddad
Paralegal, Halifax""",
)
letter(
    "a person called Hire at JobLink",
    Kind.OUTREACH,
    facts("Ben Ode", "social worker", "Paula Hire", "JobLink Employment Services", Relationship.COLD),
    "Your talk “Jobs after prison”",
    """Dear Ms. Hire,

I heard your talk “Jobs after prison” at the Leeds congress, and your remark about bus timetables
stayed with me. I am a social worker in York.

How did JobLink come to track journeys rather than placements? Could I hear the story in a 15-minute
call? If not, no need to answer.

Kind regards,
Ben Ode
Social worker, York""",
)
letter(
    "a question about the job itself",
    Kind.OUTREACH,
    facts(
        "Lena Brandt",
        "BSc Geology",
        "Ama Osei",
        "Rideau River Authority",
        Relationship.ALUM,
        purpose=Purpose.JOB,
    ),
    "Your job as a field hydrologist",
    """Dear Ms. Osei,

The Carleton alumni directory led me to you; I study geology there. You apply the method of our
textbook to real wells, and I wonder what the job is like on the days when the method fails.

Could we talk for 20 minutes this month or next? I am not looking for a job, only for a true picture
of one. A colleague who has more time would be a great help as well.

Many thanks,
Lena Brandt
BSc Geology, Carleton""",
)
letter(
    "an executive, very briefly",
    Kind.OUTREACH,
    facts(
        "Mia Torres", "MBA student", "Robert Achebe", "Sahel Grain", Relationship.ALUM, level=Level.EXECUTIVE
    ),
    "INSEAD student, millet question",
    """Dear Mr. Achebe,

Your lecture at INSEAD in June made me drop my thesis topic and pick millet storage instead. I am an
MBA student there, and grew up on a farm near Zaria.

May I ask you one question about cooperatives, in ten minutes by phone or two lines by e-mail,
whenever it suits you? If somebody in your team is nearer to it, their name would help as much.

Respectfully,
Mia Torres
MBA 2027, INSEAD""",
)
letter(
    "hard-wrapped, with a list and a postscript",
    Kind.OUTREACH,
    LENA_TO_OSEI,
    "Carleton geology student, quick question",
    """Dear Ms. Osei,

I found you in the Carleton alumni directory; I am in third-year
geology there. Your move from consulting to the river authority
made me curious about two things:

1. how the two worlds differ,
2. which of them teaches more.

Would you be open to a 20-minute call in the next few weeks? If your
calendar is full, a short answer by e-mail would help just as much.

Thank you,
Lena Brandt
BSc Geology, Carleton

P.S. The directory still shows your old photo from the canoe team.
""",
    datetime(2026, 11, 18, 15, 0, tzinfo=UTC),
)
letter(
    "an internal move",
    Kind.OUTREACH,
    facts(
        "Ravi Menon",
        "support engineer",
        "Grace Hope",
        "Contoso",
        Relationship.INTERNAL,
        formality=Formality.FIRST_NAME,
    ),
    "Support to research: your path",
    """Hi Grace,

We are in the same company, three floors apart: I work in support on level two. Your path from the
help desk to the research group is the one I keep thinking about.

Would you have 20 minutes for a coffee downstairs in the next few weeks? My manager knows that I am
asking. If you are deep in a release, later is fine.

Thanks,
Ravi Menon
Support engineer, Contoso""",
)
letter(
    "nobody at home knows the field",
    Kind.OUTREACH,
    facts("Zoë Nguyen", "first-year student", "José Álvarez", "Arup", Relationship.ALUM),
    "First-year at Leeds, a bridge question",
    """Dear Mr. Álvarez,

The Leeds alumni page says that you were the first in your family to study, as I am now, in
first-year civil engineering. Your footbridge in Hull is on my way to my grandmother's.

Could I ask you, in a 20-minute call, what you wish you had known in your first year? Any week is
fine. I know that calendars fill up, so if this one cannot, I will simply keep walking over your
bridge.

Thank you,
Zoë Nguyen
BEng Civil Engineering, Leeds""",
)


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_an_adviser_would_send_gets_neither_error_nor_warning(name: str) -> None:
    findings = review(LETTERS[name]).findings
    assert [(f.rule, f.text) for f in findings if f.severity.rank < 2] == []


@pytest.mark.parametrize("name", LETTERS)
def test_a_good_letter_is_praised(name: str) -> None:
    assert review(LETTERS[name]).praise
