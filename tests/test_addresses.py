"""Which addresses are everybody's, checked against the registries' own lists."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.addresses import allowances, host_name, is_at_home, is_open_to_all, is_public, plain

PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "172.32.0.1",
    "100.128.0.1",
    "192.0.1.1",
    "2606:4700::1111",
    "2a00:1450:4001::1",
]
WRAPPED_PUBLIC = ["::ffff:8.8.8.8", "64:ff9b::808:808"]
IN_WORDS = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 127.0.0.1 127.1.2.3 169.254.169.254 172.16.0.1
172.31.255.255 192.0.0.8 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.7
203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 168.63.129.16
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:a9fe:a9fe ::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1
100::1 2001::1 2001:10::1 2001:db8::1 2002:7f00:1:: 2002:808:808:: 3fff::1 fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1
"""
NOT_PUBLIC = IN_WORDS.split()


@pytest.mark.parametrize("address", PUBLIC + WRAPPED_PUBLIC)
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_with_another_purpose_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "nonsense", ["", "localhost", "127.1", "0x7f.0.0.1", "2130706433", "fe80::1%eth0", "1.2.3.4/8"]
)
def test_what_is_no_address_is_not_public(nonsense: str) -> None:
    assert not is_public(nonsense)


@given(st.ip_addresses())
def test_nothing_that_python_calls_private_is_public(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    bare = plain(str(address))
    if bare.is_private or bare.is_multicast or bare.is_reserved or bare.is_link_local:
        assert not is_public(str(address))


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "192.168.1.20", "10.1.1.1", "100.64.7.7", "fd00::5"])
def test_home_is_this_machine_and_the_networks_around_it(address: str) -> None:
    assert is_at_home(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "169.254.169.254", "224.0.0.1", "fe80::1", "0.0.0.0", "nowhere"]
)
def test_what_no_server_of_ones_own_has_is_not_home(address: str) -> None:
    assert not is_at_home(address)


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("Calendar.Example.ORG", "calendar.example.org"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("host.", "host."),
        ("127.0.0.1", "127.0.0.1"),
        ("①②⑦.0.0.1", "127.0.0.1"),
        ("127。0。0。1", "127.0.0.1"),
        ("::FFFF:127.0.0.1", "::ffff:7f00:1"),
    ],
)
def test_a_host_is_looked_up_in_one_form(typed: str, host: str) -> None:
    assert host_name(typed) == host


@pytest.mark.parametrize(
    "typed",
    ["", ".", "a..b", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0", "1.2.3.4.5", "1.2.3.999", "-a.example",
     "a b", "a/b", "a@b", "a\x00b", "fe80::1%eth0", "x" * 64, "a." * 130 + "org", "\ud800", "[::1]"],
)  # fmt: skip
def test_what_is_no_plain_host_name_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        host_name(typed)


@pytest.mark.parametrize(
    ("text", "host", "address", "port", "covered"),
    [
        ("calendar.lan", "calendar.lan", "10.0.0.5", 443, True),
        ("calendar.lan", "calendar.lan.", "10.0.0.5", 80, True),
        ("calendar.lan", "calendar.lan", "10.0.0.5", 5232, False),
        ("calendar.lan:5232", "calendar.lan", "10.0.0.5", 5232, True),
        ("calendar.lan:5232", "calendar.lan", "10.0.0.5", 443, False),
        ("calendar.lan", "evil-calendar.lan", "10.0.0.5", 443, False),
        ("10.0.0.0/8", "anything.example", "10.9.9.9", 443, True),
        ("10.0.0.0/8", "anything.example", "::ffff:10.9.9.9", 443, True),
        ("10.0.0.0/8", "anything.example", "11.9.9.9", 443, False),
        ("10.0.0.0/8:8443", "anything.example", "10.9.9.9", 8443, True),
        ("192.168.1.20:5232", "nas", "192.168.1.20", 5232, True),
        ("192.168.1.20:5232", "nas", "192.168.1.21", 5232, False),
        ("[fd00::5]:5232", "nas", "fd00::5", 5232, True),
        ("fd00::/8", "nas", "fd12::5", 443, True),
        ("a.lan, b.lan:81 ,", "b.lan", "10.0.0.1", 81, True),
        ("", "calendar.lan", "10.0.0.5", 443, False),
    ],
)
def test_an_operator_opens_hosts_and_networks(
    text: str, host: str, address: str, port: int, covered: bool
) -> None:
    assert any(a.covers(host, address, port, frozenset({80, 443})) for a in allowances(text)) is covered


@pytest.mark.parametrize(
    "text", ["http://calendar.lan", "a b", "10.0.0.0/99", "host:0", "host:99999", "host:x", "[x]:1"]
)
def test_what_an_operator_cannot_mean_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        allowances(text)


@pytest.mark.parametrize(
    "host", ["outreach.example.org", "Careers.Example.ORG.", "8.8.8.8", "2606:4700::1111"]
)
def test_others_find_a_host_by_its_whole_name_or_its_public_number(host: str) -> None:
    assert is_open_to_all(host)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.0.0.1",
        "::1",
        "192.168.0.7",
        "adas-laptop",
        "adas-laptop.local",
        "x.localhost",
        "nas.fritz.box",
        "adas-laptop.lan",
        "x.internal",
        "x.home.arpa",
        "",
    ],
)
def test_nobody_else_finds_what_is_only_on_this_machine_or_in_this_house(host: str) -> None:
    assert not is_open_to_all(host)
