"""Nodes and edges as vis-network draws them, assembled by pyvis. Colours are the page's business: it has a light and a dark theme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import msgspec

from ..graph.records import MODALITIES
from ..ontology.model import ontology
from .labels import Cell, cell, fonts
from .layout import Plan, Spot, place
from .subgraph import Link, Subgraph

SHAPES = {
    "Firm": "dot",
    "Person": "dot",
    "Chip": "square",
    "Product": "hexagon",
    "Technology": "diamond",
    "Material": "triangleDown",
    "Facility": "triangle",
    "Country": "hexagon",
    "Agency": "star",
    "Policy": "star",
    "ControlListEntry": "diamond",
}
"""The shape of each class of entities; together with its colour no other class has it."""
DASHES: Mapping[str, list[int]] = {"reported": [2, 5], "planned": [12, 6], "possible": [6, 10]}
BANDS = {"Policy": "above", "Agency": "above", "ControlListEntry": "above", "Country": "below"}
LABELLED = 40
"""Links up to which each carries its words at rest; above it only those of what is selected do."""
CURVED = 400
"""Links up to which they are drawn as curves."""


class Drawing(msgspec.Struct, frozen=True):
    """What vis-network is given; `tall` holds the places of the nodes, in their order, for a picture that is higher than wide."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    tall: list[Spot]
    labelled: bool
    curved: bool


def draw(graph: Subgraph) -> Drawing:
    """Place and style a subgraph. Nodes are numbered in its order of entities, edges in its order of links."""
    from pyvis.network import Network  # imports IPython: only where a page is made

    ids = [str(e.id) for e in graph.entities]
    number = {id_: at for at, id_ in enumerate(ids)}
    degrees = dict.fromkeys(ids, 0)
    for link in graph.links:
        degrees[link.subject] += 1
        degrees[link.object] += 1
    sizes = fonts(degrees, graph.focus, graph.near)
    cells = {str(e.id): cell(e.name, sizes[str(e.id)]) for e in graph.entities}
    labelled = len(graph.links) <= LABELLED
    bands = {str(e.id): BANDS[str(e.type)] for e in graph.entities if e.type in BANDS and e.id not in graph.focus} if graph.bands else {}
    plan = Plan(cells, graph.columns, bands, [x.ends for x in graph.links], 130.0 if labelled else 110.0)
    wide, tall = place(plan), place(plan, tall=True)

    network = Network(directed=True)
    for entity in graph.entities:
        id_ = str(entity.id)
        network.add_node(number[id_], **_node(cells[id_], str(entity.type), wide[id_], id_ in graph.focus, bands.get(id_) == "above"))
    bends = _bends(graph, bands)
    leads = {at for at, x in enumerate(graph.links) if graph.near and {x.subject, x.object} & set(graph.focus)}
    for at, link in enumerate(graph.links):
        start, end = link.ends
        network.add_edge(number[start], number[end], id=at, **_edge(link, labelled), **bends[at], **({"lead": True} if at in leads else {}))
    return Drawing(network.nodes, network.edges, [tall[i] for i in ids], labelled, len(graph.links) <= CURVED)


def _node(box: Cell, type_: str, spot: Spot, focus: bool, over: bool) -> dict[str, Any]:
    shape = SHAPES.get(type_) or next((SHAPES[c] for c in ontology().ancestors(type_) if c in SHAPES), "dot")
    out: dict[str, Any] = {"label": box.label, "group": type_, "shape": shape, "x": spot[0], "y": spot[1], "size": box.radius}
    out["font"] = {"size": box.font}
    if over:
        out["font"]["vadjust"] = -round(2 * box.radius + box.lines * box.font * 1.2 + 8, 1)
    return {**out, "borderWidth": 4} if focus else out


def _edge(link: Link, labelled: bool) -> dict[str, Any]:
    relation = ontology().relations[link.predicate]
    says = relation.label if link.ends[0] == link.subject else relation.inverse_label
    items = sorted({f.item.name for f in link.facts if f.item})
    if items:
        more = f" +{len(items) - 1}" if len(items) > 1 else ""
        says += f"\n({items[0][:24]}{'…' if len(items[0]) > 24 else ''}{more})"
    out: dict[str, Any] = {"says": says, "kind": "other" if link.depends == "none" else "depends", "width": 1 + 0.4 * min(link.support, 6)}
    out["arrows"] = _arrows(link, relation.symmetric)
    modality = min((f.modality for f in link.facts), key=MODALITIES.index)
    if modality in DASHES:
        out["dashes"] = DASHES[modality]
    return {**out, "label": says} if labelled else out


def _arrows(link: Link, symmetric: bool) -> dict[str, Any]:
    """A full arrow leads from what depends to what it depends on, an open one from subject to object where nothing depends."""
    if link.depends == "none":
        return {} if symmetric else {"to": {"enabled": True, "type": "vee", "scaleFactor": 0.7}}
    full = {"enabled": True, "scaleFactor": 0.8}
    return {"to": full, "from": full} if link.depends == "both" else {"to": full}


def _bends(graph: Subgraph, bands: Mapping[str, str]) -> list[dict[str, Any]]:
    """How each edge is bent, so that parallel ones and those within a column can be told apart."""
    pairs: dict[tuple[str, ...], int] = defaultdict(int)
    out: list[dict[str, Any]] = []
    for link in graph.links:
        pair = tuple(sorted((link.subject, link.object)))
        before, pairs[pair] = pairs[pair], pairs[pair] + 1
        start, _ = link.ends
        level = graph.columns.get(link.subject) == graph.columns.get(link.object)
        if before or (level and not bands.keys() & set(pair)):
            turn = "curvedCW" if start == pair[0] else "curvedCCW"
            out.append({"smooth": {"enabled": True, "type": turn, "roundness": round(0.15 + 0.15 * before, 2)}})
        elif bands.keys() & set(pair):
            out.append({"smooth": {"enabled": False, "type": "continuous", "roundness": 0}})
        else:
            out.append({})
    return out
