"""Learn the weights of the claim reader from an annotated folder.

    python tools/train_claims.py GOLD [--write FILE] [--mentions FOLDER] [--precision P]

GOLD holds GUIDE.md, folds.json and dev/. Each document is read with mention weights learned without its fold: those in
FOLDER (fold0.json …, as tools/train_mentions.py --folds writes them), or learned here. Everything that is chosen (second model,
calibration, threshold) is chosen on scores of documents that the scoring model was not learned on. Documents kept for the end stay closed.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import gold as annotated
import msgspec
import numpy as np
import scipy.sparse as sparse  # type: ignore[import-untyped]
import train_mentions
from calibrate import best_f1, calibration, threshold_at
from sklearn.linear_model import LogisticRegression

from lithograph.loaders.articles import claims as reading
from lithograph.loaders.articles.analysis import Analysis
from lithograph.loaders.articles.claims import PAIR_FLOOR, ClaimWeights, claim_key, symmetric
from lithograph.loaders.articles.entities import analyse
from lithograph.loaders.articles.pairs import Pair
from lithograph.loaders.articles.scorer import MentionWeights, decode_weights

PAIR_C, DOCUMENT_C, FLOOR_DOCUMENTS, ELSEWHERE, ANNOTATED = 0.12, 0.02, 3, 0.3, 0.5
"""Regularisation of the two models; a feature is kept from so many documents; weight of a pair outside the annotated quote; weight of
pairs of annotated mentions."""
PACKAGED = Path(reading.__file__).parent / reading.FILE
NO_WEIGHTS = ClaimWeights((), (), {}, {}, (), 0.5, 0.0)


@dataclass(slots=True)
class Row:
    """A pair: its features, and for each label its claim and whether the annotation has it (2 in the quote, 1 elsewhere, 0 not)."""

    document: str
    pair: Pair
    seen: list[str]
    wanted: tuple[str, ...]
    keys: list[tuple[int, str, int]]
    right: list[int]


@dataclass(slots=True)
class Prepared:
    """A document read once: its analysis, its rows, and the claims that are right of those that its entities can make."""

    document: annotated.GoldDocument
    analysis: Analysis
    rows: list[Row]
    right: set[tuple[int, str, int]]
    total: int


def prepare(document: annotated.GoldDocument, analysis: Analysis) -> Prepared:
    """The rows of a document, labelled by its annotation."""
    undirected = symmetric()
    ids = {e["id"]: i for i, e in enumerate(document.data["entities"])}
    quotes: dict[tuple[int, str, int], tuple[int, int]] = {}
    for c in document.data["claims"]:
        s, o = ids[c["subject"]], ids[c["object"]]
        if c["predicate"] in undirected and s > o:
            s, o = o, s
        at = document.text.find(c["quote"])
        quotes[s, c["predicate"], o] = (at, at + len(c["quote"]))
    stands_for = annotated.align(document, analysis)
    rows, right = [], set()
    for pair, wanted, seen, _ in reading.pairs(analysis):
        start, end = reading.quote_span(analysis, pair)
        keys, values = [], []
        for label in wanted:
            key = claim_key(pair, label, undirected)
            s, o = stands_for.get(key[0], -1), stands_for.get(key[2], -1)
            if key[1] in undirected and s > o:
                s, o = o, s
            quote = quotes.get((s, key[1], o))
            keys.append(key)
            values.append(0 if quote is None else 2 if start < quote[1] and quote[0] < end else 1)
            if quote is not None:
                right.add(key)
        rows.append(Row(document.id, pair, seen, wanted, keys, values))
    return Prepared(document, analysis, rows, right, len(quotes))


def _columns(seen: list[str], label: str) -> list[str]:
    """The columns of a pair under a label: features crossed with it, and those that all predicates share."""
    predicate, direction = label.split(":")
    out = [f"{f}|{label}" for f in seen]
    for f in seen:
        if f.startswith("g:") and f != "g:none":
            out.append("own pattern" if f == f"g:{label}" else "other pattern")
        elif f[0] == "h" and f.endswith(f":{predicate}") and not f.startswith(("ha", "hb0", "hb9")):
            out += [f"own {f.split(':')[0]}", f"own {f.split(':')[0]} {direction}"]
        elif f.startswith("s:"):
            out.append(f"{f} {direction}")
    return out


def fit_pairs(rows: list[Row], weights: Iterable[float]) -> tuple[tuple[str, ...], tuple[int, ...], dict[str, tuple[int, ...]]]:
    """The first model: labels, their bias, and the weights in thousandths, shared columns folded into each label's own."""
    documents: dict[str, set[str]] = defaultdict(set)
    for r in rows:
        for f in r.seen:
            documents[f].add(r.document)
    kept = {f for f, d in documents.items() if len(d) >= FLOOR_DOCUMENTS}
    columns: dict[str, int] = {}
    at: list[int] = []
    ends, right, importance = [0], [], []
    for r, weight in zip(rows, weights, strict=True):
        seen = [f for f in r.seen if f in kept]
        for label, value in zip(r.wanted, r.right, strict=True):
            at += [columns.setdefault(c, len(columns)) for c in _columns(seen, label)]
            ends.append(len(at))
            right.append(value > 0)
            importance.append(weight * (ELSEWHERE if value == 1 else 1.0))
    matrix = sparse.csr_matrix((np.ones(len(at)), np.array(at, dtype=np.int32), np.array(ends)), shape=(len(right), len(columns)))
    model = LogisticRegression(C=PAIR_C, solver="liblinear", random_state=0).fit(matrix, right, sample_weight=importance)
    learned = {c: float(model.coef_[0][i]) for c, i in columns.items()}
    names = tuple(sorted({label for r in rows for label in r.wanted}))
    out = {}
    for f in sorted(kept):
        packed: list[int] = []
        for i, label in enumerate(names):
            w = learned.get(f"{f}|{label}", 0.0) + sum(learned.get(c, 0.0) for c in _columns([f], label)[1:])
            if abs(w) >= 0.015:
                packed += [i, round(w * 1000)]
        if packed:
            out[f] = tuple(packed)
    return names, tuple(round(float(model.intercept_[0]) * 1000) for _ in names), out


