"""Words that clearly mean one of a vocabulary’s own: "informal", "alumni", "reminder". Pure."""

from collections.abc import Mapping
from enum import StrEnum

from outreach.accounts.kinds import Situation
from outreach.contacts.kinds import Formality, Level
from outreach.interviews.kinds import Format, Purpose, Relationship
from outreach.letters.facts import Kind


def _same(words: Mapping[StrEnum, str]) -> dict[str, StrEnum]:
    """Each word with the member that it means."""
    return {word: member for member, synonyms in words.items() for word in synonyms.split()}


SYNONYMS: dict[type[StrEnum], dict[str, StrEnum]] = {
    Kind: _same(
        {
            Kind.OUTREACH: "o first first_letter request email",
            Kind.NUDGE: "n reminder follow_up followup nudge1",
            Kind.THANKS: "y thank_you thankyou thank_you_note thank",
            Kind.REFERRAL: "r introduction",
            Kind.KEEP_IN_TOUCH: "k keep_in_touch_note check_in",
            Kind.LINKEDIN_NOTE: "l linkedin note inmail",
            Kind.SCHEDULING: "s schedule proposal propose",
        }
    ),
    Formality: _same(
        {
            Formality.FIRST_NAME: "informal casual first friendly firstname",
            Formality.NEUTRAL: "semi_formal normal",
            Formality.FORMAL: "polite",
        }
    ),
    Relationship: _same(
        {
            Relationship.ALUM: "alumni alumnus alumna",
            Relationship.COLD: "stranger none unknown",
            Relationship.REFERRAL: "referred",
            Relationship.INTRO: "introduction introduced",
            Relationship.FAMILY: "friend family_friend",
            Relationship.INTERNAL: "colleague",
            Relationship.EXCOLLEAGUE: "former_colleague ex_colleague",
            Relationship.FACULTY: "professor",
            Relationship.LI2: "linkedin",
            Relationship.AUTHOR: "reader",
            Relationship.EVENT: "met speaker",
            Relationship.GROUP: "community",
        }
    ),
    Purpose: _same(
        {
            Purpose.FIELD: "career career_field",
            Purpose.JOB: "role occupation",
            Purpose.COMPANY: "organization organisation employer",
            Purpose.INDUSTRY: "sector",
        }
    ),
    Situation: _same(
        {
            Situation.CHANGER: "career_changer career_change changing professional employed",
            Situation.GRADUATE: "recent_graduate phd postdoc",
            Situation.NEWCOMER: "immigrant",
            Situation.RETURNING: "returner returning_to_work",
            Situation.VETERAN: "military",
            Situation.STUDENT: "pupil graduate_student high_school high_school_pupil first_generation undergraduate",
        }
    ),
    Level: _same(
        {
            Level.ENTRY: "junior graduate intern student early early_career",
            Level.MID: "middle mid_career midcareer mid_level experienced",
            Level.EXECUTIVE: "exec c_level c_suite ceo cto cfo coo vp vice_president president chief board",
            Level.SENIOR: "manager director head lead team_lead principal staff partner",
            Level.ACADEMIC: "professor",
            Level.RECRUITER: "hr",
            Level.FOUNDER: "owner",
            Level.PUBLIC: "public_servant",
            Level.UNKNOWN: "-",
        }
    ),
    Format: _same(
        {
            Format.PHONE: "call",
            Format.IN_PERSON: "in_person coffee",
            Format.THEIR_CHOICE: "any",
        }
    ),
}
