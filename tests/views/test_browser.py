"""The page in a real browser with the network cut: no request, no complaint, and everything that a reader does with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from .conftest import EMOJI, LONG, QUOTE, RTL, SCRIPT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MIDDLE_OF_EDGE = """says => {
  const { network } = document.getElementById("graph");
  const edge = Object.values(network.body.edges).find(e => network.body.data.edges.get(e.id).says === says);
  const at = network.canvasToDOM(edge.edgeType.getPoint(0.5));
  const box = document.getElementById("graph").getBoundingClientRect();
  return [box.left + at.x, box.top + at.y];
}"""
PLACE_OF_NODE = """label => {
  const { network } = document.getElementById("graph");
  const node = network.body.data.nodes.get().find(n => n.label === label);
  const at = network.canvasToDOM(network.getPosition(node.id));
  const box = document.getElementById("graph").getBoundingClientRect();
  return [box.left + at.x, box.top + at.y];
}"""


@dataclass
class Opened:
    """A page in the browser, with what it asked the network for and what it complained about."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def panel(self) -> str:
        return str(self.page.inner_text("#panel"))

    def find(self, text: str) -> None:
        self.page.fill("#find", text)
        self.page.press("#find", "Enter")

    def click(self, script: str, argument: str) -> None:
        self.page.mouse.click(*self.page.evaluate(script, argument))


