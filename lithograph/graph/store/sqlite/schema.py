"""The tables of a SQLite store. Keys are internal; nothing outside sees them."""

APPLICATION_ID = 0x4C495448  # "LITH"
VERSION = 3

TABLES = """
CREATE TABLE document (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    title TEXT, publisher TEXT, date TEXT, url TEXT, licence TEXT, text TEXT, reader TEXT);

-- one row for each stated id; root is the key of the entity that it is part of
CREATE TABLE entity (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, root INTEGER NOT NULL);
CREATE INDEX entity_root ON entity (root) WHERE root <> key;

-- one row for each entity that a document names
CREATE TABLE naming (
    key INTEGER PRIMARY KEY, document INTEGER NOT NULL, entity INTEGER NOT NULL,
    type TEXT NOT NULL, name TEXT NOT NULL, mentions TEXT, names TEXT, identifiers TEXT);
CREATE INDEX naming_document ON naming (document);
CREATE INDEX naming_entity ON naming (entity);

-- names by key; weight adds up over documents: 2000 as the name in reference data, 2 as the name, 1 as a further name, 0 as a mention
CREATE TABLE name (
    key INTEGER PRIMARY KEY, norm TEXT NOT NULL, entity INTEGER NOT NULL, name TEXT NOT NULL,
    weight INTEGER NOT NULL, documents INTEGER NOT NULL);
CREATE UNIQUE INDEX name_norm ON name (norm, entity, name);
CREATE INDEX name_entity ON name (entity);
CREATE VIRTUAL TABLE name_words USING fts5 (name, content='name', content_rowid='key', tokenize='unicode61 remove_diacritics 2');

CREATE TABLE identifier (
    scheme TEXT NOT NULL, value TEXT NOT NULL, entity INTEGER NOT NULL, documents INTEGER NOT NULL,
    PRIMARY KEY (scheme, value, entity)) WITHOUT ROWID;
CREATE INDEX identifier_entity ON identifier (entity);

CREATE TABLE passage (
    key INTEGER PRIMARY KEY, document INTEGER NOT NULL, start INTEGER, "end" INTEGER, locator TEXT, quote TEXT);
CREATE INDEX passage_document ON passage (document);
CREATE VIRTUAL TABLE passage_words USING fts5 (quote, content='passage', content_rowid='key', tokenize='unicode61 remove_diacritics 2');

-- claims and attributes; words is an item that names no entity of the document
CREATE TABLE claim (
    key INTEGER PRIMARY KEY, document INTEGER NOT NULL, fact INTEGER NOT NULL, passage INTEGER NOT NULL,
    subject INTEGER NOT NULL, predicate TEXT NOT NULL, object INTEGER, item INTEGER, words TEXT,
    negated INTEGER NOT NULL, modality TEXT NOT NULL, confidence REAL NOT NULL,
    date TEXT, valid_from TEXT, valid_to TEXT, value, unit TEXT, share REAL, market TEXT, period TEXT);
CREATE INDEX claim_document ON claim (document);
CREATE INDEX claim_fact ON claim (fact);

-- object is 0 for an attribute; qualifier tells facts apart that agree in subject, predicate and object; edge is the confidence of
-- a fact that is accepted where no view says otherwise, else NULL: a search reads it from the indexes and never sees the table
CREATE TABLE fact (
    key INTEGER PRIMARY KEY, subject INTEGER NOT NULL, predicate TEXT NOT NULL, object INTEGER NOT NULL,
    item INTEGER NOT NULL, qualifier TEXT NOT NULL,
    held INTEGER, planned INTEGER, possible INTEGER, against INTEGER,
    asserted_by INTEGER, held_by INTEGER, planned_by INTEGER, possible_by INTEGER, against_by INTEGER,
    held_from TEXT, held_to TEXT, other_from TEXT, other_to TEXT, share REAL, share_date TEXT,
    edge REAL);
CREATE INDEX fact_statement ON fact (subject, predicate, object, item, qualifier, edge);
CREATE INDEX fact_object ON fact (object, subject, predicate, edge) WHERE object <> 0;
CREATE INDEX fact_item ON fact (item) WHERE item <> 0;

-- documents that are safe but not yet part of the tables above; emptied before anything is read
CREATE TABLE inbox (key INTEGER PRIMARY KEY, bundle BLOB NOT NULL);

-- what each write touched, so that a projection can catch up: a document, or a stated id that moved into another entity or out
-- of it; the random token tells apart two stores, or two histories of one, that have come to the same number
CREATE TABLE change (
    revision INTEGER PRIMARY KEY AUTOINCREMENT, token INTEGER NOT NULL DEFAULT (random()), document TEXT, entity TEXT);

CREATE TABLE judgement (
    "left" TEXT NOT NULL, "right" TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT, "by" TEXT, date TEXT,
    PRIMARY KEY ("left", "right")) WITHOUT ROWID;
"""

MIGRATIONS: dict[int, str] = {
    1: "CREATE TABLE change (revision INTEGER PRIMARY KEY AUTOINCREMENT, token INTEGER NOT NULL DEFAULT (random()), "
    "document TEXT, entity TEXT); INSERT INTO change (document) VALUES (NULL)",
    2: "ALTER TABLE fact ADD COLUMN edge REAL; UPDATE fact SET edge = edge(held, planned, possible, against, asserted_by, held_by, "
    "planned_by, possible_by, against_by, held_from, held_to, other_from, other_to, share, share_date);"
    "DROP INDEX fact_statement; CREATE INDEX fact_statement ON fact (subject, predicate, object, item, qualifier, edge);"
    "DROP INDEX fact_object; CREATE INDEX fact_object ON fact (object, subject, predicate, edge) WHERE object <> 0",
}
"""SQL that brings a store from the version that is the key to the next one. It may call `edge` (graph/facts.py) with a state."""
