"""Learn the weights of the mention reader from an annotated folder, and report cross-validated figures.

    python tools/train_mentions.py GOLD [--write FILE] [--folds FOLDER] [--records FILE]

GOLD holds GUIDE.md, folds.json and dev/. Every figure is by document: a document is read with weights of the other folds.
`--folds` writes the weights of each fold (fold0.json …), `--records` the records of all documents for gold/score.py,
`--write` weights learned on all folds. Documents kept for the end are never opened.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gold as annotated
import msgspec
import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from lithograph.loaders.articles.entities import analyse, grouped, title_end
from lithograph.loaders.articles.entity_features import entity_features, member_features
from lithograph.loaders.articles.gazetteer import reference_names
from lithograph.loaders.articles.lines import Line
from lithograph.loaders.articles.mention_features import DocumentCounts, inner, outer, seen
from lithograph.loaders.articles.mentions import Found, find_mentions, layout
from lithograph.loaders.articles.scorer import MentionWeights, logistic
from lithograph.loaders.articles.sentences import split_sentences
from lithograph.loaders.articles.spans import candidates
from lithograph.loaders.articles.surfaces import widen
from lithograph.loaders.articles.vocabulary import HEADS, TYPES

FLOOR, SPAN_C, KIND_C, ENTITY_C, KEEP = 3, 0.3, 1.0, 0.03, 0.15


ANY = "any:"


def norm(name: str) -> str:
    """A name as gold/score.py compares it."""
    text = re.sub(r"'s\b", "", name.casefold().replace("’", "'"))
    return re.sub(r"^(the|a|an) ", "", re.sub(r"[^\w]+", " ", text).strip())


@dataclass(slots=True)
class Prepared:
    """A document laid out once: its lines, its annotated names, the features and labels of its spans."""

    document: annotated.GoldDocument
    lines: list[Any]
    end: int
    entities: list[tuple[frozenset[str], str]]
    rows: list[list[str]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    inner: list[int] = field(default_factory=list)


def prepare(document: annotated.GoldDocument) -> Prepared:
    """Lay out a document and label its spans: a type, `none`, or `skip` for what lies inside a longer annotated span."""
    text = document.text
    sentences = split_sentences(text)
    lines = layout(sentences, reference_names())
    end = title_end(text, sentences)
    entities = [(frozenset(norm(n) for n in [e["name"], *e["mentions"]]) - {""}, e["type"]) for e in document.data["entities"]]
    kinds: dict[str, str] = {}
    for names, kind in entities:
        for name in sorted(names):
            kinds.setdefault(name, kind)
    out = Prepared(document, lines, end, entities)
    spans = [candidates(line) for line in lines]
    counts = DocumentCounts(lines, spans, end)
    for line, offered in zip(lines, spans, strict=True):
        shown = seen(line)
        named = {(i, j): kinds.get(norm(text[line.starts[i] : line.ends[j - 1]])) or widened(line, i, j, text, kinds) for i, j in offered}
        right = [span for span, kind in named.items() if kind]
        for (i, j), kind in named.items():
            nested = kind and any(a <= i and b >= j and b - a > j - i for a, b in right)
            row = inner(line, shown, i, j, counts)
            out.inner.append(len(row))
            out.rows.append(row + outer(line, shown, i, j, counts))
            out.labels.append("skip" if nested else kind or "none")
    return out


def widened(line: Line, i: int, j: int, text: str, kinds: dict[str, str]) -> str | None:
    """The type of the annotated name that a description means with its complements ("controls on …"); None where there is none."""
    for kind, heads in HEADS.items():
        if line.lower[j - 1] in heads and kind in ("Policy", "Facility", "Chip", "Product", "Technology"):
            trial = Found(line, i, j, 1.0, (), kind)
            widen(trial)
            if any(kinds.get(norm(text[a:b])) == kind for a, b in trial.forms if b > line.ends[j - 1]):
                return kind
    return None


def _itself(row: list[str]) -> list[str]:
    return row


def fit_spans(documents: list[Prepared]) -> MentionWeights:
    """The two span models of these documents; the entity model is empty."""
    rows = [r for d in documents for r, label in zip(d.rows, d.labels, strict=True) if label != "skip"]
    labels = np.array([label for d in documents for label in d.labels if label != "skip"])
    words = CountVectorizer(analyzer=_itself, min_df=FLOOR, binary=True)
    matrix = words.fit_transform(rows)
    names = words.get_feature_names_out()
    is_mention = labels != "none"
    span = LogisticRegression(C=SPAN_C, solver="liblinear", random_state=0).fit(matrix, is_mention)
    kind = LogisticRegression(C=KIND_C, max_iter=300).fit(matrix[is_mention], labels[is_mention])
    order = [list(kind.classes_).index(t) for t in TYPES]
    span_weights = _sparse(names, span.coef_[0], span.intercept_[0])
    kind_weights = {}
    for k, name in enumerate(names):
        vector = tuple(round(float(kind.coef_[o, k]), 2) for o in order)
        if any(abs(v) >= 0.03 for v in vector):
            kind_weights[str(name)] = vector
    bias = kind_weights.get("bias", (0.0,) * len(TYPES))
    kind_weights["bias"] = tuple(round(b + float(kind.intercept_[o]), 2) for b, o in zip(bias, order, strict=True))
    return MentionWeights(TYPES, span_weights, kind_weights, {}, KEEP, 0.5, reach=_reach(documents, span_weights))


def _reach(documents: list[Prepared], weights: dict[str, float]) -> float:
    """The sum of inner features that all but one in five hundred of the spans that are kept exceed."""
    floor = math.log(KEEP / (1 - KEEP))
    sums = []
    for d in documents:
        for row, k in zip(d.rows, d.inner, strict=True):
            start = sum([weights.get(f, 0.0) for f in row[:k]])
            if start + sum([weights.get(f, 0.0) for f in row[k:]]) >= floor:
                sums.append(start)
    return round(sorted(sums)[len(sums) // 500], 2)


def _sparse(names: Any, weights: Any, intercept: float) -> dict[str, float]:
    out = {str(n): round(float(w), 3) for n, w in zip(names, weights, strict=True) if abs(w) >= 0.005}
    out["bias"] = round(out.get("bias", 0.0) + float(intercept), 3)
    return out


def clusters_of(d: Prepared, weights: MentionWeights) -> tuple[list[list[str]], list[bool]]:
    """Features of the document's clusters under these span weights, and whether each stands for an annotated entity."""
    found = find_mentions(d.lines, d.end, weights)
    clusters = list(grouped(found).values())
    per_type = Counter(c.type for c in clusters)
    text = d.document.text
    rows = [[*entity_features(c, clusters, per_type, d.end, len(text)), *sorted(ANY + f for f in member_features(c))] for c in clusters]
    named = []
    for c in clusters:
        spans = {s for m in c.members for s in [(m.start, m.end), *m.forms]}
        named.append({norm(text[a:b]) for a, b in spans} - {""})
    labels = [False] * len(clusters)
    pairs = sorted(((-len(names & n), g, k) for g, (names, _) in enumerate(d.entities) for k, n in enumerate(named) if names & n))
    taken: set[int] = set()
    for _, g, k in pairs:
        if g not in taken and not labels[k]:
            taken.add(g)
            labels[k] = True
    return rows, labels


