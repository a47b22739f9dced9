"""From sentences to typed mentions: offer spans, score them, keep the best that do not overlap."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property

from lithograph.ontology.reference.lexicon import ReferenceName

from .analysis import Sentence
from .gazetteer import Gazetteer
from .lines import CAP, CJK_SHAPE, CODE_SHAPE, NUM, Line
from .mention_features import DocumentCounts, inner, outer, seen
from .scorer import MentionWeights, logistic
from .spans import candidates
from .vocabulary import ALL_HEADS, words

_JOINERS = words("of and for on the in & to de - – / , ( ) . ' ’ ’s 's")


@dataclass
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
    core: tuple[int, int] | None = None

    @cached_property
    def start(self) -> int:
        """Where the mention begins in the text."""
        return self.line.starts[self.i]

    @cached_property
    def end(self) -> int:
        """Where it ends."""
        return self.line.ends[self.j - 1]

    @property
    def words(self) -> list[str]:
        """Its words as they stand."""
        return self.line.words[self.i : self.j]

    @cached_property
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
    known: dict[str, tuple[list[str], tuple[float, ...]]] = {}
    floor = round(math.log(weights.keep / (1 - weights.keep)), 6)
    scores = weights.scores
    for line, offered in zip(lines, spans, strict=True):
        if not offered:
            continue
        shown = seen(line)
        scored = []
        for i, j in offered:
            odds = scores.inner(line, shown, i, j, counts)
            if odds >= weights.reach:
                odds = round(odds + scores.outer(line, shown, i, j, counts), 6)
                if odds >= floor:
                    scored.append((odds, i, j))
        for odds, i, j in _choose(scored):
            spelling = " ".join(shown[i:j]) + "\n" + " ".join(line.words[i:j])
            if spelling not in known:
                own = inner(line, shown, i, j, counts)
                known[spelling] = own, weights.type_sums(own)
            found.append(_typed(line, i, j, logistic(odds), known[spelling], outer(line, shown, i, j, counts), weights))
    return found


_Scored = tuple[float, int, int]


def _choose(scored: list[_Scored]) -> list[_Scored]:
    """Best first, the longer of equals first; what overlaps a chosen one falls out."""
    if len(scored) < 2:
        return scored
    chosen: list[_Scored] = []
    for candidate in sorted(scored, key=lambda c: (-round(c[0], 3), c[1] - c[2], c[1])):
        _, i, j = candidate
        if all(j <= a or i >= b for _, a, b in chosen):
            chosen.append(candidate)
    return sorted(chosen, key=lambda c: c[1])


def _typed(
    line: Line, i: int, j: int, p: float, own: tuple[list[str], tuple[float, ...]], place: list[str], weights: MentionWeights
) -> Found:
    """The mention with its type: that of an unmistakable reference name, else the likeliest by its own features and its place."""
    names = weights.types
    hits = next((h for a, b, h in line.gazetteer if a == i and b == j), ())
    hits = tuple([h for h in hits if h.type in names])
    if hits and not hits[0].confusable and all(h.type == hits[0].type for h in hits):
        sure = tuple([0.96 if t == hits[0].type else 0.005 for t in names])
        return Found(line, i, j, p, sure, hits[0].type, hits, features=own[0] + place)
    types = weights.type_probabilities(own[1], weights.type_sums(place))
    best = names[max(range(len(types)), key=lambda k: (types[k], -k))]
    return Found(line, i, j, p, types, best, tuple([h for h in hits if h.type == best]), features=own[0] + place)
