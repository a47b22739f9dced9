"""What a first query does, done once for the class cache to learn from: `python -m ….training PATH` with a path for a store."""

from __future__ import annotations

import sys
from pathlib import Path

from ...model import View
from ...records import Bundle, Claim, Document, EntityRecord
from ...store import open_store
from . import engine
from .build import build
from .values import Values

QUERIES = (
    "MATCH (f:Firm {id: $id})-[r:SUPPLIES]->(b) RETURN f, r, b.id, r.confidence, r.valid_from ORDER BY b.id SKIP 0 LIMIT 5",
    "MATCH p = (a:Organization)-[:DEPENDS_ON*1..3]->(b:Thing) WHERE all(r IN relationships(p) WHERE r.confidence > 0.1 AND "
    "(r.valid_from IS NULL OR r.valid_from <= date($day))) RETURN p, [n IN nodes(p) | n.id] AS ids, length(p) AS n",
    "MATCH (c:Claim)-[:FROM]->(d:Document), (c)-[:SUBJECT]->(s) WHERE d.title CONTAINS 'T' "
    "RETURN s.name, collect(c.quote) AS q, count(*) AS n",
    "MATCH (a:Firm {id: 'a'}), (b:Firm {id: 'b'}) MATCH p = shortestPath((a)-[*..4]-(b)) RETURN length(p)",
    "MATCH (f:Firm) OPTIONAL MATCH (f)-[:SUPPLIES]->(g) WITH f, count(g) AS n WHERE n >= 0 "
    "RETURN f{.id, .name}, n, CASE WHEN n > 0 THEN 1 END AS c",
    "MATCH (f:Firm) WHERE EXISTS { (f)-[:SUPPLIES]->() } AND f.name =~ '(?i).*' RETURN DISTINCT toUpper(f.name), avg(1.5), $list AS l",
)


def train(path: str) -> None:
    """Build a small projection and ask it some queries."""
    document = Document("d", title="T", date="2024")
    entities = tuple(EntityRecord("d", "Firm", name, id=name.lower()) for name in ("A", "B"))
    claim = Claim("d", "A", "supplies", "B", quote="A supplies B", locator="1", valid_from="2020-01-01")
    store = open_store(path, create=True)
    try:
        store.write(Bundle(document, entities, (claim,)))
        folder = Path(path + ".projection")
        build(store, folder, View())
    finally:
        store.close()
    values = Values()
    for _ in range(30):
        with engine.readable(folder) as database:
            engine.time_limit(30)
            for query in QUERIES:
                for _, row in engine.rows(database, query, {"id": "a", "day": "2024-01-01", "list": [1, 2.5, "x", True, {"k": None}]}):
                    [values.plain(cell) for cell in row]


if __name__ == "__main__":
    engine.start()
    train(sys.argv[1])
    engine.stop()