def fit_entities(samples: list[tuple[list[list[str]], list[bool]]]) -> dict[str, float]:
    """The entity model of these clusters."""
    rows = [r for sample, _ in samples for r in sample]
    labels = [label for _, sample in samples for label in sample]
    words = CountVectorizer(analyzer=_itself, min_df=4, binary=True)
    matrix = words.fit_transform(rows)
    model = LogisticRegression(C=ENTITY_C, solver="liblinear", random_state=0).fit(matrix, labels)
    return _sparse(words.get_feature_names_out(), model.coef_[0], model.intercept_[0])


def best_threshold(entity: dict[str, float], samples: list[tuple[list[list[str]], list[bool]]], missing: int) -> float:
    """The threshold of highest F1 over samples that the weights were not learned on, on a grid of 0.02."""
    pairs = [(r, y) for rows, ys in samples for r, y in zip(rows, ys, strict=True)]
    scored = [(logistic(sum(entity.get(f, 0.0) for f in r)), y) for r, y in pairs]
    best = (0.0, 0.5)
    total = sum(y for _, y in scored) + missing
    for step in range(10, 35):
        at = step * 0.02
        hits = sum(y for p, y in scored if p >= at)
        kept = sum(p >= at for p, _ in scored)
        best = max(best, (2 * hits / (kept + total), at))
    return round(best[1], 2)


def train(groups: list[list[Prepared]], outside: dict[frozenset[int], MentionWeights], held: frozenset[int]) -> MentionWeights:
    """Weights of all groups but the held ones. The entity model sees each group as span weights without that group read it."""
    others = [k for k in range(len(groups)) if k not in held]
    spans = outside[held]
    samples = {k: [clusters_of(d, outside[held | {k}]) for d in groups[k]] for k in others}
    entity = fit_entities([s for k in others for s in samples[k]])
    thresholds = []
    for k in others:
        model = fit_entities([s for q in others if q != k for s in samples[q]])
        missing = sum(len(d.entities) for d in groups[k]) - sum(sum(y) for _, y in samples[k])
        thresholds.append(best_threshold(model, samples[k], missing))
    own = {f: w for f, w in entity.items() if not f.startswith(ANY)}
    member = {f[len(ANY) :]: w for f, w in entity.items() if f.startswith(ANY)}
    return msgspec.structs.replace(spans, entity=own, member=member, accept=round(sum(thresholds) / len(thresholds), 3))


