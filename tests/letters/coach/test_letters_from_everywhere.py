"""More letters that an adviser would send, by people the coach knows almost nothing about."""

import pytest

from outreach.contacts.kinds import Formality
from outreach.interviews.kinds import Purpose, Relationship
from outreach.letters.coach.review import review
from outreach.letters.facts import ContactFacts, Facts, Kind, Manuscript, SenderFacts

LETTERS: list[Manuscript] = []


def facts(sender: str, contact: str, organization: str, tie: Relationship, **more: object) -> Facts:
    formality = more.pop("formality", Formality.NEUTRAL)
    return Facts(
        sender=SenderFacts(name=sender),
        contact=ContactFacts(name=contact, organization=organization, formality=formality),  # type: ignore[arg-type]
        relationship=tie,
        **more,  # type: ignore[arg-type]
    )


def add(facts: Facts, subject: str, body: str, kind: Kind = Kind.OUTREACH) -> None:
    LETTERS.append(Manuscript(kind=kind, body=body, subject=subject, facts=facts))


add(
    facts("Jonas Weber", "Prof. Dr. Amina Diallo", "University of Dakar", Relationship.AUTHOR),
    "Your chapter on informal buses",
    """Dear Professor Diallo,

In chapter 4 of “Cities on Wheels” you argue that informal buses are planned after all, only by
habit. I tried to map one such line in Nairobi during my exchange year, and failed at noon every
day.

I'm a planning student in Weimar, thinking about transport and perhaps policy. Would a
fifteen-minute conversation about how you collected your data be possible in the coming weeks? A
reading tip by e-mail would already make my month.

Kind regards
Jonas Weber
B.Sc. Urban Planning, Bauhaus-Universität Weimar""",
)
add(
    facts("Aisha Khan", "Bob McKay", "Stripe", Relationship.ALUM),
    "Waterloo grad – payments question",
    """Hi Bob,

I'm Aisha, a 2024 Waterloo CS grad (you're 2011, per the alumni tool). I work at a small credit
union and keep running into the reconciliation problem you wrote about on the Stripe blog.

Could I buy you a virtual coffee — 20 min, any time that works for you — and ask how you'd learn
this field if you started today? No worries at all if it's a bad time.

Cheers,
Aisha Khan
linkedin.com/in/aishakhan""",
)
add(
    facts(
        "Tom Okoro", "Lt. Col. Sarah Vance", "Civil Affairs", Relationship.EVENT, formality=Formality.FORMAL
    ),
    "Thank you for Tuesday's keynote",
    """Dear Lt. Col. Vance,

Thank you for your keynote at the Veterans' Summit on Tuesday; the story about the well in Herat has
not left me. I separate from the Navy in June after eight years as a corpsman and am weighing public
health.

May I ask you for a quarter of an hour by phone to hear how you made that step? I am free to call at
whatever hour is kindest to your schedule, and two lines in reply would be generous too.

Respectfully,
Tom Okoro
Hospital Corpsman First Class""",
)
add(
    facts("Li Wei", "Suharto", "Green Rice", Relationship.GROUP),
    "Fellow permaculture volunteer",
    """Dear Suharto,

We both volunteer with the permaculture network; I help at the Penang garden. I study agronomy and
was struck by your trial with red rice on salty ground.

Could we speak for 20 minutes about how you chose the site? If you prefer writing, I will send three
questions instead.

With warm thanks,
Li Wei
Agronomy, Universiti Putra Malaysia""",
)
add(
    facts(
        "Maria Papadopoulou",
        "Dr. Klaus Brenner",
        "Bayer",
        Relationship.REFERRAL,
        introducer="Eva Stein",
        may_use_name=True,
    ),
    "Eva Stein suggested I write",
    """Dear Dr. Brenner,

Eva Stein, my thesis adviser in Patras, suggested I contact you. I'm a postdoc in plant genetics and
I'm trying to understand what changes when research has a deadline set by the market.

You left academia in 2015, as she told me with some regret. Would you have 20 minutes for a call in
the next month? Whenever suits you; and if a colleague would be a better match, I'd be grateful for
a name.

Best regards,
Maria Papadopoulou
Postdoctoral researcher, University of Patras""",
)
add(
    facts("Grace Kim", "Alex Moreau", "Ubisoft", Relationship.LI2),
    "We both know Noé Laurent",
    """Hello Alex,

Noé Laurent and I ran a game jam together last autumn, and through him I found your talk on rain in
open worlds. I teach maths at a lycée in Lyon and build small games at night.

What do level designers wish teachers knew? I'd love to ask you that over a 15-minute call, or by
message if that is easier. Of course I understand if it's not the moment.

Best,
Grace Kim""",
)
add(
    facts("Peter Novak", "Jane Doe", "Mayo Clinic", Relationship.FAMILY),
    "Peter, Hana Novak's son",
    """Dear Ms. Doe,

My mother Hana tells me you shared a bench at nursing school and, later, a terrible car. I'm
finishing grade 12 in Brno and wonder whether nursing is for me.

Would you have half an hour for a video call some weekend? I'd like to hear about the parts that are
not in brochures. If you are too busy, I completely understand!

Thank you very much,
Peter Novak""",
)
add(
    facts("Sofia Rossi", "Daniel Craig", "Penguin", Relationship.EXCOLLEAGUE, formality=Formality.FIRST_NAME),
    "Frankfurt 2019, and a question",
    """Dear Daniel,

It has been too long since Frankfurt 2019, when we hid from the rain among the atlases. I left
publishing to raise my daughters and I am now finding my way back, possibly on the rights side.

You moved from editing to rights yourself. Could we catch up for 30 minutes, and could I ask how you
made the switch? I'd love to hear your news first. Any day in May works on my end, and no hurry at
all.

Warmly,
Sofia Rossi""",
)
add(
    facts("Nadia Rahman", "Chris Evans", "Tesco", Relationship.COLD, purpose=Purpose.INDUSTRY),
    "Cold chains in small shops",
    """Dear Chris Evans,

Your comment in The Grocer about cold chains in corner shops made me count the fridges on my street:
eleven, three of them open. I'm a chemistry graduate from Leeds working in a dairy lab, and I'm
curious about food logistics, in retail and beyond.

Would you be willing to answer two questions by e-mail, or to speak for 15 minutes, about where the
losses really happen? If neither is possible, thank you anyway for the comment.

Nadia Rahman
MChem, Leeds 2023""",
)
add(
    facts("Hugo Martín", "Ruth Adler", "Deutsche Bahn", Relationship.COLD),
    "Night trains: a question",
    """Dear Ms Adler

I listened to the podcast episode in which you explain why night trains lose money and run anyway.
As a conductor on the Madrid line, I see the second half of that sentence every week.

I am thinking of moving into timetable planning. Might I ask you, in 15 minutes by phone, what
planners listen to and what they ignore? If you'd rather not, please just ignore this message.

Yours sincerely
Hugo Martín
Train conductor, Renfe""",
)
add(
    facts(
        "Emma Stone",
        "Olu Adebayo",
        "Shell",
        Relationship.COLD,
        purpose=Purpose.COMPANY,
        broad="offshore wind",
    ),
    "Floating wind: question on anchors",
    """Dear Olu Adebayo,

Your team's paper on drag anchors for floating wind (OMAE 2025) answered half of my master's thesis
and raised the other half. I study ocean engineering at Delft.

How does a team like yours decide between a test tank and the sea? I would value 15 minutes of your
time to hear about that, and about working in offshore wind more broadly. Would that be possible in
the next few weeks, or would you prefer a written question?

Kind regards,
Emma Stone
MSc student, TU Delft""",
)
add(
    facts("Yusuf Demir", "Karin Holm", "IKEA", Relationship.INTERNAL, formality=Formality.FIRST_NAME),
    "From store 214 to range strategy?",
    """Hi Karin,

I run the textiles department in store 214 and saw your post on the intranet about range reviews. My
manager, Ola, encouraged me to get in touch.

Could I borrow 20 minutes to hear how a range idea survives a year? I'd work around your calendar.
If there's a better person, point me to them and I'll leave you in peace.

Thanks!
Yusuf Demir""",
)
add(
    facts("Ben", "Carla Jones", "Council", Relationship.COLD),
    "Your bin-day map",
    """Dear Ms. Jones,

The bin-day map you built for Hackney is the only council page my gran uses. I am Ben Ashworth, a
data apprentice at a housing association in Bow.

Could you spare 15 minutes on the phone to tell me how you got three departments to share their
data? Two lines by email would be great as well.

Thank you,
Ben Ashworth""",
)
add(
    facts(
        "Rosa Lima",
        "Michael Brandt",
        "Siemens",
        Relationship.ALUM,
        introducer="",
        connection_facts=("USP alumni LinkedIn group",),
    ),
    "USP alumna, turbines question",
    """Dear Michael,

I saw in the USP alumni group that you went from mechanical engineering in São Paulo to turbines in
Erlangen. I made the first half of that trip: I graduated from USP in 2022 and arrived in Nuremberg
in January.

What do you wish somebody had told you in your first German winter at work? May I ask you over a
coffee near your office, 20 minutes, on me? If you're short of time, a colleague's name would be a
gift.

Abraços / best regards,
Rosa Lima
Mechanical engineer""",
)
add(
    facts("Omar Said", "Dr. Feng", "WHO", Relationship.FACULTY, introducer="Prof. Anne Leclerc"),
    "Prof. Leclerc suggested I write",
    """Dear Dr. Feng,

Prof. Anne Leclerc, whose epidemiology seminar I take in Geneva, said that you would know the answer
to a question I put to her: who reads outbreak reports, and when? I am a second-year medical
student.

Would you have 20 minutes in the coming weeks, by phone or at your office? If not, even one sentence
would settle a bet in our seminar.

Sincerely,
Omar Said""",
)
add(
    facts("Lena Brandt", "Ama Osei", "Rideau", Relationship.COLD),
    "Thank you",
    """Dear Ms. Osei,

Thank you so much for speaking with me yesterday. I really appreciated your honesty about night
shifts. Your suggestion to start with a volunteer shift makes sense, and I've already emailed the
coordinator. I'll let you know how it goes.

All the best,
Lena""",
    Kind.THANKS,
)
add(
    facts("Lena Brandt", "Ama Osei", "Rideau", Relationship.COLD),
    "Great meeting you",
    """Hi Ama,

It was great talking today. The bit about reading meters by torchlight was my favourite. Next week I
start the first-aid course you recommended.

Thanks again,
Lena Brandt""",
    Kind.THANKS,
)
add(
    facts("Lena Brandt", "Ama Osei", "Rideau", Relationship.COLD),
    "Re: Your talk",
    """Dear Ms. Osei,

I wrote two weeks ago about your move to the river authority. I know things get busy, so this is
just a short reminder. I'd still be glad to hear from you, even briefly by e-mail; if not, I won't
bother you further.

Best wishes,
Lena Brandt""",
    Kind.NUDGE,
)
add(
    facts("Lena Brandt", "Ama Osei", "Rideau", Relationship.COLD),
    "Re: call",
    """Dear Ms. Osei,

Wonderful, thank you! Would any of these work for a 20-minute call? Times are Eastern (yours).

Tue Dec 1, 9-11 am
Wed Dec 2, after 3 pm
Thu Dec 3, any time

If none suits, just send me one that does.

Best,
Lena""",
    Kind.SCHEDULING,
)
add(
    facts("Lena Brandt", "Ama Osei", "Rideau", Relationship.COLD),
    "News",
    """Dear Ms. Osei,

Six months ago you told me to stop reading and start digging. I have dug: the Manotick site gave us
four good cores. I thought you'd like the photo on our page, https://example.org/cores.

No reply needed. Warm wishes for the thaw,
Lena Brandt""",
    Kind.KEEP_IN_TOUCH,
)
add(
    facts("Lena Brandt", "Ama Osei", "Rideau", Relationship.COLD),
    "",
    """Hi Ama, I'm a geology student at Carleton and enjoyed your post on frozen wells. Could I ask you two
questions about field work, here or in a 15-minute call? Thanks! Lena""",
    Kind.LINKEDIN_NOTE,
)


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.subject)
def test_a_letter_an_adviser_would_send_gets_neither_error_nor_warning(letter: Manuscript) -> None:
    assert [(f.rule, f.text) for f in review(letter).findings if f.severity.rank < 2] == []
