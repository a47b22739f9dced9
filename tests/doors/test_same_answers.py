"""One graph, several doors: dependency questions through the queries, SPARQL, networkx and rdflib give the same answers."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import networkx
import pyoxigraph
import strategies
from conftest import StoreMaker
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from lithograph.graph.check import checked
from lithograph.graph.doors import rdf_files
from lithograph.graph.doors.nx import to_networkx
from lithograph.graph.doors.query_text import rdf_term
from lithograph.graph.doors.triples import nodes
from lithograph.graph.model import Entity, View
from lithograph.graph.store import Store
from lithograph.ontology.namespaces import PREFIXES
from lithograph.queries.dependency import paths, trace
from lithograph.queries.walk import Walk

DAYS = (None, "2023-06-30", "2024-05-01", "2025-01-31")


def projected(store: Store, view: View) -> pyoxigraph.Store:
    graph = pyoxigraph.Store()
    graph.load("".join(rdf_files.n_triples(nodes(store, view))), pyoxigraph.RdfFormat.N_TRIPLES)
    return graph


def ids(graph: pyoxigraph.Store, entity: Entity, path: str) -> set[str]:
    found = graph.query(f"SELECT DISTINCT ?id {{ {rdf_term('x', f'id:{entity.id}')} {path} ?b . ?b :id ?id }}", prefixes=PREFIXES)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return {row["id"].value for row in found}  # type: ignore[union-attr]


def check(store: Store, view: View) -> None:
    graph, nx = projected(store, view), to_networkx(store, view)
    depends: networkx.DiGraph[str] = networkx.DiGraph()
    depends.add_nodes_from(nx)
    for a, b, edge in nx.edges(data=True):
        if edge["depends"] in ("subject", "both"):
            depends.add_edge(a, b)
        if edge["depends"] in ("object", "both"):
            depends.add_edge(b, a)
    entities = [p.entity for p in store.profiles()]
    for entity in entities:
        own = str(entity.id)
        for direction, path, reached in (("up", ":dependsOn+", networkx.descendants), ("down", "^:dependsOn+", networkx.ancestors)):
            levels = trace(store, entity, view, direction=direction, depth=50).levels  # type: ignore[arg-type]
            asked = {str(r.entity.id) for level in levels for r in level}
            assert ids(graph, entity, path) - {own} == asked == set(reached(depends, own)), (own, direction)
    chains(store, view, entities, depends)


def chains(store: Store, view: View, entities: list[Entity], depends: networkx.DiGraph[str]) -> None:
    """Each dependency path that is found exists hop by hop, and one is found wherever stepping stones allow it."""
    for start in entities[:4]:
        for end in entities[:4]:
            if start.id == end.id:
                continue
            found = paths(store, start, end, view, k=1, depends=True).paths
            for path in found:
                walked = [str(h.start.id) for h in path.hops] + [str(path.hops[-1].end.id)]
                assert all(depends.has_edge(a, b) for a, b in pairwise(walked))
            walk = Walk(store, view, (str(start.id), str(end.id)), depends=True)
            walk.fetch(depends)
            barred = [n for n in depends if not walk.passable(n)]
            allowed = depends.subgraph(set(depends) - set(barred))
            if (
                networkx.has_path(allowed, str(start.id), str(end.id))
                and networkx.shortest_path_length(allowed, str(start.id), str(end.id)) <= 12
            ):
                assert found, (start.id, end.id)


@given(world=strategies.worlds(most=3), on=st.sampled_from(DAYS), include=st.sampled_from(((), ("planned",), ("planned", "possible"))))
@settings(max_examples=20, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_any_graph(new_store: StoreMaker, world: strategies.World, on: str | None, include: tuple[str, ...]) -> None:
    with new_store() as store:
        for bundle in world.bundles:
            store.write(checked(bundle, "test")[0])
        for judgement in world.judgements:
            store.judge(judgement)
        check(store, View(on=on, include=include))


def test_the_dated_generation_is_the_dated_graph(graph: Store) -> None:
    """What is taken out of a copy on the disk is what building it for the day leaves out."""
    from lithograph.graph.doors.projection import Projection, opened

    for on in ("2019-12-31", "2020-09-14", "2020-09-15", "2024-02-01", "2025-04-15", "2030-01-01"):
        on_disk = {str(q) for q in opened(Path(Projection(graph).folder(on)))}
        assert on_disk == {str(q) for q in projected(graph, View(on=on))}