def records(d: Prepared, weights: MentionWeights) -> list[dict[str, Any]]:
    """The document's entities as gold/score.py reads them."""
    analysis = analyse(d.document.text, weights=weights)
    out = []
    for e in analysis.entities:
        forms = list(dict.fromkeys(m.text for m in e.mentions if m.kind != "anaphor"))
        out.append({"kind": "entity", "document": d.document.id, "type": e.type, "name": e.name, "mentions": forms})
    return out


def score(d: Prepared, found: list[dict[str, Any]]) -> Counter[str]:
    """Entities found, typed right, annotated and reported, aligned as gold/score.py does."""
    named = [{norm(n) for n in [r["name"], *r["mentions"]]} - {""} for r in found]
    pairs = sorted(((len(names & n), g, k) for g, (names, _) in enumerate(d.entities) for k, n in enumerate(named)), reverse=True)
    at: dict[int, int] = {}
    used: set[int] = set()
    for n, g, k in pairs:
        if n and g not in at and k not in used:
            at[g] = k
            used.add(k)
    typed = sum(d.entities[g][1] == found[k]["type"] for g, k in at.items())
    out = Counter(found=len(at), typed=typed, gold=len(d.entities), system=len(found))
    for g, (_, kind) in enumerate(d.entities):
        out[f"gold {kind}"] += 1
        out[f"found {kind}"] += g in at
    for k, r in enumerate(found):
        out[f"system {r['type']}"] += 1
        out[f"right {r['type']}"] += k in used
    return out


def report(total: Counter[str]) -> str:
    """The figures as lines of text."""
    p, r = total["found"] / total["system"], total["found"] / total["gold"]
    f1 = 2 * total["found"] / (total["system"] + total["gold"])
    typed = 2 * total["typed"] / (total["system"] + total["gold"])
    lines = [f"entities P {p:.3f} R {r:.3f} F1 {f1:.3f} typed F1 {typed:.3f}"]
    for kind in TYPES:
        right, system = total[f"right {kind}"], total[f"system {kind}"]
        gold, hit = total[f"gold {kind}"], total[f"found {kind}"]
        lines.append(f"  {kind:10} gold {gold:5} R {hit / max(1, gold):.2f} P {right / max(1, system):.2f}")
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> None:
    """Train, cross-validate, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--folds", type=Path)
    parser.add_argument("--records", type=Path)
    arguments = parser.parse_args(argv)
    groups = [[prepare(d) for d in annotated.load(arguments.gold, ids)] for ids in annotated.folds(arguments.gold)]
    everything = range(len(groups))
    outside: dict[frozenset[int], MentionWeights] = {}
    for size in range(3):
        for held in map(frozenset, itertools.combinations(everything, size)):
            outside[held] = fit_spans([d for k in everything if k not in held for d in groups[k]])
    total: Counter[str] = Counter()
    lines: list[str] = []
    for k in everything:
        weights = train(groups, outside, frozenset({k}))
        if arguments.folds:
            arguments.folds.mkdir(parents=True, exist_ok=True)
            (arguments.folds / f"fold{k}.json").write_bytes(msgspec.json.encode(weights))
        for d in groups[k]:
            found = records(d, weights)
            total += score(d, found)
            lines += [json.dumps(r, ensure_ascii=False) for r in found]
    print(report(total))
    if arguments.records:
        arguments.records.write_text("\n".join(lines) + "\n", encoding="utf8")
    if arguments.write:
        weights = train(groups, outside, frozenset())
        f1 = 2 * total["found"] / (total["system"] + total["gold"])
        typed = 2 * total["typed"] / (total["system"] + total["gold"])
        card: dict[str, str | float] = {
            "trained_on": f"{sum(map(len, groups))} annotated documents",
            "cross_validated_entity_f1": round(f1, 3),
            "cross_validated_typed_f1": round(typed, 3),
            "command": "python tools/train_mentions.py GOLD --write lithograph/loaders/articles/mention_weights.json",
        }
        arguments.write.write_bytes(msgspec.json.encode(msgspec.structs.replace(weights, card=card)) + b"\n")


if __name__ == "__main__":
    main()
