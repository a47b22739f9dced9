"""The property graph as files: GraphML, GEXF, and one table of edges in CSV; written as they are read from the store."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import count

from ..model import View
from ..store import Store
from .property_graph import EDGE_TYPES, Attributes, links, node_attributes, node_fields

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TO_ESCAPE = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_SPECIAL = re.compile('[&<>"\n\r\t]')
COLUMNS = (
    "subject_id", "subject", "subject_type", "predicate", "object_id", "object", "object_type", "item", "item_id", "modality", "confidence",
    "support", "contradiction", "valid_from", "valid_to", "share", "depends", "quote", "locator", "start", "end", "document", "title",
    "publisher", "date", "url",
)  # fmt: skip
"""The columns of the CSV file: the fact, then the best piece of its evidence. `depends` says which side depends on the other."""


def _text(value: object) -> str:
    """A value as XML may hold it; characters that XML does not allow become U+FFFD."""
    shown = ("true" if value else "false") if isinstance(value, bool) else str(value)
    return _SPECIAL.sub(lambda m: _TO_ESCAPE[m[0]], _NO_XML.sub("\ufffd", shown))


def graphml(store: Store, view: View) -> Iterator[str]:
    """GraphML: node ids are entity ids."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for name in node_fields():
        yield f'<key id="n_{name}" for="node" attr.name="{name}" attr.type="string"/>\n'
    for name, kind in EDGE_TYPES.items():
        yield f'<key id="e_{name}" for="edge" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph edgedefault="directed">\n'
    for profile in store.profiles():
        yield f'<node id="{_text(profile.entity.id)}">{_data("n_", node_attributes(profile))}</node>\n'
    for number, link in zip(count(), links(store, view), strict=False):
        ends = f'source="{_text(link.fact.subject.id)}" target="{_text(link.fact.object.id)}"'
        yield f'<edge id="e{number}" {ends}>{_data("e_", link.attributes())}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _data(prefix: str, attributes: Attributes) -> str:
    return "".join(f'<data key="{prefix}{name}">{_text(value)}</data>' for name, value in attributes.items())


def gexf(store: Store, view: View) -> Iterator[str]:
    """GEXF 1.2 with the valid time of each edge as its start and end, as Gephi's timeline reads them."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    yield '<graph mode="dynamic" defaultedgetype="directed" timeformat="date">\n<attributes class="node" mode="static">\n'
    for name in node_fields():
        yield f'<attribute id="n_{name}" title="{name}" type="string"/>\n'
    yield '</attributes>\n<attributes class="edge" mode="static">\n'
    for name, kind in EDGE_TYPES.items():
        yield f'<attribute id="e_{name}" title="{name}" type="{"integer" if kind == "int" else kind}"/>\n'
    yield "</attributes>\n<nodes>\n"
    for profile in store.profiles():
        about = profile.entity
        yield f'<node id="{_text(about.id)}" label="{_text(about.name)}">{_values("n_", node_attributes(profile))}</node>\n'
    yield "</nodes>\n<edges>\n"
    for number, link in zip(count(), links(store, view), strict=False):
        f = link.fact
        bounds = "".join(f' {key}="{(day + "-01-01")[:10]}"' for key, day in (("start", f.valid_from), ("end", f.valid_to)) if day)
        ends = f'source="{_text(f.subject.id)}" target="{_text(f.object.id)}" label="{link.type}"'
        yield f'<edge id="{number}" {ends}{bounds}>{_values("e_", link.attributes())}</edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _values(prefix: str, attributes: Attributes) -> str:
    inside = "".join(f'<attvalue for="{prefix}{name}" value="{_text(value)}"/>' for name, value in attributes.items())
    return f"<attvalues>{inside}</attvalues>"


def table(store: Store, view: View) -> Iterator[str]:
    """One row for each accepted fact, with the columns of COLUMNS."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for link in links(store, view):
        f = link.fact
        row: dict[str, object] = {
            **link.attributes(),
            "subject_id": f.subject.id,
            "subject": f.subject.name,
            "subject_type": f.subject.type,
            "object_id": f.object.id,
            "object": f.object.name,
            "object_type": f.object.type,
        }
        if link.evidence:
            row |= {"start": link.evidence[0].start, "end": link.evidence[0].end}
        writer.writerow([row.get(column) for column in COLUMNS])
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


WRITERS: dict[str, Callable[[Store, View], Iterator[str]]] = {"graphml": graphml, "gexf": gexf, "csv": table}
"""Writers by the name of the format."""
