"""The names of the reference data: which firms, chips, policies, places … go by which name, in any script.

The curated YAML beside this file is compiled into the packaged file; nothing here reads YAML.
"""

from __future__ import annotations

import functools
from typing import Literal

import msgspec

from ..compiled import section
from ..names import normalise, normalise_firm

NameKind = Literal["name", "alias", "demonym", "government"]


class ReferenceName(msgspec.Struct, frozen=True, gc=False):
    """One name of one reference entity.

    `confusable`: the word has another meaning (Arm, Meta, Georgia), so that a text needs more than the word to mean the entity.
    `kind`: the preferred `name`, another one (`alias`), a `demonym` ("Dutch"), or a word for the `government` ("Beijing").
    """

    name: str
    id: str
    type: str
    confusable: bool = False
    kind: NameKind = "name"


class ReferenceEntity(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A thing that the reference data knows.

    `names` are its further names in any script, `demonyms` and `government` those of a country; `confusable` lists those of
    its names that have another meaning. `keys` are the keys of all its names (see `ontology.names`). `country` is an
    ISO 3166 alpha-2 code, `parent` the id of the firm it belongs to, `roles` what a firm does. `family` is the id of a chip's
    family, `data_centre` whether the chip is designed or marketed for data centres (None: not known), `market` where it is
    sold. `former_ids` name the same thing elsewhere.
    """

    id: str
    type: str
    name: str
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    government: tuple[str, ...] = ()
    confusable: tuple[str, ...] = ()
    identifiers: dict[str, str] = {}
    country: str | None = None
    parent: str | None = None
    roles: tuple[str, ...] = ()
    family: str | None = None
    data_centre: bool | None = None
    market: str | None = None
    former_ids: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


class Lexicon:
    """All names and entities of the reference data, with the look-ups that readers and commands need."""

    def __init__(self, entities: tuple[ReferenceEntity, ...]) -> None:
        self.entities = entities
        self._by_id = {e.id: e for e in entities}
        self._other_ids = {former: e for e in entities for former in e.former_ids}

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all entities, sorted."""
        return tuple(e.id for e in self.entities)

    @functools.cached_property
    def names(self) -> tuple[ReferenceName, ...]:
        """Every name of every entity; a name that several share stands once for each."""
        out: list[ReferenceName] = []
        for e in self.entities:
            doubtful = e.confusable
            out.append(ReferenceName(e.name, e.id, e.type, e.name in doubtful))
            kinds: tuple[tuple[tuple[str, ...], NameKind], ...]
            kinds = (e.names, "alias"), (e.demonyms, "demonym"), (e.government, "government")
            for names, kind in kinds:
                out += [ReferenceName(n, e.id, e.type, n in doubtful, kind) for n in names]
        return tuple(out)

    @functools.cached_property
    def _index(self) -> tuple[dict[str, list[ReferenceEntity]], dict[str, list[ReferenceEntity]]]:
        firms: dict[str, list[ReferenceEntity]] = {}
        others: dict[str, list[ReferenceEntity]] = {}
        for e in self.entities:
            index = firms if e.type == "Firm" else others
            for name_key in e.keys:
                index.setdefault(name_key, []).append(e)
        return firms, others

    def by_key(self, name: str, class_name: str | None = None) -> tuple[str, ...]:
        """The ids of the entities that go by a name or by its key, of one class or of any; sorted, empty where there is none."""
        firms, others = self._index
        found: list[ReferenceEntity] = []
        if class_name in (None, "Firm"):
            found += firms.get(normalise_firm(name), ())
        if class_name != "Firm":
            found += (e for e in others.get(normalise(name), ()) if class_name in (None, e.type))
        return tuple(sorted({e.id for e in found}))

    def resolve(self, name: str, class_name: str | None = None) -> str | None:
        """The id of the only entity that goes by the name; None where there is none or more than one."""
        ids = self.by_key(name, class_name)
        return ids[0] if len(ids) == 1 else None

    def entity(self, entity_id: str) -> ReferenceEntity | None:
        """The entity with this id, also with a former id; None where there is none."""
        return self._by_id.get(entity_id) or self._other_ids.get(entity_id)

    def country(self, name_or_code: str) -> str | None:
        """The ISO 3166 alpha-2 code of a country, a territory or the EU, from a code, a name or a demonym; None where none fits."""
        text = name_or_code.strip()
        if len(text) == 2 and text.isascii() and text.upper() in self._codes:
            return text.upper()
        codes = {c for i in self.by_key(text, "Country") if (c := self._by_id[i].identifiers.get("iso3166"))}
        return codes.pop() if len(codes) == 1 else None

    @functools.cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(e.identifiers["iso3166"] for e in self.entities if e.type == "Country" and "iso3166" in e.identifiers)


@functools.cache
def lexicon() -> Lexicon:
    """The packaged lexicon, read once per process."""
    return Lexicon(msgspec.json.decode(section("names"), type=tuple[ReferenceEntity, ...]))
