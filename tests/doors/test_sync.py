"""A projection that was brought up to date holds what one built anew holds, whatever was written in between."""

from __future__ import annotations

import shutil
from pathlib import Path

import strategies
from conftest import StoreMaker
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lithograph.graph.check import checked
from lithograph.graph.doors.projection import Projection, build, link, opened
from lithograph.graph.doors.sync import Delta
from lithograph.graph.doors.triples import nodes
from lithograph.graph.records import Bundle, Claim, Document, EntityRecord, Judgement
from lithograph.graph.store import Store


def quads(folder: Path) -> set[str]:
    return {str(quad) for quad in opened(folder)}


def rebuilt(store: Store) -> set[str]:
    import pyoxigraph

    return {
        str(pyoxigraph.Quad(t.subject, t.predicate, t.object, pyoxigraph.DefaultGraph()))
        for s, pairs in nodes(store)
        for p, o in pairs
        for t in pyoxigraph.parse(f"{s} {p} {o} .", pyoxigraph.RdfFormat.N_TRIPLES)
    }


def change(store: Store, step: tuple[str, Bundle, Judgement]) -> None:
    kind, bundle, judgement = step
    if kind == "judge":
        store.judge(judgement)
    elif kind == "unjudge":
        store.unjudge(judgement.left, judgement.right)
    elif kind == "retract":
        if any(d.id == bundle.document.id for d in store.documents()):
            store.retract(bundle.document.id)
    else:
        store.write(checked(bundle, "test")[0], replace=kind == "replace")


steps = st.tuples(
    st.sampled_from(("write", "replace", "retract", "judge", "unjudge")),
    st.sampled_from(("d0", "d1", "d2")).flatmap(strategies.bundles),
    strategies.judgements,
)


@given(world=strategies.worlds(most=3), after=st.lists(steps, min_size=1, max_size=4))
@settings(max_examples=12, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_incremental_is_rebuilt(new_store: StoreMaker, world: strategies.World, after: list[tuple[str, Bundle, Judgement]]) -> None:
    with new_store() as store:
        for bundle in world.bundles:
            store.write(checked(bundle, "test")[0])
        for judgement in world.judgements:
            store.judge(judgement)
        home = Path(store.address).parent
        build(home / "a", nodes(store))
        seen = store.revision()
        for step in after:
            change(store, step)
        changes = store.changes(seen)
        assert changes is not None
        link(home / "a", home / "b")
        assert Delta(store, home / "b", changes).apply()
        assert quads(home / "b") == rebuilt(store)
        shutil.rmtree(home / "b")


def bundle(document: str, *pairs: tuple[str, str], **given: str) -> Bundle:
    firms = dict.fromkeys(name for pair in pairs for name in pair)
    return Bundle(
        Document(document, title=f"Report {document}", date="2025-01-01"),
        tuple(EntityRecord(document, "Firm", name, id=name.lower()) for name in firms),
        tuple(Claim(document, a, "supplies", b, quote="so", locator="r:1", **given) for a, b in pairs),  # type: ignore[arg-type]
    )


def test_a_write_makes_another_revision_and_only_a_write(new_store: StoreMaker) -> None:
    with new_store() as store:
        empty = store.revision()
        store.write(bundle("d1", ("A", "B")))
        first = store.revision()
        store.write(bundle("d1", ("A", "B")))
        assert store.revision() == first != empty
        changes = store.changes(first)
        assert changes is not None
        assert not changes.documents
        store.retract("d1")
        changes = store.changes(first)
        assert changes is not None
        assert changes.documents == {"d1"}


def test_another_store_of_the_same_age_is_not_taken_for_this_one(new_store: StoreMaker) -> None:
    with new_store() as one, new_store() as other:
        one.write(bundle("d1", ("A", "B")))
        other.write(bundle("d1", ("A", "C")))
        assert one.revision() != other.revision()
        assert other.changes(one.revision()) is None
        assert other.changes("nonsense") is None


def test_a_stale_projection_is_noticed_and_a_fresh_one_used_again(new_store: StoreMaker) -> None:
    with new_store() as store:
        store.write(bundle("d1", ("A", "B")))
        first = Projection(store).folder()
        assert Projection(store).folder() == first
        store.write(bundle("d2", ("B", "C")))
        second = Projection(store).folder()
        assert second != first
        assert quads(second) == rebuilt(store)
        assert quads(first) != quads(second)  # whoever has the old one open still sees the old one


def test_a_projection_of_another_store_in_its_place_is_rebuilt(new_store: StoreMaker) -> None:
    with new_store() as one, new_store() as other:
        one.write(bundle("d1", ("A", "B")))
        other.write(bundle("d1", ("A", "C")))
        Projection(one).folder()
        shutil.copytree(f"{one.address}.rdf", f"{other.address}.rdf")
        assert quads(Projection(other).folder()) == rebuilt(other)


def test_a_date_has_a_generation_of_its_own_until_the_store_changes(new_store: StoreMaker) -> None:
    with new_store() as store:
        store.write(bundle("d1", ("A", "B"), valid_from="2020", valid_to="2022"))
        store.write(bundle("d2", ("A", "C"), valid_from="2024"))
        on = Projection(store).folder("2021-06-30")
        assert Projection(store).folder("2021-06-30") == on != Projection(store).folder()
        facts = {q for q in quads(on) if "#supplies>" in q and "id/a>" in q and "predicate" not in q}
        assert len(facts) == 1
        assert "id/b>" in facts.pop()
        store.write(replace(bundle("d3", ("A", "D"), valid_from="2019")))
        assert Projection(store).folder("2021-06-30") != on
        assert sum("#supplies>" in q and "predicate" not in q for q in quads(Projection(store).folder("2021-06-30"))) == 2


def test_a_folder_that_cannot_be_written_gets_a_temporary_projection_and_says_so(new_store: StoreMaker, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    import os

    with new_store() as store:
        store.write(bundle("d1", ("A", "B")))
        real = os.access
        monkeypatch.setattr(os, "access", lambda path, mode, **kw: False if mode == os.W_OK else real(path, mode, **kw))
        said: list[str] = []
        with Projection(store, said.append) as projection:
            folder = projection.folder()
            assert quads(folder) == rebuilt(store)
        assert not folder.exists()
        assert not Path(f"{store.address}.rdf").exists()
        assert "cannot be written" in said[0]
