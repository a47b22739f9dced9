"""The weights of the mention reader and their use: two logistic models over features of spans, one over features of entities."""

from __future__ import annotations

import functools
import math
from importlib import resources

import msgspec

from .span_scores import SpanScores

FILE = "mention_weights.json"


class MentionWeights(msgspec.Struct, frozen=True, dict=True):
    """What tools/train_mentions.py learns.

    `span` weighs "is a mention", `types` the order of the vectors in `kind` ("of which type"). `entity` weighs "belongs in the
    graph" by features of the entity, `member` by those that any of its mentions has. `keep` is the probability from which a
    span is a mention, `accept` the one from which an entity is reported. A span whose inner features sum up to less than
    `reach` is not looked at further.
    """

    types: tuple[str, ...]
    span: dict[str, float]
    kind: dict[str, tuple[float, ...]]
    entity: dict[str, float]
    keep: float
    accept: float
    member: dict[str, float] = {}
    reach: float = -100.0
    card: dict[str, str | float] = {}

    @functools.cached_property
    def scores(self) -> SpanScores:
        """The span model laid out for adding up."""
        return SpanScores(self.span)

    def type_sums(self, features: list[str]) -> tuple[float, ...]:
        """What these features add to the score of each of `types`."""
        get = self.kind.get
        vectors = [v for f in features if (v := get(f)) is not None]
        return tuple(map(sum, zip(*vectors, strict=True))) if vectors else (0.0,) * len(self.types)

    def type_probabilities(self, *sums: tuple[float, ...]) -> tuple[float, ...]:
        """The probability of each of `types`, to six decimals, given that the span is a mention."""
        scores = list(map(sum, zip(*sums, strict=True)))
        top = max(scores)
        powers = [math.exp(s - top) for s in scores]
        total = sum(powers)
        return tuple([round(p / total, 6) for p in powers])

    def entity_probability(self, features: list[str], members: set[str]) -> float:
        """The probability, to six decimals, that a cluster is an entity of the document: its own features and those of its mentions."""
        own, member = self.entity.get, self.member.get
        return logistic(math.fsum([own(f, 0.0) for f in features]) + math.fsum([member(f, 0.0) for f in members]))


def logistic(x: float) -> float:
    """The probability, to six decimals, of log-odds."""
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, x)))), 6)


def decode_weights(data: bytes) -> MentionWeights:
    """Weights from their JSON."""
    return msgspec.json.decode(data, type=MentionWeights)


@functools.cache
def packaged_weights() -> MentionWeights:
    """The weights that come with the package, read once per process."""
    return decode_weights(resources.files(__package__).joinpath(FILE).read_bytes())
