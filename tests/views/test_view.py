"""The page without a browser: one file that asks for nothing, the same bytes each time, names as data; and the command."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lithograph.cli import main
from lithograph.graph.model import View
from lithograph.graph.store import Store
from lithograph.queries.naming import resolve
from lithograph.views.payload import payload
from lithograph.views.subgraph import of_entity, of_paths, of_store, of_substitutes, of_trace

from .conftest import DASHED, LONG, QUOTE, SCRIPT, filled, page_of


def block(page: str) -> Any:
    """The data block of a page."""
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]


def names(graph: Any) -> set[str]:
    return {e.name for e in graph.entities}


def test_the_file_asks_for_nothing(make_page: Callable[..., str]) -> None:
    """No element of the file points anywhere: no src, no link, no import, no URL in the style."""
    page = make_page()
    markup = re.sub(r"(<script[^>]*>).*?</script>", r"\1</script>", page, flags=re.DOTALL)
    assert not re.search(r"\bsrc\s*=|<link|@import|url\(|https?:", markup)
    assert set(re.findall(r'href="([^"]*)"', markup)) == {"#table"}
    assert "sourceMappingURL" not in page


def test_policy_allows_the_file_itself_only(make_page: Callable[..., str]) -> None:
    """The policy in the head forbids everything but the scripts and the style of this file, by their hashes."""
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', make_page())[1]  # type: ignore[index]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    for rule in ("script-src", "style-src"):
        assert all(re.fullmatch(r"'sha256-[\w+/]{43}='", part) for part in rules[rule].split())


def test_same_store_same_bytes(tmp_path: Path) -> None:
    """The file does not depend on when it is made, nor on the order in which the documents were loaded."""
    one, other = filled(tmp_path / "a.db"), filled(tmp_path / "b.db", -1)
    assert page_of(one) == page_of(one) == page_of(other)
    assert page_of(one, None) == page_of(other, None)


def test_hostile_text_stays_data(make_page: Callable[..., str]) -> None:
    """Names and quotes with markup stand in the data block as they are, and nowhere else in the file."""
    page = make_page()
    assert "<img" not in page
    assert page.count("</script>") == 3
    data = block(page)
    assert {SCRIPT, LONG.strip()} <= {e["name"].strip() for e in data["entities"]}
    assert QUOTE in {c.get("quote") for c in data["claims"]}


def test_hostile_title_is_escaped(make_page: Callable[..., str]) -> None:
    """An entity with markup in its name can be what the page is about."""
    page = make_page("t-" + SCRIPT[:40].casefold())
    assert "<title>&lt;script&gt;window.hurt=1&lt;/script&gt;" in page


def test_every_fact_with_every_claim(make_page: Callable[..., str]) -> None:
    """A fact that two documents state carries both claims with document, publisher, date, link, modality and confidence."""
    data = block(make_page())
    ends = [data["entities"][s["subject"]]["name"] + " " + str(s.get("predicate")) for s in data["statements"]]
    fact = data["statements"][ends.index("Designer designs")]
    assert [data["claims"][c]["quote"] for c in fact["claims"]] == ["Designer designs the H20.", "As is known, Designer designed the H20."]
    source = data["documents"][data["claims"][fact["claims"][0]]["document"]]
    assert (source["publisher"], source["date"], source["url"]) == ("The Paper", "2025-01-01", "https://news.example/1?a=1&b=2")


def test_denied_and_planned_are_told_and_not_drawn(store: Store) -> None:
    """What is denied or planned stands in the panel; it is an edge only where it is asked for."""
    h200 = resolve(store, "H200").entity
    plain, wide = of_entity(store, h200, View(), hops=1), of_entity(store, h200, View(include=("planned",)), hops=1)
    assert DASHED not in names(plain)
    assert DASHED in names(wide)
    data = payload(store, plain, View())
    assert any(s.negated for s in data.statements)
    assert any(s.modality == "planned" for s in data.statements)
    styles = [e.get("dashes") for e in payload(store, wide, View(include=("planned",))).drawing.edges]
    assert [12, 6] in styles, "planned is dashed"
    assert [2, 5] in styles, "reported is dotted"


def test_arrows_lead_to_what_is_depended_on(store: Store) -> None:
    """An edge is read along its arrow: H20 is designed by Designer; a rule restricts it without any dependency."""
    data = payload(store, of_entity(store, resolve(store, "H20").entity, View()), View())
    told = {(data.entities[e["from"]].name, e["says"], data.entities[e["to"]].name): e for e in data.drawing.edges}
    assert told["H20", "is designed by", "Designer"]["kind"] == "depends"
    assert told["Cloud", "uses", "H20"]["kind"] == "depends"
    assert told["Foundry", "is supplied by\n(scanners)", "Toolmaker"]["kind"] == "depends"
    assert told["Chip rule", "restricts", "H20"]["arrows"]["to"]["type"] == "vee"


def test_columns_follow_dependency(store: Store) -> None:
    """In a trace whoever depends stands to the left of what it depends on."""
    data = payload(store, of_trace(store, resolve(store, "H20").entity, View()), View())
    at = {data.entities[n["id"]].name: n["x"] for n in data.drawing.nodes}
    assert at["Cloud"] < at["H20"] < at["Foundry"] < at["Toolmaker"]


def test_questions_give_their_subgraphs(store: Store) -> None:
    """A path shows its entities, substitutes their item, a trace what is up and down, and each says its answer in words."""
    h20, cloud, tools = (resolve(store, n).entity for n in ("H20", "Cloud", "Toolmaker"))
    path = of_paths(store, cloud, tools, View())
    assert {"Cloud", "H20", "Foundry", "Toolmaker"} <= names(path)
    assert path.lines[0].startswith("Cloud — H20 — Foundry — Toolmaker")
    swap = of_substitutes(store, h20, View())
    assert swap.lines[0].startswith("H200 (asserted, score")
    assert {"H20", "H200", "Designer"} <= names(swap)
    assert "Cloud" not in names(of_trace(store, tools, View(), depth=1))


def test_no_answer_says_why(store: Store) -> None:
    """A question without an answer still makes a page, which says why there is nothing on it."""
    rtl, rule = resolve(store, "t-شركة-الرقائق").entity, resolve(store, "Chip rule").entity
    assert "no accepted facts lead from" in of_paths(store, rtl, rule, View(on="1999-01-01", known_by="1999-01-01")).notes[0]
    assert "No substitute" in of_substitutes(store, rule, View()).notes[0]


def test_whole_store_says_what_is_left_out(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the limit the best supported entities are shown, and the page says how many there are; the rest is counted too."""
    monkeypatch.setattr("lithograph.views.subgraph.LIMIT", 6)
    graph = of_store(store, View())
    assert len(graph.entities) <= 6
    assert "H20" in names(graph)
    assert re.match(r"The picture shows the \d entities with the surest facts, of 13 that", graph.notes[0])
    assert graph.notes[1].startswith("1 more")