def found_claims(d: Prepared, weights: ClaimWeights) -> list[reading.Candidate]:
    """The candidates of a document under the first model, without a second reading of its text."""
    scorer = reading.PairScorer(weights)
    found: dict[tuple[int, str, int], reading.Candidate] = {}
    for r in d.rows:
        for key, score in zip(r.keys, scorer.scores(r.wanted, r.seen), strict=True):
            if score >= PAIR_FLOOR:
                found.setdefault(key, reading.Candidate(*key)).evidence.append(reading.Evidence(r.pair, score, []))
    for c in found.values():
        c.evidence.sort(key=lambda e: (-e.score, e.pair.view.sentence.start, e.pair.a.first))
    return list(found.values())


@dataclass(slots=True)
class Sample:
    """The candidates of some documents as the second model sees them."""

    features: list[dict[str, float]]
    right: list[bool]
    total: int
    predicates: list[str]


def sample(documents: list[Prepared], weights: ClaimWeights) -> Sample:
    """Candidates of documents that the first model was not learned on."""
    out = Sample([], [], sum(d.total for d in documents), [])
    for d in documents:
        found = found_claims(d, weights)
        out.features += reading.evidence_features(d.analysis, found)
        out.right += [(c.subject, c.predicate, c.object) in d.right for c in found]
        out.predicates += [c.predicate for c in found]
    return out


def fit_document(samples: list[Sample]) -> dict[str, float]:
    """The second model."""
    features = [f for s in samples for f in s.features]
    right = [r for s in samples for r in s.right]
    names = sorted({k for f in features for k in f})
    index = {n: i for i, n in enumerate(names)}
    ends, at, values = [0], [], []
    for f in features:
        at += [index[k] for k in f]
        values += list(f.values())
        ends.append(len(at))
    matrix = sparse.csr_matrix((np.array(values), np.array(at), np.array(ends)), shape=(len(right), len(names)))
    model = LogisticRegression(C=DOCUMENT_C, max_iter=1000, solver="liblinear", random_state=0).fit(matrix, right)
    out = {n: round(float(w), 4) for n, w in zip(names, model.coef_[0], strict=True) if abs(w) >= 0.002}
    out["bias"] = round(out.get("bias", 0.0) + float(model.intercept_[0]), 4)
    return out


def document_scores(s: Sample, model: dict[str, float]) -> list[float]:
    """The second model's score of each candidate."""
    return [round(sum(model.get(k, 0.0) * v for k, v in f.items()), 4) for f in s.features]


