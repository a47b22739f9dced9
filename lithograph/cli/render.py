"""Answers as text, tables and JSON. Nothing here decides what an answer says."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import click
import msgspec

from ..graph.model import Entity, Evidence
from ..ontology.model import ontology
from ..queries.hops import Hop
from ..settings import wants_colour

Rows = tuple[Sequence[str], Iterable[Sequence[Any]]]


def emit(
    format_: str,
    data: Any,
    *,
    text: Callable[[], Iterable[str]] | None = None,
    items: Iterable[Any] = (),
    rows: Callable[[], Rows] | None = None,
) -> None:
    """Print an answer in the format: `data` whole for json, `items` for jsonl, `rows` for table, csv and md, `text` for text."""
    if format_ == "json":
        out(msgspec.json.format(msgspec.json.encode(data), indent=2).decode())
    elif format_ == "jsonl":
        for item in items:
            out(msgspec.json.encode(item).decode())
    elif format_ in ("table", "csv", "md"):
        assert rows is not None
        _table(format_, *rows())
    else:
        assert text is not None
        for line in text():
            out(line)


def out(line: str) -> None:
    """One line on stdout; without colours where nobody would see them."""
    click.echo(line, color=None if wants_colour() else False)


def _table(format_: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    if format_ == "csv":
        import csv
        import io

        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
        click.echo(buffer.getvalue(), nl=False)
        return
    from tabulate import tabulate

    shown = [["" if cell is None else cell for cell in row] for row in rows]
    style = "github" if format_ == "md" else "simple"
    out(tabulate(shown, headers=list(header), tablefmt=style, disable_numparse=True))


def bold(text: str) -> str:
    """Text that stands out."""
    return click.style(text, bold=True)


def dim(text: str) -> str:
    """Text that stands back."""
    return click.style(text, dim=True)


def aside(parts: Iterable[str]) -> str:
    """Remarks that stand back, in brackets."""
    return dim(f"[{', '.join(parts)}]")


def sureness(confidence: float) -> str:
    """A confidence to two digits; never 1, since no claim is beyond doubt."""
    return f"{confidence:.2f}" if confidence < 0.995 else ">0.99"


def phrase(predicate: str, *, forward: bool = True) -> str:
    """A relation in words, as read from its subject, or from its object."""
    relation = ontology().relations[predicate]
    return relation.label if forward else relation.inverse_label


def statement(subject: Entity, predicate: str, object_: Entity, item: Entity | None = None) -> str:
    """A fact as a sentence: "TSMC manufactures H20"."""
    what = f" ({item.name})" if item else ""
    return f"{bold(subject.name)} {phrase(predicate)} {bold(object_.name)}{what}"


def hop_lines(hop: Hop, indent: str = "   ") -> Iterator[str]:
    """A hop as text: the fact, how sure, and the sentence it rests on."""
    about = [hop.modality, sureness(hop.confidence), *_when(hop.valid_from, hop.valid_to)]
    if hop.undated:
        about.append("undated")
    if hop.share is not None:
        about.append(f"{hop.share:g} %")
    yield f"{indent}{statement(hop.subject, hop.predicate, hop.object, hop.item)}  {aside(about)}"
    yield from evidence_lines(hop.evidence, indent + "  ")


def _when(valid_from: str | None, valid_to: str | None) -> list[str]:
    if valid_from and valid_to:
        return [f"{valid_from} to {valid_to}"]
    return [f"from {valid_from}"] if valid_from else [f"until {valid_to}"] if valid_to else []


def evidence_lines(evidence: Sequence[Evidence], indent: str, most: int = 1) -> Iterator[str]:
    """The surest pieces of evidence with their documents, and how many more there are."""
    for one in evidence[:most]:
        yield from _wrapped(words(one), indent)
        yield f"{indent}{dim('— ' + source_line(one))}"
    rest = len(evidence) - most
    if rest > 0:
        documents = len({e.document.id for e in evidence[most:]} - {e.document.id for e in evidence[:most]})
        yield indent + dim(f"+ {count(rest, 'more claim')}, in {count(documents, 'other document')}")


def words(evidence: Evidence) -> str:
    """A document's own words in quotation marks; a row of a data set without, since its source may put it otherwise."""
    if not evidence.quote:
        return "(no words; see the place)"
    return f"“{evidence.quote}”" if evidence.start is not None else f"recorded: {evidence.quote}"


def count(number_: int, noun: str) -> str:
    """A count with its noun: "1 document", "2 documents"; "1 entity", "2 entities"."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number_:,} {noun if number_ == 1 else plural}"


def source_line(evidence: Evidence) -> str:
    """Where a piece of evidence stands."""
    d = evidence.document
    place = evidence.locator or (f"characters {evidence.start}–{evidence.end}" if evidence.start is not None else None)
    parts = [d.publisher, d.title or d.id[:12], d.date or "undated", place, "denies it" if evidence.negated else None]
    return " · ".join(p for p in parts if p)


def _wrapped(text: str, indent: str) -> list[str]:
    import textwrap

    width = 100
    if sys.stdout.isatty():
        import shutil

        width = shutil.get_terminal_size((100, 24)).columns
    return textwrap.wrap(" ".join(text.split()), max(width, 40), initial_indent=indent, subsequent_indent=indent + " ") or [indent]


def number(value: Any) -> str:
    """A number as people write it."""
    if not isinstance(value, int | float):
        return "" if value is None else str(value)
    if abs(value) >= 1_000_000_000:
        return f"{value / 1e9:,.6g} billion"
    if abs(value) >= 1_000_000:
        return f"{value / 1e6:,.6g} million"
    return f"{value:,.10g}"
