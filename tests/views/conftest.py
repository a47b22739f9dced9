"""A store made by hand, with everything that a page must cope with, and Chromium to open it in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lithograph.graph.check import checked
from lithograph.graph.model import View
from lithograph.graph.records import Attribute, Bundle, Claim, Document, EntityRecord
from lithograph.graph.store import Store, open_store

SCRIPT = "<script>window.hurt=1</script>\"'&amp;"
RTL = "شركة الرقائق"
EMOJI = "Chips 🍟🚀 & Söhne"
LONG = "Very Long " * 1000
QUOTE = '</script><img src=x onerror="window.hurt=1"> <!-- said the firm'
DASHED = "Fab plans"


def _document(number: int, entities: list[tuple[str, str]], claims: list[dict[str, Any]], values: list[dict[str, Any]]) -> Bundle:
    id_ = f"{number:064x}"
    text = "\n".join(str(c["quote"]) for c in (*claims, *values))
    document = Document(id_, f"Report {number}", "The Paper", f"2025-0{number}-01", f"https://news.example/{number}?a=1&b=2", text=text)
    records = tuple(EntityRecord(id_, type_, name, id="t-" + name[:40].casefold().replace(" ", "-")) for type_, name in entities)
    made = tuple(Claim(id_, **{"confidence": 0.9, **c}) for c in claims)
    return Bundle(document, records, made, tuple(Attribute(id_, **v) for v in values))


def bundles() -> list[Bundle]:
    """Three documents: a small supply chain; hostile names and quotes; what is planned, possible or denied."""
    chain = _document(
        1,
        [
            *[("Firm", n) for n in ("Designer", "Foundry", "Toolmaker", "Cloud")],
            *[("Chip", n) for n in ("H20", "H200", "H20 NVL")],
            *[("Country", "Ruritania"), ("Policy", "Chip rule")],
        ],
        [
            {"subject": "Designer", "predicate": "designs", "object": "H20", "quote": "Designer designs the H20."},
            {"subject": "Designer", "predicate": "designs", "object": "H200", "quote": "Designer designs the H200."},
            {"subject": "Designer", "predicate": "designs", "object": "H20 NVL", "quote": "Designer designs the H20 NVL."},
            {"subject": "Foundry", "predicate": "manufactures", "object": "H20", "quote": "The H20 is made by Foundry."},
            {
                "subject": "Toolmaker",
                "predicate": "supplies",
                "object": "Foundry",
                "item": "scanners",
                "quote": "Toolmaker sells it scanners.",
            },
            {"subject": "Cloud", "predicate": "uses", "object": "H20", "quote": "Cloud runs on the H20."},
            {"subject": "Chip rule", "predicate": "restricts", "object": "H20", "quote": "The rule restricts the H20."},
            {"subject": "H200", "predicate": "substitutes", "object": "H20", "quote": "The H200 can replace the H20."},
            {"subject": "Foundry", "predicate": "located_in", "object": "Ruritania", "quote": "Foundry sits in Ruritania."},
            {"subject": "Toolmaker", "predicate": "located_in", "object": "Ruritania", "quote": "Toolmaker sits in Ruritania."},
        ],
        [{"subject": "H20", "attribute": "memory_gb", "value": 96, "unit": "GB", "quote": "It has 96 GB of memory."}],
    )
    hostile = _document(
        2,
        [("Firm", SCRIPT), ("Firm", RTL), ("Firm", EMOJI), ("Firm", LONG), ("Chip", "H20")],
        [
            {"subject": SCRIPT, "predicate": "uses", "object": "H20", "quote": QUOTE},
            {"subject": RTL, "predicate": "uses", "object": "H20", "quote": f"{RTL} تستخدم H20"},
            {"subject": EMOJI, "predicate": "uses", "object": "H20", "quote": "They use it 🍟."},
            {"subject": LONG, "predicate": "uses", "object": "H20", "quote": "A long name uses it."},
        ],
        [],
    )
    hedged = _document(
        3,
        [("Firm", "Designer"), ("Firm", "Foundry"), ("Firm", DASHED), ("Firm", "Cloud"), ("Chip", "H20"), ("Chip", "H200")],
        [
            {"subject": DASHED, "predicate": "manufactures", "object": "H200", "modality": "planned", "quote": "It plans to make it."},
            {"subject": "Cloud", "predicate": "uses", "object": "H200", "modality": "reported", "quote": "Cloud reportedly uses it."},
            {"subject": "Foundry", "predicate": "manufactures", "object": "H200", "negated": True, "quote": "Foundry does not make it."},
            {"subject": "Designer", "predicate": "designs", "object": "H20", "quote": "As is known, Designer designed the H20."},
        ],
        [],
    )
    return [chain, hostile, hedged]


def filled(path: Path, order: int = 1) -> Store:
    """A store of these documents, written in order or, with -1, the other way round."""
    store = open_store(str(path), create=True)
    for bundle in bundles()[::order]:
        passed, refused = checked(bundle, "test")
        assert not refused, refused
        store.write(passed)
    return store


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = filled(tmp_path_factory.mktemp("view") / "store.db")
    yield made
    made.close()


def page_of(store: Store, name: str | None = "H20", view: View | None = None) -> str:
    """The page around an entity, or of the whole store."""
    from lithograph.queries.naming import resolve
    from lithograph.views.page import page
    from lithograph.views.payload import payload
    from lithograph.views.subgraph import of_entity, of_store

    view = view or View()
    graph = of_entity(store, resolve(store, name).entity, view) if name else of_store(store, view)
    return page(payload(store, graph, view))


@pytest.fixture(scope="session")
def make_page(store: Store) -> Callable[..., str]:
    return lambda *args, **kwargs: page_of(store, *args, **kwargs)


FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless browser; skipped where there is none, except in CI, where it must be there."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        reason = "no Chromium on this machine (`make system` installs it)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS.split())
        yield browser
        browser.close()
