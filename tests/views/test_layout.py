"""Where nodes stand: nothing overlaps at rest, dependency leads to the right, and the same graph gives the same picture."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from lithograph.views.labels import LINE, LINES, cell, wrapped
from lithograph.views.layers import layered
from lithograph.views.layout import Plan, place

IDS = st.lists(st.text("abcdefgh", min_size=1, max_size=3), min_size=1, max_size=14, unique=True)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any graph with any columns and bands."""
    ids = draw(IDS)
    one = st.sampled_from(ids)
    ties = draw(st.lists(st.tuples(one, one), max_size=25))
    columns = {i: draw(st.sampled_from([-1.0, -0.5, 0.0, 0.5, 1.0, 2.0])) for i in ids}
    bands = {i: draw(st.sampled_from(["above", "below"])) for i in ids if draw(st.integers(0, 4)) == 0}
    cells = {
        i: cell(draw(st.sampled_from(["H20", "Samsung Electronics", "a" * 60, "高带宽内存制造商"])), draw(st.sampled_from([17.0, 40.0])))
        for i in ids
    }
    return Plan(cells, columns, bands, [t for t in ties if t[0] != t[1]], 100.0)


@given(plans(), st.booleans())
def test_nothing_overlaps(plan: Plan, tall: bool) -> None:
    """Every node has its own room for itself and its label, in both arrangements."""
    spots = place(plan, tall=tall)
    assert spots.keys() == plan.cells.keys()
    boxes = []
    for id_, (x, y) in spots.items():
        box = plan.cells[id_]
        top = y - (box.height - box.radius if plan.bands.get(id_) == "above" else box.radius)
        boxes.append((x - box.width / 2, top, x + box.width / 2, top + box.height))
    for at, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart = right <= other[0] + 0.3 or other[2] <= left + 0.3 or bottom <= other[1] + 0.3 or other[3] <= top + 0.3
            assert apart, (boxes[at], other)


@given(plans(), st.randoms(use_true_random=False))
def test_order_of_input_does_not_matter(plan: Plan, shuffler: random.Random) -> None:
    """The places are a function of the graph, whatever the order in which it is given."""
    items = list(plan.cells.items())
    shuffler.shuffle(items)
    assert place(Plan(dict(items), plan.columns, plan.bands, plan.links, plan.gap)) == place(plan)


@given(IDS.flatmap(lambda ids: st.tuples(st.just(sorted(ids)), st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=30))))
def test_layers_follow_every_step_of_a_graph_without_circles(case: tuple[list[str], list[tuple[int, int]]]) -> None:
    """Without circles every step leads to the right."""
    ids, pairs = case
    steps = [(ids[a], ids[b]) for a, b in pairs if a < b < len(ids)]
    columns = layered(ids, steps, [])
    assert all(columns[a] < columns[b] for a, b in steps)


def test_layers_cut_a_circle_at_one_place() -> None:
    """Of a circle of three, two steps lead to the right."""
    steps = [("a", "b"), ("b", "c"), ("c", "a")]
    columns = layered(["a", "b", "c"], steps, [])
    assert sum(columns[a] < columns[b] for a, b in steps) == 2


@given(st.text(max_size=300))
def test_labels_are_short(name: str) -> None:
    """A label has at most two short lines, whatever the name."""
    lines = wrapped(name)
    assert 1 <= len(lines) <= LINES
    assert all(0 < len(line) <= LINE for line in lines)
