"""Who led to whom, as trees that can be drawn and told. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

COLUMN, ROW = 216, 40
"""How far apart people stand in the picture, in its units."""
WIDTH, HEIGHT = 184, 30
"""How large one of them is."""
LONGEST = 22
DEEPEST = 30
"""A chain that is longer goes on as one of its own, so that neither picture nor list runs away."""


@dataclass(frozen=True, slots=True)
class Edge:
    """That one person led to another."""

    introducer_id: int
    contact_id: int


@dataclass(slots=True)
class Node:
    """One person with those whom they led to; ``row`` and ``depth`` are the place in the picture."""

    number: int
    depth: int = 0
    row: float = 0.0
    led_to: "list[Node]" = field(default_factory=list)

    @property
    def x(self) -> int:
        return self.depth * COLUMN

    @property
    def y(self) -> int:
        return round(self.row * ROW)

    def all(self) -> "Iterator[Node]":
        """This one and everybody behind, in the order of the list."""
        yield self
        for node in self.led_to:
            yield from node.all()


def trees(edges: Sequence[Edge], names: Mapping[int, str]) -> list[Node]:
    """The trees, the largest first. Somebody who is at both ends of a circle begins it."""
    children: dict[int, list[int]] = {}
    for edge in edges:
        children.setdefault(edge.introducer_id, []).append(edge.contact_id)
    for numbers in children.values():
        numbers.sort(key=lambda number: names.get(number, ""))
    led = {edge.contact_id for edge in edges}
    placed: set[int] = set()
    begin_with = [number for number in children if number not in led]
    roots = [_grow(number, children, placed) for number in begin_with]
    for number in children:  # whoever is left stands in a circle
        if number not in placed:
            roots.append(_grow(number, children, placed))
    return sorted(roots, key=lambda root: (-sum(1 for _ in root.all()), names.get(root.number, "")))


def _grow(number: int, children: Mapping[int, list[int]], placed: set[int]) -> Node:
    """The tree from one person on."""
    root = Node(number)
    placed.add(number)
    waiting = [root]
    while waiting:
        node = waiting.pop()
        for child in children.get(node.number, ()):
            if child not in placed and node.depth < DEEPEST:
                placed.add(child)
                grown = Node(child, depth=node.depth + 1)
                node.led_to.append(grown)
                waiting.append(grown)
    return root


@dataclass(frozen=True, slots=True)
class Picture:
    """Where everybody stands, and the lines between them."""

    nodes: list[Node]
    lines: list[str]
    width: int
    height: int


def picture(roots: Sequence[Node]) -> Picture:
    """Let each stand level with the middle of those whom they led to, the trees under each other."""
    below = 0
    for root in roots:
        below = _place(root, below)
    nodes = [node for root in roots for node in _walk(root)]
    lines = [_line(node, child) for node in nodes for child in node.led_to]
    deepest = max((node.depth for node in nodes), default=0)
    return Picture(nodes, lines, deepest * COLUMN + WIDTH, max(0, below - 1) * ROW + HEIGHT)


def _place(root: Node, first: int) -> int:
    """Give each of a tree its row, from ``first`` on; the next free one."""
    order = list(_walk(root))
    for node in order:
        if not node.led_to:
            node.row, first = float(first), first + 1
    for node in reversed(order):
        if node.led_to:
            node.row = (node.led_to[0].row + node.led_to[-1].row) / 2
    return first


def _walk(root: Node) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node.led_to)


def _line(one: Node, other: Node) -> str:
    """A soft bend from the right side of one to the left side of the other."""
    x1, y1 = one.x + WIDTH, one.y + HEIGHT // 2
    x2, y2 = other.x, other.y + HEIGHT // 2
    middle = (x1 + x2) // 2
    return f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}"


def shortened(name: str) -> str:
    """A name that fits into its box."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"
