"""Countries, territories and blocs: codes and names from Babel (Unicode CLDR), the rest from countries.yaml."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from ...errors import InputError
from .lexicon import ReferenceEntity
from .shapes import Place

# Codes of CLDR that ISO 3166-1 doesn't assign: groupings, exceptional reservations, tests. EU comes from countries.yaml.
_NOT_ISO = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})


def slug(name: str) -> str:
    """An id made of a name: "Côte d'Ivoire" gives cote-d-ivoire."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _distinct(names: Iterable[str | None], but: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for n in names if n and n != but))


def entities(places: Iterable[Place]) -> Iterator[ReferenceEntity]:
    """One entity for each place: every ISO 3166-1 code that Babel knows, with what countries.yaml adds, and the blocs."""
    from babel import Locale

    extra: dict[str, Place] = {p.code: p for p in places if p.code}
    english, *chinese = (Locale.parse(tag) for tag in ("en", "zh_Hans", "zh_Hant"))
    codes = {c for c in map(str, english.territories) if len(c) == 2 and c.isalpha()} - _NOT_ISO
    for code in sorted(codes | set(extra)):
        more = extra.get(code, Place())
        standard = english.territories.get(code)
        name = more.name or standard
        if name is None:
            raise InputError("reference/countries.yaml", "a code that is no ISO 3166 code needs a name", code)
        names = _distinct((standard, *more.names, *(locale.territories.get(code) for locale in chinese)), name)
        yield _entity(more, more.id or slug(name), name, names, {"iso3166": code})
    for place in places:
        if not place.code and place.name:
            yield _entity(place, place.id or slug(place.name), place.name, place.names, {})


def _entity(place: Place, entity_id: str, name: str, names: tuple[str, ...], identifiers: dict[str, str]) -> ReferenceEntity:
    return ReferenceEntity(
        id=entity_id,
        type="Country",
        name=name,
        names=names,
        demonyms=place.demonyms,
        government=place.government,
        confusable=place.confusable,
        identifiers=identifiers,
        country=identifiers.get("iso3166"),
        former_ids=place.former_ids,
    )
