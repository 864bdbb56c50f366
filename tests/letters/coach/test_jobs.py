"""L12: a job is not asked for, in whatever words; and words that only look like it are left alone."""

from dataclasses import replace

import pytest

from outreach.letters.facts import ContactFacts, Kind
from tests.letters.coach.letters import GOOD, REMINDER, only, rules, saying

ASKED = [
    "Are there any openings for me?",
    "Do you know of any opportunities at your firm?",
    "Would you have a position for me?",
    "Could you put in a good word for me?",
    "Is your team growing, and could you use someone with field experience?",
    "Please consider me for a role on your team.",
    "I would be glad if you kept in touch and could keep me in mind.",
    "I am looking for a summer job in hydrology.",
    "I'm currently seeking an internship with a water agency.",
    "I am applying for jobs everywhere.",
    "I've applied to your company twice.",
    "Would you review my résumé?",
    "Could you pass along my CV to the person in charge?",
    "Do you have any openings this summer?",
    "Is Rideau River Authority hiring at the moment?",
    "Does your organisation offer internships?",
    "Could you refer me to your manager?",
    "If a position opens up, I would love to hear of it.",
    "I saw the job posting for an analyst at your office.",
    "I would be happy to join your team.",
    "Could I intern with you next summer?",
    "Please let me know if there are any vacancies.",
    "Can you help me find a job in the field?",
    "Would you hire someone with my background?",
    "I'm interested in a position with your department.",
    "Let me know if anything opens up.",
    "I was wondering whether your company might have any positions available.",
    "Is there anything open on your team?",
    "Do you have any vacancies?",
    "I would appreciate it if you could pass my name on to your recruiter.",
    "Could you forward my résumé to HR?",
    "I'd love to be considered for any roles you have.",
    "Please let me know of any openings.",
    "Would it be possible to join your team as an intern?",
    "Do you happen to know anyone who is hiring?",
    "Who should I talk to about getting hired?",
    "Could you recommend me to your boss?",
    "I am hoping to find work at the Authority.",
    "Would you consider taking me on as an apprentice?",
    "Are you looking for someone with my skills?",
    "I think I would be a great fit for your team.",
    "I believe I'd be an asset to your company.",
    "Can you get me an interview?",
    "Would you be able to offer me an internship?",
    "I am very interested in the Junior Analyst position at Rideau River Authority.",
    "I am writing to apply for the hydrologist role.",
    "I'd like to submit my application to your department.",
    "Is Rideau River Authority currently hiring?",
    "Might there be room for a junior on your team?",
    "Could there be a place for me in your group?",
    "Do you need an extra pair of hands?",
    "I'm available to start immediately.",
    "I would be grateful for any job leads.",
    "Could you tell me how to get a job at your company?",
    "How can I get hired by the Authority?",
    "Would you be willing to be a referral for me?",
    "Could you serve as my reference?",
    "Any chance you could use an assistant this summer?",
    "I'm seeking employment opportunities in your organization.",
    "I hope you will keep my résumé on file.",
    "Should a vacancy arise, I'd be delighted to hear.",
    "I wonder if you could help me get my foot in the door.",
    "Are you aware of any internships for this summer?",
    "I need a job.",
    "Please hire me.",
    "Could I come and work for you?",
    "Could you let me know when you post new jobs?",
    "I am currently unemployed and looking for opportunities.",
    "I'm interested in opportunities at your company.",
    "I would like to discuss potential opportunities with you.",
    "Can you connect me with the hiring manager?",
    "I would love a chance to prove myself at your firm.",
    "What openings do you expect this year?",
    "Could you put me forward for the graduate scheme?",
    "I recently applied for a role with your team.",
    "If there's ever a spot for a freelancer, I'm available immediately.",
    "I can start right away and would work hard.",
    "I am hoping to secure an internship in leveraged finance for next summer.",
    "I'd welcome the chance to discuss opportunities at the Authority.",
    "I would like your help to strengthen my application.",
    "Would you be able to give me a referral?",
    "Could you get my resume in front of the right person?",
    "Could you flag my name to the recruiter?",
    "Could you pass my details on to your talent team?",
    "I saw that your firm posted a Senior Backend Developer position and I think I'd be a great fit.",
    "I believe I would be a strong candidate for the analyst program.",
    "Any leads you could share would be hugely appreciated.",
    "If you know of anyone looking for a junior geologist, I'd be grateful.",
    "Do you have any tips on who I should contact about open roles on your team?",
    "I would be honoured to contribute to your team.",
    "I would love the opportunity to bring my skills to your organization.",
    "I'm ready to take on any task you could give me, paid or unpaid.",
    "Could we discuss how I might join the Authority?",
    "Is there any possibility of working with you this summer?",
    "Are you taking on students this summer?",
    "Do you accept interns?",
    "Do you ever take trainees?",
    "Would there be any scope for me to get involved with your group?",
    "I am in the market for a new role.",
    "Let me know if you hear of something suitable.",
    "If something suitable comes up, do drop me a line.",
    "Could you point me to any roles that might suit me?",
    "Perhaps you could recommend me for the trainee scheme.",
    "Would you endorse my application?",
    "Could you tell your HR department about me?",
    "I'd appreciate your support with my application to the Authority.",
    "I have applied for the analyst role (job ID 4471) and wanted to introduce myself.",
    "I recently submitted my application for your graduate programme.",
    "I noticed an opening on your careers page.",
    "I came across your vacancy for a field technician.",
    "Your company is looking for a field technician, and I have the skills.",
    "I'm writing about the hydrologist vacancy.",
    "Please find my application below.",
    "I would be delighted to be part of your team.",
    "I hope to become part of your team.",
    "My goal is to land a role at the Authority.",
    "I am eager to start my career at the Authority.",
    "I would like to work at the Authority, so can you help me?",
    "What are my chances of getting a job at the Authority?",
    "Would you be willing to hire me for the summer?",
    "Might the Authority have use for somebody like me?",
    "Might you need a hand this summer?",
    "Could I do a work placement with you?",
    "Is it possible to do my internship at the Authority?",
    "Could I be your trainee?",
    "I am searching for a PhD position in your group.",
    "Would you have a vacancy for a doctoral student?",
    "I'm looking for sponsorship for a work visa; does your company sponsor?",
    "Do you know if they are expanding and need people?",
    "Would your manager be interested in someone like me?",
    "I would be grateful for a job interview.",
    "I'd love to be on your radar for future roles.",
    "Please let me know of suitable positions.",
    "If you have any work for me, however small, please say so.",
    "I would gladly accept any position.",
    "I need work urgently.",
    "I am between jobs and would take anything.",
]
INNOCENT = [
    "Would you tell me how you came to your job as a hydrologist?",
    "I wonder how the application of this method differs in clay.",
    "Do you apply this method to every well?",
    "What is the most surprising part of the job?",
    "I am not looking for a job; I would like to understand the work.",
    "This is not a request for an internship.",
    "I read your opening remarks at the panel.",
    "If you have any openings in your calendar this month, I would be glad.",
    "Do you have an opening next week?",
    "I am looking for a role model in this field.",
    "Your position on aquifer storage made me think.",
    "I will resume my studies in the fall.",
    "I had an internship at a lab last year.",
    "How did your first job prepare you for this one?",
    "I am applying to graduate school in the fall.",
    "I am looking for an opportunity to hear how it works in practice.",
    "I applied your method to our class data.",
    "Would you refer me to a book on the subject?",
    "What do new colleagues find hard on the job?",
    "I keep in mind what you said about field notes.",
    "I study employment law, and your paper on job security helped me.",
    "Which roles do geologists play in a river authority?",
    "Did you take an internship as a student?",
    "Thank you for taking the opportunity to speak to our class.",
    "How does your team work with engineers?",
    "My job at the library ends in May.",
    "What would you look for in a field book?",
    "How did you get your job?",
    "How do people usually get hired in this field?",
    "What entry-level positions are typical in hydrology?",
    "What kinds of jobs do geologists have at river authorities?",
    "Which skills do you look for when you hire?",
    "How does the hiring of seasonal crews shape your year?",
    "I worked as an intern at a gauge station.",
    "You hired my sister's teacher, I hear.",
    "My current job is at a bakery.",
    "I applied for the exchange programme you once did.",
    "I am applying for citizenship this year.",
    "Your career opportunities article was a good read.",
    "I am looking for a better understanding of clay.",
    "I'm looking for advice on which courses to take.",
    "I'm looking for someone who has made the same switch.",
    "You have the position that I find most puzzling.",
    "There are many openings in the dam wall.",
    "Is there an opening in your calendar in May?",
    "Do you have a spare half hour in your job for teaching?",
    "Did the job turn out as you hoped?",
    "What do you wish you had known before you took the job?",
    "I would like to know whether your job leaves time for family.",
    "What opportunities does the job give you to be outdoors?",
    "Do you know of any books on clay?",
    "Do you know of any good introductions to clay?",
    "Would you recommend me a book?",
    "Could you refer me to an article on clay?",
    "Is there work that you would rather not do?",
    "Do you have work on the river in winter?",
    "Does your team work with volunteers?",
    "Is your team working on the new gauge?",
    "Are you recruiting volunteers for the river count?",
    "I volunteer for the river count.",
    "We apply for permits in May each year.",
    "The job of a gauge is to be bored.",
    "Would you say that the job has changed?",
    "Is there a role for art in this?",
    "I had the opportunity to hear you in May.",
    "It would be an opportunity to learn from you.",
    "I would be grateful for the opportunity to speak with you.",
    "Thank you for considering my request.",
    "Would you consider me for a short call?",
    "Would you have an opening for a short call?",
    "Would you have time for me in May?",
    "I appreciate any opportunity to talk with you.",
    "I know of your work on internships for girls.",
    "Please do not think that I am asking for a job.",
    "I have a job already and am only curious.",
    "I'm happy in my job.",
    "I'm not applying for anything.",
    "The internship you describe in your blog sounded wet.",
    "Do you still hire boats in the summer?",
    "I found the application form for the river count.",
    "Is there anything on your desk about clay?",
    "What does a good fit for your team look like?",
    "Your advice on job interviews helped my class.",
    "I run the job fair at Carleton.",
    "I read your answer on the job board of the society.",
    "Could you tell me whether people in your field hire graduates straight from university?",
    "What do employers in hydrology look for in somebody who starts out?",
    "How competitive is it to get into your field?",
    "Do you work with freelancers, and what is that like for them?",
    "I can start the call at any time that suits you.",
    "I am available on most mornings.",
    "I'm available immediately after class on Tuesdays.",
    "I would love to discuss how the opportunities at sea differ from those on land.",
    "Which opportunities did the degree open for you?",
    "I wonder whether I would be a good fit for this kind of work.",
    "How did you know that you were a good fit for the field?",
    "Would you say that a strong candidate for this work needs a master's?",
    "I'd be glad of any leads on what to read.",
    "Do you know of anyone looking at groundwater in clay?",
    "Who else should I talk to about this field?",
    "I would love to contribute to your survey of wells.",
    "I hope to bring my skills as a nurse into public health.",
    "Is there a possibility of talking to you this summer?",
    "Are you taking questions from students?",
    "Do you accept calls on Fridays?",
    "I am exploring new fields and thought of you.",
    "I'm exploring careers in water.",
    "If something comes up and you have to cancel, that is fine.",
    "Could you point me to anything I should read?",
    "Your role at the Authority is the one I cannot picture.",
    "I came across your talk while looking for a field technician's manual.",
    "I saw the opening of your exhibition.",
    "I am writing a thesis on vacancies in rural hospitals.",
    "I noticed that your company moved to Ottawa.",
    "I start my career with more doubts than answers.",
    "My goal is to understand how the role differs from consulting.",
    "What are the chances of meeting you at the congress?",
    "I did a work placement at a gauge station.",
    "My internship at the lab ended in June.",
    "I am a trainee at a bank.",
    "Did you do your PhD in his group?",
    "I have a position at the bakery that I like.",
    "Does your company sponsor the river festival?",
    "Is the field expanding?",
    "Do they need people who can read old maps?",
    "The interview you gave to the Citizen is why I write.",
    "I heard your interview on the radio.",
    "I am available for a call at any time.",
    "I teach people how to write applications.",
    "I work between two jobs, one of them at night.",
    "What was your first position like?",
    "How do you choose whom to take on the boats?",
    "I want to work outdoors, and your blog made me think of rivers.",
    "I would like to work in this field one day.",
    "I hope to work in hydrology after my degree.",
    "I am not asking for a referral.",
    "My application for the exchange year was accepted.",
    "Your comments on applicant tracking made me laugh.",
    "How is the job market for geologists seen from inside?",
    "Do junior people at the Authority get to go into the field?",
    "I wonder what a hiring manager in your field would make of my thesis topic.",
    "Would a career changer be taken seriously in your field?",
    "What qualifications does one need to work in a river authority?",
    "I have been thinking about which roles would let me be outdoors.",
    "I am deciding between two job offers and would value your view of the field.",
    "I accepted a job offer from a small firm and start in May.",
]


