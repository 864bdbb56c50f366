import pytest

from outreach.zones import UnknownZone, known_zone, places, zone_names


@pytest.mark.parametrize(
    "name", ["Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires", "Asia/Calcutta", "EST"]
)
def test_zones_of_places_and_their_old_names_are_known(name: str) -> None:
    assert known_zone(name).key == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../../etc/passwd",
        "/etc/localtime",
        "/usr/share/zoneinfo/Europe/Berlin",
        "America",
        "Europe/",
        "\x00",
        "Europe/Berlin\x00",
        "Europe/Berlin\n",
        " Europe/Berlin",
        "europe/berlin",
        "Europe\\Berlin",
        "posixrules",
        "posix/Europe/Berlin",
        "right/Europe/Berlin",
        "localtime",
        "Factory",
        "tzdata.zi",
        "zone.tab",
        "Mars/Phobos",
        "\ud800",
        "x" * 5000,
    ],
    ids=repr,
)
def test_anything_else_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(UnknownZone, match=r"such as Europe/Berlin\.$") as refusal:
        known_zone(name)
    assert len(str(refusal.value)) < 200


def test_the_list_to_choose_from_has_places_by_name() -> None:
    assert places()[0] == "UTC"
    assert {"Europe/Berlin", "America/New_York", "Asia/Kolkata"} <= set(places())
    assert set(places()) <= zone_names()
    assert "EST" not in places()
