"""From an `Analysis` to scored claims: pairs of mentions, their features, two small linear models, the grammar where there are no weights.

The first model scores a pair of mentions for each predicate and direction; the second scores the claim that all its pairs make
in the document, in the light of the claims that compete with it. Scores are rounded, so that every machine agrees.
"""

from __future__ import annotations

import functools
import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources

import msgspec

from ...ontology.model import ontology
from .analysis import Analysis
from .claim_features import PREDICATES, Context, Hints, features, labels
from .pairs import Pair, View, neighbour_pairs, sentence_pairs, views
from .patterns import CompiledPattern, Matcher, grammar

FILE = "claim_weights.json"
PAIR_FLOOR = 0.03
"""Pairs that the first model scores lower make no candidate."""


_FLOOR = math.log(PAIR_FLOOR / (1 - PAIR_FLOOR))


class ClaimWeights(msgspec.Struct, frozen=True):
    """What tools/train_claims.py learns.

    `pair` maps a feature to (index of a label, weight in thousandths) one after the other; `document` weighs the features of
    `evidence_features`; `calibration` is a monotone table of (score, confidence); claims at or above `threshold`, a confidence,
    are printed by default, below `floor` they are dropped.
    """

    labels: tuple[str, ...]
    bias: tuple[int, ...]
    pair: dict[str, tuple[int, ...]]
    document: dict[str, float]
    calibration: tuple[tuple[float, float], ...]
    threshold: float
    floor: float
    card: dict[str, str | float] = {}


@dataclass(slots=True)
class Evidence:
    """A pair of mentions with its score for one label, and the grammar patterns that hold of it."""

    pair: Pair
    score: float
    fired: list[CompiledPattern]


@dataclass(slots=True)
class Candidate:
    """A claim that the document may make: indices of its entities, its evidence best first, and its confidence."""

    subject: int
    predicate: str
    object: int
    evidence: list[Evidence] = field(default_factory=list)
    score: float = 0.0
    confidence: float = 0.0


def symmetric() -> frozenset[str]:
    """Predicates without direction."""
    return frozenset(p for p in PREDICATES if ontology().relations[p].symmetric)


def claim_key(pair: Pair, label: str, undirected: frozenset[str]) -> tuple[int, str, int]:
    """Subject, predicate, object of a pair under a label; for a symmetric predicate the entity named first comes first."""
    predicate, direction = label.split(":")
    subject, object_ = (pair.a.entity, pair.b.entity) if direction == "f" else (pair.b.entity, pair.a.entity)
    if predicate in undirected and subject > object_:
        subject, object_ = object_, subject
    return subject, predicate, object_


class PairScorer:
    """The first model, with the weights of a label laid out for each pair of types when it is first needed."""

    def __init__(self, weights: ClaimWeights) -> None:
        self.weights = weights
        self._index = {name: i for i, name in enumerate(weights.labels)}
        self._values: dict[str, dict[str, float]] = {}
        self._rows: dict[tuple[str, ...], dict[str, tuple[float, ...] | None]] = {}

    def scores(self, wanted: tuple[str, ...], seen: list[str]) -> list[float]:
        """The probability of each wanted label, 0 below the floor."""
        rows = self._rows.get(wanted)
        if rows is None:
            bias = tuple(self.weights.bias[self._index[w]] / 1000 if w in self._index else -9.0 for w in wanted)
            rows = self._rows[wanted] = {"": bias}
        found = [rows[""]]
        for feature in seen:
            row = rows.get(feature, ())
            if row == ():
                row = rows[feature] = self._row(wanted, feature)
            if row:
                found.append(row)
        return [logistic(x) if x > _FLOOR else 0.0 for x in map(sum, zip(*found, strict=True))]

    def _row(self, wanted: tuple[str, ...], feature: str) -> tuple[float, ...] | None:
        values = self._values.get(feature)
        if values is None:
            stored = self.weights.pair.get(feature, ())
            values = self._values[feature] = {self.weights.labels[i]: w / 1000 for i, w in zip(stored[::2], stored[1::2], strict=True)}
        if not values:
            return None
        row = tuple([values.get(w, 0.0) for w in wanted])
        return row if any(row) else None


def logistic(x: float) -> float:
    """The logistic function, to six decimals."""
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, x)))), 6)


def logit(p: float) -> float:
    """The inverse of the logistic function, within ±9.2."""
    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


@functools.cache
def _matcher() -> tuple[Matcher, Hints]:
    return Matcher(grammar().patterns), Hints(grammar().triggers)


Seen = tuple[Pair, tuple[str, ...], list[str], list[CompiledPattern]]
"""A pair, its labels, its features, the patterns that hold of it."""


def pairs(analysis: Analysis, seen: list[View] | None = None) -> Iterator[Seen]:
    """Every pair of the text that a signature allows; `seen` are its sentences where they have been laid out already."""
    matcher, hints = _matcher()
    context = Context(analysis)
    seen = views(analysis) if seen is None else seen
    for i, view in enumerate(seen):
        active = matcher.active(view) if len(view.spans) > 1 else []
        for pair in sentence_pairs(view):
            wanted = labels(pair.a.type, pair.b.type)
            if wanted:
                fired = list(matcher.matches(pair, active))
                yield pair, wanted, features(pair, context, hints, fired), fired
        if i + 1 < len(seen) and view.spans and seen[i + 1].spans:
            for pair in neighbour_pairs(view, seen[i + 1]):
                wanted = labels(pair.a.type, pair.b.type)
                if wanted:
                    yield pair, wanted, features(pair, context, hints, []), []