@pytest.mark.parametrize("sentence", ASKED)
def test_a_job_asked_for_in_any_words_is_an_error(sentence: str) -> None:
    assert "L12" in rules(saying(sentence), at_least="E")


@pytest.mark.parametrize("sentence", INNOCENT)
def test_words_of_work_that_ask_for_nothing_are_left_alone(sentence: str) -> None:
    assert "L12" not in rules(saying(sentence))


def test_a_person_called_hire_and_a_firm_called_joblink_are_names() -> None:
    contact = ContactFacts(name="Paula Hire", organization="JobLink Opening")
    letter = saying(
        "I found Ms. Hire of JobLink Opening in the directory. Is Hire a common name?", contact=contact
    )
    assert "L12" not in rules(letter)


def test_the_title_of_an_article_may_speak_of_jobs() -> None:
    assert "L12" not in rules(saying("Your article “Looking for a job after oil” stayed with me."))


def test_a_reminder_may_not_ask_for_a_job_either() -> None:
    assert "L12" in rules(replace(REMINDER, body="Dear Ms. Osei, are there any openings for me now?"))


def test_a_thank_you_letter_is_not_searched_for_jobs() -> None:
    assert "L12" not in rules(replace(saying("Are there any openings for me?"), kind=Kind.THANKS))


