"""What the graph makes of documents, one story at a time, over every backend."""

from __future__ import annotations

import pytest
from build import document, edge_list, edges, entity, has, name, says, write
from conftest import StoreMaker

from lithograph.errors import UnknownEntityError, UsageError
from lithograph.graph.model import View
from lithograph.graph.records import Amount, EntityRecord, Judgement
from lithograph.graph.store import Store
from lithograph.queries.profile import show


def ids(store: Store) -> set[str]:
    """The entities of a store."""
    return {p.entity.id for p in store.profiles() if p.entity.id}


class TestNames:
    def test_one_firm_under_three_names_is_one_entity(self, store: Store) -> None:
        """Legal form and case don't tell firms apart; a further name that a declared entity carries joins what goes by it."""
        declared = entity("Acme Foundry", "x-acme", names=("AFC", "艾克米"))
        write(
            store,
            document("wire", says("ACME FOUNDRY Co., Ltd.", "manufactures", "H20")),
            document("filing", says("AFC", "supplies", "Beta"), entities=(entity("AFC"),)),
            document("list", entities=(declared,)),
            document("daily", says("艾克米", "uses", "H100")),
        )
        assert {e.subject for e in edge_list(store, "Acme Foundry")} == {"x-acme"}
        assert len(edge_list(store, "艾克米")) == 3
        assert store.profile("x-acme").joined == ("firm:acme-foundry", "firm:afc", "firm:艾克米")

    def test_the_reference_knows_a_firm_in_every_script(self, store: Store) -> None:
        write(store, document("a", says("TSMC", "manufactures", "H20")), document("b", says("台积电", "manufactures", "H100")))
        assert [e.id for e in store.named(["tsmc"])] == ["tsmc"]
        assert len(edges(store, "id:tsmc")) == 2

    def test_a_chip_and_a_firm_of_one_name_stay_apart(self, store: Store) -> None:
        write(
            store,
            document("a", says("Gaudius", "supplies", "Beta")),
            document("b", says("Beta", "uses", "Gaudius"), entities=(entity("Gaudius", type_="Chip"),)),
        )
        assert {"firm:gaudius", "chip:gaudius"} <= ids(store)

    def test_homonyms_with_different_ids_never_merge(self, store: Store) -> None:
        """Nor does what goes by the bare name join either of them."""
        write(
            store,
            document("a", says("Phoenix", "supplies", "Beta"), entities=(entity("Phoenix", "phoenix-us"),)),
            document("b", says("Phoenix", "supplies", "Beta"), entities=(entity("Phoenix", "phoenix-cn"),)),
            document("c", says("Phoenix", "supplies", "Beta")),
        )
        assert {"phoenix-us", "phoenix-cn", "firm:phoenix"} <= ids(store)
        assert len(edge_list(store, "Beta")) == 3

    def test_the_second_homonym_parts_what_the_first_had_joined(self, store: Store) -> None:
        write(store, document("c", says("Phoenix", "supplies", "Beta")), document("a", entities=(entity("Phoenix", "phoenix-us"),)))
        assert store.entity("firm:phoenix") == store.entity("phoenix-us")
        write(store, document("b", entities=(entity("Phoenix", "phoenix-cn"),)))
        assert store.entity("firm:phoenix") != store.entity("phoenix-us")
        store.retract("b")
        assert store.entity("firm:phoenix") == store.entity("phoenix-us")

    def test_a_mention_in_a_text_claims_no_name(self, store: Store) -> None:
        """That one document says "the foundry" of a firm doesn't make every foundry that firm; a name it is given does."""
        write(
            store,
            document("a", says("Foundry", "supplies", "Beta")),
            document("b", entities=(entity("Acme", "x-acme", mentions=("Foundry",)),)),
        )
        assert store.entity("firm:foundry") != store.entity("x-acme")
        write(store, document("c", entities=(entity("Acme", "x-acme", names=("Foundry",)),)))
        assert store.entity("firm:foundry") == store.entity("x-acme")

    def test_a_class_that_is_outvoted_frees_the_name(self, store: Store) -> None:
        """Two firms Acme make the bare name ambiguous, until most documents call the second one a product."""
        write(
            store,
            document("0", says("Acme", "supplies", "Beta")),
            document("1", entities=(entity("Acme", "x1"),)),
            document("2", entities=(entity("Acme", "x2"),)),
        )
        assert store.entity("firm:acme") != store.entity("x1")
        write(store, *(document(d, entities=(entity("Acme", "x2", type_="Product"),)) for d in "34"))
        assert store.entity("firm:acme") == store.entity("x1")

    def test_the_class_of_an_entity_is_what_most_documents_say(self, store: Store) -> None:
        """Counted anew with each document, also within one session."""
        for number, (type_, winner) in enumerate(
            (("Firm", "Firm"), ("Agency", "Agency"), ("Firm", "Firm"), ("Agency", "Agency"), ("Agency", "Agency"))
        ):
            write(store, document(str(number), entities=(entity("Acme", "x1", type_=type_),)))
            found = store.entity("x1")
            assert found is not None
            assert found.type == winner

    def test_the_name_shown_is_the_one_most_documents_use(self, store: Store) -> None:
        for number, spelling in enumerate(("ACME", "Acme", "Acme")):
            write(store, document(str(number), entities=(entity(spelling, "x1"),)))
            name(store, "x1")  # asked in between, so that a remembered answer would show
        assert name(store, "x1") == "Acme"

    def test_a_shared_identifier_joins_two_ids(self, store: Store) -> None:
        write(
            store,
            document("a", says("Acme", "supplies", "Beta"), entities=(entity("Acme", "a1", identifiers={"lei": "L"}),)),
            document(
                "b",
                says("Acme Corp of Delaware", "supplies", "Gamma"),
                entities=(entity("Acme Corp of Delaware", "b1", identifiers={"lei": "L"}),),
            ),
        )
        assert store.entity("a1") == store.entity("b1")
        assert len(edges(store, "id:b1")) == 2
        store.retract("b")
        assert store.entity("b1") is None
        assert len(edges(store, "id:a1")) == 1

    def test_a_bare_name_joins_a_thing_that_two_sources_declare(self, store: Store) -> None:
        """Two ids with one LEI are one firm, so that its name is not ambiguous."""
        write(
            store,
            document("wire", says("Acme", "supplies", "Beta")),
            *(document(i, entities=(entity("Acme", i, identifiers={"lei": "L"}),)) for i in ("a1", "b1")),
        )
        assert {e.id for n in ("firm:acme", "a1", "b1") if (e := store.entity(n))} == {"a1"}
        store.judge(Judgement("a1", "different", "b1"))
        assert len({e.id for n in ("firm:acme", "a1", "b1") if (e := store.entity(n))}) == 3

    def test_an_unknown_id_has_no_profile(self, store: Store) -> None:
        assert store.entity("nobody") is None
        with pytest.raises(UnknownEntityError, match="nobody"):
            store.profile("nobody")


