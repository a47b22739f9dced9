"""The algebra of the store, for any documents and judgements, over every backend."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import consolidation
import pytest
import strategies
from conftest import StoreMaker
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict, replace
from snapshot import Snapshot, exported, fill, gated, snapshot

from lithograph.graph.bundles import canonical, join, same
from lithograph.graph.facts import FactState, Statement, consolidate, judge, merge, of_document
from lithograph.graph.model import View
from lithograph.graph.records import MODALITIES, Bundle, Judgement
from lithograph.graph.store import Store
from lithograph.loaders.load import load

Step = Bundle | Judgement


def apply(store: Store, steps: Sequence[Step]) -> Store:
    for step in steps:
        if isinstance(step, Bundle):
            store.write(gated(step))
        else:
            store.judge(step)
    return store


def assert_equal(left: Snapshot, right: Snapshot) -> None:
    for name in Snapshot.__dataclass_fields__:
        assert getattr(left, name) == getattr(right, name), name


@given(world=strategies.worlds(), seed=st.integers(0, 2**32))
def test_any_order_of_loading_and_judging_gives_the_same_store(new_store: StoreMaker, world: strategies.World, seed: int) -> None:
    steps: list[Step] = [*world.bundles, *world.judgements]
    with new_store() as first, new_store() as second:
        apply(first, steps)
        random.Random(seed).shuffle(steps)
        apply(second, steps)
        assert_equal(snapshot(first), snapshot(second))


@given(world=strategies.worlds())
def test_one_transaction_for_many_documents_gives_what_one_for_each_gives(new_store: StoreMaker, world: strategies.World) -> None:
    with new_store() as first, new_store() as second:
        fill(first, world.bundles, world.judgements)
        list(second.write_all(map(gated, world.bundles)))
        apply(second, world.judgements)
        assert_equal(snapshot(first), snapshot(second))


@given(world=strategies.worlds())
def test_loading_twice_is_loading_once(new_store: StoreMaker, world: strategies.World) -> None:
    with new_store() as store:
        before = snapshot(fill(store, world.bundles, world.judgements))
        for bundle in world.bundles:
            written = store.write(gated(bundle))
            assert written.known
            assert written.claims == 0
        for judgement in world.judgements:
            assert not store.judge(judgement)
        assert_equal(before, snapshot(store))


@given(world=strategies.worlds(), extra=strategies.bundles("extra"), at=st.integers(0, 7))
def test_load_then_retract_leaves_nothing_behind(new_store: StoreMaker, world: strategies.World, extra: Bundle, at: int) -> None:
    """Whenever the document came in, and whatever it joined by a name, an identifier or a judgement."""
    steps: list[Step] = [*world.bundles, *world.judgements]
    at = min(at, len(steps))
    with new_store() as never, new_store() as store:
        apply(never, steps)
        apply(store, [*steps[:at], extra, *steps[at:]])
        assert store.retract("extra") == len(set(extra.claims)) + len(set(extra.attributes))
        assert_equal(snapshot(never), snapshot(store))


@given(world=strategies.worlds())
def test_retracting_everything_leaves_only_the_judgements(new_store: StoreMaker, world: strategies.World) -> None:
    with new_store() as store:
        fill(store, world.bundles, world.judgements)
        for bundle in world.bundles:
            store.retract(bundle.document.id)
        left = store.counts()
        assert (left.documents, left.claims, left.attributes, left.entities, left.facts) == (0, 0, 0, 0, 0)
        assert left.judgements == len(world.judgements)


@given(world=strategies.worlds(), more=st.lists(strategies.judgements, min_size=1, max_size=3))
def test_judge_then_unjudge_leaves_nothing_behind(new_store: StoreMaker, world: strategies.World, more: list[Judgement]) -> None:
    standing = {frozenset((j.left, j.right)) for j in world.judgements}
    more = [j for j in more if frozenset((j.left, j.right)) not in standing]
    with new_store() as store:
        before = snapshot(fill(store, world.bundles, world.judgements))
        for judgement in more:
            store.judge(judgement)
        for judgement in more:
            store.unjudge(judgement.right, judgement.left)
        assert_equal(before, snapshot(store))


@given(world=strategies.worlds(), verdict=st.sampled_from(("same", "different")))
def test_an_opposite_judgement_replaces_the_first(new_store: StoreMaker, world: strategies.World, verdict: str) -> None:
    judged = [replace(j, verdict=verdict) for j in world.judgements]
    with new_store() as changed, new_store() as straight:
        fill(changed, world.bundles, world.judgements)
        apply(changed, judged)
        fill(straight, world.bundles, tuple(judged))
        assert_equal(snapshot(straight), snapshot(changed))


@given(world=strategies.worlds(), again=strategies.bundles("d0"))
def test_reading_again_replaces_the_claims_and_keeps_the_judgements(new_store: StoreMaker, world: strategies.World, again: Bundle) -> None:
    again = gated(replace(again, document=replace(again.document, reader="articles/2")))
    given_ = {name: value for name, value in asdict(again.document).items() if value is not None}
    after = replace(again, document=replace(world.bundles[0].document, **given_))
    with new_store() as reread, new_store() as fresh:
        fill(reread, world.bundles, world.judgements)
        reread.write(again, replace=True)
        fresh.write(after)
        fill(fresh, world.bundles[1:], world.judgements)
        assert_equal(snapshot(fresh), snapshot(reread))
        assert len(reread.judgements()) == len(world.judgements)


@given(world=strategies.worlds())
def test_an_export_loads_to_the_same_store(
    new_store: StoreMaker, world: strategies.World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("export") / "store.jsonl"
    with new_store() as first, new_store() as second:
        before = snapshot(fill(first, world.bundles, world.judgements))
        file.write_bytes(before.export)
        report = load(second, [str(file)])
        assert report.skipped == []
        assert_equal(before, snapshot(second))


@given(world=strategies.worlds(), seed=st.integers(0, 2**32))
def test_the_lines_of_an_export_load_in_any_order(
    new_store: StoreMaker, world: strategies.World, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("export") / "store.jsonl"
    with new_store() as first, new_store() as second:
        before = exported(fill(first, world.bundles, world.judgements))
        lines = before.splitlines(keepends=True)
        random.Random(seed).shuffle(lines)
        file.write_bytes(b"".join(lines))
        assert load(second, [str(file)]).skipped == []
        assert exported(second) == before


@given(left=strategies.bundles("d0"), right=strategies.bundles("d0"))
def test_two_exports_of_one_document_load_to_their_union_in_either_order(new_store: StoreMaker, left: Bundle, right: Bundle) -> None:
    about = replace(left.document, text=None, date=None, title=None, reader=None)
    left, right = (_by_place(replace(b, document=about)) for b in (left, right))
    with new_store() as one, new_store() as other, new_store() as whole:
        fill(one, (left, right))
        fill(other, (right, left))
        whole.write(join(canonical(gated(left)), canonical(gated(right))))
        assert_equal(snapshot(one), snapshot(other))
        assert_equal(snapshot(one), snapshot(whole))


def _by_place(bundle: Bundle) -> Bundle:
    """The bundle without a text, as a data set has it, and with an id for everything, as an export has it."""
    entities = tuple(replace(e, id=consolidation.stated(e)) for e in bundle.entities)
    ids = {e.name: e.id for e in entities}
    claims = tuple(
        replace(c, start=None, end=None, locator="row 1", subject_id=ids[c.subject], object_id=ids[c.object], item_id=ids.get(c.item or ""))
        for c in bundle.claims
    )
    attributes = tuple(replace(a, start=None, end=None, locator="row 1", subject_id=ids[a.subject]) for a in bundle.attributes)
    return Bundle(bundle.document, entities, claims, attributes)


@given(world=strategies.worlds(), gone=strategies.bundles("gone"))
def test_facts_are_what_brute_force_makes_of_the_claims(new_store: StoreMaker, world: strategies.World, gone: Bundle) -> None:
    """Also after a document has come and gone, and joined entities have parted again."""
    with new_store() as store:
        apply(store, [gone, *world.bundles, *world.judgements])
        store.retract("gone")
        assert_facts(store, world)


def assert_facts(store: Store, world: strategies.World) -> None:
    expected = consolidation.facts(world.bundles, world.judgements)
    root = consolidation.roots(world.bundles, world.judgements)
    assert {i: e and e.id for i in root for e in [store.entity(i)]} == root
    keys = {row.fact for i in set(root.values()) for row in store.claims_at(i, View()) if row.object is not None}
    found = {
        (f.subject.id, f.predicate, f.object.id, (f.item.id or f.item.name) if f.item else None): f
        for f in store.facts_of(keys, View()).values()
    }
    assert found.keys() == expected.keys()
    for name, fact in found.items():
        for what, value in expected[name].verdict().items():
            if what == "confidence":
                assert fact.confidence == pytest.approx(value, abs=1e-4), name
            else:
                assert getattr(fact, what) == value, (name, what)


statements = st.builds(
    Statement,
    document=st.sampled_from(("a", "b", "c")),
    negated=st.booleans(),
    modality=st.sampled_from(MODALITIES),
    confidence=strategies.confidences,
    valid_from=strategies.dates,
    valid_to=strategies.dates,
    share=st.none() | st.sampled_from((10.0, 60.0)),
    document_date=strategies.dates,
)
states = st.lists(statements, max_size=4).map(of_document)


@given(states, states, states)
def test_merging_states_is_a_commutative_monoid(a: FactState, b: FactState, c: FactState) -> None:
    assert merge(a, b) == merge(b, a)
    assert merge(merge(a, b), c) == merge(a, merge(b, c))
    assert merge(a, FactState()) == a


@given(st.lists(statements, max_size=6), st.randoms())
def test_consolidation_does_not_see_the_order_of_statements(said: list[Statement], random_: random.Random) -> None:
    shuffled = list(said)
    random_.shuffle(shuffled)
    assert consolidate(shuffled) == consolidate(said)


@given(states, st.sampled_from((0.1, 0.5, 0.9)))
def test_another_supporting_document_never_makes_a_fact_less_sure(state: FactState, confidence: float) -> None:
    more = merge(state, of_document([Statement("new", False, "asserted", confidence, None, None)]))
    before, after = judge(state), judge(more)
    if before.modality in ("asserted", "reported") and not before.negated:
        assert after.confidence >= before.confidence


@given(states, st.sampled_from((0.1, 0.5, 0.9)))
def test_another_contradicting_document_never_makes_an_edge(state: FactState, confidence: float) -> None:
    less = merge(state, of_document([Statement("new", True, "asserted", confidence, None, None)]))
    assert judge(state).accepted() or not judge(less).accepted()


@given(strategies.bundles(), strategies.bundles())
def test_joining_bundles_is_idempotent_and_canonical(left: Bundle, right: Bundle) -> None:
    left, right = canonical(left), canonical(replace(right, document=left.document))
    both = join(left, right)
    assert canonical(both) == both
    assert same(join(both, right), both)
    assert same(join(left, left), left)


def test_a_file_of_the_repository_loads_to_a_canonical_export(store: Store, tmp_path: Path) -> None:
    """Documents, entities, claims, attributes, judgements, each sorted by id."""
    file = tmp_path / "some.jsonl"
    file.write_text(
        '{"kind":"judgement","left":"b","verdict":"same","right":"a"}\n'
        '{"kind":"claim","document":"z","subject":"B","predicate":"supplies","object":"A","locator":"r:2"}\n'
        '{"kind":"claim","document":"z","subject":"A","predicate":"supplies","object":"B","locator":"r:1"}\n'
        '{"kind":"attribute","document":"z","subject":"A","attribute":"headcount","value":5,"locator":"r:3"}\n'
        '{"kind":"entity","document":"z","type":"Firm","name":"B","id":"b"}\n'
        '{"kind":"entity","document":"z","type":"Firm","name":"A","id":"a"}\n'
        '{"kind":"document","id":"z"}\n{"kind":"document","id":"y"}\n',
        "utf-8",
    )
    assert load(store, [str(file)]).skipped == []
    kinds = [line.split(b'"')[3].decode() for line in exported(store).splitlines()]
    assert kinds == ["document", "document", "entity", "entity", "claim", "claim", "attribute", "judgement"]
    ids = [line.split(b'"id":"')[1][:17] for line in exported(store).splitlines()[4:6]]
    assert ids == sorted(ids)
