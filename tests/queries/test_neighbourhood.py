"""What lies around an entity, beside a search in networkx over the same facts."""

from __future__ import annotations

import random
from pathlib import Path

import networkx as nx
import pytest

from lithograph.graph.model import View
from lithograph.graph.records import Bundle, Claim, Document, EntityRecord
from lithograph.graph.store import Store, open_store
from lithograph.queries.neighbourhood import among, neighbourhood, whole


def graph_of(path: Path, seed: int) -> tuple[Store, nx.Graph]:
    """A store of firms, lists and countries with random facts, and the same as a graph."""
    rng = random.Random(seed)
    firms = [f"firm-{n}" for n in range(14)]
    places = ["land-a", "land-b"]
    claims, graph = [], nx.Graph()
    for _ in range(20):
        subject, object_ = rng.sample(firms, 2)
        claims.append(Claim("d", subject, "supplies", object_, locator="row"))
        graph.add_edge(subject, object_)
    for firm in rng.sample(firms, 5):
        claims.append(Claim("d", firm, "located_in", rng.choice(places), locator="row"))
        graph.add_edge(firm, claims[-1].object)
    entities = tuple(EntityRecord("d", "Firm", f, id=f) for f in firms) + tuple(EntityRecord("d", "Country", p, id=p) for p in places)
    store = open_store(str(path / f"{seed}.db"), create=True)
    store.write(Bundle(Document("d", date="2025-01-01"), entities, tuple(claims)))
    return store, graph


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("hops", [1, 2, 3])
def test_same_as_a_plain_search(tmp_path: Path, seed: int, hops: int) -> None:
    """The entities within so many hops, never going through a country, and all facts among them."""
    store, graph = graph_of(tmp_path, seed)
    for root in sorted(graph):
        open_ = graph.copy()
        for place in ("land-a", "land-b"):
            if place in open_ and place != root:  # a country can be reached and not left: each way into it gets its own end
                for n, firm in enumerate(list(open_[place])):
                    open_.remove_edge(firm, place)
                    open_.add_edge(firm, f"{place}#{n}")
        expected: dict[str, int] = {}
        for node, distance in nx.single_source_shortest_path_length(open_, root, cutoff=hops).items():
            name = node.split("#")[0]
            expected[name] = min(distance, expected.get(name, distance))
        entity = store.entity(root)
        assert entity is not None
        found = neighbourhood(store, entity, View(), hops=hops)
        assert found.distance == expected
        assert found.within == len(expected)
        assert {frozenset((e.subject, e.object)) for e in found.edges} == {frozenset(e) for e in graph.subgraph(expected).edges}
    store.close()


def test_limit_keeps_the_nearest(tmp_path: Path) -> None:
    """Above the limit the nearest stay, and `within` says how many there would be."""
    store, graph = graph_of(tmp_path, 1)
    root = max(graph, key=graph.degree)
    entity = store.entity(root)
    assert entity is not None
    found = neighbourhood(store, entity, View(), hops=3, limit=3)
    assert len(found.entities) == 3
    assert set(found.distance) - {root} <= set(graph[root])
    assert found.within > 3
    store.close()


def test_whole_store_and_its_best_part(tmp_path: Path) -> None:
    """Without a limit every tied entity; with one those with the most sureness; only facts among the chosen."""
    store, graph = graph_of(tmp_path, 2)
    everything = whole(store, View())
    assert {e.id for e in everything.entities} == set(graph)
    best = whole(store, View(), limit=4)
    assert best.within == len(graph)
    ids = {str(e.id) for e in best.entities}
    assert len(ids) <= 4
    assert [e.key for e in best.edges] == [e.key for e in among(store, ids, View())]
    assert not whole(store, View(known_by="2024-12-31")).entities
    store.close()
