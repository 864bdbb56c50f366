"""Each rule by itself: what it hears, and what it lets pass."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from outreach.contacts.kinds import Formality, Level
from outreach.interviews.kinds import Purpose, Relationship
from outreach.letters.coach.policy import Policy
from outreach.letters.coach.review import RULES, read_again, review
from outreach.letters.facts import EarlierLetter, Facts, Kind, Manuscript
from tests.letters.coach.letters import (
    BAD,
    GOOD,
    LENA,
    LENA_TO_OSEI,
    OSEI,
    REMINDER,
    THANKS,
    only,
    outreach,
    rules,
    saying,
)

COLD = Relationship.COLD
WEDNESDAY_NOON = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)  # noon in Toronto


def test_there_are_forty_five_rules_and_one_about_the_coach_itself() -> None:
    assert list(RULES) == [f"L{number:02}" for number in range(46)]


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_every_rule_says_why_and_whose_advice_it_is(rule) -> None:  # type: ignore[no-untyped-def]
    assert rule.why.endswith(".")
    assert rule.why.count(". ") == 0
    assert rule.source
    assert rule.kinds


# Length and subject


@pytest.mark.parametrize(
    ("count", "severity"), [(39, "W"), (40, ""), (100, ""), (101, "W"), (150, "W"), (151, "E")]
)
def test_length_counts_words_between_greeting_and_signature(count: int, severity: str) -> None:
    letter = saying(" ".join((["the", "clay", "is", "deep."] * 40)[:count]))
    assert [str(f.severity) for f in review(letter).findings if f.rule == "L01"] == (
        [severity] if severity else []
    )


def test_many_short_lines_do_not_fit_one_phone_screen() -> None:
    assert "L03" in rules(saying(*["The clay is deep."] * 14))


@pytest.mark.parametrize("subject", ["", "   ", "Re:", "Fwd: RE: "])
def test_an_empty_subject_is_an_error(subject: str) -> None:
    assert "L04" in rules(replace(GOOD, subject=subject), at_least="E")


def test_a_linkedin_note_needs_no_subject() -> None:
    assert "L04" not in rules(replace(GOOD, kind=Kind.LINKEDIN_NOTE, subject=""))


def test_a_long_subject_is_a_warning() -> None:
    assert "L05" in rules(
        replace(GOOD, subject="A question about how you moved from consulting to a river authority")
    )


@pytest.mark.parametrize(
    "subject",
    [
        "Hello",
        "Question",
        "Quick question",
        "Informational interview request",
        "URGENT",
        "Coffee?",
        "Re: Help!",
    ],
)
def test_a_subject_that_fits_every_letter_is_a_warning(subject: str) -> None:
    assert "L06" in rules(replace(GOOD, subject=subject))


@pytest.mark.parametrize(
    "subject",
    [
        "Priya Nair suggested I write",
        "Your piece on tidal energy",
        "Fellow ASHRAE member",
        "Long time: Acme lab 2021",
    ],
)
def test_a_subject_with_a_tie_or_a_topic_is_fine(subject: str) -> None:
    assert not {"L05", "L06"} & rules(replace(GOOD, subject=subject))


# The tie


@pytest.mark.parametrize(
    "first",
    [
        "Priya Nair told me that you might have a view on clay.",
        "We met at the water congress in May.",
        "I came across your profile on LinkedIn.",
        "As a fellow Rotarian, I have read your notes for years.",
        "My professor showed us your map.",
        "Your paper on clay lies on my desk.",
        "Your work on clay changed how I see rivers.",
        "My cousin Ben works with you.",
        "I hope you are well. I found you in the Carleton directory.",
        "You spoke at our school last week.",
    ],
)
def test_a_tie_in_the_first_sentences_is_heard_in_many_words(first: str) -> None:
    assert "L07" not in rules(saying(first, relationship=COLD, connection_facts=(), why_them=()))


@pytest.mark.parametrize(
    "first", ["I have always loved water. It is everywhere.", "Water is life. I love your amazing work."]
)
def test_a_letter_without_a_tie_is_an_error(first: str) -> None:
    assert "L07" in rules(saying(first, relationship=COLD, connection_facts=(), why_them=()), at_least="E")


def test_a_tie_in_the_fourth_sentence_comes_too_late() -> None:
    finding = only(saying("Water is life.", "Clay is not.", "Rivers rise.", "We met at the congress."), "L07")
    assert finding.text == "We met at the congress."


def test_the_fix_names_the_fact_that_is_on_file() -> None:
    assert "Carleton alumni directory" in only(saying("Water is life."), "L07").fix


def test_who_asks_to_be_introduced_says_nothing_of_a_tie() -> None:
    asking = saying("Water is life.", "Could you introduce me to your manager?")
    offered = saying("Professor Lind offered to introduce me to you.")

    assert "Carleton alumni directory" in only(asking, "L07").fix
    assert "L07" not in rules(offered)


def test_the_ask_is_never_said_to_belong_at_the_top() -> None:
    asking = saying(
        "Water is life.", "Clay is deep.", "Iron is hard.",
        "Might you have fifteen minutes for a phone call about your path, in the next few weeks?",
        relationship=Relationship.COLD, connection_facts=(), why_them=(),
    )  # fmt: skip
    assert not [f for f in review(asking).findings if "Move this" in f.fix]


def referred(first: str, subject: str = "Priya Nair suggested I write") -> Manuscript:
    letter = saying(first, relationship=Relationship.REFERRAL, introducer="Priya Nair", may_use_name=True)
    return replace(letter, subject=subject)


@pytest.mark.parametrize(
    ("first", "severity"),
    [
        ("Priya Nair suggested I write.", ""),
        ("At Priya Nair’s suggestion I write to you.", ""),
        ("I hope you are well. Priya Nair suggested I write.", ""),
        ("Priya suggested I write.", "W"),
        ("I am a student. Priya Nair suggested I write.", "W"),
        ("I am a student. Clay is deep. Priya Nair sent me.", "E"),
        ("A friend suggested I write.", "E"),
    ],
)
def test_the_introducer_comes_first_and_in_full(first: str, severity: str) -> None:
    assert [str(f.severity) for f in review(referred(first)).findings if f.rule == "L08"] == (
        [severity] if severity else []
    )


def test_the_introducer_belongs_in_the_subject_too() -> None:
    assert only(referred("Priya Nair suggested I write.", "A question"), "L08").where == "subject"


def test_professor_and_surname_are_enough() -> None:
    letter = saying("Professor Ito sent me.", relationship=Relationship.FACULTY, introducer="Naoko Ito")
    assert "L08" not in rules(replace(letter, subject="Prof. Ito suggested I write"))


def test_a_name_without_leave_is_an_error_and_only_if_it_is_used() -> None:
    borrowed = {"relationship": Relationship.REFERRAL, "introducer": "Priya Nair"}
    assert "L44" in rules(saying("Priya Nair suggested I write.", **borrowed), at_least="E")
    assert "L44" not in rules(saying("A friend suggested I write.", **borrowed))


@pytest.mark.parametrize("relationship", [Relationship.REFERRAL, Relationship.FACULTY])
@pytest.mark.parametrize("subject", ["", "Hello", "A question on clay"])
def test_nobody_is_told_to_use_a_name_before_its_owner_said_yes(
    relationship: Relationship, subject: str
) -> None:
    letter = saying("Clay is deep.", relationship=relationship, introducer="Ama Osei", may_use_name=False)
    fixes = [f.fix for f in review(replace(letter, subject=subject)).findings if "Ama" in f.fix]
    assert [fix.split(":")[0] for fix in fixes] == ["Ask Ama Osei"]


# The ask


def test_a_wish_without_a_question_mark_is_a_warning() -> None:
    assert "L10" in rules(saying("I would be grateful for 20 minutes on the phone."))
    assert "L10" not in rules(saying("Would you have 20 minutes on the phone?"))
    assert "L10" not in rules(saying("How did you choose clay?"))


@pytest.mark.parametrize(
    ("sentence", "files", "severity"),
    [
        ("I attach my CV.", (), "E"),
        ("Please find attached my résumé.", (), "E"),
        ("My CV is attached.", (), "E"),
        ("I would be happy to send my CV.", (), "W"),
        ("Clay is deep.", ("lena_resume.pdf",), "E"),
        ("Clay is deep.", ("map.png",), "W"),
        ("I have attached a map.", (), "W"),
        ("I will resume my studies.", (), ""),
        ("I am attached to rivers.", (), ""),
        ("Clay is deep.", ("resumption.pdf",), "W"),
    ],
)
def test_a_resume_is_an_error_and_other_files_a_warning(
    sentence: str, files: tuple[str, ...], severity: str
) -> None:
    letter = replace(saying(sentence), attachments=files)
    assert [str(f.severity) for f in review(letter).findings if f.rule == "L13"] == (
        [severity] if severity else []
    )


def test_one_link_in_the_text_and_one_in_the_signature_are_enough() -> None:
    one = GOOD.body.replace("caught", "https://example.org/one caught")
    both = one + "https://example.org/lena"
    assert "L14" not in rules(replace(GOOD, body=both))
    assert "L14" in rules(replace(GOOD, body=both + "\nhttps://example.org/blog"))
    assert "L14" in rules(replace(GOOD, body=one.replace("caught", "www.example.org/two caught")))


@pytest.mark.parametrize(
    "link",
    [
        "https://calendly.com/lena",
        "calendly.com/lena/20min",
        "https://cal.com/lena",
        "https://lena.youcanbook.me/",
        "https://calendar.app.google/abc",
        "https://outlook.office365.com/owa/calendar/x/bookings/",
        "https://outlook.office.com/bookwithme/user/1",
        "https://meetings.hubspot.com/l",
    ],
)
def test_a_booking_link_is_an_error_to_a_stranger_and_a_warning_to_others(link: str) -> None:
    assert only(saying(f"My page is {link}.", relationship=COLD), "L15").severity == "E"
    assert only(saying(f"My page is {link}."), "L15").severity == "W"


@pytest.mark.parametrize(
    "link",
    ["https://www.linkedin.com/in/lena", "https://example.org/calendar-of-floods", "https://callisto.org/x"],
)
def test_an_ordinary_link_is_no_booking_link(link: str) -> None:
    assert "L15" not in rules(saying(f"My page is {link}.", relationship=COLD))


def test_a_host_that_only_sounds_like_booking_is_a_warning() -> None:
    assert only(saying("See https://book.example.org/rivers.", relationship=COLD), "L15").severity == "W"


def test_any_link_after_an_invitation_to_book_is_a_booking_link() -> None:
    assert "L15" in rules(saying("Just pick a time here: https://example.org/lena", relationship=COLD))


# Times


@pytest.mark.parametrize(
    "times", ["at 3 pm", "at 3 or 4", "at 15:00", "around noon", "between 2 and 4", "at 10 o’clock"]
)
def test_hours_are_not_named_to_a_stranger(times: str) -> None:
    assert "L16" in rules(saying(f"Could we talk on Friday {times}?", relationship=COLD))
    assert "L16" not in rules(saying(f"Could we talk on Friday {times}?"))


def test_hours_are_not_named_to_an_executive_either() -> None:
    assert "L16" in rules(saying("Could we talk at 3 pm?", contact=replace(OSEI, level=Level.EXECUTIVE)))


@pytest.mark.parametrize(
    "day", ["tomorrow", "today", "this afternoon", "on Friday", "on 20 November", "on 2026-11-19"]
)
def test_a_day_too_near_is_a_warning_to_anybody(day: str) -> None:
    assert "L16" in rules(replace(saying(f"Could we talk {day}?"), now=WEDNESDAY_NOON))


@pytest.mark.parametrize(
    "day", ["next Friday", "on 3 December", "on Monday", "in the next few weeks", "on 30 February"]
)
def test_a_day_far_enough_is_fine(day: str) -> None:
    assert "L16" not in rules(replace(saying(f"Could we talk {day}?"), now=WEDNESDAY_NOON))


def scheduling(offer: str, sender: str = "Europe/Berlin", contact: str = "America/Toronto") -> Manuscript:
    facts = replace(
        LENA_TO_OSEI, sender=replace(LENA, timezone=sender), contact=replace(OSEI, timezone=contact)
    )
    return Manuscript(
        kind=Kind.SCHEDULING,
        subject="Re: call",
        body=f"Dear Ms. Osei, {offer} Best, Lena Brandt",
        facts=facts,
    )


@pytest.mark.parametrize(
    "zone",
    [
        "your time",
        "Toronto time",
        "EST",
        "ET",
        "Eastern time",
        "(all times are yours)",
        "UTC",
        "in your time zone",
    ],
)
def test_a_time_with_the_contacts_zone_is_fine(zone: str) -> None:
    assert "L17" not in rules(scheduling(f"Could Tuesday at 10:00 {zone} or Friday at 11:00 suit you?"))


@pytest.mark.parametrize("zone", ["", "CET", "Berlin time", "my time", "et cetera"])
def test_a_time_without_the_contacts_zone_is_an_error(zone: str) -> None:
    assert "L17" in rules(
        scheduling(f"Could Tuesday at 10:00 {zone} or Friday at 11:00 suit you?"), at_least="E"
    )


def test_people_in_one_zone_need_not_name_it() -> None:
    assert "L17" not in rules(scheduling("Could Tuesday at 10:00 suit you?", sender="America/New_York"))


@pytest.mark.parametrize("zone", ["", "Nowhere/Land", "../etc", "\x00"])
def test_an_unknown_zone_asks_for_any(zone: str) -> None:
    assert "L17" in rules(scheduling("Could Tuesday at 10:00 suit you?", contact=zone))
    assert "L17" not in rules(scheduling("Could Tuesday at 10:00 EST suit you?", contact=zone))


@pytest.mark.parametrize(
    ("offer", "said"),
    [
        ("Could Tuesday at 10:00 suit you?", "1 time"),
        ("Could Tuesday at 10:00 or Thursday at 14:00 suit you?", ""),
        ("Could Tuesday 10:00–10:20, Wednesday 11:00–11:20 or Friday afternoon suit you?", ""),
        ("Would Tuesday or Thursday morning suit you?", ""),
        ("Tuesday at 10:00 works well for me.", ""),
        ("Any time on Tuesday would suit me.", ""),
        ("Could we do Monday, Tuesday, Wednesday, Thursday or Friday at 9:00?", "5 times"),
    ],
)
def test_two_to_four_times_are_offered(offer: str, said: str) -> None:
    assert [f.text for f in review(scheduling(offer)).findings if f.rule == "L18"] == ([said] if said else [])


@pytest.mark.parametrize(
    ("utc", "said"),
    [
        (datetime(2026, 11, 21, 17, 0, tzinfo=UTC), "Saturday"),
        (datetime(2026, 11, 18, 11, 30, tzinfo=UTC), "06:30"),
        (datetime(2026, 11, 19, 0, 30, tzinfo=UTC), "19:30"),
        (datetime(2026, 12, 25, 17, 0, tzinfo=UTC), "Christmas"),
    ],
)
def test_the_hour_of_sending_is_judged_where_the_contact_is(utc: datetime, said: str) -> None:
    assert said in only(replace(GOOD, now=utc), "L41").text


def test_what_was_read_before_is_read_anew_at_another_hour_and_by_other_rules() -> None:
    night = datetime(2026, 11, 18, 11, 30, tzinfo=UTC)
    by_day = read_again(replace(GOOD, now=WEDNESDAY_NOON), Policy())
    by_night = read_again(replace(GOOD, now=night), Policy())
    without = read_again(replace(GOOD, now=night), Policy(severities={"L41": None}))

    assert ["L41" in {f.rule for f in it.findings} for it in (by_day, by_night, without)] == [
        False,
        True,
        False,
    ]


def test_a_working_hour_of_theirs_is_fine() -> None:
    assert "L41" not in rules(replace(GOOD, now=WEDNESDAY_NOON))
    unknown = replace(GOOD.facts, contact=replace(OSEI, timezone=""))
    assert "L41" not in rules(replace(GOOD, facts=unknown, now=datetime(2026, 11, 21, tzinfo=UTC)))


# Ease and tone


def test_a_stranger_gets_an_easy_way_out() -> None:
    assert "L19" in rules(saying("Could we talk for 15 minutes?", relationship=COLD))
    assert "L19" not in rules(
        saying("Could we talk for 15 minutes? If not, no need to answer.", relationship=COLD)
    )
    assert "L19" not in rules(saying("Could we talk for 15 minutes?"))


@pytest.mark.parametrize(
    "pressure",
    [
        "Please answer asap.",
        "I need your help.",
        "I need to talk to you.",
        "You must reply to me.",
        "Please reply by Friday.",
        "Let me know by tomorrow.",
        "You haven’t replied.",
        "You still have not answered.",
        "Please do not ignore my email.",
        "I am waiting for your answer.",
        "This is urgent.",
        "Looking forward to speaking with you!",
    ],
)
def test_pressure_is_an_error(pressure: str) -> None:
    assert "L20" in rules(saying(pressure), at_least="E")


@pytest.mark.parametrize(
    "free",
    [
        "There is no need to answer.",
        "I would look forward to talking to you.",
        "Skills I need are many.",
        "I look forward to spring.",
    ],
)
def test_the_same_words_without_pressure_are_fine(free: str) -> None:
    assert "L20" not in rules(saying(free))


def test_pressure_in_the_subject_is_found_there() -> None:
    assert only(replace(GOOD, subject="URGENT: Carleton geology"), "L20").where == "subject"


def test_one_apology_is_enough() -> None:
    assert "L21" not in rules(saying("Sorry to bother you."))
    assert "L21" in rules(saying("Sorry to bother you. I know you are busy."))
    assert "L21" in rules(saying("I am quite desperate."))


def test_one_strong_word_of_praise_is_enough() -> None:
    assert "L22" not in rules(saying("Your map is amazing."))
    assert only(saying("Your map is amazing, and your report is outstanding."), "L22").text == "outstanding"


@pytest.mark.parametrize(
    ("kind", "marks", "severity"),
    [
        (Kind.OUTREACH, 1, ""),
        (Kind.OUTREACH, 2, "T"),
        (Kind.OUTREACH, 3, "W"),
        (Kind.THANKS, 2, ""),
        (Kind.THANKS, 3, "T"),
        (Kind.THANKS, 4, "W"),
        (Kind.SCHEDULING, 5, ""),
    ],
)
def test_exclamation_marks_are_counted(kind: Kind, marks: int, severity: str) -> None:
    letter = replace(saying("Clay" + "!" * marks), kind=kind)
    assert [str(f.severity) for f in review(letter).findings if f.rule == "L23"] == (
        [severity] if severity else []
    )


@pytest.mark.parametrize(
    "loud",
    [
        "I REALLY like clay.",
        "Clay is fun 😀",
        "Clay is fun :)",
        "Clay is fun ;-)",
        "I <3 clay",
        "MY DEAR RIVER FRIEND, hello",
    ],
)
def test_shouting_and_smileys_are_a_warning(loud: str) -> None:
    assert "L24" in rules(saying(loud))


@pytest.mark.parametrize(
    "calm",
    [
        "NASA and NOAA map clay.",
        "I study at UCLA.",
        "See (a) and (b): clay",
        "Clay ™ © → •",
        "At 8:30) we left",
        "Depth :D4 of the core",
    ],
)
def test_acronyms_and_signs_are_fine(calm: str) -> None:
    assert "L24" not in rules(saying(calm))


@pytest.mark.parametrize(
    "phrase",
    [
        "I hope this finds you well.",
        "I hope this message finds you well.",
        "I'd like to pick your brain.",
        "I am writing to ask you something.",
        "Let us touch base.",
    ],
)
def test_stock_phrases_are_a_warning(phrase: str) -> None:
    assert "L30" in rules(saying(phrase), at_least="W")


def test_reaching_out_once_is_allowed() -> None:
    assert "L30" not in rules(saying("A friend told me to reach out."))
    assert "L30" in rules(saying("A friend told me to reach out. I reach out to few."))


# Greeting and identity


@pytest.mark.parametrize(
    ("greeting", "formality", "found"),
    [
        ("Hey Ms. Osei,", Formality.FORMAL, True),
        ("To whom it may concern,", Formality.FORMAL, True),
        ("Dear Sir,", Formality.FORMAL, True),
        ("Hello,", Formality.FORMAL, True),
        ("", Formality.FORMAL, True),
        ("Dear Ama,", Formality.FORMAL, True),
        ("Dear Ama,", Formality.NEUTRAL, False),
        ("Hi Ama,", Formality.FIRST_NAME, False),
        ("Dear Ama Osei,", Formality.FORMAL, False),
        ("Hi Ms. Osei,", Formality.FORMAL, False),
        ("Hey Ama,", Formality.FIRST_NAME, True),
    ],
)
def test_the_greeting_is_formal_until_told_otherwise(
    greeting: str, formality: Formality, found: bool
) -> None:
    letter = outreach(f"{greeting}\n\nI found you.", contact=replace(OSEI, formality=formality))
    assert ("L26" in rules(letter)) is found


def test_the_proper_greeting_uses_the_title_on_file() -> None:
    assert "“Dear Dr. Osei,”" in only(outreach("Hey,", contact=replace(OSEI, name="Dr. Ama Osei")), "L26").fix
    assert "“Dear Ama Osei,”" in only(outreach("Hey,"), "L26").fix


@pytest.mark.parametrize(
    ("signature", "severity"),
    [
        ("Lena Brandt\nBSc Geology", ""),
        ("Lena", "W"),
        ("", "E"),
    ],
)
def test_the_sender_signs_with_a_full_name(signature: str, severity: str) -> None:
    letter = outreach(f"Dear Ms. Osei,\n\nI study geology.\n\nThank you,\n{signature}")
    assert [str(f.severity) for f in review(letter).findings if f.rule == "L28"] == (
        [severity] if severity else []
    )


def test_without_a_name_on_file_any_full_name_will_do() -> None:
    signed = Manuscript(Kind.OUTREACH, "Dear Ms. Osei,\n\nI am a nurse.\n\nThank you,\nMarta Kowalska")
    assert "L28" not in rules(signed)
    assert "L28" in rules(replace(signed, body=signed.body.replace("Marta Kowalska", "")))


@pytest.mark.parametrize(
    ("name", "signature"),
    [("李 明", "李明"), ("Łukasz Żak", "Lukasz Zak"), ("Suharto", "Suharto"), ("", "李明")],
)
def test_a_name_counts_in_every_script(name: str, signature: str) -> None:
    letter = outreach(
        f"Dear Ms. Osei,\n\nI study geology here.\n\nThank you,\n{signature}", sender=replace(LENA, name=name)
    )
    assert "L28" not in rules(letter)


def test_a_name_without_a_place_in_the_world_is_not_enough() -> None:
    letter = outreach("Dear Ms. Osei,\n\nClay is deep.\n\nThank you,\nLena Brandt")
    assert "L28" in rules(letter, at_least="E")


@pytest.mark.parametrize(
    "specific",
    [
        "Your move to the river authority moved me.",
        "You wrote that clay lies.",
        "Your work on clay is new.",
        "Your path from law to wells is rare.",
    ],
)
def test_something_only_for_them_is_heard(specific: str) -> None:
    assert "L29" not in rules(saying(specific, relationship=COLD, why_them=()))


@pytest.mark.parametrize(
    "generic",
    ["I like your work.", "Your impressive career and experience inspire me.", "I follow your company."],
)
def test_what_fits_everybody_is_an_error_to_a_stranger(generic: str) -> None:
    assert only(saying(generic, relationship=COLD, why_them=()), "L29").severity == "E"
    assert only(saying(generic, why_them=()), "L29").severity == "W"


# Style


def test_too_much_i_is_a_tip() -> None:
    letter = saying("I dig. I drill. I map. I doubt. I found my well, and my hole. You?")
    assert {"L31", "L32"} <= rules(letter)
    assert not {"L31", "L32"} & rules(GOOD)


def test_a_very_long_sentence_is_a_warning_and_a_long_one_a_tip() -> None:
    long, very_long = (saying("The clay is " + "so " * count + "deep.") for count in (24, 42))
    assert "L33" in rules(long)
    assert "L33" not in rules(long, at_least="W")
    assert "L33" in rules(very_long, at_least="W")


@pytest.mark.parametrize(
    "said",
    ["I was an MOS 25U in the LCpl years.", "Our HVAC and MEP models failed.", "An ontological praxis."],
)
def test_words_of_one_trade_are_a_tip(said: str) -> None:
    assert "L34" in rules(saying(said))


@pytest.mark.parametrize(
    "said",
    [
        "I have an MBA and use GIS and SQL.",
        "Our heating (HVAC) and our pumps (MEP) failed.",
        "One HVAC model failed.",
    ],
)
def test_everyday_or_explained_acronyms_are_fine(said: str) -> None:
    assert "L34" not in rules(saying(said))


def test_a_company_letter_names_the_wider_field() -> None:
    assert "L35" in rules(saying("How does your team map clay?", purpose=Purpose.COMPANY))
    assert "L35" not in rules(
        saying("How do teams map clay, in water careers and elsewhere?", purpose=Purpose.COMPANY)
    )
    assert "L35" not in rules(saying("How does your team map clay?", purpose=Purpose.FIELD))


@pytest.mark.parametrize(
    "asked", ["What does your company do?", "What are your main responsibilities?", "How much do you earn?"]
)
def test_what_can_be_looked_up_is_a_warning(asked: str) -> None:
    assert "L36" in rules(saying(asked))


@pytest.mark.parametrize(
    "asked", ["What do you do when a pump fails?", "What would your company do without clay?"]
)
def test_what_only_they_know_may_be_asked(asked: str) -> None:
    assert "L36" not in rules(saying(asked))


@pytest.mark.parametrize(
    "slip",
    [
        "I saw the the map.",
        "The river lost it's own bed.",
        "You could of asked.",
        "I like  clay.",
        "And i like clay.",
        "I recieved it.",
        "I have an unique map.",
    ],
)
def test_certain_slips_are_found(slip: str) -> None:
    assert "L40" in rules(saying(slip))


@pytest.mark.parametrize(
    "right",
    [
        "I had had it.",
        "I know that that is so.",
        "It's own-brand clay.",
        "Clay.  Two spaces after a stop.",
        "An hour, a university, an MBA.",
        "Write i.e. clay.",
        "Bora Bora is far.",
    ],
)
def test_what_is_right_is_no_slip(right: str) -> None:
    assert "L40" not in rules(saying(right))


# Sending


def test_one_letter_goes_to_one_person_but_an_introduction_has_a_thread() -> None:
    assert "L37" in rules(replace(GOOD, recipients=2), at_least="E")
    thread = replace(GOOD, recipients=3, facts=replace(GOOD.facts, relationship=Relationship.INTRO))
    assert "L37" not in rules(thread)


@pytest.mark.parametrize(
    "marked", ['<img src="x.png">', "<b>clay</b>", "See https://example.org/?utm_source=mail", "<br/>"]
)
def test_markup_and_tracking_are_a_warning(marked: str) -> None:
    assert "L38" in rules(saying(marked))


def earlier(kind: Kind, to: str, days: int, organization: str = "Rideau River Authority") -> EarlierLetter:
    return EarlierLetter(kind, to, organization, WEDNESDAY_NOON - timedelta(days=days))


def test_a_third_letter_without_an_answer_is_one_too_many() -> None:
    two = (earlier(Kind.OUTREACH, "Ama Osei", 30), earlier(Kind.NUDGE, "ama osei", 20))
    assert "L39" in rules(replace(REMINDER, history=two, now=WEDNESDAY_NOON), at_least="E")
    assert "L39" not in rules(replace(REMINDER, history=two[:1], now=WEDNESDAY_NOON))
    answered = (*two, earlier(Kind.SCHEDULING, "Ama Osei", 10))
    assert "L39" not in rules(replace(REMINDER, history=answered, now=WEDNESDAY_NOON))


@pytest.mark.parametrize(("days", "found"), [(1, True), (2, True), (5, False), (9, False)])
def test_a_colleague_is_written_to_after_three_working_days(days: int, found: bool) -> None:
    letter = replace(GOOD, history=(earlier(Kind.OUTREACH, "Tunde Adeyemi", days),), now=WEDNESDAY_NOON)
    assert ("L39" in rules(letter)) is found


def test_a_note_on_linkedin_has_three_hundred_characters() -> None:
    note = replace(GOOD, kind=Kind.LINKEDIN_NOTE, subject="")
    assert "L42" not in rules(replace(note, body="c" * 300))
    assert only(replace(note, body="c" * 301), "L42").span == (300, 301)
    assert only(replace(note, body="c" * 401, subject="InMail"), "L42").severity == "T"


# Afterwards


@pytest.mark.parametrize(
    ("said", "severity"),
    [
        ("Your point about clay stays with me, and I will read the report.", ""),
        ("I had not realized how long drilling takes. I have ordered the book.", ""),
        ("Your point about clay stays with me.", "W"),
        ("I have ordered the book.", "W"),
        ("It was so kind of you.", "E"),
        (
            "You said clay lies; I will look. If you would still be happy to introduce me to Ben, thank you.",
            "",
        ),
        ("You said clay lies; I will look. Could you also review my résumé?", "E"),
    ],
)
def test_thanks_name_something_learned_and_something_to_do(said: str, severity: str) -> None:
    letter = replace(saying(said), kind=Kind.THANKS)
    assert [str(f.severity) for f in review(letter).findings if f.rule == "L43"] == (
        [severity] if severity else []
    )


def test_both_promises_of_a_thank_you_letter_become_tasks() -> None:
    promises = [" ".join(f.text.split()) for f in review(THANKS).findings if f.rule == "L45"]
    assert promises == [
        "I will tell you how it goes",
        "I will also write to Mr. Adeyemi this week and say you suggested it",
    ]


@pytest.mark.parametrize(
    "said",
    [
        "I will not write again.",
        "I will be brief.",
        "I will understand.",
        "Will I write?",
        "I'll take only 20 minutes.",
    ],
)
def test_what_is_no_task_is_not_offered_as_one(said: str) -> None:
    assert "L45" not in rules(saying(said))


# Other languages


GERMAN = """Guten Tag Frau Osei,

ich habe Sie im Verzeichnis der Alumni gefunden und studiere im dritten Jahr Geologie. Was war der
Grund für den Wechsel zur [Firma]? Hätten Sie in den nächsten Wochen zwanzig Minuten für ein
Gespräch am Telefon? Ich freue mich.

Mit freundlichen Grüßen
Lena Brandt
"""


def test_another_language_is_said_once_and_only_checked_for_what_holds_everywhere() -> None:
    letter = replace(GOOD, body=GERMAN, recipients=3)
    assert rules(letter) == {"L00", "L27", "L37"}


def test_a_letter_in_english_hears_nothing_about_language() -> None:
    assert "L00" not in rules(GOOD) | rules(BAD) | rules(THANKS)


def test_facts_without_anything_known_are_enough_for_a_review() -> None:
    assert review(Manuscript(Kind.OUTREACH, "", facts=Facts())).findings
