"""A store's worth of generated claims in the exchange format, the same for the same seed.

    python benchmarks/generate.py --claims 1000000 --seed 0 > claims.jsonl

Firms supply firms, design, make and use chips that contain technologies; who is named how often follows a power law, as in
trade news. Each document makes 50 claims about 42 entities. Records come in the canonical order: all documents, then entities, then claims.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator

SHARES = {"Firm": 0.6, "Chip": 0.25, "Technology": 0.1, "Facility": 0.05}
RELATIONS = [
    ("supplies", "Firm", "Firm", 0.4),
    ("designs", "Firm", "Chip", 0.15),
    ("manufactures", "Firm", "Chip", 0.1),
    ("uses", "Firm", "Chip", 0.15),
    ("contains", "Chip", "Technology", 0.12),
    ("operates", "Firm", "Facility", 0.05),
    ("competes_with", "Firm", "Firm", 0.03),
]
CLAIMS_PER_DOCUMENT = 50
CAST = {"Firm": 22, "Chip": 12, "Technology": 5, "Facility": 3}
"""How many entities of each class a document draws on: about as many as it makes claims, as in annotated trade news."""


def records(claims: int, seed: int) -> Iterator[dict[str, object]]:
    """The records, one after the other."""
    rng = random.Random(seed)
    entities = max(100, claims // 10)
    pools = {kind: [f"{kind.lower()}-{i}" for i in range(max(4, int(entities * share)))] for kind, share in SHARES.items()}

    def draw(kind: str) -> str:
        pool = pools[kind]
        return pool[int(len(pool) * rng.random() ** 2.2)]

    documents = max(1, claims // CLAIMS_PER_DOCUMENT)
    for d in range(documents):
        yield {"kind": "document", "id": f"doc-{d:06}", "title": f"Report {d}", "publisher": f"Publisher {d % 40}",
               "date": f"20{15 + d % 11}-{1 + d % 12:02}-{1 + d % 28:02}"}  # fmt: skip
    plans = []
    for d in range(documents):
        plan = []
        cast = {kind: [draw(kind) for _ in range(n)] for kind, n in CAST.items()}
        for _ in range(CLAIMS_PER_DOCUMENT):
            predicate, left, right, _ = rng.choices(RELATIONS, [r[3] for r in RELATIONS])[0]
            plan.append((rng.choice(cast[left]), left, predicate, rng.choice(cast[right]), right))
        plans.append(plan)
        for name, kind in sorted({(x, k) for s, sk, _, o, ok in plan for x, k in ((s, sk), (o, ok))}):
            yield {"kind": "entity", "document": f"doc-{d:06}", "id": name, "type": kind, "name": name.replace("-", " ").title()}
    for d, plan in enumerate(plans):
        for n, (s, _, predicate, o, _) in enumerate(plan):
            yield claim(rng, d, n, s, predicate, o)


def claim(rng: random.Random, document: int, number: int, subject: str, predicate: str, object_: str) -> dict[str, object]:
    """One claim with words of its own."""
    names = subject.replace("-", " ").title(), object_.replace("-", " ").title()
    year = rng.choice(["2019", "2021-06", "2023", "2024-02-15", None, None])
    quote = f"{names[0]} {predicate.replace('_', ' ')} {names[1]}, according to filing {rng.randrange(10**6)} of the quarter."
    return {"kind": "claim", "document": f"doc-{document:06}", "subject": names[0], "predicate": predicate, "object": names[1],
            "subject_id": subject, "object_id": object_, "quote": quote, "locator": f"report-{document}.csv:{number + 1}",
            "confidence": rng.choice([0.6, 0.75, 0.9, 0.95]), "valid_from": year,
            "modality": rng.choices(["asserted", "reported", "planned"], [7, 2, 1])[0]}  # fmt: skip


def main() -> None:
    """Write the records to the standard output."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    write = sys.stdout.write
    for record in records(options.claims, options.seed):
        write(json.dumps(record, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
