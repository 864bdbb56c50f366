import pytest

from outreach.accounts.models import Account
from outreach.contacts.models import Contact, DuplicateContact, Organization, Referral
from outreach.database import db, saved
from tests.cast import NOW


def somebody(account: Account, name: str, *, email: str | None = None, at: str = "") -> Contact:
    return Contact(
        account_id=account.id,
        name=name,
        email=email,
        organization=Organization.named(at, of=account),
        timezone="UTC",
        created_at=NOW,
    )


def test_nobody_is_added_twice_with_one_address(ada: Account, grace: Contact) -> None:
    with pytest.raises(DuplicateContact, match="Grace Hopper is already among your people") as refused:
        somebody(ada, "G. B. M. Hopper", email="grace@example.com").refuse_duplicate()

    assert refused.value.contact is grace


def test_nobody_is_added_twice_with_one_name_at_one_organization(ada: Account, grace: Contact) -> None:
    twin = somebody(ada, "grace hopper", email="other@example.com", at="Eckert Mauchly")
    twin.organization_id = grace.organization_id

    with pytest.raises(DuplicateContact):
        twin.refuse_duplicate()


def test_a_namesake_elsewhere_is_somebody_else(ada: Account, grace: Contact) -> None:
    somebody(ada, "Grace Hopper", email="other@example.com").refuse_duplicate()


def test_two_people_without_an_address_are_told_apart_by_name(ada: Account) -> None:
    saved(somebody(ada, "Charles Babbage"))

    somebody(ada, "Georg Scheutz").refuse_duplicate()
    with pytest.raises(DuplicateContact):
        somebody(ada, "Charles Babbage").refuse_duplicate()


@pytest.mark.parametrize("address", [None, "grace@example.com"])
def test_of_one_name_without_a_place_or_another_address_it_is_the_same_person(
    ada: Account, grace: Contact, address: str | None
) -> None:
    with pytest.raises(DuplicateContact, match="tell them apart"):
        somebody(ada, "grace hopper", email=address).refuse_duplicate()


def test_a_contact_is_no_duplicate_of_themselves(grace: Contact) -> None:
    grace.refuse_duplicate()


def test_mary_may_know_grace_too(mary: Account, grace: Contact) -> None:
    somebody(mary, "Grace Hopper", email="grace@example.com").refuse_duplicate()


def test_an_organization_is_known_again_in_any_case(ada: Account) -> None:
    organization = Organization.named("Eckert Mauchly", of=ada)

    assert Organization.named("ECKERT mauchly", of=ada) is organization


def test_each_account_has_its_own_organizations(ada: Account, mary: Account) -> None:
    assert Organization.named("Eckert Mauchly", of=ada) is not Organization.named("Eckert Mauchly", of=mary)


def test_no_name_is_no_organization(ada: Account) -> None:
    assert Organization.named("", of=ada) is None


def test_introducers_are_offered_by_a_part_of_their_name(ada: Account, mary: Account, grace: Contact) -> None:
    saved(somebody(ada, "Charles Babbage"))
    saved(somebody(mary, "Graciela Babbage"))

    assert Contact.names_like("GRA", of=ada) == ["Grace Hopper"]
    assert Contact.names_like("%", of=ada) == []


def test_a_name_finds_the_contact_or_adds_one(ada: Account, grace: Contact) -> None:
    assert Contact.named_or_new("grace hopper", of=ada, now=NOW) is grace
    assert Contact.named("Charles Babbage", of=ada) is None

    charles = Contact.named_or_new("Charles Babbage", of=ada, now=NOW)

    assert Contact.named("Charles Babbage", of=ada) is charles


def test_whoever_led_to_a_contact_is_credited(ada: Account, grace: Contact) -> None:
    charles = saved(somebody(ada, "Charles Babbage"))
    annabella = saved(somebody(ada, "Annabella Byron"))

    grace.credit(charles, now=NOW)
    annabella.credit(charles, may_use_name=True, now=NOW)
    grace.credit(annabella, now=NOW)

    assert charles.led_to() == [annabella]
    assert annabella.led_to() == [grace]


def test_nobody_led_to_themselves(grace: Contact) -> None:
    grace.credit(grace, now=NOW)

    assert grace.referral is None


def test_when_an_introducer_is_removed_the_contact_stays(ada: Account, grace: Contact) -> None:
    charles = saved(somebody(ada, "Charles Babbage"))
    saved(Referral(account_id=ada.id, contact=grace, introducer=charles, made_at=NOW))

    db.session.delete(charles)
    db.session.flush()
    db.session.expire_all()

    assert grace.referral is None


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Grace Hopper", "Grace"),
        ("Dr. Grace Hopper", "Grace"),
        ("Prof Dr. Ing. Grace Hopper", "Grace"),
        ("Dr.", "Dr."),
        ("Drew Faust", "Drew"),
    ],
)
def test_a_title_is_no_first_name(grace: Contact, name: str, first: str) -> None:
    grace.name = name

    assert grace.first_name == first