@dataclass(slots=True)
class Trainer:
    """Groups of documents, one for each fold, and the first models that were learned without some of them."""

    groups: list[list[Prepared]]
    extra: list[list[Prepared]]
    models: dict[frozenset[int], ClaimWeights]

    def pair_model(self, held: frozenset[int]) -> ClaimWeights:
        """The first model of all groups but the held ones."""
        if held not in self.models:
            inner = [k for k in range(len(self.groups)) if k not in held]
            rows = [r for k in inner for d in self.groups[k] for r in d.rows]
            more = [r for k in inner for d in self.extra[k] for r in d.rows] if self.extra else []
            names, bias, pair = fit_pairs(rows + more, [1.0] * len(rows) + [ANNOTATED] * len(more))
            self.models[held] = msgspec.structs.replace(NO_WEIGHTS, labels=names, bias=bias, pair=pair)
        return self.models[held]

    def train(self, held: frozenset[int], precision: float) -> tuple[ClaimWeights, dict[str, float]]:
        """Both models of all groups but the held ones, with calibration and threshold from scores of groups left out in turn."""
        inner = [k for k in range(len(self.groups)) if k not in held]
        samples = {k: sample(self.groups[k], self.pair_model(held | {k})) for k in inner}
        scores: list[float] = []
        for k in inner:
            scores += document_scores(samples[k], fit_document([samples[q] for q in inner if q != k]))
        right = [r for k in inner for r in samples[k].right]
        total = sum(samples[k].total for k in inner)
        table = calibration(scores, right)
        confidences = [reading.calibrated(s, table) for s in scores]
        at, p, r = threshold_at(confidences, right, total, precision)
        f1 = best_f1(confidences, right, total)
        weights = msgspec.structs.replace(
            self.pair_model(held),
            document=fit_document(list(samples.values())),
            calibration=table,
            threshold=round(at, 3),
            floor=0.05,
        )
        return weights, {"precision": round(p, 3), "recall": round(r, 3), "best_f1": round(f1[0], 3), "best_f1_at": round(f1[3], 3)}


def mention_weights(groups: list[list[annotated.GoldDocument]], folder: Path | None) -> list[MentionWeights]:
    """Mention weights learned without each fold: from a folder, or learned here."""
    everything = range(len(groups))
    if folder is not None:
        return [decode_weights((folder / f"fold{k}.json").read_bytes()) for k in everything]
    prepared = [[train_mentions.prepare(d) for d in group] for group in groups]
    outside = {}
    for size in range(3):
        for held in map(frozenset, itertools.combinations(everything, size)):
            outside[held] = train_mentions.fit_spans([d for k in everything if k not in held for d in prepared[k]])
    return [train_mentions.train(prepared, outside, frozenset({k})) for k in everything]


def trainer(gold: Path, mentions: Path | None) -> Trainer:
    """Everything read: each document with mention weights learned without its fold."""
    groups = [annotated.load(gold, ids) for ids in annotated.folds(gold)]
    weights = mention_weights(groups, mentions)
    read = [[prepare(d, analyse(d.text, weights=weights[k])) for d in group] for k, group in enumerate(groups)]
    return Trainer(read, [[prepare(d, annotated.gold_analysis(d, short=True)) for d in group] for group in groups], {})


def main(argv: list[str] | None = None) -> None:
    """Train on all folds, print the figures that chose the threshold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--mentions", type=Path, help="folder with the mention weights of each fold")
    parser.add_argument("--write", type=Path, default=PACKAGED, help="where the weights go; by default into the package")
    parser.add_argument("--precision", type=float, default=0.55, help="precision against the annotation that sets the default threshold")
    arguments = parser.parse_args(argv)
    weights, figures = trainer(arguments.gold, arguments.mentions).train(frozenset(), arguments.precision)
    counts = Counter(len(v) // 2 for v in weights.pair.values())
    card: dict[str, str | float] = {
        "trained_on": f"{sum(map(len, annotated.folds(arguments.gold)))} annotated documents",
        "features": sum(counts.values()),
        **{f"cross_validated_{k}": v for k, v in figures.items()},
        "command": "python tools/train_claims.py GOLD",
    }
    weights = msgspec.structs.replace(weights, card=card)
    print(f"threshold {weights.threshold}: {figures}")
    arguments.write.write_bytes(msgspec.json.encode(weights) + b"\n")


if __name__ == "__main__":
    main()
