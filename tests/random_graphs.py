"""Small random graphs in documents, many in one store, and their edges worked out by brute force."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import consolidation
from snapshot import gated

from lithograph.graph.dates import last_day
from lithograph.graph.model import View
from lithograph.graph.records import Bundle, Claim, Document, EntityRecord
from lithograph.ontology.model import ontology

CLASSES = ("Firm", "Firm", "Firm", "Firm", "Chip", "Facility", "Technology", "Country", "Agency", "Policy", "ControlListEntry")
CONFIDENCES = (0.5, 0.6, 0.75, 0.9, 0.9)
"""Chosen so that what two of them add up to has four digits, and equals often."""
DENIAL = 0.4
DAYS = (None, None, "2023", "2024-06", "2025-03-01")


@dataclass(frozen=True)
class RandomGraph:
    """Entities of one graph and the documents about them."""

    ids: tuple[str, ...]
    bundles: tuple[Bundle, ...]


@dataclass(frozen=True)
class Link:
    """An accepted fact, as the brute force sees it."""

    subject: str
    predicate: str
    object: str
    item: str | None
    confidence: float
    share: float | None

    def dependencies(self) -> list[tuple[str, str, bool]]:
        """(consumer, supplier, whether the consumer is the subject)."""
        relation = ontology().relations[self.predicate]
        depends = relation.depends
        if relation.depends_above_share is not None and (self.share or 0) <= relation.depends_above_share:
            depends = "none"
        out = [(self.subject, self.object, True)] if depends in ("subject", "both") else []
        return out + ([(self.object, self.subject, False)] if depends in ("object", "both") else [])


def random_graph(seed: int, density: float = 1.7) -> RandomGraph:
    """A graph of four to eight entities with legal statements between them, in up to four documents.

    In every other one all claims are equally sure, so that many paths are equally good.
    """
    rng = random.Random(seed)
    types = {f"g{seed}-{n}": rng.choice(CLASSES) for n in range(rng.randint(4, 8))}
    confidences = CONFIDENCES if seed % 2 else (0.9,)
    wanted = [(a, b, p) for a, ta in types.items() for b, tb in types.items() if a != b for p in ontology().relations_between(ta, tb)]
    said: list[list[tuple[str, str, str, str | None]]] = [[] for _ in range(rng.randint(1, 4))]
    for a, b, predicate in dict.fromkeys(rng.choices(wanted, k=round(len(types) * density))) if wanted else ():
        item = rng.choice((None, "dies", "masks")) if "item" in ontology().relations[predicate].qualifiers else None
        for document in rng.sample(said, min(len(said), rng.choice((1, 1, 2)))):
            document.append((a, predicate, b, item))
    bundles = []
    for n, statements in enumerate(said):
        about = Document(f"g{seed}-d{n}", date=rng.choice((None, "2024-01-15", "2024-03", "2025")))
        entities = tuple(EntityRecord(about.id, t, i.upper(), i) for i, t in types.items())
        claims = tuple(_claim(rng, confidences, about.id, row, *s) for row, s in enumerate(dict.fromkeys(statements)))
        bundles.append(gated(Bundle(about, entities, claims)))
    return RandomGraph(tuple(types), tuple(bundles))


def _claim(
    rng: random.Random, confidences: Sequence[float], document: str, row: int, subject: str, predicate: str, object_: str, item: str | None
) -> Claim:
    begin, end = rng.choice(DAYS), rng.choice(DAYS)
    if begin and end and begin > end:
        begin, end = end, begin
    negated = rng.random() < 0.08
    share = rng.choice((None, 30.0, 50.0, 60.0)) if "share" in ontology().relations[predicate].qualifiers else None
    return Claim(
        document, subject.upper(), predicate, object_.upper(), subject_id=subject, object_id=object_, item=item, negated=negated, share=share,
        modality=rng.choice(("asserted", "asserted", "reported", "reported", "planned")), valid_from=begin, valid_to=end,
        confidence=DENIAL if negated else rng.choice(confidences), locator=f"r:{row}", quote=f"{subject} {predicate} {object_}.",
    )  # fmt: skip


def links(bundles: Iterable[Bundle], view: View) -> list[Link]:
    """What is accepted under the view."""
    known = [b for b in bundles if view.known_by is None or (b.document.date and last_day(b.document.date) <= view.known_by)]
    out = []
    for (subject, predicate, object_, item), expected in consolidation.facts(known).items():
        v = expected.verdict()
        confidence = round(float(str(v["confidence"])), 4)
        begin, end = v["valid_from"], v["valid_to"]
        holds = view.on is None or ((begin is None or str(begin) <= view.on) and (end is None or view.on < str(end)))
        walked = v["modality"] in ("asserted", "reported", *view.include)
        if not v["negated"] and confidence >= 0.5 and walked and holds:
            share = v["share"]
            out.append(Link(subject, predicate, object_, item, confidence, None if share is None else float(str(share))))
    return out