@pytest.fixture
def opened(chromium: Any, make_page: Callable[..., str], tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Open the page of an entity; at the end nothing may have been asked for or complained about."""
    contexts: list[Any] = []
    made: list[Opened] = []

    def open_(name: str | None = "H20", *, width: int = 1300, height: int = 850, scheme: str = "light") -> Opened:
        file = tmp_path / f"{len(made)}.html"
        file.write_text(make_page(name), encoding="utf8")
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, offline=True, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        it = Opened(page)
        made.append(it)
        page.on("request", lambda r: it.requests.append(r.url) if r.url != file.as_uri() else None)
        page.on("console", lambda m: it.complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: it.complaints.append(str(e)))
        page.goto(file.as_uri())
        page.wait_for_selector("#table table")
        return it

    yield open_
    for it in made:
        assert not it.requests
        assert not it.complaints
        assert not it.page.evaluate("window.hurt")
    for context in contexts:
        context.close()


def test_search_takes_the_exact_name_first(opened: Callable[..., Opened]) -> None:
    """Enter on H20 shows H20, not H200; it stands in the middle of the picture, its facts with their quotes beside it."""
    it = opened()
    it.find("h20")
    assert it.page.inner_text("#panel h2") == "H20"
    for words in (
        "“Designer designs the H20.”",
        "“The H20 is made by Foundry.”",
        "“It has 96 GB of memory.”",
        "The Paper",
        "confidence 0.90",
    ):
        assert words in it.panel
    x, y = it.page.evaluate(PLACE_OF_NODE, "H20")
    box = it.page.locator("#graph").bounding_box()
    assert abs(x - box["x"] - box["width"] / 2) < 5
    assert abs(y - box["y"] - box["height"] / 2) < 5
    assert it.page.inner_text("#said") == "Also: H20 NVL, H200"
    it.find("H200")
    assert it.page.inner_text("#panel h2") == "H200"
    it.find("no such thing")
    assert "Nothing in this picture goes by “no such thing”" in it.page.inner_text("#said")


def test_search_finds_by_part_and_without_accents(opened: Callable[..., Opened]) -> None:
    """A part of a name will do, and marks above letters don't matter."""
    it = opened()
    for text, name in (("tool", "Toolmaker"), ("sohne", EMOJI), ("الرقائق", RTL)):
        it.find(text)
        assert it.page.inner_text("#panel h2") == name


def test_edge_shows_every_claim(opened: Callable[..., Opened]) -> None:
    """A click on a line shows its fact with each document's words; the link leads to the document."""
    it = opened()
    it.click(MIDDLE_OF_EDGE, "is supplied by\n(scanners)")
    assert it.page.inner_text("#panel h2") == "Toolmaker supplies Foundry"
    assert "“Toolmaker sells it scanners.”" in it.panel
    assert "(scanners)" in it.panel
    assert "asserted · confidence 0.90" in it.panel
    link = it.page.locator("#panel figcaption a").first
    assert link.get_attribute("href") == "https://news.example/1?a=1&b=2"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_node_click_escape_and_names_in_the_panel(opened: Callable[..., Opened]) -> None:
    """A click on a node shows its facts, a name in them leads on, Esc leads back."""
    it = opened()
    it.click(PLACE_OF_NODE, "Foundry")
    assert it.page.inner_text("#panel h2") == "Foundry"
    it.page.click("#panel .name >> text=Toolmaker")
    assert it.page.inner_text("#panel h2") == "Toolmaker"
    it.page.keyboard.press("Escape")
    assert "What this shows" in it.panel


def test_denied_facts_are_marked(opened: Callable[..., Opened]) -> None:
    """What a document denies is shown as denied."""
    it = opened()
    it.find("H200")
    assert "denied ·" in it.panel
    assert "“Foundry does not make it.”" in it.panel


def test_hostile_names_are_text(opened: Callable[..., Opened]) -> None:
    """Markup, emoji, other directions and 10,000 characters are shown as they are, and break nothing."""
    it = opened()
    for name in (SCRIPT, RTL, EMOJI):
        it.find(name)
        assert it.page.inner_text("#panel h2") == name
    it.find(SCRIPT)
    assert it.page.locator("#panel blockquote").first.inner_text() == f"“{QUOTE}”"
    it.find("very long")
    assert it.page.text_content("#panel h2").strip() == LONG.strip()
    assert it.page.evaluate("document.querySelectorAll('img, iframe, body > script:not([type])').length") == 1, "only the library"
    assert it.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_hostile_root(opened: Callable[..., Opened]) -> None:
    """A page about an entity with a hostile name carries it in its heading as text."""
    it = opened("t-" + SCRIPT[:40].casefold())
    assert it.page.inner_text("h1") == SCRIPT


def test_table_says_the_same(opened: Callable[..., Opened]) -> None:
    """Every fact on a line stands in the table, with its words; a name in it leads to the node."""
    it = opened()
    rows = it.page.locator("#table tbody tr").all_inner_texts()
    assert any("Toolmaker" in r and "supplies" in r and "scanners" in r and "“Toolmaker sells it scanners.”" in r for r in rows)
    assert any("memory" in r and "96 GB" in r for r in rows)
    it.page.locator("#table tbody button", has_text="Toolmaker").first.click()
    assert it.page.inner_text("#panel h2") == "Toolmaker"


def test_keyboard(opened: Callable[..., Opened]) -> None:
    """The search field is a key away, and the picture moves and grows by keys."""
    it = opened()
    it.page.keyboard.press("/")
    assert it.page.evaluate("document.activeElement.id") == "find"
    it.page.keyboard.type("cloud")
    it.page.keyboard.press("Enter")
    assert it.page.inner_text("#panel h2") == "Cloud"
    before = it.page.evaluate("document.getElementById('graph').network.getScale()")
    it.page.evaluate("document.activeElement.blur()")
    it.page.keyboard.press("+")
    assert it.page.evaluate("document.getElementById('graph').network.getScale()") > before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone(opened: Callable[..., Opened], scheme: str) -> None:
    """On a phone the parts stand under each other, nothing sticks out, and a search brings the evidence into view."""
    it = opened(width=390, height=844, scheme=scheme)
    assert it.page.evaluate("document.documentElement.scrollWidth") <= 390
    it.find("H20")
    top = it.page.locator("#panel h2").bounding_box()["y"]
    assert 0 <= top < 844
    assert it.page.evaluate("getComputedStyle(document.body).backgroundColor") == (
        "rgb(20, 23, 27)" if scheme == "dark" else "rgb(255, 255, 255)"
    )


def test_whole_store(opened: Callable[..., Opened]) -> None:
    """The page of the whole store opens and can be searched."""
    it = opened(None)
    assert it.page.inner_text("h1") == "The whole store"
    it.find("Ruritania")
    assert "“Foundry sits in Ruritania.”" in it.panel