class TestJudgements:
    def test_different_beats_a_common_name(self, store: Store) -> None:
        write(store, document("a", says("Acme", "supplies", "Beta")), document("b", entities=(entity("Acme", "x1"),)))
        assert store.judge(Judgement("firm:acme", "different", "x1", "another Acme"))
        assert store.entity("firm:acme") != store.entity("x1")
        assert store.unjudge("x1", "firm:acme")
        assert store.entity("firm:acme") == store.entity("x1")

    def test_different_beats_a_shared_identifier(self, store: Store) -> None:
        write(store, *(document(i, entities=(entity(f"Firm {i}", i, identifiers={"lei": "L"}),)) for i in ("a1", "b1")))
        store.judge(Judgement("a1", "different", "b1"))
        assert store.entity("a1") != store.entity("b1")

    def test_same_joins_what_names_cannot(self, store: Store) -> None:
        write(store, document("a", says("Alpha Micro", "designs", "H20")), document("b", says("阿尔法微", "designs", "H20")))
        assert len(edge_list(store, "H20")) == 2
        store.judge(Judgement("firm:阿尔法微", "same", "firm:alpha-micro", "two names of one firm"))
        assert [e.subject for e in edge_list(store, "H20")] == ["firm:alpha-micro"]

    def test_a_judgement_waits_for_documents_that_come_later(self, store: Store) -> None:
        store.judge(Judgement("firm:acme", "same", "firm:zeta"))
        write(store, document("a", says("Acme", "supplies", "Beta")), document("b", says("Zeta", "supplies", "Beta")))
        assert store.entity("firm:acme") == store.entity("firm:zeta")
        assert len(edges(store, "Beta")) == 1

    def test_the_opposite_judgement_takes_the_place_of_the_first(self, store: Store) -> None:
        write(store, document("a", entities=(entity("Acme"), entity("Zeta"))))
        store.judge(Judgement("firm:acme", "same", "firm:zeta"))
        store.judge(Judgement("firm:zeta", "different", "firm:acme"))
        assert [j.verdict for j in store.judgements()] == ["different"]
        assert store.entity("firm:acme") != store.entity("firm:zeta")

    def test_nothing_is_judged_against_itself(self, store: Store) -> None:
        with pytest.raises(UsageError, match="itself"):
            store.judge(Judgement("a", "same", "a"))


