"""The reference data: what it names, that names resolve, and that its statements are legal and sourced."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import msgspec
import pytest

from lithograph.errors import InputError
from lithograph.graph.records import Bundle
from lithograph.loaders.reference import GENERAL_KNOWLEDGE, reference_bundles
from lithograph.ontology import compile as compiling
from lithograph.ontology.compiled import FILE, section
from lithograph.ontology.model import ontology
from lithograph.ontology.names import key
from lithograph.ontology.reference import places
from lithograph.ontology.reference.lexicon import lexicon
from lithograph.ontology.reference.read import HERE, Reference, read_reference

ISO_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
# Names that several entities share. A new one belongs here only where the trade really uses the word for both.
SHARED: set[str] = set()


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_reference()


@pytest.fixture(scope="module")
def bundles() -> list[Bundle]:
    return list(reference_bundles())


def test_the_packaged_file_is_in_step_with_the_yaml() -> None:
    target = Path(compiling.__file__).parent / FILE
    assert target.read_bytes() == compiling.compile_all(), "run python -m lithograph.ontology.compile"


def test_the_packaged_file_has_one_record_per_line() -> None:
    lines = (Path(compiling.__file__).parent / FILE).read_bytes().splitlines()
    assert len([line for line in lines if line.startswith(b'{"id":')]) > len(lexicon().ids)


def test_ids_are_unique_and_written_in_one_style() -> None:
    ids = lexicon().ids
    assert len(ids) == len(set(ids))
    assert list(ids) == sorted(ids)
    assert not [i for i in ids if not re.fullmatch(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", i)]


def test_preferred_names_are_unique() -> None:
    names = [e.name for e in lexicon().entities]
    assert len(names) == len(set(names))


def test_no_name_stands_twice_in_one_record() -> None:
    for e in lexicon().entities:
        names = [e.name, *e.names, *e.demonyms, *e.government]
        assert len(names) == len(set(names)), e.id


def test_every_name_that_several_entities_share_is_known() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for e in lexicon().entities:
        for name_key in e.keys:
            found[name_key].add(e.id)
    assert {k for k, ids in found.items() if len(ids) > 1} == SHARED


def test_the_confusable_names_are_names_of_their_entity() -> None:
    for e in lexicon().entities:
        assert set(e.confusable) <= {e.name, *e.names, *e.demonyms, *e.government}, e.id


@pytest.mark.parametrize("name", ["Arm", "Intel", "Micron", "Meta", "Apple", "Amazon", "Ascend", "Blackwell", "Georgia", "Turkey", "镓"])
def test_words_with_another_meaning_are_marked(name: str) -> None:
    assert [n.confusable for n in lexicon().names if n.name == name] == [True]


@pytest.mark.parametrize("name", ["Nvidia", "TSMC", "Huawei", "H20", "CoWoS", "Rapidus", "ASML"])
def test_other_words_are_not(name: str) -> None:
    assert [n.confusable for n in lexicon().names if n.name == name] == [False]


def test_no_name_is_a_single_latin_letter() -> None:
    assert not [n for n in lexicon().names if len(n.name) == 1 and n.name.isascii()]


def test_codes_one_digit_apart_are_different_chips() -> None:
    ids = [lexicon().resolve(name) for name in ("H20", "H200", "H100", "H800", "A100", "A800", "910B", "910C")]
    assert ids == [
        "nv-h20",
        "nv-h200-family",
        "nv-h100-family",
        "nv-h800-family",
        "nv-a100-family",
        "nv-a800-sxm",
        "hw-910b",
        "hw-910c",
    ]


@pytest.mark.parametrize(
    "name, entity_id",
    [
        ("NVIDIA Corporation", "nvidia"),
        ("Advanced Micro Devices, Inc.", "amd"),
        ("Alibaba Group Holding Limited", "alibaba"),
        ("Alibaba Cloud", "alibaba-cloud"),
        ("TikTok", "tiktok"),
        ("Annapurna Labs", "annapurna-labs"),
        ("Samsung Foundry", "samsung-foundry"),
        ("Huawei Cloud", "huawei-cloud"),
        ("英伟达", "nvidia"),
        ("輝達", "nvidia"),
        ("台積電", "tsmc"),
        ("中芯国际", "smic"),
        ("长江存储科技有限公司", "ymtc"),
        ("삼성전자", "samsung"),
        ("東京エレクトロン", "tokyoelectron"),
        ("昇腾910C", "hw-910c"),
        ("含光800", "ali-h800"),
        ("稀土", "rare-earths"),
        ("实体清单", "us-entity-list"),
        ("Ascend 910C", "hw-910c"),
        ("MI300X", "amd-mi300x"),
        ("TPU v5e", "g-tpuv5e"),
        ("Trainium 2", "aws-trn2"),
        ("Gaudi 3", "intel-gaudi3"),
        ("Hanguang 800", "ali-h800"),
        ("Zhenwu", "ali-zhenwu-family"),
        ("Snapdragon X Elite", "qc-x-elite"),
        ("Kirin 9000S", "hw-kirin-9000s"),
        ("7-nanometer", "node-7nm"),
        ("hbm3e", "hbm3e"),
        ("High NA EUV", "high-na-euv"),
        ("NXT:2000i", "nxt-2000i"),
        ("CUDA", "cuda"),
        ("the Entity List", "us-entity-list"),
        ("October 2023 rule", "us-oct2023-acs"),
        ("AI diffusion rule", "us-diffusion-2025"),
        ("CHIPS Act", "us-chips-act"),
        ("FDPR", "us-fdpr"),
        ("50% rule", "us-affiliates-2025"),
        ("Commerce Department", "us-commerce"),
        ("BIS", "bis"),
        ("Washington", "united-states"),
        ("the Trump administration", "united-states"),
        ("Beijing", "china"),
        ("3A090.a", "eccn-3a090-a"),
    ],
)
def test_names_resolve(name: str, entity_id: str) -> None:
    assert lexicon().resolve(name) == entity_id


def test_a_class_narrows_a_name() -> None:
    assert lexicon().resolve("Nvidia", "Firm") == "nvidia"
    assert lexicon().resolve("Nvidia", "Chip") is None
    assert lexicon().by_key("no such thing") == ()


def test_a_former_id_leads_to_the_entity() -> None:
    entity = lexicon().entity("nl-gov")
    assert entity is not None
    assert entity.id == "netherlands"
    assert lexicon().entity("nobody") is None


@pytest.mark.parametrize(
    "name, code",
    [
        ("CN", "CN"),
        ("cn", "CN"),
        ("China", "CN"),
        ("Chinese", "CN"),
        ("中国", "CN"),
        ("Dutch", "NL"),
        ("the Netherlands", "NL"),
        ("American", "US"),
        ("U.S.", "US"),
        ("United Arab Emirates", "AE"),
        ("UAE", "AE"),
        ("South Korean", "KR"),
        ("Hong Kong", "HK"),
        ("香港", "HK"),
        ("Macau", "MO"),
        ("Taiwanese", "TW"),
        ("NO", "NO"),
        ("EU", "EU"),
        ("Britain", "GB"),
        ("Côte d'Ivoire", "CI"),
        ("Atlantis", None),
        ("ZZ", None),
        ("Europe", None),
    ],
)
def test_countries_by_code_name_and_demonym(name: str, code: str | None) -> None:
    assert lexicon().country(name) == code


def test_every_iso_country_is_there_once() -> None:
    codes = [e.identifiers["iso3166"] for e in lexicon().entities if "iso3166" in e.identifiers]
    assert len(codes) == len(set(codes))
    assert {"US", "CN", "TW", "NL", "JP", "KR", "DE", "GB", "SG", "MY", "AE", "HK", "MO", "KH"} <= set(codes)
    assert len(codes) >= 249


def test_parents_families_and_countries_of_records_exist() -> None:
    known = lexicon()
    codes = {e.identifiers.get("iso3166") for e in known.entities}
    for e in known.entities:
        assert e.parent is None or known.entity(e.parent) is not None, e.id
        assert e.family is None or known.entity(e.family) is not None, e.id
        assert e.country is None or e.country in codes, e.id


def test_keys_are_those_of_the_names() -> None:
    for e in lexicon().entities:
        assert set(e.keys) == {key(n, e.type) for n in (e.name, *e.names, *e.demonyms, *e.government)}, e.id


def test_slugs_are_ascii() -> None:
    assert places.slug("Côte d’Ivoire") == "cote-divoire"
    assert places.slug("Bosnia & Herzegovina") == "bosnia-herzegovina"


def test_every_claim_has_a_legal_signature(bundles: list[Bundle]) -> None:
    types = {e.id: e.type for e in lexicon().entities}
    for bundle in bundles:
        for c in bundle.claims:
            assert c.subject_id
            assert c.object_id
            assert ontology().signature_fault(types[c.subject_id], c.predicate, types[c.object_id]) is None, c
        for a in bundle.attributes:
            assert a.subject_id
            assert ontology().allows_attribute(types[a.subject_id], a.attribute), a


def test_every_statement_has_a_sentence_a_locator_and_good_dates(bundles: list[Bundle]) -> None:
    for bundle in bundles:
        for record in (*bundle.claims, *bundle.attributes):
            assert record.document == bundle.document.id
            assert (record.quote or "").endswith("."), record
            assert re.fullmatch(r"reference/[\w/]+\.yaml:[\w-]+", record.locator or ""), record
            assert (record.start, record.end) == (None, None)
            assert 0.5 <= record.confidence <= 0.95
            for date in (record.date, record.valid_from, record.valid_to):
                assert date is None or ISO_DATE.fullmatch(date), record


def test_every_bundle_names_what_it_speaks_of(bundles: list[Bundle]) -> None:
    for bundle in bundles:
        names = {e.name: e.id for e in bundle.entities}
        assert len(names) == len(bundle.entities)
        for c in bundle.claims:
            assert names[c.subject] == c.subject_id
            assert names[c.object] == c.object_id
            if c.item_id:
                assert names[c.item or ""] == c.item_id


def test_the_general_document_carries_every_name(bundles: list[Bundle]) -> None:
    general = next(b for b in bundles if b.document.id == GENERAL_KNOWLEDGE)
    assert {e.id for e in general.entities} == set(lexicon().ids)
    assert general.document.date is None
    assert {c.confidence for c in general.claims} == {0.6}


def test_a_statement_of_several_sources_is_a_claim_of_each(bundles: list[Bundle]) -> None:
    found = {b.document.id for b in bundles for c in b.claims if c.locator == "reference/relations.yaml:r0001"}
    assert found == {"ref:trendforce-2025-04-09", "ref:techcrunch-tsmc", "ref:mexc-910c"}


def test_sources_that_disagree_each_have_their_say(bundles: list[Bundle]) -> None:
    watts = {(a.value, a.document) for b in bundles for a in b.attributes if (a.subject_id, a.attribute) == ("nv-h20", "power_w")}
    assert {value for value, _ in watts} == {400, 550}
    assert (550, "ref:reportify-ppu") in watts


def test_what_was_computed_is_not_put_into_anybodys_mouth(bundles: list[Bundle]) -> None:
    tpp = [b.document.id for b in bundles for a in b.attributes if (a.subject_id, a.attribute) == ("nv-h20", "tpp")]
    assert tpp == ["ref:computed"]


def test_families_have_variants(bundles: list[Bundle]) -> None:
    general = next(b for b in bundles if b.document.id == GENERAL_KNOWLEDGE)
    parts = {c.subject_id for c in general.claims if (c.predicate, c.object_id) == ("variant_of", "nv-h200-family")}
    assert parts == {"nv-h200", "nv-h200-nvl"}


def test_the_data_for_non_commercial_use_is_no_source(bundles: list[Bundle], reference: Reference) -> None:
    sources = reference.sources
    assert "eto" not in sources
    assert not [s for s in sources.values() if "NC" in (s.licence or "").split() or "CC BY-NC" in (s.licence or "")]
    assert "ref:eto" not in {b.document.id for b in bundles}


def test_every_record_has_a_source_or_says_that_it_has_none(reference: Reference) -> None:
    for thing_id, (_, thing) in reference.things.items():
        assert thing.sources or thing.basis, thing_id
        assert set(thing.sources) <= set(reference.sources), thing_id
    for row in reference.relations:
        assert row.sources or row.basis, row.id
        assert set(row.sources) <= set(reference.sources), row.id
    assert len({r.id for r in reference.relations}) == len(reference.relations)


@pytest.mark.parametrize("word", ["github-index", "find_string", "index id", "search tool", "/work/", "stored source"])
def test_no_trace_of_how_the_sources_were_found(word: str) -> None:
    files = [*HERE.rglob("*.yaml"), Path(compiling.__file__).parent / FILE]
    assert not [f.name for f in files if word in f.read_text(encoding="utf8")]


def test_addresses_are_web_addresses(reference: Reference) -> None:
    for source in reference.sources.values():
        assert source.url is None or re.match(r"https?://\S+$", source.url), source.id
        assert source.date is None or ISO_DATE.fullmatch(source.date), source.id


def test_the_lexicon_needs_neither_yaml_nor_babel() -> None:
    import subprocess
    import sys

    code = "import sys; from lithograph.ontology.reference.lexicon import lexicon; lexicon().names\n"
    code += "print({'yaml', 'babel'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_section_decodes_into_records(bundles: list[Bundle]) -> None:
    data = msgspec.json.decode(section("reference"))
    assert sum(len(b.claims) for b in bundles) == len(data["claims"])
    assert sum(len(b.attributes) for b in bundles) == len(data["attributes"])


def _folder(tmp_path: Path, **files: str) -> Path:
    """A small reference folder; the files that a test doesn't give are empty."""
    for name in ("agencies", "control_list", "facilities", "materials", "products", "technologies", "sources", "countries", "relations"):
        (tmp_path / f"{name}.yaml").write_text(files.pop(name, "[]"), encoding="utf8")
    (tmp_path / "firms").mkdir()
    for name, text in files.items():
        (tmp_path / "firms" / f"{name}.yaml").write_text(text, encoding="utf8")
    return tmp_path


@pytest.mark.parametrize(
    "text, words",
    [
        ("- {id: a, name: A, basis: general knowledge, colour: red}", "unknown field `colour`"),
        ("- {id: a, name: A}", "needs sources, or the basis general knowledge"),
        ("- {id: a, name: A, sources: [nowhere]}", "nowhere is no source"),
        ("- {id: a, name: A, basis: general knowledge}\n- {id: a, name: B, basis: general knowledge}", "the id a stands in"),
    ],
)
def test_a_bad_record_is_refused_in_one_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputError, match=re.escape(words)) as caught:
        read_reference(_folder(tmp_path, some=text))
    assert "\n" not in str(caught.value)