def candidates(analysis: Analysis, scorer: PairScorer | None, laid_out: list[View] | None = None) -> list[Candidate]:
    """The claims that the text may make, each with a confidence, in order of their place in the text.

    Without a scorer the grammar decides alone: a claim has the confidence of the best pattern that holds.
    """
    found: dict[tuple[int, str, int], Candidate] = {}
    undirected = symmetric()
    for pair, wanted, seen, fired in pairs(analysis, laid_out):
        scores = scorer.scores(wanted, seen) if scorer else [_grammar_score(w, fired) for w in wanted]
        for label, score in zip(wanted, scores, strict=True):
            if score >= PAIR_FLOOR:
                key = claim_key(pair, label, undirected)
                candidate = found.setdefault(key, Candidate(*key))
                candidate.evidence.append(
                    Evidence(pair, score, [p for p in fired if f"{p.predicate}:{'f' if p.forward else 'r'}" == label])
                )
    out = list(found.values())
    for c in out:
        c.evidence.sort(key=lambda e: (-e.score, e.pair.view.sentence.start, e.pair.a.first))
    if scorer is None:
        for c in out:
            c.score = c.confidence = c.evidence[0].score
        return out
    weights, sure = scorer.weights, _certainties(analysis)
    for c, values in zip(out, evidence_features(analysis, out), strict=True):
        c.score = round(sum(weights.document.get(k, 0.0) * v for k, v in values.items()), 4)
        c.confidence = max(calibrated(c.score, weights.calibration), _grammar_confidence(c, sure))
    return [c for c in out if c.confidence >= weights.floor]


def _grammar_confidence(c: Candidate, sure: list[float]) -> float:
    """What the best pattern alone is worth: its own confidence, where both mentions are what they seem."""
    best = max((p.confidence for e in c.evidence for p in e.fired), default=0.0)
    return round(best * sure[c.subject] * sure[c.object], 3)


def _grammar_score(label: str, fired: list[CompiledPattern]) -> float:
    predicate, direction = label.split(":")
    return max((p.confidence for p in fired if p.predicate == predicate and p.forward == (direction == "f")), default=0.0)


def calibrated(score: float, table: tuple[tuple[float, float], ...]) -> float:
    """The confidence that belongs to a score: linear between the points of a monotone table, constant beyond them."""
    at = bisect_right(table, (score, 2.0))
    if at == 0:
        return table[0][1] if table else round(logistic(score), 3)
    if at == len(table):
        return table[-1][1]
    (x0, y0), (x1, y1) = table[at - 1], table[at]
    return round(y0 + (y1 - y0) * (score - x0) / (x1 - x0), 3) if x1 > x0 else y1


def evidence_features(analysis: Analysis, found: list[Candidate]) -> Iterator[dict[str, float]]:
    """What the second model sees of each candidate: its evidence, and the strongest claims that compete with it."""
    sure = _certainties(analysis)
    by_pair: dict[frozenset[int], list[tuple[float, int]]] = {}
    by_object: dict[tuple[str, int], list[tuple[float, int]]] = {}
    by_subject: dict[tuple[str, int], list[tuple[float, int]]] = {}
    for i, c in enumerate(found):
        best = (c.evidence[0].score, i)
        by_pair.setdefault(frozenset((c.subject, c.object)), []).append(best)
        by_object.setdefault((c.predicate, c.object), []).append(best)
        by_subject.setdefault((c.predicate, c.subject), []).append(best)
    for i, c in enumerate(found):
        first, p = c.evidence[0], c.predicate
        z = logit(first.score)
        missed = 1.0
        for e in c.evidence:
            missed *= 1 - e.score
        other = _strongest(by_pair[frozenset((c.subject, c.object))], i)
        rival = _strongest(by_object[p, c.object], i)
        sibling = _strongest(by_subject[p, c.subject], i)
        yield {
            "bias": 1.0,
            "best": z,
            "any": logit(1 - missed),
            "second": logit(c.evidence[1].score) / 4 if len(c.evidence) > 1 else 0.0,
            "single": float(len(c.evidence) == 1),
            "count": math.log(len(c.evidence)),
            f"shape:{first.pair.shape}": 1.0,
            "other": logit(other) / 4,
            "above other": float(first.score > other),
            "rival": logit(rival) / 4,
            "above rival": float(first.score >= rival),
            "sibling": logit(sibling) / 4,
            "certainty": logit(sure[c.subject]) / 4,
            "object certainty": logit(sure[c.object]) / 4,
        }


def _certainties(analysis: Analysis) -> list[float]:
    """For each entity the probability of its surest mention."""
    return [max((m.probability for m in e.mentions), default=0.0) for e in analysis.entities]


def _strongest(scores: list[tuple[float, int]], but: int) -> float:
    return max((s for s, i in scores if i != but), default=0.0)


@functools.cache
def packaged_scorer() -> PairScorer | None:
    """The weights that come with the package, read once per process; None where there are none."""
    file = resources.files(__package__).joinpath(FILE)
    return PairScorer(msgspec.json.decode(file.read_bytes(), type=ClaimWeights)) if file.is_file() else None


def quote_span(analysis: Analysis, pair: Pair) -> tuple[int, int]:
    """Where the sentence, or the two adjacent ones, that carry a pair begin and end."""
    other: View = pair.view_b or pair.view
    return pair.view.sentence.start, other.sentence.end