class TestValidTime:
    @pytest.mark.parametrize(
        "on, holds",
        [("2024-05-31", False), ("2024-06-01", True), ("2025-02-28", True), ("2025-03-01", False)],
    )
    def test_a_fact_holds_from_its_first_day_up_to_not_on_its_last(self, store: Store, on: str, holds: bool) -> None:
        write(store, document("a", says("Acme", "supplies", "Beta", valid_from="2024-06", valid_to="2025-03")))
        assert bool(edges(store, "Acme", on=on)) == holds

    def test_an_unknown_bound_is_open(self, store: Store) -> None:
        write(store, document("a", says("Acme", "supplies", "Beta"), says("Acme", "supplies", "Gamma", valid_from="2024")))
        assert len(edges(store, "Acme", on="1999-01-01")) == 1
        assert len(edges(store, "Acme", on="2999-01-01")) == 2

    def test_the_date_of_a_fact_is_its_beginning_where_none_is_stated(self, store: Store) -> None:
        write(store, document("a", says("Acme", "invests_in", "Beta", date="2024-06-15")))
        assert not edges(store, "Acme", on="2024-06-14")
        assert edges(store, "Acme", on="2024-06-15")

    def test_the_earliest_beginning_and_the_latest_end_count(self, store: Store) -> None:
        write(
            store,
            document("a", says("Acme", "supplies", "Beta", valid_from="2023", valid_to="2024")),
            document("b", says("Acme", "supplies", "Beta", valid_from="2024-06", valid_to="2025")),
        )
        (fact,) = store.facts_of([e.key for e in edge_list(store, "Acme")], View()).values()
        assert (fact.valid_from, fact.valid_to) == ("2023", "2025")

    def test_a_denial_brings_no_dates(self, store: Store) -> None:
        write(
            store,
            document("a", says("Acme", "supplies", "Beta", valid_from="2024")),
            document("b", says("Acme", "supplies", "Beta", negated=True, valid_from="2020", confidence=0.3)),
        )
        (fact,) = store.facts_of([e.key for e in edge_list(store, "Acme")], View()).values()
        assert (fact.valid_from, fact.contradiction) == ("2024", 1)


