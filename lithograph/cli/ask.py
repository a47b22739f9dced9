"""Questions: show, search, path, trace, substitutes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from ..graph.model import Entity, View
from ..ontology.model import ontology
from . import render
from .options import common, complete_entity, entity, opened, times, undated_note

if TYPE_CHECKING:  # each command imports the query that it asks
    from ..queries.dependency import PathAnswer, Trace
    from ..queries.hops import Hop
    from ..queries.profile import FactRow, ShowAnswer
    from ..queries.substitution import Substitutes

HOP_COLUMNS = ("subject", "predicate", "object", "item", "modality", "confidence", "valid_from", "valid_to", "quote", "document", "date")


DEPENDENCIES_SHOWN = 8
"""Dependencies of a substitute that text shows; the other formats have all."""


def _hop_cells(hop: Hop) -> list[Any]:
    first = hop.evidence[0] if hop.evidence else None
    words = [hop.subject.name, hop.predicate, hop.object.name, hop.item.name if hop.item else None]
    told = [first.quote, first.document.title or first.document.id, first.document.date] if first else [None] * 3
    return [*words, hop.modality, hop.confidence, hop.valid_from, hop.valid_to, *told]


def _predicates(text: str | None) -> frozenset[str]:
    names = frozenset(p.strip().lower().replace("-", "_") for p in (text or "").split(",") if p.strip())
    for name in names:
        if name not in ontology().relations:
            raise click.BadParameter(f"'{name}' is no relation; `lithograph ontology` lists them", param_hint="--via")
    return names


@click.command()
@click.argument("start", metavar="A", shell_complete=complete_entity)
@click.argument("end", metavar="B", shell_complete=complete_entity)
@click.option("-k", "k", type=click.IntRange(1, 1000), default=5, show_default=True, help="How many paths.")
@click.option("--max-hops", type=click.IntRange(1, 50), default=12, show_default=True, help="Longest path.")
@click.option("--via", metavar="REL,…", help="Walk these relations only, such as supplies,manufactures.")
@click.option("--depends", is_flag=True, help="Walk only from an entity to what it depends on.")
@times
@common("text", "table", "json", "jsonl", "csv", "md")
def path(db: str, format_: str, view: View, start: str, end: str, k: int, max_hops: int, via: str | None, depends: bool) -> None:
    """How two entities are linked: the best paths from A to B, each hop with the sentence it rests on.

    \b
    Example:
      lithograph path Alibaba Nvidia
      lithograph path Alibaba ASML --depends --on 2025-09
    """
    from ..queries.dependency import paths

    relations = _predicates(via)
    with opened(db) as store:
        answer = paths(store, entity(store, start), entity(store, end), view, k=k, max_hops=max_hops, via=relations, depends=depends)
        undated_note(store, view)

    def rows() -> render.Rows:
        cells = ([n, p.score, h, *_hop_cells(hop)] for n, p in enumerate(answer.paths, 1) for h, hop in enumerate(p.hops, 1))
        return ("path", "score", "hop", *HOP_COLUMNS), cells

    render.emit(format_, answer, text=lambda: path_text(answer), items=answer.paths, rows=rows)


def path_text(answer: PathAnswer) -> Iterator[str]:
    """Paths as text."""
    if answer.why_none:
        yield f"No path: {answer.why_none}."
        return
    for number, found in enumerate(answer.paths, 1):
        names = [found.hops[0].start.name, *(h.end.name for h in found.hops)]
        yield f"{'' if number == 1 else chr(10)}{render.bold(f'{number}.')} {' — '.join(names)}  {render.dim(f'score {found.score:.2f}')}"
        for hop in found.hops:
            yield from render.hop_lines(hop)


@click.command()
@click.argument("name", metavar="ENTITY", shell_complete=complete_entity)
@click.option("--up", "direction", flag_value="up", help="What it depends on.")
@click.option("--down", "direction", flag_value="down", help="What depends on it.")
@click.option("--depth", type=click.IntRange(1, 50), default=4, show_default=True, help="How many levels.")
@times
@common("text", "table", "json", "jsonl", "csv", "md")
def trace(db: str, format_: str, view: View, name: str, direction: str | None, depth: int) -> None:
    """Everything ENTITY depends on (--up), or that depends on it (--down), level by level.

    \b
    Example:
      lithograph trace H20 --up
      lithograph trace ASML --down --depth 2 --format csv
    """
    from ..queries import dependency

    if direction is None:
        raise click.UsageError("give --up for what it depends on, or --down for what depends on it")
    with opened(db) as store:
        found = dependency.trace(store, entity(store, name), view, direction="up" if direction == "up" else "down", depth=depth)
        undated_note(store, view)

    def rows() -> render.Rows:
        levels = enumerate(found.levels, 1)
        return ("level", "entity", *HOP_COLUMNS), (
            [n, r.entity.name, *_hop_cells(h)] for n, level in levels for r in level for h in r.because
        )

    reached = [{"level": n, "entity": r.entity, "because": r.because} for n, level in enumerate(found.levels, 1) for r in level]
    render.emit(format_, found, text=lambda: trace_text(found), items=reached, rows=rows)


def trace_text(found: Trace) -> Iterator[str]:
    """A trace as text."""
    verb = "depends on" if found.direction == "up" else "is depended on by"
    if not found.levels:
        yield f"{found.root.name} {verb} nothing that the loaded documents say."
        return
    for number, level in enumerate(found.levels, 1):
        gap = "" if number == 1 else "\n"
        yield f"{gap}{render.bold(f'Level {number}')}: {found.root.name} {verb} {render.count(len(level), 'entity')}"
        for reached in level:
            yield f"  {render.bold(reached.entity.name)} {render.dim(str(reached.entity.type))}"
            for hop in reached.because[:3]:
                yield from render.hop_lines(hop, "    ")
            if len(reached.because) > 3:
                yield render.dim(f"    + {render.count(len(reached.because) - 3, 'more fact')}")
    choices = [g for g in found.groups if g.any_of]
    if choices:
        yield f"\n{render.bold('Alternatives')}: one of these is enough"
        for g in choices:
            what = g.item.name if g.item else render.phrase(g.predicate, forward=False)
            known = "coverage unknown" if g.coverage is None else f"{g.coverage:g} % covered"
            yield f"  {g.consumer.name}, {what}: {', '.join(e.name for e in g.any_of)}  {render.aside([known])}"
    if found.truncated:
        yield f"\n{render.dim('There is more beyond the last level: give a larger --depth.')}"


@click.command()
@click.argument("name", metavar="ITEM", shell_complete=complete_entity)
@click.option("--for", "user", metavar="FIRM", shell_complete=complete_entity, help="The firm that would use the substitute.")
@click.option("--depth", type=click.IntRange(1, 10), default=2, show_default=True, help="Levels of the candidates' own dependencies.")
@times
@common("text", "table", "json", "jsonl", "csv", "md")
def substitutes(db: str, format_: str, view: View, name: str, user: str | None, depth: int) -> None:
    """What could take the place of ITEM, ranked, with each component of the rank and the candidate's own dependencies.

    \b
    Example:
      lithograph substitutes H20 --for Alibaba
    """
    from ..queries.substitution import substitutes as ask

    with opened(db) as store:
        answer = ask(store, entity(store, name), view, user=entity(store, user) if user else None, depth=depth)
        undated_note(store, view)

    def rows() -> render.Rows:
        cells = ([c.entity.name, c.score, c.modality, r.kind, r.text, r.value] for c in answer.candidates for r in c.reasons)
        return ("candidate", "score", "modality", "reason", "text", "value"), cells

    render.emit(format_, answer, text=lambda: substitutes_text(answer), items=answer.candidates, rows=rows)


def substitutes_text(answer: Substitutes) -> Iterator[str]:
    """Substitutes as text."""
    if answer.why_none:
        yield f"No substitute: {answer.why_none}."
        return
    for number, c in enumerate(answer.candidates, 1):
        gap = "" if number == 1 else "\n"
        yield f"{gap}{render.bold(f'{number}. {c.entity.name}')}  {render.aside([c.modality, f'score {c.score:.2f}'])}"
        for reason in c.reasons:
            if reason.kind == "specification":
                yield f"   {reason.text} {render.aside([f'{reason.value:.2f} times'])}"
                continue
            yield f"   {reason.text}"
            yield from render.evidence_lines(reason.evidence, "     ")
        if c.unknown:
            yield render.dim(f"   unknown: {', '.join(ontology().attributes[name].label for name in c.unknown)}")
        if c.depends_on:
            yield "   It depends in turn on:"
            for hop in c.depends_on[:DEPENDENCIES_SHOWN]:
                yield from render.hop_lines(hop, "     ")
            more = len(c.depends_on) - DEPENDENCIES_SHOWN
            if more > 0:
                yield render.dim(f"     + {more} more: lithograph trace id:{c.entity.id} --up")


@click.command()
@click.argument("name", metavar="ENTITY", shell_complete=complete_entity)
@times
@common("text", "table", "json", "jsonl", "csv", "md")
def show(db: str, format_: str, view: View, name: str) -> None:
    """All that is known about ENTITY, each fact with its evidence, and where sources disagree.

    \b
    Example:
      lithograph show "SK hynix"
      lithograph show id:nv-h20 --on 2025-05 --format json
    """
    from ..queries.profile import show as ask

    with opened(db) as store:
        answer = ask(store, entity(store, name), view)
        undated_note(store, view)

    def rows() -> render.Rows:
        header = (
            "subject",
            "statement",
            "object",
            "item",
            "modality",
            "negated",
            "confidence",
            "valid_from",
            "valid_to",
            "quote",
            "document",
            "date",
        )
        return header, (_fact_cells(row) for row in answer.facts)

    render.emit(format_, answer, text=lambda: _show_text(answer), items=answer.facts, rows=rows)


def _fact_cells(row: FactRow) -> list[Any]:
    first = row.evidence[0]
    object_ = row.object.name if row.object else f"{render.number(row.value)} {row.unit or ''}".strip()
    words = [row.subject.name, row.predicate or row.attribute, object_, row.item.name if row.item else None]
    told = [first.quote, first.document.title or first.document.id, first.document.date]
    return [*words, row.modality, row.negated, row.confidence, row.valid_from, row.valid_to, *told]


def _show_text(answer: ShowAnswer) -> Iterator[str]:
    about = answer.entity
    kind = f"{about['type']}, id:{about['id']}"
    yield f"{render.bold(str(about['name']))}  {render.dim(kind)}"
    names = [n for n in about["names"] if n != about["name"]]  # type: ignore[attr-defined]
    if names:
        yield render.dim(f"also: {', '.join(names[:12])}{' …' if len(names) > 12 else ''}")
    if about["identifiers"]:
        yield render.dim(", ".join(f"{k} {v}" for k, v in about["identifiers"].items()))  # type: ignore[attr-defined]
    if not answer.facts:
        yield "Nothing is stated about it."
    for row in answer.facts:
        yield ""
        yield from _fact_text(row)
    if answer.conflicts:
        yield f"\n{render.bold('Sources disagree')}"
        for conflict in answer.conflicts:
            readings = "; ".join(
                f"{render.number(r['reading'])} {r['unit'] or ''}".strip() + f" ({render.count(int(str(r['documents'])), 'document')})"
                for r in conflict.readings
            )
            yield f"  {conflict.about}: {readings}"


def _fact_text(row: FactRow) -> Iterator[str]:
    about = [row.modality, render.sureness(row.confidence)] + (["denied"] if row.negated else [])
    about += [f"from {row.valid_from}"] if row.valid_from else []
    about += [f"until {row.valid_to}"] if row.valid_to else []
    tail = "  " + render.aside(about)
    if row.predicate and row.object:
        amount = f", {render.number(row.amount.value)} {row.amount.unit or ''}".rstrip() if row.amount else ""
        share = f", {row.share:g} %" if row.share is not None else ""
        yield f"  {render.statement(row.subject, row.predicate, row.object, row.item)}{amount}{share}{tail}"
    else:
        where = ", ".join(x for x in (row.market, row.period) if x)
        label = ontology().attributes[row.attribute or ""].label
        value = render.bold(f"{render.number(row.value)} {row.unit or ''}".strip())
        yield f"  {label}: {value}{f' ({where})' if where else ''}{tail}"
    yield from render.evidence_lines(row.evidence, "    ", most=2)


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many hits at most.")
@common("text", "json", "jsonl")
def search(db: str, format_: str, words: tuple[str, ...], limit: int) -> None:
    """Find WORDS in the names of entities and in the evidence.

    \b
    Example:
      lithograph search high-bandwidth memory
    """
    from ..ontology.names import normalise_firm

    text = " ".join(words)
    with opened(db) as store:
        entities = store.near(normalise_firm(text), limit)
        passages = store.search(text, limit)

    def lines() -> Iterator[str]:
        if not entities and not passages:
            yield "Nothing found."
        for found in entities:
            yield _entity_line(found)
        for passage in passages:
            yield from render.evidence_lines([passage.evidence], "  ")
            yield render.dim(f"    about {', '.join(e.name for e in passage.about)}")

    data = {"words": text, "entities": entities, "passages": passages}
    render.emit(format_, data, text=lines, items=[*entities, *passages])


def _entity_line(found: Entity) -> str:
    return f"{render.bold(found.name)}  {render.dim(f'{found.type}, id:{found.id}')}"
