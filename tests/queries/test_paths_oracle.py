"""Paths, traces and groups against an exhaustive search, on thousands of small random graphs."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import pytest
from build import document, says, write
from build import entity as described
from conftest import StoreMaker
from random_graphs import Link, RandomGraph, links, random_graph

from lithograph.graph.model import Entity, View
from lithograph.graph.store import Store
from lithograph.ontology.model import ontology
from lithograph.queries.dependency import PathAnswer, paths, trace
from lithograph.queries.walk import HOP_COST, HOP_FACTOR, ROUNDING

STORES, GRAPHS, QUESTIONS = 12, 40, 5
VIAS = ((), (), (), ("supplies", "owns", "operates"), ("located_in", "supplies", "uses"), ("listed_on", "restricts"))


@dataclass(frozen=True)
class Question:
    """What is asked of a graph."""

    start: str
    end: str
    view: View
    k: int
    max_hops: int
    via: tuple[str, ...]
    depends: bool


def question(rng: random.Random, ids: tuple[str, ...]) -> Question:
    start, end = rng.sample(ids, 2)
    view = View(
        on=rng.choice((None, None, "2023-12-31", "2024-06-01", "2025-06-01")),
        known_by=rng.choice((None, None, None, "2024-03-31", "2025-12-31")),
        include=rng.choice(((), (), ("planned",), ("planned", "possible"))),
    )
    return Question(start, end, view, rng.randint(1, 6), rng.choice((1, 2, 3, 12)), rng.choice(VIAS), rng.random() < 0.3)


def best_steps(known: Collection[Link], q: Question) -> dict[str, dict[str, tuple[float, str, bool]]]:
    """For each entity the best way to each neighbour: cost, relation, whether it is walked from subject to object."""
    out: dict[str, dict[str, tuple[float, str, bool]]] = defaultdict(dict)
    for link in known:
        relation = ontology().relations[link.predicate]
        if q.via and link.predicate not in q.via:
            continue
        if relation.list_membership and link.predicate not in q.via and link.object not in (q.start, q.end):
            continue
        ways = [(link.subject, link.object, True), (link.object, link.subject, False)]
        if q.depends:
            ways = [(consumer, supplier, forward) for consumer, supplier, forward in link.dependencies()]
        for a, b, forward in ways:
            step = (round(HOP_COST - math.log(link.confidence), ROUNDING), link.predicate, not forward)
            if a != b and (b not in out[a] or step < out[a][b]):
                out[a][b] = step
    return out


def every_path(known: Collection[Link], types: dict[str, str], q: Question) -> list[tuple[float, int, tuple[str, ...]]]:
    """All simple paths within the limit of hops as (cost, hops, entities after the start), the best first."""
    steps = best_steps(known, q)
    barred = {i for i, t in types.items() if not q.via and not ontology().classes[t].stepping_stone} - {q.start, q.end}
    found: list[tuple[float, int, tuple[str, ...]]] = []

    def walk(at: str, passed: tuple[str, ...], cost: float) -> None:
        if at == q.end:
            found.append((round(cost, ROUNDING), len(passed), passed))
            return
        if len(passed) < q.max_hops and at not in barred:
            for after, step in steps[at].items():
                if after != q.start and after not in passed:
                    walk(after, (*passed, after), cost + step[0])

    walk(q.start, (), 0.0)
    return sorted(found)


def entity(store: Store, id_: str) -> Entity:
    found = store.entity(id_)
    assert found is not None
    return found


def loaded(store: Store, seeds: range) -> list[RandomGraph]:
    """Random graphs, all in one store."""
    graphs = [random_graph(seed) for seed in seeds]
    list(store.write_all(b for g in graphs for b in g.bundles))
    return graphs


@pytest.mark.parametrize("number", range(STORES))
def test_the_k_best_paths_are_those_that_trying_everything_finds(new_store: StoreMaker, number: int) -> None:
    """In score, in length where scores are equal, in ids where lengths are; under every limit that a question can set."""
    rng = random.Random(number)
    with new_store() as store:
        for graph in loaded(store, range(number * GRAPHS, (number + 1) * GRAPHS)):
            types = {e.id: e.type for b in graph.bundles for e in b.entities if e.id}
            for _ in range(QUESTIONS):
                q = question(rng, graph.ids)
                answer = ask(store, q)
                known = links(graph.bundles, q.view)
                expected = every_path(known, types, q)[: q.k]
                found = [tuple(str(h.end.id) for h in p.hops) for p in answer.paths]
                assert found == [nodes for _, _, nodes in expected], q
                assert (answer.why_none is None) == bool(found)
                check_hops(answer, known, best_steps(known, q))


def ask(store: Store, q: Question) -> PathAnswer:
    ends = entity(store, q.start), entity(store, q.end)
    return paths(store, *ends, q.view, k=q.k, max_hops=q.max_hops, via=q.via, depends=q.depends)


def check_hops(answer: PathAnswer, known: Collection[Link], steps: dict[str, dict[str, tuple[float, str, bool]]]) -> None:
    """Every hop is a fact, the best one between its ends, and rests on a sentence; the score is the product of its hops."""
    facts = {(x.subject, x.predicate, x.object, x.item): x for x in known}
    for path in answer.paths:
        assert path.score == pytest.approx(math.prod(h.confidence for h in path.hops) * HOP_FACTOR ** (len(path.hops) - 1), abs=1e-4)
        for hop in path.hops:
            fact = facts[str(hop.subject.id), hop.predicate, str(hop.object.id), hop.item.name if hop.item else None]
            assert (hop.confidence, hop.share) == (fact.confidence, fact.share)
            assert steps[str(hop.start.id)][str(hop.end.id)][1:] == (hop.predicate, not hop.forward)
            assert hop.evidence
            assert all(
                e.quote == f"{hop.subject.id} {hop.predicate} {hop.object.id}." for e in hop.evidence if hop.predicate not in SYMMETRIC
            )


SYMMETRIC = {r.name for r in ontology().relations.values() if r.symmetric}


@pytest.mark.parametrize("number", range(4))
def test_answers_do_not_depend_on_the_order_of_loading(new_store: StoreMaker, number: int) -> None:
    rng = random.Random(number)
    graphs = [random_graph(seed, density=3) for seed in range(1000 * number, 1000 * number + 25)]
    bundles = [b for g in graphs for b in g.bundles]
    with new_store() as first, new_store() as second:
        list(first.write_all(bundles))
        rng.shuffle(bundles)
        list(second.write_all(bundles))
        for graph in graphs:
            for _ in range(3):
                q = question(rng, graph.ids)
                assert ask(first, q) == ask(second, q)
                for direction in ("up", "down"):
                    one, other = (trace(s, entity(s, q.start), q.view, direction=direction) for s in (first, second))  # type: ignore[arg-type]
                    assert one == other


@pytest.mark.parametrize("number", range(4))
def test_a_trace_reaches_what_a_breadth_first_search_reaches_level_by_level(new_store: StoreMaker, number: int) -> None:
    rng = random.Random(number)
    with new_store() as store:
        for graph in loaded(store, range(5000 + number * 50, 5050 + number * 50)):
            q = question(rng, graph.ids)
            depth = rng.randint(1, 4)
            for direction in ("up", "down"):
                answer = trace(store, entity(store, q.start), q.view, direction=direction, depth=depth)  # type: ignore[arg-type]
                pairs = [
                    (c, s) if direction == "up" else (s, c)
                    for link in links(graph.bundles, q.view)
                    for c, s, _ in link.dependencies()
                    if c != s
                ]
                levels, more = breadth_first(q.start, pairs, depth)
                assert [{str(r.entity.id) for r in level} for level in answer.levels] == levels
                assert answer.truncated == more
                before = {q.start}
                for level in answer.levels:
                    for reached in level:
                        assert {(str(h.start.id), str(h.end.id)) for h in reached.because} == {
                            (a, b) for a, b in pairs if a in before and b == reached.entity.id
                        }
                        assert all(h.evidence for h in reached.because)
                    before = {str(r.entity.id) for r in level}


def breadth_first(start: str, pairs: list[tuple[str, str]], depth: int) -> tuple[list[set[str]], bool]:
    """Levels of what is reached, and whether there is more beyond the last."""
    seen, frontier = {start}, {start}
    levels: list[set[str]] = []
    while frontier := {b for a, b in pairs if a in frontier} - seen:
        if len(levels) == depth:
            return levels, True
        levels.append(frontier)
        seen |= frontier
    return levels, False


@pytest.mark.parametrize("number", range(3))
def test_groups_hold_what_each_consumer_takes_in_each_respect(new_store: StoreMaker, number: int) -> None:
    """Everything that is used, contained or required; any of those who supply, design or make; shares add up where stated."""
    rng = random.Random(number)
    with new_store() as store:
        for graph in loaded(store, range(9000 + number * 50, 9050 + number * 50)):
            q = question(rng, graph.ids)
            answer = trace(store, entity(store, q.start), q.view, direction="up", depth=3)
            fronts = {q.start} | {str(r.entity.id) for level in answer.levels[:2] for r in level}
            expected: dict[tuple[str, str, str], dict[str, float | None]] = defaultdict(dict)
            kinds: dict[tuple[str, str, str], bool] = {}
            for link in links(graph.bundles, q.view):
                if not any(c in fronts and c != s for c, s, _ in link.dependencies()):
                    continue
                for consumer, supplier, forward in link.dependencies():
                    place = (consumer, "" if link.item else link.predicate, link.item or "")
                    expected[place][supplier] = link.share
                    kinds[place] = not forward and ontology().relations[link.predicate].depends == "object"
            found = {(str(g.consumer.id), "" if g.item else g.predicate, g.item.name if g.item else ""): g for g in answer.groups}
            assert found.keys() == expected.keys()
            for place, group in found.items():
                members = expected[place]
                any_of = kinds[place] and len(members) > 1
                assert {str(e.id) for e in (group.any_of if any_of else group.all_of)} == members.keys()
                assert not (group.all_of if any_of else group.any_of)
                shares = [s for s in members.values() if s is not None]
                assert group.coverage == (min(100.0, sum(shares)) if shares else None)


def test_an_entity_has_no_path_to_itself(store: Store) -> None:
    loaded(store, range(1))
    one = entity(store, "g0-0")
    assert paths(store, one, one, View()).why_none == f"'{one.name}' and '{one.name}' are the same entity"


@pytest.mark.parametrize("spelling", [("a", "z", "b", "y"), ("b", "y", "a", "z")])
def test_equally_good_paths_come_in_the_order_of_their_entities(store: Store, spelling: tuple[str, ...]) -> None:
    """Whatever was loaded first, and whichever entity lies next to the end."""
    one, two, three, four = spelling
    write(
        store, document("d", *(says(x, "supplies", y) for x, y in ("s" + one, one + two, two + "t", "s" + three, three + four, four + "t")))
    )
    for k in (1, 2):
        answer = paths(store, entity(store, "firm:s"), entity(store, "firm:t"), View(), k=k)
        assert ["".join(h.end.name for h in p.hops) for p in answer.paths] == ["azt", "byt"][:k]


@pytest.mark.parametrize("items", [("CUDA", "HBM"), ("HBM", "CUDA")])
def test_of_equally_sure_parallel_facts_the_first_by_item_is_shown(store: Store, items: tuple[str, str]) -> None:
    write(
        store, *(document(item, says("Acme", "supplies", "Beta", item=item), entities=(described(item, item.lower()),)) for item in items)
    )
    answer = paths(store, entity(store, "firm:acme"), entity(store, "firm:beta"), View())
    assert [h.item.name for p in answer.paths for h in p.hops if h.item] == ["CUDA"]