class TestKnownTime:
    def test_later_documents_are_not_known(self, store: Store) -> None:
        """A document of 2024-05 may have come out on the last day of May."""
        write(store, document("a", says("Acme", "supplies", "Beta"), date="2024-05"))
        assert not edges(store, "Acme", known_by="2024-05-30")
        assert edges(store, "Acme", known_by="2024-05-31")

    def test_undated_documents_are_left_out(self, store: Store) -> None:
        write(store, document("a", says("Acme", "supplies", "Beta"), date=None))
        assert edges(store, "Acme")
        assert not edges(store, "Acme", known_by="2999-01-01")

    def test_facts_are_worked_out_anew_from_what_was_known(self, store: Store) -> None:
        """Before the denial the supply was believed, and with one source less it was less sure."""
        write(
            store,
            document("a", says("Acme", "supplies", "Beta", confidence=0.6, valid_from="2024"), date="2024-01-01"),
            document("b", says("Acme", "supplies", "Beta", confidence=0.6, valid_from="2020", share=80), date="2024-02-01"),
            document("c", says("Acme", "supplies", "Beta", confidence=0.9, negated=True), date="2024-03-01"),
        )
        assert not edges(store, "Acme")
        early, later = (edge_list(store, "Acme", known_by=day) for day in ("2024-01-15", "2024-02-15"))
        assert (early[0].confidence, later[0].confidence) == (0.6, 0.84)
        facts = [store.facts_of([e.key], View(known_by=day))[e.key] for (e,), day in ((early, "2024-01-15"), (later, "2024-02-15"))]
        assert [(f.valid_from, f.share, f.support) for f in facts] == [("2024", None, 1), ("2020", 80.0, 2)]
        assert len(store.evidence([early[0].key], View(known_by="2024-01-15"))[early[0].key]) == 1


class TestBelief:
    def test_support_counts_documents_not_sentences(self, store: Store) -> None:
        write(store, document("a", says("Acme", "supplies", "Beta", confidence=0.6), says("Acme", "supplies", "Beta", confidence=0.7)))
        assert edge_list(store, "Acme")[0].confidence == 0.7
        write(store, document("b", says("Acme", "supplies", "Beta", confidence=0.5)))
        (edge,) = edge_list(store, "Acme")
        assert edge.confidence == 0.85
        assert store.facts_of([edge.key], View())[edge.key].support == 2
        assert len(store.evidence([edge.key], View())[edge.key]) == 3

    def test_half_sure_is_enough_and_less_is_not(self, store: Store) -> None:
        write(store, document("a", says("Acme", "supplies", "Beta", confidence=0.5), says("Acme", "supplies", "Gamma", confidence=0.49)))
        assert edges(store, "Acme") == [("Acme", "supplies", "Beta")]

    def test_half_sure_facts_keep_their_modality_beside_surer_plans(self, store: Store) -> None:
        """A fact at 0.5 is accepted, so a plan for the same doesn't take its place."""
        write(store, document("a", says("Acme", "supplies", "Beta", confidence=0.5), says("Acme", "supplies", "Beta", modality="planned")))
        (fact,) = store.facts_of([e.key for e in edge_list(store, "Acme")], View()).values()
        assert fact.modality == "asserted"

    def test_a_denial_alone_is_no_edge(self, store: Store) -> None:
        write(store, document("a", says("Acme", "supplies", "Beta", negated=True)))
        assert edges(store, "Acme") == []
        (row,) = show(store, store.named(["acme"])[0], View()).facts
        assert row.negated
        assert row.confidence == 0.9

    def test_a_strong_denial_outweighs_and_is_shown_as_a_conflict(self, store: Store) -> None:
        write(
            store,
            document("a", says("Acme", "supplies", "Beta", confidence=0.8)),
            document("b", says("Acme", "supplies", "Beta", negated=True)),
        )
        assert edges(store, "Acme") == []
        (conflict,) = show(store, store.named(["acme"])[0], View()).conflicts
        assert conflict.kind == "denied"

    @pytest.mark.parametrize("modality, include, walked", [("planned", (), 0), ("planned", ("planned",), 1), ("planned", ("possible",), 0),
                                                           ("possible", ("planned", "possible"), 1), ("reported", (), 1)])  # fmt: skip
    def test_plans_are_walked_only_when_included(self, store: Store, modality: str, include: tuple[str, ...], walked: int) -> None:
        write(store, document("a", says("Acme", "supplies", "Beta", modality=modality)))
        assert len(edges(store, "Acme", include=include)) == walked

    def test_what_is_planned_does_not_make_what_is_asserted_surer(self, store: Store) -> None:
        write(
            store,
            document("a", says("Acme", "supplies", "Beta", confidence=0.6)),
            document("b", says("Acme", "supplies", "Beta", modality="planned")),
        )
        assert edge_list(store, "Acme")[0].confidence == 0.6


