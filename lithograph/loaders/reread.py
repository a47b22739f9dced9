"""Read documents of a store again with the present reader."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ..graph.check import checked
from ..graph.store import Store


class Reread(msgspec.Struct, frozen=True):
    """How many documents were read again, gave the same claims as before, or have no text to read."""

    reread: int
    unchanged: int
    without_text: int


def reread(store: Store, ids: Iterable[str]) -> Reread:
    """Replace the claims of each document by what the present reader finds in its text. Documents without a text, and ones
    that no article reader made, are left alone."""
    from .articles.loader import read_document
    from .articles.reader import READER

    again = same = without = 0
    for id_ in ids:
        document = store.document(id_)
        if document.text is None or (document.reader or "").partition("/")[0] != READER.partition("/")[0]:
            without += 1
            continue
        bundle, _ = checked(read_document(document), id_)
        written = store.write(bundle, replace=True)
        same += written.known
        again += not written.known
    return Reread(again, same, without)
