"""A small graph in which everything that the doors show occurs once: dates, denial, an item, an attribute, odd ids, a joined id."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from lithograph.graph.records import Amount, Attribute, Bundle, Claim, Document, EntityRecord
from lithograph.graph.store import Store

TEXT = "ASML supplies TSMC with EUV tools. TSMC makes the H20. Nvidia designed the H20."


def quoted(text: str) -> dict[str, object]:
    start = TEXT.index(text)
    return {"quote": text, "start": start, "end": start + len(text)}


def firm(document: str, name: str, id_: str | None = None, **more: object) -> EntityRecord:
    return EntityRecord(document, "Firm", name, id=id_, **more)  # type: ignore[arg-type]


def small() -> list[Bundle]:
    one = Bundle(
        Document("d1", title='A "report"\n艾司摩爾', publisher="News", date="2025-09", url="https://example.com/1", text=TEXT),
        (
            firm("d1", "ASML", "asml", names=("阿斯麦",), identifiers={"lei": "724500Y6DUVHQD6OXN27"}),
            firm("d1", "TSMC", "tsmc"),
            firm("d1", "Nvidia", "nvidia"),
            EntityRecord("d1", "Chip", "H20", id="nv-h20"),
            EntityRecord("d1", "Product", "EUV tools", id="euv tools/100%"),
        ),
        (
            Claim(
                "d1",
                "ASML",
                "supplies",
                "TSMC",
                item="EUV tools",
                share=60.0,
                valid_from="2020",
                **quoted("ASML supplies TSMC with EUV tools."),
            ),  # type: ignore[arg-type]
            Claim("d1", "TSMC", "manufactures", "H20", valid_from="2024-02", valid_to="2025-04-15", **quoted("TSMC makes the H20.")),  # type: ignore[arg-type]
            Claim("d1", "Nvidia", "designs", "H20", **quoted("Nvidia designed the H20.")),  # type: ignore[arg-type]
        ),
    )
    two = Bundle(
        Document("data:2/x", licence="CC0"),
        (
            firm("data:2/x", "Alibaba", "alibaba"), firm("data:2/x", "Tencent", "tencent"), firm("data:2/x", "T.S.M.C.", "tsmc-2"),
            EntityRecord("data:2/x", "Chip", "H20", id="nv-h20"), firm("data:2/x", "Huawei", "huawei"),
        ),
        (
            Claim("data:2/x", "Alibaba", "uses", "H20", locator="rows.csv:1", valid_to="2025-09", amount=Amount(1e22, "USD")),
            Claim("data:2/x", "Alibaba", "competes_with", "Tencent", locator="rows.csv:2"),
            Claim("data:2/x", "Tencent", "uses", "H20", locator="rows.csv:3", negated=True, confidence=0.9),
            Claim("data:2/x", "Huawei", "uses", "H20", locator="rows.csv:4", modality="planned"),
            Claim("data:2/x", "T.S.M.C.", "supplies", "Huawei", locator="rows.csv:5", valid_to="2020-09-15"),
        ),
        (
            Attribute("data:2/x", "H20", "memory_gb", 96.0, "GB", locator="rows.csv:6"),
            Attribute("data:2/x", "H20", "memory_type", "HBM3", locator="rows.csv:7", modality="possible"),
        ),
    )  # fmt: skip
    return [one, two]


def lithograph(*arguments: str, db: str | Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    line = [sys.executable, "-m", "lithograph", "--db", str(db), *arguments]
    return subprocess.run(line, input=stdin, capture_output=True, text=True, encoding="utf8", timeout=120)


def rows(store: Store, query: str, *arguments: str) -> list[dict[str, object]]:
    """The answer of `lithograph sparql` as objects."""
    done = lithograph("sparql", query, "--format", "json", *arguments, db=store.address)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found