class TestDependency:
    @pytest.mark.parametrize("share, depends", [(50.5, "object"), (100, "object"), (50, "none"), (0, "none"), (None, "none")])
    def test_a_firm_depends_on_who_owns_more_than_half(self, store: Store, share: float | None, depends: str) -> None:
        write(store, document("a", says("Acme", "owns", "Beta", share=share)))
        assert edge_list(store, "Acme")[0].depends == depends

    def test_the_newest_document_has_the_last_word_on_a_share(self, store: Store) -> None:
        write(
            store,
            document("b", says("Acme", "owns", "Beta", share=40), date="2025"),
            document("a", says("Acme", "owns", "Beta", share=60), date="2024"),
        )
        assert edge_list(store, "Acme")[0].depends == "none"
        assert edge_list(store, "Acme", known_by="2024-12-31")[0].depends == "object"

    def test_an_operator_and_its_facility_depend_on_each_other(self, store: Store) -> None:
        write(store, document("a", says("TSMC", "operates", "Fab 18")))
        assert edge_list(store, "Fab 18")[0].depends == "both"

    @pytest.mark.parametrize("statement, depends", [(("Acme", "uses", "H20"), "subject"), (("Acme", "supplies", "Beta"), "object"),
                                                    (("Acme", "designs", "H20"), "object"), (("H20", "contains", "HBM"), "subject"),
                                                    (("Acme", "subsidiary_of", "Beta"), "subject"), (("Acme", "competes_with", "Beta"), "none")])  # fmt: skip
    def test_who_depends_on_whom(self, store: Store, statement: tuple[str, str, str], depends: str) -> None:
        write(store, document("a", says(*statement)))
        assert edge_list(store, "id:firm:acme" if statement[0] == "Acme" else "H20")[0].depends == depends

    def test_a_symmetric_relation_is_one_fact_whichever_side_speaks_first(self, store: Store) -> None:
        write(store, document("a", says("Acme", "competes_with", "Beta")), document("b", says("Beta", "competes_with", "Acme")))
        (edge,) = edge_list(store, "Acme")
        assert (edge.subject, edge.object, edge.confidence) == ("firm:acme", "firm:beta", 0.99)


class TestItems:
    def test_what_is_supplied_tells_facts_apart(self, store: Store) -> None:
        write(
            store,
            document(
                "a",
                says("Acme", "supplies", "Beta", item="HBM"),
                says("Acme", "supplies", "Beta", item="dies"),
                says("Acme", "supplies", "Beta"),
            ),
        )
        assert len(edge_list(store, "Acme")) == 3

    def test_an_item_that_the_document_names_is_an_entity(self, store: Store) -> None:
        write(store, document("a", says("Acme", "supplies", "Beta", item="HBM"), entities=(entity("HBM"),)))
        (fact,) = store.facts_of([e.key for e in edge_list(store, "Acme")], View()).values()
        assert fact.item is not None
        assert fact.item.type == "Technology"
        assert [r.subject.name for r in store.claims_at(str(fact.item.id), View())] == ["Acme"]

    def test_an_item_in_plain_words_is_one_item_however_it_is_spelt(self, store: Store) -> None:
        write(
            store,
            document("a", says("Acme", "supplies", "Beta", item="EUV tools")),
            document("b", says("Acme", "supplies", "Beta", item="euv  tools")),
        )
        (fact,) = store.facts_of([e.key for e in edge_list(store, "Acme")], View()).values()
        assert fact.item is not None
        assert fact.item.id is None
        assert fact.support == 2

    def test_amounts_do_not_tell_facts_apart(self, store: Store) -> None:
        both = [says("Acme", "invests_in", "Beta", amount=Amount(v, u)) for v, u in ((380e9, "CNY"), (53e9, "USD"))]
        write(store, document("a", *both))
        assert len(edge_list(store, "Acme")) == 1
        assert len(show(store, store.named(["acme"])[0], View()).facts) == 2


