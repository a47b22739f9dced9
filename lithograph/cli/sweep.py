"""Many answers at once: matrix, timeline, diff, exposure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..graph.model import Entity
from . import render
from .check import ADVICE, day, store_if_there
from .options import common

if TYPE_CHECKING:
    from ..queries.change import Difference
    from ..queries.exposure import Exposure

COLUMNS = ("item", "to", "on", "status", "review", "eccn", "exception", "applies")


@click.command()
@click.option("--items", metavar="ITEM,…", help="Chips or families. [default: all chips]")
@click.option("--to", metavar="COUNTRY,…", help="Destinations. [default: all]")
@click.option("--on", "days", metavar="DATE", multiple=True, help="A day; may be given several times. [default: today]")
@click.option("--from", "from_", metavar="COUNTRY", default="US", show_default=True, help="Where the goods leave from.")
@click.option("-o", "output", metavar="FILE.csv", type=click.Path(dir_okay=False), help="Write CSV to this file.")
@common("csv", "table", "json", "jsonl", "md")
def matrix(db: str, format_: str, items: str | None, to: str | None, days: tuple[str, ...], from_: str, output: str | None) -> None:
    """The status of every chip for every destination, for ordinary civil buyers: one row per item, country and day.

    \b
    Example:
      lithograph matrix --items nv-h20,H200 --to CN,SA,CH --on 2025-06-01 --on 2026-02-01
      lithograph matrix --on 2024-06-01 --on 2026-02-01 -o matrix.csv
    """
    from ..ontology.controls.model import controls
    from ..queries.controls import names, sweep

    chosen: list[str] = []
    for name in (items or "").split(",") if items else ():
        known = names.reference_entity(name.strip(), ("Chip",), "chip").id
        chosen += controls().items[known].members or (known,)
    countries = [names.country(c.strip(), "--to") for c in to.split(",")] if to else sweep.all_countries()
    cells = sweep.matrix(
        chosen or sweep.all_chips(), countries, [day(d) for d in days] or [day(None)], from_=names.country(from_, "--from")
    )
    if output:
        count = _write(Path(output), cells)
        click.echo(f"{output}: {render.count(count, 'row')}. {ADVICE}", err=True)
        return
    found = list(cells)
    rows = ([*(getattr(c, n) for n in COLUMNS[:-1]), " ".join(c.applies)] for c in found)
    render.emit(format_, found, items=found, rows=lambda: (COLUMNS, rows))


def _write(path: Path, cells: Iterator[object]) -> int:
    import csv

    from ..errors import LithographError

    try:
        with path.open("w", encoding="utf8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            number = 0
            for number, c in enumerate(cells, 1):  # noqa: B007
                writer.writerow([*(getattr(c, n) for n in COLUMNS[:-1]), " ".join(c.applies)])  # type: ignore[attr-defined]
    except OSError as error:
        raise LithographError(f"{path}: {error.strerror}; choose another file with -o") from None
    return number


@click.command()
@click.argument("name", metavar="ITEM")
@click.option("--to", metavar="COUNTRY", default="CN", show_default=True, help="Destination.")
@click.option("--from", "from_", metavar="COUNTRY", default="US", show_default=True, help="Where the goods leave from.")
@click.option("--since", metavar="DATE", default="2022-08-01", show_default=True, help="First day.")
@click.option("--until", metavar="DATE", help="Last day. [default: today]")
@click.option("--end-user", metavar="NAME", help="The firm that receives them.")
@click.option("--law", metavar="LAW", default="US", show_default=True, help="The legal order.")
@common("table", "text", "json", "jsonl", "csv", "md")
def timeline(db: str, format_: str, name: str, to: str, from_: str, since: str, until: str | None, end_user: str | None, law: str) -> None:
    """The status of ITEM over time, as a table. Not legal advice.

    \b
    Example:
      lithograph timeline nv-h20 --to CN
    """
    from ..queries.change import days_between, timeline
    from ..queries.controls import names
    from ..queries.controls.ask import ask
    from ..queries.controls.check import Route

    place, start = names.country(to, "--to"), names.country(from_, "--from")
    days = days_between(Route(place, start, day(since, "--since"), law), day(since, "--since"), day(until, "--until"))
    with store_if_there(db) as store:
        spans = timeline([(d, ask(name, Route(place, start, d, law), end_user=end_user, store=store)) for d in days])

    def rows() -> render.Rows:
        header = ("from", "until", "status", "review", "eccn", "exception", "basis")
        return header, ([s.from_, s.until, s.status, s.review, s.eccn, s.exception, " ".join(s.basis)] for s in spans)

    def text() -> Iterator[str]:
        for s in spans:
            status = render.bold((s.status or "differs").replace("_", " "))
            yield f"{s.from_} to {s.until or '…'}: {status}  {render.dim(' '.join(s.basis))}"
        yield render.dim(ADVICE)

    render.emit(format_, spans, text=text, items=spans, rows=rows)


@click.command()
@click.argument("first", metavar="DATE")
@click.argument("second", metavar="DATE")
@click.option("--to", metavar="COUNTRY,…", help="Destinations. [default: all]")
@common("text", "json", "table", "csv", "md")
def diff(db: str, format_: str, first: str, second: str, to: str | None) -> None:
    """Every chip, firm and stated fact whose status differs between two days, with the reason. Not legal advice.

    \b
    Example:
      lithograph diff 2023-11-16 2023-11-17 --to CN
    """
    from ..queries.change import diff as ask
    from ..queries.controls import names

    countries = [names.country(c.strip(), "--to") for c in to.split(",")] if to else None
    with store_if_there(db) as store:
        answer = ask(day(first, "DATE"), day(second, "DATE"), to=countries, store=store)

    def rows() -> render.Rows:
        chips = [["chip", c.item.id, c.before, c.after, " ".join(c.to), " ".join(c.because)] for c in answer.chips]
        firms = [["firm", f.firm.id, f.before, f.after, "", " ".join(f.because)] for f in answer.firms]
        facts = [["fact", f"{f.subject} {f.predicate} {f.object}", "", f.change, "", f.date] for f in answer.facts]
        return ("kind", "what", "before", "after", "to", "because"), [*chips, *firms, *facts]

    render.emit(format_, answer, text=lambda: _diff_text(answer), rows=rows)


def _diff_text(answer: Difference) -> Iterator[str]:
    if not (answer.chips or answer.firms or answer.facts):
        yield f"Nothing differs between {answer.first} and {answer.second}."
    for c in answer.chips:
        where = f"{len(c.to)} destinations" if len(c.to) > 8 else ", ".join(c.to)
        before, after = (
            (s + (f" ({r})" if r else "")).replace("_", " ") for s, r in ((c.before, c.review_before), (c.after, c.review_after))
        )
        yield f"{render.bold(c.item.name)} to {where}: {before} → {after}  {render.dim(', '.join(c.because))}"
    for f in answer.firms:
        yield f"{render.bold(f.firm.name)}: {f.before.replace('_', ' ')} → {f.after.replace('_', ' ')}  {render.dim(', '.join(f.because))}"
    for x in answer.facts:
        yield f"{x.subject} {x.predicate.replace('_', ' ')} {x.object}: {x.change} {x.date}"
    yield render.dim(ADVICE)


@click.command()
@click.argument("name", metavar="ENTITY")
@click.option("--on", metavar="DATE", help="The day asked about. [default: today]")
@click.option("--depth", type=click.IntRange(1, 10), default=3, show_default=True, help="Levels of dependencies.")
@common("text", "table", "json", "jsonl", "csv", "md")
def exposure(db: str, format_: str, name: str, on: str | None, depth: int) -> None:
    """Instruments and lists that reach ENTITY: directly, through owners, through what it depends on. Not legal advice.

    \b
    Example:
      lithograph exposure Nexperia --on 2025-10-15
    """
    from ..queries.controls import names
    from ..queries.exposure import exposure as ask

    with store_if_there(db) as store:
        if store is not None:
            from ..queries.naming import resolve

            found = resolve(store, name, correct=False).entity
        else:
            known = names.reference_entity(name, (*names.GOODS, "Firm", "Country", "Facility"), "entity")
            found = Entity(known.id, known.name, known.type)
        answer = ask(found, day(on), store, depth=depth)

    def rows() -> render.Rows:
        header = ("how", "instrument", "via", "text", "path")
        return header, ([r.how, r.instrument, r.via.name, r.text, " / ".join(h.end.name for h in r.path)] for r in answer.reaches)

    render.emit(format_, answer, text=lambda: _exposure_text(answer), items=answer.reaches, rows=rows)


def _exposure_text(answer: Exposure) -> Iterator[str]:
    if not answer.reaches:
        yield f"No instrument reaches {answer.entity.name} on {answer.on}, as far as the model and the store know."
    for r in answer.reaches:
        yield f"{render.bold(r.instrument)} {render.aside([r.how])} {r.via.name}: {r.text}"
        for hop in r.path:
            yield from render.hop_lines(hop, "    ")
    yield render.dim(ADVICE)