@pytest.mark.parametrize(
    "subject",
    ["Job inquiry", "Internship application", "Application for analyst", "Seeking a position in hydrology"],
)
def test_a_subject_that_asks_for_a_job_is_an_error(subject: str) -> None:
    finding = only(replace(GOOD, subject=subject), "L12")
    assert finding.where == "subject"


@pytest.mark.parametrize("subject", ["Your job as a hydrologist", "Question about your work at the river"])
def test_a_subject_about_their_own_work_is_fine(subject: str) -> None:
    assert "L12" not in rules(replace(GOOD, subject=subject))


def test_the_finding_points_at_the_words() -> None:
    letter = saying("I found you in the directory. Are there any openings for me?")
    finding = only(letter, "L12")
    assert finding.span is not None
    assert letter.body[slice(*finding.span)] == "Are there any openings"


def test_wanting_to_work_there_one_day_is_a_warning_not_an_error() -> None:
    assert only(saying("I would love to work for your company one day."), "L12").severity == "W"


@pytest.mark.parametrize(
    "sentence",
    [
        "I'm exploring new opportunities and thought of you.",
        "I am open to new opportunities.",
        "I was laid off in May.",
        "I'd be glad to work with you one day.",
    ],
)
def test_speaking_of_ones_own_search_is_a_warning(sentence: str) -> None:
    assert only(saying(sentence), "L12").severity == "W"


def test_a_note_on_linkedin_may_not_ask_for_a_job_either() -> None:
    assert "L12" in rules(replace(GOOD, kind=Kind.LINKEDIN_NOTE, subject="", body="Hi Ama, are you hiring?"))