def test_command(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command writes the file and prints where, and what is in it."""
    target = tmp_path / "out.html"
    assert main(["--db", store.address, "view", "H20", "-o", str(target)]) == 0
    assert capsys.readouterr().out.startswith(f"{target}: 13 entities, ")
    assert main(["--db", store.address, "view", "--path", "Cloud", "Toolmaker", "-o", str(target), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["file"] == str(target)
    assert "Cloud to Toolmaker" in target.read_text(encoding="utf8")
    assert [p.name for p in tmp_path.iterdir()] == ["out.html"]


def test_command_opens_the_browser(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--open shows the file that was written."""
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or True)
    assert main(["--db", store.address, "view", "H20", "-o", str(tmp_path / "a b.html"), "--open"]) == 0
    assert opened == [(tmp_path / "a b.html").as_uri()]


@pytest.mark.parametrize(
    "arguments, code, words",
    [
        (["H20", "--trace", "H20"], 2, "give one of ENTITY, --path, --trace, --substitutes"),
        (["--hops", "2"], 2, "--hops goes with"),
        (["H2000"], 2, "no entity goes by 'H2000'"),
        ([""], 2, "no entity goes by ''"),
        (["H20", "-o", "/nowhere/at/all.html"], 1, "the view cannot be written there (No such file or directory); give another place"),
        (["H20", "-o", "."], 1, "the view cannot be written there (Is a directory)"),
    ],
)
def test_mistakes_give_one_line(store: Store, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, words: str) -> None:
    """What cannot be done is said in one line, with what to do instead."""
    assert main(["--db", store.address, "view", *arguments]) == code
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A view that cannot be written whole leaves what stood there, and nothing beside it."""
    from lithograph.errors import LithographError
    from lithograph.views.page import write

    target = tmp_path / "view.html"
    target.write_text("old", encoding="utf8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(LithographError, match="No space left on device"):
        write("new", str(target))
    assert [p.name for p in tmp_path.iterdir()] == ["view.html"]
    assert target.read_text(encoding="utf8") == "old"
