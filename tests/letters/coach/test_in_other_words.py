"""What people say in other words than the rules were first written for: each heard, or left alone, by its rule."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from outreach.interviews.kinds import Relationship
from outreach.letters.coach.findings import Severity
from outreach.letters.coach.review import review
from outreach.letters.facts import Kind, Manuscript
from tests.letters.coach.letters import GOOD, LENA, LENA_TO_OSEI, saying

TIE = (
    "I found you in the Carleton alumni directory; I am in third-year geology there. Your move from consulting to "
    "the river authority caught my eye."
)
CALL = "Would you be open to a 15-minute call?"
COLD = Relationship.COLD
BARE = LENA_TO_OSEI.__class__(sender=LENA, contact=LENA_TO_OSEI.contact, relationship=COLD)


def thanks(words: str, kind: Kind = Kind.THANKS) -> Manuscript:
    body = f"Dear Ms. Osei,\n\n{words}\n\nBest wishes,\nLena Brandt"
    far = replace(LENA_TO_OSEI, sender=replace(LENA, timezone="Europe/Berlin"))
    return replace(GOOD, kind=kind, subject="Our talk", body=body, facts=far)


def bare(*words: str) -> Manuscript:
    return replace(saying(*words), facts=BARE)


FRAMES: dict[str, Callable[[str], Manuscript]] = {
    "AFTER_THE_TIE": lambda s: saying(TIE, s),
    "TO_A_STRANGER": lambda s: saying(TIE, s, relationship=COLD),
    "BESIDE_AN_ASK": lambda s: saying(TIE, CALL, s, relationship=COLD),
    "BEFORE_THE_TIE": lambda s: saying(s, TIE),
    "IN_THANKS": thanks,
    "AGREEING_A_TIME": lambda s: thanks(s, Kind.SCHEDULING),
    "AS_THE_FIRST_LINE": lambda s: bare(s + " I study geology.", CALL),
    "ALONE": bare,
    "BESIDE_A_FINDING_PLACE": lambda s: bare(
        "I found you on LinkedIn.", s, CALL + " Or two answers by e-mail?"
    ),
}
SENTENCES: dict[tuple[str, str | None, str], str] = {
    ("L10", None, "AFTER_THE_TIE"): """
        Would you be open to a 20-minute call in the next few weeks?
        Could I buy you a coffee, 20 minutes at most, near your office?
        Would a quarter of an hour by phone be possible?
        May I ring you for 15 minutes one evening?
        Could you spare twenty minutes of your time?
        Do you have 15 mins for a quick Zoom?
        Might we talk for about 20 minutes?
        Would you be up for a 15 min chat?
        Is there any chance of a 20-minute phone call this month?
        Would half an hour over Teams be all right?
        Can I ask for 15-20 minutes of your time?
        Would it be OK if I called you for a quarter-hour?
        Could we find ten to fifteen minutes to speak?
        Would you mind a 20 minute video call?
        Are you free for a 15-minute FaceTime at some point?
        Could I take fifteen minutes of your day to hear how you got there?
        If you had 20 minutes for me in the coming weeks, could we speak by phone?
        Would you be willing to grant me twenty minutes?
        Could I ask you a few questions over a 20-minute video call?
        Would you be so kind as to give me 15 minutes?
        I wonder if you could give me 15 minutes on the phone?
        Would you let me call you for 15 minutes?
        Could I come by for 20 minutes?
        Would you share 20 minutes of your experience with me?
        Could we schedule a 20-minute conversation whenever suits you?
    """,
    ("L11", None, "AFTER_THE_TIE"): """
        Would you be open to a 20-minute call in the next few weeks?
        Could I buy you a coffee, 20 minutes at most, near your office?
        Would a quarter of an hour by phone be possible?
        May I ring you for 15 minutes one evening?
        Could you spare twenty minutes of your time?
        Do you have 15 mins for a quick Zoom?
        Might we talk for about 20 minutes?
        Would you be up for a 15 min chat?
        Is there any chance of a 20-minute phone call this month?
        Would half an hour over Teams be all right?
        Can I ask for 15-20 minutes of your time?
        Would it be OK if I called you for a quarter-hour?
        Could we find ten to fifteen minutes to speak?
        Would you mind a 20 minute video call?
        Are you free for a 15-minute FaceTime at some point?
        Could I take fifteen minutes of your day to hear how you got there?
        If you had 20 minutes for me in the coming weeks, could we speak by phone?
        Would you be willing to grant me twenty minutes?
        Could I ask you a few questions over a 20-minute video call?
        Would you be so kind as to give me 15 minutes?
        I wonder if you could give me 15 minutes on the phone?
        Would you let me call you for 15 minutes?
        Could I come by for 20 minutes?
        Would you share 20 minutes of your experience with me?
        Could we schedule a 20-minute conversation whenever suits you?
    """,
    ("L09", None, "AFTER_THE_TIE"): """
        Would you be open to a 20-minute call in the next few weeks?
        Could I buy you a coffee, 20 minutes at most, near your office?
        Would a quarter of an hour by phone be possible?
        May I ring you for 15 minutes one evening?
        Could you spare twenty minutes of your time?
        Do you have 15 mins for a quick Zoom?
        Might we talk for about 20 minutes?
        Would you be up for a 15 min chat?
        Is there any chance of a 20-minute phone call this month?
        Would half an hour over Teams be all right?
        Can I ask for 15-20 minutes of your time?
        Would it be OK if I called you for a quarter-hour?
        Could we find ten to fifteen minutes to speak?
        Would you mind a 20 minute video call?
        Are you free for a 15-minute FaceTime at some point?
        Could I take fifteen minutes of your day to hear how you got there?
        If you had 20 minutes for me in the coming weeks, could we speak by phone?
        Would you be willing to grant me twenty minutes?
        Could I ask you a few questions over a 20-minute video call?
        Would you be so kind as to give me 15 minutes?
        I wonder if you could give me 15 minutes on the phone?
        Would you let me call you for 15 minutes?
        Could I come by for 20 minutes?
        Would you share 20 minutes of your experience with me?
        Could we schedule a 20-minute conversation whenever suits you?
    """,
    ("L11", "E", "AFTER_THE_TIE"): """
        Could we talk some time?
        Would you be open to a call?
        Could I buy you a coffee?
        Would you have a moment to chat?
        Can we hop on a call?
        Would you be available for a brief conversation in the next few weeks?
        Could I ask you about your path over the phone?
        Do you have some time to meet?
        Would you mind talking with me briefly?
        Could I have a little of your time?
    """,
    ("L10", "W", "AFTER_THE_TIE"): """
        I would love 20 minutes of your time.
        Let me know if you have 20 minutes to talk.
        I'd be grateful for a 15-minute call whenever suits you.
        Please let me know when you have 15 minutes.
    """,
    ("L13", "E", "AFTER_THE_TIE"): """
        I have attached my resume for your reference.
        Please find my CV attached.
        My resume is attached below.
        I attach my curriculum vitae.
        I've included my CV so you can see my background.
        Enclosed you will find my résumé.
        You'll find my CV enclosed.
        See attached CV.
        I took the liberty of attaching my resume.
        I am sending along my CV.
        Attached is a copy of my resume.
        PFA my CV.
        My résumé is below for context.
        For your convenience, I've attached a one-page resume.
    """,
    ("L13", "W", "AFTER_THE_TIE"): """
        I can send you my CV if useful.
        Happy to share my resume.
        I'd be glad to forward my CV on request.
        I have attached a short profile of myself.
        Please see the attached document.
    """,
    ("L13", None, "AFTER_THE_TIE"): """
        I will resume my studies in May.
        After a career break I hope to resume work outdoors.
        I am attached to the idea of rivers.
        I read the report attached to your article.
        How do you read a CV as somebody who hires?
        Your post about CVs made me laugh.
        My grandfather's cv joint repair shop is where I grew up.
    """,
    ("L15", "E", "TO_A_STRANGER"): """
        Book a time here: https://calendly.com/lena
        Feel free to pick a slot at https://cal.com/lena/20min
        Here is my calendar: https://doodle.com/bp/lena
        Please schedule something that works for you: https://savvycal.com/lena
        You can choose a time on my page www.outreach.example/meet/abc
        My calendar link is https://koalendar.com/e/lena
        calendly.com/lena is where you can find a time.
    """,
    ("L15", "W", "AFTER_THE_TIE"): """
        Book a time here: https://calendly.com/lena
    """,
    ("L15", None, "TO_A_STRANGER"): """
        My profile is https://www.linkedin.com/in/lena
        Your talk is at https://example.org/calendar-of-events
        I read https://blog.example/how-to-book-a-call
    """,
    ("L19", None, "BESIDE_AN_ASK"): """
        If this isn't a good time, that's no problem.
        No worries if you can't.
        I'd understand if you have no time.
        If not, could you suggest a colleague?
        Two questions by email would be fine too.
        Totally fine to ignore this.
        Feel free to decline.
        Or I could send you my questions in writing.
        If you're too busy, please just delete this.
        Don't feel obliged to answer.
        I won't be offended if you'd rather not.
        A short reply by mail would be great too.
        I know this may not be possible, and that is OK.
        Happy to do this over email instead.
        Please don't feel you have to.
        If that doesn't work, an email would be lovely.
        Should you be unable to, I would be glad of a name.
        Either way, thank you for your blog.
        A no is a fine answer, too.
        If you can't make it, perhaps someone on your team could.
        Please only say yes if it's easy for you.
        No reply needed if you're swamped.
        Of course you may say no.
        I'm equally happy to send you questions.
        There is no obligation whatsoever.
        Just let me know if you'd prefer I didn't bother you.
        If you would rather not, I'll leave you in peace.
    """,
    ("L19", "W", "BESIDE_AN_ASK"): """
        I would be very grateful.
        It would mean a lot to me.
        I look forward to your answer.
        Thank you for your time.
    """,
    ("L20", "E", "AFTER_THE_TIE"): """
        Please get back to me by Wednesday.
        I need an answer by Friday.
        Please respond as soon as possible.
        I need to speak with you this week.
        You must tell me how you did it.
        I look forward to our call on Monday.
        I'm looking forward to speaking with you next week.
        Can't wait to meet you!
        I expect to hear from you soon.
        Kindly revert ASAP.
        This is urgent as my deadline is Friday.
        Let me know today.
        I need your help with an assignment due tomorrow.
        Please answer quickly.
        I will follow up every week until I hear from you.
    """,
    ("L20", None, "AFTER_THE_TIE"): """
        There is no need to answer.
        There's no hurry at all.
        No rush, whenever you can.
        I need to understand the field before I choose my courses.
        I would be glad to hear from you.
        I look forward to hearing from you.
        I'd look forward to speaking with you if you have time.
        You must have seen many rivers.
        I learned that urgent care is your field.
        I have not yet decided what to study.
        I would love to hear how you answered that question by tomorrow's standards.
        What do I need to know before I begin?
        How do you deal with urgent requests in your work?
        Take all the time you need.
    """,
    ("L30", "W", "BEFORE_THE_TIE"): """
        I hope this email finds you well.
        I hope this message finds you in good health.
        Hope this finds you well.
        I am writing to ask you about your work.
        I'm emailing you because I admire your work.
        I wanted to reach out and I reached out to others.
        I would love to pick your brain.
        I'd like to touch base with you.
        Just circling back on this.
        I'm reaching out to connect.
        I wanted to connect to explore synergies.
    """,
    ("L21", "W", "AFTER_THE_TIE"): """
        Sorry to bother you. I apologise for taking your time.
        I know you're extremely busy, and I'm so sorry to disturb you.
        I am desperate for guidance.
        You are my last hope.
        Honestly anything helps at this point.
        I've written to fifty people and nobody replied.
    """,
    ("L27", "E", "AFTER_THE_TIE"): """
        I admire your work at [Company].
        I admire your work at [insert company].
        Dear {name}, hello.
        I read about {{project}}.
        I loved your <article title>.
        I am a student at XXX.
        I am a student at ______.
        I like your work in [FIELD].
        I'd love to talk about [specific topic].
        My number is XXX-XXX-XXXX.
        I have been following (company name) for years.
        I was struck by ((why them)).
        I met you at [event] in May.
        I admire your work at COMPANY NAME.
        Thanks for your talk on %TOPIC%.
        I read your piece on ${topic}.
        Your work at *company name* is great.
        I like [your project here].
        We met at <<event>> in May.
        I am in my [first/second/third] year.
    """,
    ("L27", None, "AFTER_THE_TIE"): """
        I read [sic] in your text twice.
        I cite you as [3] in my thesis.
        I like your work (and your dog).
        The bracket [ in your title puzzled me.
        We met at the insert-card factory.
        He said “[they] were late” in your piece.
        My address is lena [at] example [dot] org.
        The set {1, 2, 3} appears in your paper.
        I study XXXX-ray sources.
        Super Bowl XXX was my first.
        I used the formula f(x) = {x | x > 0}.
        The plot in 1990 <-> 2000 puzzled me.
    """,
    ("L07", "E", "ALONE"): """
        I am a student who wants to learn about hydrology. I like water and rocks. Could we talk for 20 minutes about your job?
        My dream has always been to work with water. Since I was little I collected stones. I am good with people.
        I am looking into careers in water. I have good grades and speak three languages. I found your profile in the Carleton directory.
    """,
    ("L43", None, "IN_THANKS"): """
        Thank you for yesterday. I had always assumed that permits were a formality, and now I see they are the job. On Monday I start the GIS tutorial you mentioned.
        Thank you for the call. Hearing that you failed your first licence exam was a relief. I've booked mine for June.
        Thanks for lunch! I'll be thinking about the dam story for weeks, and I have already asked my professor about the field course.
        Thank you for meeting with me. Your advice to talk to the technicians first made sense to me, so I wrote to two of them this morning.
        I wanted to thank you for the talk on Friday. It was so useful to hear how a river authority decides. I plan to read the master plan over the break.
        Thank you for your time. You suggested that I look at soil labs; I have emailed one in Guelph.
        Thank you for this morning. I especially valued what you told me about night shifts. My next step is to shadow a crew in May.
        Thank you so much. The bit about reading the minutes of council meetings was gold, and I've spent the evening doing exactly that.
        Many thanks for yesterday. I never knew hydrologists spend half their week in meetings! I signed up for the public consultation on Thursday.
        Thank you. What you said about patience will stay with me. I'm going to keep a field diary, as you do.
    """,
    ("L43", "E", "IN_THANKS"): """
        Thank you so much for your time. I really appreciate it.
        It was great meeting you. Thanks again for your generosity and have a wonderful weekend.
        Thank you for speaking with me today. I enjoyed our conversation and hope our paths cross again.
        I am very grateful for your help. Please let me know if I can ever return the favour.
        Thanks for the call.
        Thank you for the call. I learned a lot about clay and will read the report. Could you send my CV to your boss?
        Thank you for the call. Your story about clay stays with me; I have ordered the book. Would you also be able to refer me for the open position?
        Thank you. I learned about clay. I will read on. Could you introduce me to three colleagues?
    """,
    ("L43", "W", "IN_THANKS"): """
        Thank you for the call. I learned a great deal about clay and about patience.
        Thank you for the call. I will order the book today.
    """,
    ("L07", None, "AS_THE_FIRST_LINE"): """
        Your colleague Ravi Menon mentioned your name to me.
        A mutual friend, Jo Smit, said you might not mind a letter.
        I heard you on Radio 4 on Sunday.
        I stumbled on your blog while looking for a bus timetable.
        We sat next to each other on the flight to Accra.
        I am in the same running club as your sister.
        My professor assigned your book last term.
        As a fellow beekeeper I follow your column.
        Your name came up in a talk about flood plains.
        I took the course that you designed on Coursera.
        You taught my brother in Year 9.
        I was one of the 200 people at your lecture in Delft.
        I grew up two streets from your office.
        I saw you on the panel in Lisbon.
        I have your map of the delta on my wall.
        I'm a big user of the tool you wrote, and it saved my thesis.
        We are both on the Women in Water list.
        I got your name from the careers office.
        Your article in the Guardian on sewers made me late for work.
        I'm an intern at the same firm, two floors up.
        I'm reading your book at the moment.
        You gave a guest lecture in my class.
        I met you briefly after your talk on Tuesday.
        I know your work from the exhibition in Basel.
        The alumni office gave me your address.
        Ten years ago you gave me my first library card.
    """,
    ("L29", None, "BESIDE_A_FINDING_PLACE"): """
        You once wrote that a river remembers.
        I loved the part where the pump fails.
        The way you explain turbidity with tea bags is how I teach it now.
        Your decision to leave banking at forty is why I write.
        Your thesis on tidal bars is still quoted here.
        You have run both a lab and a bakery.
        Your team's gauge at Merrickville is on my way to school.
        I keep returning to your chart of the 2017 flood.
        I saw that you moved from Shell to a wind co-operative.
    """,
    ("L29", "E", "BESIDE_A_FINDING_PLACE"): """
        I am very interested in your career and would love to learn from your experience.
        Your background is impressive and I would love to hear how you got into the field.
        I admire your work and your company's success.
        I would love to learn more about what you do.
        I'm interested in your industry and in your role at the company.
        I would like to know how you got to where you are today.
        I think you would have valuable insights about the field.
        Your experience in the industry is exactly what I am looking for.
        I was impressed by your profile and your extensive experience.
    """,
    ("L36", "W", "AFTER_THE_TIE"): """
        What does your company do?
        Could you tell me what your organization does?
        How much do you earn?
        What is the salary of a hydrologist?
        What are your duties?
        Could you tell me about your company?
        When was your company founded?
        What products does your company make?
        How many employees do you have?
        What does a hydrologist do?
    """,
    ("L36", None, "AFTER_THE_TIE"): """
        What does your company do differently since the flood?
        What do you do when the data are wrong?
        What does a good day look like for you?
        How do you decide what to measure?
        Which of your duties surprised you most?
    """,
    ("L17", "E", "AGREEING_A_TIME"): """
        Would Tuesday at 3pm work for our 20 minutes?
        How about Wednesday 10:30 or Thursday 2 pm for 20 minutes?
        I could do 9am on Monday, or 4 in the afternoon on Friday, for 20 minutes.
        Shall we say 14h on Tuesday for 20 minutes?
        Let's talk for 20 minutes on Friday at noon.
    """,
    ("L17", None, "AGREEING_A_TIME"): """
        Would Tuesday at 3pm your time work for our 20 minutes?
        Would Tuesday at 3pm ET, or Thursday at 9am ET, work for our 20 minutes?
        How about Tuesday 15:00 (Toronto) or Wednesday 10:00 (Toronto), for 20 minutes?
        Would Tuesday at 3 p.m. Eastern or Wednesday at 10 a.m. Eastern do for 20 minutes?
        Tuesday 15:00 EST / 21:00 Berlin, or Friday 9:00 EST / 15:00 Berlin, for 20 minutes?
        All times are in Ottawa time: Tuesday 15:00, Wednesday 10:00. 20 minutes are plenty.
        Any afternoon next week is fine for our 20 minutes.
        Would Tuesday 15:00 UTC-5 or Thursday 10:00 UTC-5 work for our 20 minutes?
    """,
    ("L11", "E", "AGREEING_A_TIME"): """
        Would Tuesday at 3pm or Thursday at 10am, both your time, work?
    """,
}
"""Rule, the least that it must say (None: nothing beyond a tip), where the sentence stands; one sentence a line."""


def cases() -> Iterator[tuple[str, str | None, str, str]]:
    for (rule, least, frame), sentences in SENTENCES.items():
        for sentence in sentences.strip().split("\n"):
            yield rule, least, frame, sentence.strip()


@pytest.mark.parametrize(("rule", "least", "frame", "sentence"), cases())
def test_what_is_meant_counts_and_not_the_word(
    rule: str, least: str | None, frame: str, sentence: str
) -> None:
    found = [f.severity for f in review(FRAMES[frame](sentence)).findings if f.rule == rule]
    loud = [severity for severity in found if severity is not Severity.T]
    if least is None:
        assert loud == []
    else:
        assert loud
        assert Severity.E in loud or least == "W"