class TestDocuments:
    def test_new_metadata_for_known_bytes_update_the_document(self, store: Store) -> None:
        first = document("a", says("Acme", "supplies", "Beta"), date=None)
        write(store, first)
        again = document("a", *first.claims, date="2024-05-01", title="A title")
        written = store.write(again)
        assert written.known
        assert set(written.metadata_changed) == {"date", "title"}
        assert edges(store, "Acme", known_by="2024-06-01")

    def test_claims_of_a_second_load_join_those_of_the_first(self, store: Store) -> None:
        write(store, document("a", says("Acme", "supplies", "Beta")), document("a", says("Acme", "supplies", "Gamma")))
        assert len(edges(store, "Acme")) == 2
        assert store.counts().documents == 1

    def test_reading_again_replaces_the_claims(self, store: Store) -> None:
        write(store, document("a", says("Acme", "supplies", "Beta")))
        store.write(document("a", says("Acme", "supplies", "Gamma")), replace=True)
        assert edges(store, "Acme") == [("Acme", "supplies", "Gamma")]
        assert store.named(["beta"]) == []

    def test_another_text_for_a_known_document_leaves_no_quote_that_is_not_in_it(self, store: Store) -> None:
        """Claims are found again in the new text; those whose words are gone go."""
        first = document(
            "a", says("Acme", "supplies", "Beta", quote="Acme sells.", start=0, end=11, locator=None),
            says("Acme", "supplies", "Gamma", quote="It lends.", start=12, end=21, locator=None), text="Acme sells. It lends.",
        )  # fmt: skip
        write(store, first, document("a", text="Once more: Acme sells.", entities=(entity("Acme"), entity("Beta"))))
        text = store.document("a").text
        rows = store.claims_at("firm:acme", View())
        assert text is not None
        assert [text[r.evidence.start : r.evidence.end] for r in rows] == ["Acme sells."]

    def test_what_is_not_there_cannot_be_retracted(self, store: Store) -> None:
        with pytest.raises(UsageError, match="stats --documents"):
            store.retract("nothing")
        with pytest.raises(UsageError, match="stats --documents"):
            store.document("nothing")

    def test_a_retracted_name_is_not_found_any_more(self, store: Store) -> None:
        write(store, document("a", says("Zyxel Tau", "supplies", "Beta")))
        assert store.near("zyxel")
        assert store.search("Zyxel supplies")
        store.retract("a")
        assert store.near("zyxel") == []
        assert store.search("Zyxel supplies") == []
        assert list(store.name_keys()) == []

    def test_evidence_is_found_by_its_words_in_any_script(self, store: Store) -> None:
        write(
            store,
            document("a", says("Acme", "supplies", "Beta", quote="据报道，艾克米供应光刻机。")),
            document("b", says("Acme", "supplies", "Beta", quote="A “quoted” word.")),
        )
        assert [p.evidence.document.id for p in store.search("光刻机")] == ["a"]
        assert [p.evidence.document.id for p in store.search('quoted" word')] == ["b"]
        assert store.search("  ") == []

    def test_values_of_one_attribute_are_facts_of_their_own(self, store: Store) -> None:
        write(
            store,
            document("a", has("H20", "memory_gb", 96, unit="GB")),
            document("b", has("H20", "memory_gb", 96, unit="GB"), has("H20", "memory_gb", 141, unit="GB")),
        )
        found = sorted((v.value, v.support) for v in store.values(View())) if hasattr(next(store.values(View())), "support") else None
        assert found in (None, [(96.0, 2), (141.0, 1)])
        (conflict,) = show(store, store.named(["h20"])[0], View()).conflicts
        assert [r["reading"] for r in conflict.readings] == [96.0, 141.0] or [r["reading"] for r in conflict.readings] == [141.0, 96.0]


def test_stores_do_not_share_anything(new_store: StoreMaker) -> None:
    with new_store() as one, new_store() as other:
        write(one, document("a", says("Acme", "supplies", "Beta")))
        assert one.counts().documents == 1
        assert other.counts().documents == 0
        assert EntityRecord("a", "Firm", "Acme", "firm:acme") in list(one.records())
