"""From sentences to typed mentions: offer spans, score them, keep the best that do not overlap."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from lithograph.ontology.reference.lexicon import ReferenceName

from .analysis import Sentence
from .gazetteer import Gazetteer
from .lines import CAP, CJK_SHAPE, CODE_SHAPE, NUM, Line
from .mention_features import DocumentCounts, inner, outer, seen
from .scorer import MentionWeights, logistic
from .spans import candidates
from .vocabulary import ALL_HEADS, words

_JOINERS = words("of and for on the in & to de - – / , ( ) . ' ’ ’s 's")


@dataclass(slots=True)
class Found:
    """A scored mention: the tokens i … j-1 of a line. `forms` are further spans (start, end) of text that denote the same thing."""

    line: Line
    i: int
    j: int
    probability: float
    types: tuple[float, ...]
    type: str
    hits: tuple[ReferenceName, ...] = ()
    forms: list[tuple[int, int]] = field(default_factory=list)
    features: list[str] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where the mention begins in the text."""
        return self.line.starts[self.i]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.line.ends[self.j - 1]

    @property
    def words(self) -> list[str]:
        """Its words as they stand."""
        return self.line.words[self.i : self.j]

    @property
    def named(self) -> bool:
        """Whether it is all name: capitals, codes, numbers and what joins them."""
        kinds = self.line.kinds[self.i : self.j]
        if self.hits or kinds[0] == CJK_SHAPE:
            return True
        if self.line.titled and self.line.lower[self.j - 1] in ALL_HEADS:
            return False
        return all(k in (CAP, CODE_SHAPE, NUM) or w.lower() in _JOINERS for k, w in zip(kinds, self.words, strict=True))


def layout(sentences: list[Sentence], names: Gazetteer) -> list[Line]:
    """The sentences as lines."""
    return [Line(s, names) for s in sentences]


def find_mentions(lines: list[Line], title_end: int, weights: MentionWeights) -> list[Found]:
    """The mentions of a document in order of appearance; at most one covers any token."""
    spans = [candidates(line) for line in lines]
    counts = DocumentCounts(lines, spans, title_end)
    found: list[Found] = []
    known: dict[str, tuple[list[str], float]] = {}
    floor = round(math.log(weights.keep / (1 - weights.keep)), 6)
    for line, offered in zip(lines, spans, strict=True):
        shown = seen(line)
        scored = []
        for i, j in offered:
            spelling = " ".join(shown[i:j]) + "\n" + " ".join(line.words[i:j])
            if spelling not in known:
                feats = inner(line, shown, i, j, counts)
                known[spelling] = feats, weights.span_sum(feats)
            feats, start = known[spelling]
            if start < weights.reach:
                continue
            place = outer(line, shown, i, j, counts)
            odds = round(start + weights.span_sum(place), 6)
            if odds >= floor:
                scored.append((odds, i, j, feats + place))
        for odds, i, j, feats in _choose(scored):
            found.append(_typed(line, i, j, logistic(odds), feats, weights))
    return found


_Scored = tuple[float, int, int, list[str]]


def _choose(scored: list[_Scored]) -> list[_Scored]:
    """Best first, the longer of equals first; what overlaps a chosen one falls out."""
    chosen: list[_Scored] = []
    for candidate in sorted(scored, key=lambda c: (-round(c[0], 3), c[1] - c[2], c[1])):
        _, i, j, _ = candidate
        if all(j <= a or i >= b for _, a, b, _ in chosen):
            chosen.append(candidate)
    return sorted(chosen, key=lambda c: c[1])


def _typed(line: Line, i: int, j: int, p: float, feats: list[str], weights: MentionWeights) -> Found:
    names = weights.types
    hits = next((h for a, b, h in line.gazetteer if a == i and b == j), ())
    hits = tuple([h for h in hits if h.type in names])
    if hits and len({h.type for h in hits}) == 1 and not hits[0].confusable:
        sure = tuple([0.96 if t == hits[0].type else 0.005 for t in names])
        return Found(line, i, j, p, sure, hits[0].type, hits, features=feats)
    types = weights.type_probabilities(feats)
    best = names[max(range(len(types)), key=lambda k: (types[k], -k))]
    return Found(line, i, j, p, types, best, tuple([h for h in hits if h.type == best]), features=feats)
