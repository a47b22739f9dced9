"""The IRIs of the project and of the vocabularies that it is aligned with, defined once for every RDF door.

The project's own IRIs are names: nothing has to answer at them.
"""

from __future__ import annotations

import re
from urllib.parse import quote

ONTOLOGY = "https://w3id.org/lithograph/ontology"
"""The ontology as a resource; its terms follow after a `#`."""
LG = f"{ONTOLOGY}#"
SHAPES = "https://w3id.org/lithograph/shapes#"
ID = "https://w3id.org/lithograph/id/"
DOCUMENT = "https://w3id.org/lithograph/document/"
CLAIM = "https://w3id.org/lithograph/claim/"
EXCHANGE_SCHEMA = "https://w3id.org/lithograph/exchange.schema.json"
EXTRACTION_SCHEMA = "https://w3id.org/lithograph/extraction.schema.json"

PREFIXES: dict[str, str] = {
    "": LG,
    "lg": LG,
    "id": ID,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
}
"""Declared in every SPARQL query."""

VOCABULARIES: dict[str, str] = {
    **{prefix: PREFIXES[prefix] for prefix in ("rdf", "rdfs", "skos", "prov", "schema")},
    "dcterms": "http://purl.org/dc/terms/",
    "org": "http://www.w3.org/ns/org#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "ftm": "https://schema.followthemoney.tech/#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "iof": "https://spec.industrialontologies.org/ontology/construct/",
    "cmns-org": "https://www.omg.org/spec/Commons/Organizations/",
    "fibo-own": "https://spec.edmcouncil.org/fibo/ontology/FND/OwnershipAndControl/Ownership/",
    "fibo-cctl": "https://spec.edmcouncil.org/fibo/ontology/BE/OwnershipAndControl/CorporateControl/",
    "fibo-ge": "https://spec.edmcouncil.org/fibo/ontology/BE/GovernmentEntities/GovernmentEntities/",
    "fibo-lp": "https://spec.edmcouncil.org/fibo/ontology/BE/LegalEntities/LegalPersons/",
    "dr": "http://www.w3id.org/ecsel-dr#",
    "dr-gdm": "http://www.w3id.org/ecsel-dr-GDM#",
    "dr-oosmp": "http://www.w3id.org/ecsel-dr-OOSMP#",
    "dr-prod": "http://www.w3id.org/ecsel-dr-PROD#",
    "dr-so": "http://www.w3id.org/ecsel-dr-SO#",
}
"""The prefixes that `specialises`, `aligned` and `see_also` of the schema may use.

`dr` is the Digital Reference of the semiconductor industry, `iof` the Industrial Ontologies Foundry, `ftm` FollowTheMoney,
`fibo` the Financial Industry Business Ontology and `cmns` the OMG Commons below it.
"""


def camel(name: str) -> str:
    """The RDF local name of a predicate, an attribute or a property: `subsidiary_of` gives `subsidiaryOf`."""
    first, *rest = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def term_iri(name: str) -> str:
    """The IRI of a class, a predicate, an attribute or a property of the ontology, by its name in the schema."""
    return LG + camel(name)


def entity_iri(entity_id: str) -> str:
    """The IRI of an entity; what an IRI cannot hold is percent-encoded."""
    return ID + _encoded(entity_id)


def document_iri(document_id: str) -> str:
    """The IRI of a document, by the id that the exchange format gives it."""
    return DOCUMENT + _encoded(document_id)


def claim_iri(claim_id: str) -> str:
    """The IRI of a claim."""
    return CLAIM + _encoded(claim_id)


_PLAIN = re.compile(r"[-A-Za-z0-9._~:@!$&'()*+,;=]*")


def _encoded(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    # Letters of any script stay readable, as an IRI allows; the rest of what RFC 3987 excludes is encoded.
    return "".join(
        c if c.isalnum() or (not c.isascii() and c.isprintable() and not c.isspace()) else quote(c, safe="-._~:@!$&'()*+,;=") for c in text
    )
