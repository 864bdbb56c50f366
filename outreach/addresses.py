"""Which network addresses belong to everybody, and which an operator opened besides. Pure.

``ipaddress.is_global`` is no guard: it lets 6to4 and NAT64 forms of loopback
through, and answers otherwise in every Python. So the list is our own: of IPv4
all but what RFC 6890 sets aside, of IPv6 only what is handed out (2000::/3),
without its tunnels and its examples.
"""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

NOT_PUBLIC_4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",  # a cloud's own service, on every machine of that cloud
    )
)  # fmt: skip
HANDED_OUT_6 = ipaddress.IPv6Network("2000::/3")
NOT_PUBLIC_6 = tuple(
    ipaddress.IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
AT_HOME = tuple(
    ipaddress.ip_network(network)
    for network in (
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7",
    )
)  # fmt: skip
"""This machine and the networks behind a router or a tunnel."""

OF_A_HOUSE = (
    ".localhost", ".local", ".localdomain", ".lan", ".home", ".home.arpa", ".internal", ".fritz.box", ".test",
)  # fmt: skip
"""How names end that are known on one machine or behind one router (RFC 6761, 6762, 8375, and usage)."""

HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")
NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)\.?")
ENTRY = re.compile(r"\[(?P<six>[0-9a-fA-F:]+)\](?::(?P<six_port>\d+))?|(?P<rest>[^\s,\[\]]+)")


def is_public(address: str) -> bool:
    """Whether this numeric address is one of the open internet; what cannot be read is not."""
    try:
        return _is_public(plain(address))
    except ValueError:
        return False


def is_open_to_all(host: str) -> bool:
    """Whether people elsewhere may find this host: a public number, or a name that is more than one machine's own."""
    try:
        return _is_public(plain(host))
    except ValueError:
        name = host.lower().rstrip(".")
        return "." in name and not name.endswith(OF_A_HOUSE)


def is_at_home(address: str) -> bool:
    """Whether this numeric address is this machine, or one in a private network."""
    try:
        return _is_in(plain(address), AT_HOME)
    except ValueError:
        return False


def plain(address: str) -> Address:
    """The address itself, where an IPv6 form merely wraps one of IPv4. Raises ValueError if it is none."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return found.ipv4_mapped
        if found in NAT64:
            return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found


def host_name(typed: str) -> str:
    """A host as it is looked up: in small letters, ASCII, without tricks.

    Takes the inside of brackets for an IPv6 address. Raises ValueError for
    what is no host name, and for numbers in any form but four decimal ones:
    programs disagree about what 0x7f.1 or 2130706433 would be.
    """
    if ":" in typed:
        return str(ipaddress.IPv6Address(typed)) if "%" not in typed else _no_host(typed)
    try:
        host = typed.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return _no_host(typed)
    if not HOST.fullmatch(host) or len(host) > 253:
        return _no_host(typed)
    if NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
        return str(ipaddress.IPv4Address(host))
    return host


@dataclass(frozen=True, slots=True)
class Allowance:
    """What an operator opened: a host by name or a network, at one port or at all usual ones."""

    host: str = ""
    network: Network | None = None
    port: int | None = None

    def covers(self, host: str, address: str | None, port: int, usual: frozenset[int]) -> bool:
        """Whether a connection to this host, at this numeric address if it is known, was opened."""
        if port != self.port and (self.port is not None or port not in usual):
            return False
        if self.network is None:
            return host.rstrip(".") == self.host
        return address is not None and _is_in(plain(address), (self.network,))


def allowances(text: str) -> tuple[Allowance, ...]:
    """Read ``calendar.lan, 192.168.1.20:5232, 10.0.0.0/8, [fd00::5]:443``. Raises ValueError."""
    return tuple(_allowances(text))


def _allowances(text: str) -> Iterator[Allowance]:
    for entry in filter(None, (part.strip() for part in text.split(","))):
        found = ENTRY.fullmatch(entry)
        if found is None:
            _no_host(entry)
        elif found["six"]:
            yield Allowance(network=ipaddress.IPv6Network(found["six"]), port=_port(found["six_port"]))
        else:
            yield _allowance(found["rest"])


def _allowance(entry: str) -> Allowance:
    if entry.count(":") > 1:
        return Allowance(network=ipaddress.IPv6Network(entry))
    host, _, port = entry.partition(":")
    try:
        return Allowance(network=ipaddress.ip_network(host), port=_port(port))
    except ValueError:
        return Allowance(host=host_name(host).rstrip("."), port=_port(port))


def _port(text: str | None) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise ValueError(f"{text} is not a port.")
    return int(text)


def _no_host(typed: str) -> str:
    raise ValueError(f"{typed[:80]!r} is not the name of a host.")


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv4Address):
        return not _is_in(address, NOT_PUBLIC_4)
    return address in HANDED_OUT_6 and not _is_in(address, NOT_PUBLIC_6)


def _is_in(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address in network for network in networks if network.version == address.version)
