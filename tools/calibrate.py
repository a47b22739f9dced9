"""From scores of unseen documents to confidences, thresholds and figures; shared by tools/train_claims.py and benchmarks."""

from __future__ import annotations

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression


def calibration(scores: list[float], right: list[bool]) -> tuple[tuple[float, float], ...]:
    """A monotone table from score to the share of right claims, fitted on scores of unseen documents."""
    fitted = IsotonicRegression(out_of_bounds="clip").fit(scores, right)
    grid = np.unique(np.round(np.quantile(scores, np.concatenate([np.linspace(0, 0.9, 10), 1 - np.geomspace(0.1, 0.0008, 16)])), 2))
    smooth = LogisticRegression().fit(np.array(scores)[:, None], right).predict_proba(grid[:, None])[:, 1]
    mixed = np.maximum.accumulate((fitted.predict(grid) + smooth) / 2)
    return tuple((float(x), round(float(min(y, 0.97)), 3)) for x, y in zip(grid, mixed, strict=True))


def threshold_at(confidences: list[float], right: list[bool], total: int, precision: float) -> tuple[float, float, float]:
    """The lowest confidence from which on precision is reached; that precision and the recall there."""
    best, hits = (0.99, 0.0, 0.0), 0
    order = sorted(zip(confidences, right, strict=True), reverse=True)
    for n, (c, r) in enumerate(order, 1):
        hits += r
        last = n == len(order) or order[n][0] < c
        if last and n >= 20 and hits / n >= precision:
            best = (c, hits / n, hits / total)
    return best


def best_f1(confidences: list[float], right: list[bool], total: int) -> tuple[float, float, float, float]:
    """F1, precision, recall and confidence where F1 is highest."""
    best, hits = (0.0, 0.0, 0.0, 1.0), 0
    for n, (c, r) in enumerate(sorted(zip(confidences, right, strict=True), reverse=True), 1):
        hits += r
        best = max(best, (2 * hits / (n + total), hits / n, hits / total, c))
    return best
