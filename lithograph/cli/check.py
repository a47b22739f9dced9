"""Is this item allowed there, then, for them: check, matrix, timeline."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..graph.dates import check_date, last_day, today
from . import render
from .options import common, opened

if TYPE_CHECKING:
    from ..graph.store import Store
    from ..queries.controls.answer import Determination

ADVICE = "This is not legal advice."


@contextlib.contextmanager
def store_if_there(db: str) -> Iterator[Store | None]:
    """The store, where there is one; controls answer without."""
    if "://" not in db and not Path(db).exists():
        yield None
        return
    with opened(db) as store:
        yield store


def day(text: str | None, option: str = "--on") -> str:
    """A date option as YYYY-MM-DD; today where it is not given."""
    return last_day(check_date(text, option)) if text else today()


@click.command()
@click.argument("name", metavar="[ITEM]", required=False)
@click.option("--to", metavar="COUNTRY", help="Destination: a code, a name or a demonym.")
@click.option("--from", "from_", metavar="COUNTRY", default="US", show_default=True, help="Where the goods leave from.")
@click.option("--end-user", metavar="NAME", help="The firm that receives them; without it, an ordinary civil buyer.")
@click.option("--end-user-hq", metavar="COUNTRY", help="Headquarters of the end user.")
@click.option("--parent-hq", metavar="COUNTRY", help="Headquarters of its ultimate parent.")
@click.option("--on", metavar="DATE", help="The day of the shipment. [default: today]")
@click.option("--known-by", metavar="DATE", help="Only what had been published by this day.")
@click.option("--law", metavar="LAW", default="US", show_default=True, help="The legal order: US, CN, NL, JP, TW, MY.")
@click.option("--cases", metavar="FILE.yaml", type=click.Path(dir_okay=False), help="A file of cases, one determination a line.")
@common("text", "table", "json", "jsonl", "csv", "md")
def check(
    db: str,
    format_: str,
    name: str | None,
    to: str | None,
    from_: str,
    end_user: str | None,
    end_user_hq: str | None,
    parent_hq: str | None,
    on: str | None,
    known_by: str | None,
    law: str,
    cases: str | None,
) -> None:
    """Whether ITEM may go there, then, for them: status, review policy, exception, and the instruments that say so.

    Not legal advice.

    \b
    Example:
      lithograph check nv-h20 --to CN --on 2025-04-20
      lithograph check H200 --to CN --from TW --on 2026-02-01 --format json
      lithograph check "RTX 4090" --to VN --on 2024-06-01 --format md
    """
    if cases:
        _answer_file(Path(cases), format_)
        return
    if not name or not to:
        raise click.UsageError("give an ITEM and --to COUNTRY, or --cases FILE.yaml")
    from ..errors import UsageError
    from ..ontology.controls.model import controls
    from ..queries.controls import names
    from ..queries.controls.ask import ask
    from ..queries.controls.check import Route

    if law.upper() not in controls().laws:
        raise UsageError(f"--law {law}: there are {', '.join(controls().laws)}")
    route = Route(
        names.country(to, "--to"),
        names.country(from_, "--from"),
        day(on),
        law.upper(),
        day(known_by, "--known-by") if known_by else None,
    )
    seat = names.country(end_user_hq, "--end-user-hq") if end_user_hq else None
    parent = names.country(parent_hq, "--parent-hq") if parent_hq else None
    with store_if_there(db) as store:
        answer = ask(name, route, end_user=end_user, seat=seat, parent_seat=parent, store=store)
    show(answer, format_)


def _answer_file(path: Path, format_: str) -> None:
    """A file of cases: a line each, faults on stderr and exit 1 where a case could not be answered."""
    import msgspec

    from ..errors import LithographError, UsageError
    from ..queries.controls.cases import answer_cases

    if not path.is_file():
        raise UsageError(f"--cases {path}: no such file")
    found: list[dict[str, Any]] = []
    faults: list[str] = []
    for case, answer in answer_cases(path):
        if isinstance(answer, str):
            faults.append(answer)
            click.echo(answer, err=True)
        else:
            found.append({"id": case, **msgspec.to_builtins(answer)})
    render.emit(format_, found, text=lambda: (_case_line(f) for f in found), items=found, rows=lambda: _case_rows(found))
    if faults:
        raise LithographError(f"{path}: {render.count(len(faults), 'case')} of {len(faults) + len(found)} could not be answered")


def _case_line(found: dict[str, Any]) -> str:
    result = found["status"] or f"duty {found['duty_percent']}"
    more = [found[k] for k in ("review", "eccn", "exception", "band") if found[k]]
    return f"{found['id']}: {render.bold(str(result))}{'  ' + render.aside(more) if more else ''}  {', '.join(found['basis'])}"


def _case_rows(found: list[dict[str, Any]]) -> render.Rows:
    columns = ("id", "status", "review", "eccn", "eccn_limb", "exception", "duty_percent", "band")
    return (*columns, "basis"), ([*(f[c] for c in columns), " ".join(f["basis"])] for f in found)


def show(answer: Determination, format_: str) -> None:
    """Print a determination; md is a memo, text the same for the terminal."""
    if format_ == "md":
        for line in memo(answer):
            render.out(line)
        return
    shown = answer.variants or (answer,)
    render.emit(format_, answer, text=lambda: text(answer), items=shown, rows=lambda: _rows(shown))


def _rows(shown: tuple[Determination, ...]) -> render.Rows:
    header = ("item", "from", "to", "on", "law", "status", "review", "eccn", "limb", "exception", "basis")
    cells = (
        [a.item["id"], a.from_, a.to, a.on, a.law, a.status, a.review, a.eccn, a.eccn_limb, a.exception, " ".join(a.basis)] for a in shown
    )
    return header, cells


def text(answer: Determination) -> Iterator[str]:
    """A determination as text."""
    status = (answer.status or "differs between the variants").replace("_", " ")
    where = f"from {answer.from_} to {answer.to} on {answer.on}, law of {answer.law}"
    yield f"{render.bold(answer.item['name'])} {where}: {render.bold(status)}"
    about = [x for x in (answer.review, answer.eccn, answer.eccn_limb, answer.exception) if x]
    if about:
        yield f"  {', '.join(a.replace('_', ' ') for a in about)}"
    yield from render._wrapped(answer.why, "  ")
    for label in ("by_text", "by_practice", "by_announcement"):
        if value := getattr(answer, label):
            yield f"  {label.replace('_', ' ')}: {value.replace('_', ' ')}"
    if answer.basis_roles:
        yield f"  {render.bold('Instruments')}"
        for instrument, role in answer.basis_roles.items():
            yield f"    {instrument}  {render.dim(role.replace('_', ' '))}"
    for point in answer.findings:
        yield f"  {render.dim(point.type)} {point.instrument}: {point.text}"
    for change in answer.would_change[:5]:
        yield f"  {render.dim('would change it:')} {change}"
    for c in answer.citations:
        yield render.dim(f"    {c.instrument}: {c.citation or c.title}{f', {c.url}' if c.url else ''}")
    yield render.dim(f"  {ADVICE}")


def memo(answer: Determination) -> Iterator[str]:
    """A determination as a memo in Markdown, with computation and citations."""
    status = (answer.status or "differs between the variants").replace("_", " ")
    yield f"# {answer.item['name']}: {answer.from_} to {answer.to}, {answer.on}"
    yield ""
    yield f"**Status under the law of {answer.law}: {status}.**"
    yield ""
    yield answer.why
    facts = [
        ("Review policy", answer.review),
        ("ECCN", answer.eccn),
        ("Paragraph", answer.eccn_limb),
        ("Licence exception", answer.exception),
    ]
    facts += [("By the text", answer.by_text), ("By practice", answer.by_practice), ("By announcement", answer.by_announcement)]
    known = [(name, value) for name, value in facts if value]
    if known:
        yield from ("", "| | |", "|---|---|", *(f"| {name} | {value.replace('_', ' ')} |" for name, value in known))
    if answer.variants:
        yield from ("", "## Variants", "", "| variant | status | review | ECCN |", "|---|---|---|---|")
        for v in answer.variants:
            words = [(x or "").replace("_", " ") for x in (v.status, v.review)]
            yield f"| {v.item['name']} | {words[0]} | {words[1]} | {v.eccn or ''} {v.eccn_limb or ''} |"
    if answer.computation:
        yield from ("", "## Computation", "")
        for c in answer.computation:
            met = "met" if c.met else "not met" if c.met is False else "open"
            yield f"- {c.words()} {c.unit}: {met} ({c.cite or c.instrument})"
    if answer.basis_roles:
        yield from ("", "## Instruments", "")
        yield from (f"- {i}: {role.replace('_', ' ')}" for i, role in answer.basis_roles.items())
    if answer.findings:
        yield from ("", "## Beside the determination", "")
        yield from (f"- {p.type} ({p.instrument}): {p.text}" for p in answer.findings)
    if answer.would_change:
        yield from ("", "## What would change it", "")
        yield from (f"- {change}" for change in answer.would_change)
    if answer.citations:
        yield from ("", "## Citations", "")
        for cited in answer.citations:
            dates = ", ".join(f"{k} {_dates(v)}" for k, v in cited.dates.items())
            address = f"; <{cited.url}>" if cited.url else ""
            yield f"- {cited.title} ({cited.instrument}): {cited.citation or 'no citation'}; {dates}{address}"
    yield from ("", f"{ADVICE}")


def _dates(value: Any) -> str:
    return value if isinstance(value, str) else ", ".join(f"{v['date']} ({v['what']})" for v in value)
