"""Consolidation by brute force: what the facts of some documents must be, worked out anew from nothing but their records.

Written from the design, not from the store's code: floating-point products instead of whole-number weights, sets instead of
tables, every pair compared with every other.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lithograph.graph.records import Bundle, Claim, EntityRecord, Judgement
from lithograph.ontology.model import ontology
from lithograph.ontology.names import key as name_key
from lithograph.ontology.names import normalise
from lithograph.ontology.reference.lexicon import lexicon

FactName = tuple[str, str, str, str | None]
"""Subject, predicate, object, and the id or the words of the item."""


def stated(record: EntityRecord) -> str:
    if record.id is not None:
        return record.id
    return lexicon().resolve(record.name, record.type) or derived(record.type, name_key(record.name, record.type))


def derived(type_: str, norm: str) -> str:
    return type_.lower() + ":" + norm.replace(" ", "-")


def foremost(ids: Iterable[str]) -> str:
    return min(ids, key=lambda i: (lexicon().entity(i) is None, ":" in i, i))


def roots(bundles: Sequence[Bundle], judgements: Sequence[Judgement] = ()) -> dict[str, str]:
    """For every stated id that a document names the id of the entity it is part of."""
    records = [(b.document.id, r) for b in bundles for r in b.entities]
    votes: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    norms: dict[str, set[str]] = defaultdict(set)
    identifiers: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for document, r in records:
        votes[stated(r)][r.type].add(document)
        norms[stated(r)] |= {name_key(n, r.type) for n in (r.name, *r.names)}
        identifiers[stated(r)] |= set(r.identifiers.items())
    type_ = {i: min(v, key=lambda t: (-len(v[t]), t)) for i, v in votes.items()}
    ids = sorted(votes)
    same = {(0, *sorted((j.left, j.right))) for j in judgements if j.verdict == "same"}
    same |= {(1, a, b) for a, b in itertools.combinations(ids, 2) if identifiers[a] & identifiers[b]}
    apart = [{j.left, j.right} for j in judgements if j.verdict == "different"]
    joined = united(ids, same, apart)
    for i in (i for i in ids if ":" in i):
        for norm in (n for n in norms[i] if derived(type_[i], n) == i):
            carriers = [d for d in ids if ":" not in d and type_[d] == type_[i] and norm in norms[d]]
            if len({joined[d] for d in carriers}) == 1:
                same |= {(2, *sorted((i, d))) for d in carriers}
    return united(ids, same, apart)


def united(ids: Sequence[str], same: Iterable[tuple[int, str, str]], apart: Sequence[set[str]]) -> dict[str, str]:
    """The foremost id of the group of each id, pairs joined in their order, unless that puts together what is to be apart."""
    groups = [{i} for i in ids]
    for _, a, b in sorted(same):
        ours = [g for g in groups if a in g or b in g]
        if len(ours) != 2:
            continue
        together = ours[0] | ours[1]
        if any(pair <= together and not pair <= ours[0] and not pair <= ours[1] for pair in apart):
            continue
        groups = [g for g in groups if g not in ours] + [together]
    return {i: foremost(g) for g in groups for i in g}


@dataclass
class Expected:
    """What a fact must be. `realms` holds for each of held, planned, possible, against the best confidence by document."""

    realms: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    asserted: bool = False
    bounds: dict[str, tuple[set[str], set[str]]] = field(default_factory=lambda: defaultdict(lambda: (set(), set())))
    shares: set[tuple[str, float]] = field(default_factory=set)

    def add(self, document: str, published: str | None, claim: Claim) -> None:
        realm = "against" if claim.negated else "held" if claim.modality in ("asserted", "reported") else claim.modality
        best = self.realms[realm]
        best[document] = max(best.get(document, 0.0), min(claim.confidence, 0.9999))
        if claim.negated:
            return
        self.asserted = self.asserted or claim.modality == "asserted"
        first, last = self.bounds["held" if realm == "held" else "other"]
        first.update({claim.valid_from or claim.date} - {None})  # type: ignore[arg-type]
        last.update({claim.valid_to} - {None})  # type: ignore[arg-type]
        if claim.share is not None and realm == "held":
            self.shares.add((published or "", claim.share))

    def verdict(self) -> dict[str, object]:
        doubt = math.prod(1 - c for c in self.realms["against"].values())
        against = len(self.realms["against"])
        found = [
            (realm, (1 - math.prod(1 - c for c in self.realms[realm].values())) * doubt)
            for realm in ("held", "planned", "possible")
            if self.realms[realm]
        ]
        if not found:
            return {"modality": "asserted", "negated": True, "confidence": 1 - doubt, "support": 0, "contradiction": against,
                    "valid_from": None, "valid_to": None, "share": None}  # fmt: skip
        realm, confidence = next((f for f in found if round(f[1], 4) >= 0.5), found[0])
        first, last = self.bounds["held" if realm == "held" else "other"]
        modality = ("asserted" if self.asserted else "reported") if realm == "held" else realm
        return {"modality": modality, "negated": False, "confidence": confidence, "support": len(self.realms[realm]),
                "contradiction": against, "valid_from": min(first, default=None), "valid_to": max(last, default=None),
                "share": max(self.shares, default=("", None))[1]}  # fmt: skip


def facts(bundles: Sequence[Bundle], judgements: Sequence[Judgement] = ()) -> dict[FactName, Expected]:
    """Every fact between entities that the documents state."""
    root = roots(bundles, judgements)
    symmetric = {r.name for r in ontology().relations.values() if r.symmetric}
    out: dict[FactName, Expected] = defaultdict(Expected)
    for b in bundles:
        ids = {r.name: root[stated(r)] for r in reversed(b.entities)}
        for claim in b.claims:
            ends = [root.get(i, i) if i else ids[n] for n, i in ((claim.subject, claim.subject_id), (claim.object, claim.object_id))]
            if claim.predicate in symmetric:
                ends.sort()
            item = claim.item and (root.get(claim.item_id or "") or ids.get(claim.item) or normalise(claim.item))
            out[ends[0], claim.predicate, ends[1], item or None].add(b.document.id, b.document.date, claim)
    return dict(out)
