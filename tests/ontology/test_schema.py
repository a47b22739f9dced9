"""The schema files: what they say, what the annotation guide asks of them, and how a faulty one is refused."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from lithograph.errors import InputError
from lithograph.ontology import schema_files
from lithograph.ontology.derive import words
from lithograph.ontology.model import Ontology, ontology
from lithograph.ontology.namespaces import VOCABULARIES

SCHEMA = Path(schema_files.__file__).parent / "schema"
BAD = sorted((Path(__file__).parents[1] / "bad" / "schema").glob("*.yaml"))

GUIDE = """
designs        Firm -> Chip Product
manufactures   Firm -> Chip Product Technology
packages       Firm -> Chip Product
supplies       Firm -> Firm
uses           Firm Facility -> Chip Product Technology Material
depends_on     Firm Country Chip -> Firm Country Technology Material Product
contains       Chip Product -> Technology Product Chip Material
subsidiary_of  Firm -> Firm
owns           Firm Agency -> Firm
invests_in     Firm Agency Country -> Firm Technology Product Country
partners_with  Firm -- Firm
competes_with  Firm -- Firm
comparable_to  Chip Product -- Chip Product
substitutes    Chip Product Technology -> Chip Product Technology
successor_of   Chip Product Technology -> Chip Product Technology
restricts      Policy Agency Country -> Chip Firm Country Technology Product Material
permits        Policy Agency Country -> Chip Firm Country Technology Product
issued_by      Policy -> Agency Country
amends         Policy -> Policy
complies_with  Chip Product -> Policy
listed_on      Firm -> Policy
located_in     Firm Facility -> Country
operates       Firm -> Facility
"""
"""The signatures by which articles are annotated; `--` reads both ways."""

BEYOND = {
    ("owns", "domain"): {"Country", "Person"},
    ("listed_on", "domain"): {"Person"},
}
"""What the schema admits beside them: owners and listed parties that registers and sanctions lists have, articles do not."""

DEPENDS = {
    "subject": {"uses", "contains", "depends_on", "requires", "subsidiary_of"},
    "object": {"designs", "manufactures", "packages", "supplies", "provides", "owns"},
    "both": {"operates"},
}
ATTRIBUTES = """
memory_gb memory_bandwidth_gbs interconnect_gbs power_w tops_int8 tflops_fp16 price revenue market_share capital_raised stock_change units
node_nm headcount revenue_growth die_area_mm2 tflops_fp4 tflops_fp8 tpp performance_density
"""


@pytest.fixture(scope="module")
def schema() -> Ontology:
    parts = schema_files.compile_schema()
    return Ontology(parts["classes"], parts["relations"], parts["attributes"])


def guide() -> dict[str, tuple[set[str], str, set[str]]]:
    out = {}
    for line in GUIDE.strip().splitlines():
        name, domain, arrow, range_ = re.fullmatch(r"(\w+)\s+(.+) (->|--) (.+)", line).groups()  # type: ignore[union-attr]
        out[name] = (set(domain.split()), arrow, set(range_.split()))
    return out


@pytest.mark.parametrize("name", guide())
def test_signature_is_the_guides_with_the_listed_additions(schema: Ontology, name: str) -> None:
    domain, arrow, range_ = guide()[name]
    assert schema.domain(name) == domain | BEYOND.get((name, "domain"), set())
    assert schema.range(name) == range_ | BEYOND.get((name, "range"), set())
    assert schema.relations[name].symmetric == (arrow == "--")


def test_dependency_is_that_of_the_design(schema: Ontology) -> None:
    for name, relation in schema.relations.items():
        assert name in DEPENDS.get(relation.depends, set()) or relation.depends == "none", name
    assert sum(map(len, DEPENDS.values())) == sum(r.depends != "none" for r in schema.relations.values())
    assert schema.relations["owns"].depends_above_share == 50


def test_attributes_of_the_guide_and_of_the_interface_are_there(schema: Ontology) -> None:
    assert set(schema.attributes) >= set(ATTRIBUTES.split())


def test_every_concrete_class_can_be_said_something_about(schema: Ontology) -> None:
    for name in schema.concrete_classes():
        assert any(name in schema.domain(r) or name in schema.range(r) for r in schema.relations), name


def test_properties_are_inherited_general_ones_first(schema: Ontology) -> None:
    assert [p.name for p in schema.properties("Firm")] == ["id", "name", "names", "wikidata", "lei", "ticker"]
    assert "lei" not in {p.name for p in schema.properties("Chip")}


def test_packaged_schema_is_the_compiled_one(schema: Ontology) -> None:
    packaged = ontology()
    for group in ("classes", "relations", "attributes"):
        assert getattr(packaged, group) == getattr(schema, group)


def test_descriptions_are_sentences_and_labels_words(schema: Ontology) -> None:
    for group in (schema.classes, schema.relations, schema.attributes):
        for name, thing in group.items():
            assert thing.description[0].isupper() and thing.description.endswith("."), name
            assert "_" not in thing.label, name


def test_terms_of_closed_vocabularies_exist(schema: Ontology) -> None:
    """A misspelt term of ORG, PROV-O, ODRL, SKOS, Dublin Core or schema.org would be a link to nothing."""
    from rdflib import URIRef
    from rdflib.namespace import DCTERMS, ODRL2, ORG, PROV, SDO, SKOS

    closed = {"org": ORG, "prov": PROV, "odrl": ODRL2, "skos": SKOS, "dcterms": DCTERMS, "schema": SDO}
    properties = {p.name: p for c in schema.classes.values() for p in c.properties}
    for name, thing in {**schema.classes, **schema.relations, **schema.attributes, **properties}.items():
        for _, link in words.links(thing):
            prefix, _, term = link.partition(":")
            assert prefix not in closed or URIRef(VOCABULARIES[prefix] + term) in dir(closed[prefix]), f"{name}: {link}"


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_bad_file_is_refused_with_words_that_help(path: Path, tmp_path: Path) -> None:
    first, second, *_ = path.read_text(encoding="utf8").splitlines()
    folder, says = first.removeprefix("# in: "), second.removeprefix("# says: ")
    copy = tmp_path / "schema"
    shutil.copytree(SCHEMA, copy)
    shutil.copy(path, copy / folder / path.name)
    with pytest.raises(InputError) as caught:
        schema_files.compile_schema(copy)
    assert says in str(caught.value)
    assert str(Path(folder) / path.name) in str(caught.value)
    assert "\n" not in str(caught.value)
