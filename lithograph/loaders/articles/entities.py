"""The things that a document speaks of, each with its mentions: from a text to its `Analysis`."""

from __future__ import annotations

from collections import Counter

from lithograph.ontology.names import normalise_firm

from .analysis import Analysis, DocumentEntity, Mention, MentionKind, Sentence
from .anaphora import add_anaphors
from .clusters import Cluster, cluster
from .entity_features import entity_features, member_features
from .gazetteer import reference_names
from .mentions import Found, find_mentions, layout
from .names import Key, kind_words, singular
from .scorer import MentionWeights, packaged_weights
from .sentences import split_sentences
from .surfaces import widen

_TITLE_LIMIT = 250


def analyse(text: str, *, title: str | None = None, weights: MentionWeights | None = None) -> Analysis:
    """The sentences and entities of a text. `title` helps where the text does not begin with it; weights default to the packaged ones."""
    weights = weights or packaged_weights()
    sentences = split_sentences(text)
    lines = layout(sentences, reference_names())
    end = title_end(text, sentences)
    found = find_mentions(lines, end, weights)
    clusters = grouped(found)
    accepted = _accepted(clusters, end, len(text), weights)
    entities = _entities(text, clusters, accepted)
    add_anaphors(text, lines, entities)
    return Analysis(text, sentences, entities)


def title_end(text: str, sentences: list[Sentence]) -> int:
    """Where the title ends: with the first line, or the first sentence where that line is long."""
    if not sentences:
        return 0
    line = text.find("\n", sentences[0].start)
    line = len(text) if line < 0 else line
    return line if line - sentences[0].start <= _TITLE_LIMIT else sentences[0].end


def grouped(found: list[Found]) -> dict[Key, Cluster]:
    """The clusters of a document's mentions, each mention with its further forms."""
    for m in found:
        widen(m)
    return cluster(found)


def _accepted(clusters: dict[Key, Cluster], end: int, length: int, weights: MentionWeights) -> dict[Key, float]:
    per_type = Counter(c.type for c in clusters.values())
    everything = list(clusters.values())
    scores = {
        k: weights.entity_probability(entity_features(c, everything, per_type, end, length), member_features(c))
        for k, c in clusters.items()
    }
    accepted = {k: p for k, p in scores.items() if p >= weights.accept}
    for key in list(accepted):
        owner = clusters[key].owner
        if owner in clusters and owner not in accepted and scores[owner] >= weights.accept / 2:
            accepted[owner] = scores[owner]
    return accepted


def _entities(text: str, clusters: dict[Key, Cluster], accepted: dict[Key, float]) -> list[DocumentEntity]:
    entities: list[DocumentEntity] = []
    index: dict[Key, int] = {}
    used: set[str] = set()
    for key, c in clusters.items():
        if key in accepted:
            index[key] = len(entities)
            entities.append(DocumentEntity("", c.type, _mentions(text, c, accepted[key]), c.reference))
    for key, at in index.items():
        c, entity = clusters[key], entities[at]
        entity.owner = index.get(c.owner) if c.owner else None
        if entity.owner == at:
            entity.owner = None
    for described in (False, True):
        for key, at in index.items():
            if clusters[key].described == described:
                _name(text, clusters[key], entities, at, used)
    return entities


def _mentions(text: str, c: Cluster, confidence: float) -> list[Mention]:
    spans: dict[tuple[int, int], Mention] = {}
    for m in c.members:
        kind: MentionKind = "description" if c.described else "name"
        for start, end in [(m.start, m.end), *m.forms]:
            spans.setdefault((start, end), Mention(start, end, text[start:end], c.type, kind, round(confidence, 4), c.reference))
    return [spans[s] for s in sorted(spans, key=lambda s: (s[0], -s[1]))]


def _name(text: str, c: Cluster, entities: list[DocumentEntity], at: int, used: set[str]) -> None:
    """Give the entity its name, unique in the document, and a description with an owner its id."""
    entity = entities[at]
    owner = entities[entity.owner] if entity.owner is not None else None
    texts = list(dict.fromkeys(" ".join(m.text.split()) for m in entity.mentions))
    if c.described and owner is not None:
        owner_id = owner.id or "-".join(normalise_firm(owner.name).split())
        entity.id = f"{entity.type.lower()}:{owner_id.rsplit(':', 1)[-1]}:{c.key[-1]}"
        name = _owned_name(c, owner)
    elif c.described:
        name = max(texts, key=lambda t: (len(t), t))
    else:
        principal = Counter(" ".join(text[m.start : m.end].split()) for m in c.members)
        full = entity.type == "Firm"
        name = max(principal, key=lambda t: (len(t.split()) if full else 0, principal[t], -len(t), t))
    entity.name = _unique(name, used)


def _owned_name(c: Cluster, owner: DocumentEntity) -> str:
    """ "Alibaba's AI chip": the owner's short name and the kind, in the plural where the text knows no singular."""
    short = min((m.text for m in owner.mentions if m.kind == "name" and m.text[0].isupper()), key=lambda t: (len(t), t), default=owner.name)
    phrases = [kind_words(m) for m in c.members]
    words = min(phrases, key=lambda w: (singular(w[-1].lower()) != w[-1].lower(), -len(w), w))
    capital = [
        w if any(x.isupper() for x in w[1:]) or any(p[k : k + 1] != [w.lower()] for p in phrases) else w.lower()
        for k, w in enumerate(words)
    ]
    return f"{' '.join(short.split())}'s {' '.join(capital)}"


def _unique(name: str, used: set[str]) -> str:
    candidate, n = name, 1
    while candidate in used:
        n += 1
        candidate = f"{name} ({n})"
    used.add(candidate)
    return candidate
