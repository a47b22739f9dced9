"""The Cypher door: ArcadeDB, embedded, over a read-only projection of the store."""
