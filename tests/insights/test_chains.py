"""Who led to whom, as trees and as a picture."""

from hypothesis import given
from hypothesis import strategies as st

from outreach.insights.chains import COLUMN, HEIGHT, ROW, WIDTH, Edge, Node, picture, trees

GRACE, JEAN, BETTY, KAY, RUTH = 1, 2, 3, 4, 5
NAMES = {GRACE: "Grace", JEAN: "Jean", BETTY: "Betty", KAY: "Kay", RUTH: "Ruth"}


def told(nodes: list[Node]) -> list[object]:
    return [(NAMES[node.number], told(node.led_to)) if node.led_to else NAMES[node.number] for node in nodes]


def test_trees_begin_with_whom_nobody_led_to_and_the_largest_comes_first() -> None:
    edges = [Edge(RUTH, KAY), Edge(GRACE, JEAN), Edge(GRACE, BETTY)]

    assert told(trees(edges, NAMES)) == [("Grace", ["Betty", "Jean"]), ("Ruth", ["Kay"])]


def test_a_circle_is_broken_once() -> None:
    edges = [Edge(GRACE, JEAN), Edge(JEAN, BETTY), Edge(BETTY, GRACE)]

    assert told(trees(edges, NAMES)) == [("Grace", [("Jean", ["Betty"])])]


def test_each_stands_level_with_the_middle_of_those_behind() -> None:
    drawn = picture(trees([Edge(GRACE, JEAN), Edge(GRACE, BETTY), Edge(JEAN, KAY)], NAMES))
    places = {NAMES[node.number]: (node.x, node.y) for node in drawn.nodes}

    assert places == {
        "Grace": (0, ROW // 2),
        "Betty": (COLUMN, 0),
        "Jean": (COLUMN, ROW),
        "Kay": (2 * COLUMN, ROW),
    }
    assert (drawn.width, drawn.height) == (2 * COLUMN + WIDTH, ROW + HEIGHT)
    assert len(drawn.lines) == 3


# One person is led to by at most one other, as in the database.
edges = st.dictionaries(st.integers(1, 60), st.integers(1, 60), max_size=60).map(
    lambda led: [Edge(introducer, contact) for contact, introducer in led.items() if contact != introducer]
)


@given(edges)
def test_everybody_is_drawn_once_and_nobody_on_top_of_another(edges: list[Edge]) -> None:
    drawn = picture(trees(edges, {}))
    everybody = {edge.introducer_id for edge in edges} | {edge.contact_id for edge in edges}

    assert sorted(node.number for node in drawn.nodes) == sorted(everybody)
    assert len({(node.x, node.y) for node in drawn.nodes}) == len(everybody)


def test_a_chain_without_end_is_drawn_in_pieces() -> None:
    roots = trees([Edge(number, number + 1) for number in range(2000)], {})

    assert sum(1 for root in roots for _ in root.all()) == 2001
    assert max(node.depth for root in roots for node in root.all()) <= 30
