"""The people of these tests: contacts with all kinds of names, and facts complete enough for any letter."""

from outreach.accounts.kinds import Situation
from outreach.contacts.kinds import Formality
from outreach.interviews.kinds import Format, Purpose, Relationship
from outreach.letters.facts import ContactFacts, Facts, SenderFacts

CONTACTS = (
    ContactFacts("Grace Hopper", Formality.FIRST_NAME, "Senior hydrologist", "Bow River Authority"),
    ContactFacts("Dr. Ngozi Okafor", Formality.FORMAL, "Head of Research", "Verde Energy"),
    ContactFacts("Suharto", Formality.FORMAL, "Planner", "City of Calgary"),
    ContactFacts(
        "Łucja Żółć-Wiśniewska", Formality.NEUTRAL, "Deputy Head of Environmental Monitoring", "Atlas"
    ),
    ContactFacts(
        "Prof. María de los Ángeles Fernández-Østergård",
        Formality.FORMAL,
        "Executive Vice President for Sustainable Infrastructure, Water and Climate Adaptation",
        "The International Commission for the Hydrology of the Rhine Basin",
    ),
    ContactFacts("Björk", Formality.FIRST_NAME, "Composer", "One Little Independent"),
    ContactFacts("J. Robert Oppenheimer", Formality.FIRST_NAME, "Director", "Los Alamos"),
)

SENDERS = {
    Situation.STUDENT: SenderFacts("Lena Brandt", Situation.STUDENT, "third-year geology", "Carleton"),
    Situation.GRADUATE: SenderFacts("Tomás Núñez", Situation.GRADUATE, "BSc Geology", "Carleton"),
    Situation.CHANGER: SenderFacts("Sam Delgado", Situation.CHANGER, "tax accountant", "Carleton"),
    Situation.NEWCOMER: SenderFacts("Mei Tan", Situation.NEWCOMER, "civil engineer", "Carleton"),
    Situation.VETERAN: SenderFacts("Joe Byrne", Situation.VETERAN, "logistics officer", "Carleton"),
    Situation.RETURNING: SenderFacts("Ana Brito", Situation.RETURNING, "bookkeeper", "Carleton"),
}

TIES = {
    Relationship.ALUM: ("Carleton geology, class of 2019", "the Carleton alumni directory"),
    Relationship.REFERRAL: ("my former manager",),
    Relationship.INTRO: (),
    Relationship.COLD: ("the staff page of the river authority",),
    Relationship.GROUP: ("the Calgary Running Club",),
    Relationship.EVENT: ("the Thursday water panel in Calgary",),
    Relationship.EXCOLLEAGUE: ("our time at the Acme lab in 2021",),
    Relationship.FACULTY: ("the hydrology course",),
    Relationship.AUTHOR: ("your piece on tidal energy",),
    Relationship.LI2: (),
    Relationship.FAMILY: ("Maria Delgado's nephew",),
    Relationship.INTERNAL: ("the claims team in Leeds",),
}

REASONS = (
    "your move from consulting to the river authority",
    "moved from consulting to the river authority",
    "Two years on the flood maps",
    "What you said about well permits.",
)

INTERESTS = {
    Purpose.JOB: ("hydrogeologist", "water work"),
    Purpose.FIELD: ("groundwater monitoring", "water careers"),
    Purpose.INDUSTRY: ("grid storage", "energy"),
    Purpose.COMPANY: ("flood forecasting", "water management"),
}

INTRODUCERS = {Relationship.FACULTY: "Prof. Kenji Ito"}


def complete(
    relationship: Relationship,
    purpose: Purpose = Purpose.FIELD,
    situation: Situation = Situation.STUDENT,
    number: int = 0,
    **changes: object,
) -> Facts:
    """Facts without a gap, for the contact and the reason of a given number."""
    narrow, broad = INTERESTS[purpose]
    facts: dict[str, object] = {
        "sender": SENDERS[situation],
        "contact": CONTACTS[number % len(CONTACTS)],
        "relationship": relationship,
        "purpose": purpose,
        "minutes": 15 if relationship.is_stranger else 20,
        "format": list(Format)[number % len(Format)],
        "introducer": INTRODUCERS.get(relationship, "Priya Nair"),
        "may_use_name": True,
        "connection_facts": TIES[relationship],
        "why_them": (REASONS[number % len(REASONS)],),
        "narrow": narrow,
        "broad": broad,
    }
    return Facts(**(facts | changes))  # type: ignore[arg-type]
