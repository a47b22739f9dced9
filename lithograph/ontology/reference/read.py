"""Read the YAML sources of the reference data into typed records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ...errors import InputError
from .shapes import Chip, Firm, Other, Place, Policy, RelationRow, Source, Thing

HERE = Path(__file__).parent
T = TypeVar("T")
_OTHERS = {
    "agencies.yaml": "Agency",
    "control_list.yaml": "ControlListEntry",
    "facilities.yaml": "Facility",
    "materials.yaml": "Material",
    "products.yaml": "Product",
    "technologies.yaml": "Technology",
}


@dataclass(frozen=True)
class Reference:
    """Everything that the YAML files say. `things` maps an id to its class and record; `where` maps an id to its file."""

    things: dict[str, tuple[str, Thing]]
    where: dict[str, str]
    places: tuple[Place, ...]
    relations: tuple[RelationRow, ...]
    sources: dict[str, Source]


def _rows(path: Path, shape: type[T]) -> list[T]:
    from ..schema_files import read_yaml

    data: Any = read_yaml(path) or []
    out = []
    for number, row in enumerate(data, start=1):
        try:
            out.append(msgspec.convert(row, shape))
        except msgspec.ValidationError as error:
            name = row.get("id", f"record {number}") if isinstance(row, dict) else f"record {number}"
            raise InputError(str(path), str(error), str(name)) from None
    return out


def read_reference(folder: Path = HERE) -> Reference:
    """All records of the folder. Raises InputError on an unknown key, a second record with an id, or an unknown source."""
    things: dict[str, tuple[str, Thing]] = {}
    where: dict[str, str] = {}
    files: list[tuple[Path, str, type[Thing]]] = [(p, "Firm", Firm) for p in sorted(folder.glob("firms/*.yaml"))]
    files += [(p, "Chip", Chip) for p in sorted(folder.glob("chips/*.yaml"))]
    files += [(p, "Policy", Policy) for p in sorted(folder.glob("policies/*.yaml"))]
    files += [(folder / name, kind, Other) for name, kind in _OTHERS.items()]
    for path, kind, shape in files:
        name = path.relative_to(folder).as_posix()
        for thing in _rows(path, shape):
            if thing.id in things:
                raise InputError(str(path), f"the id {thing.id} stands in {where[thing.id]} too; ids are unique")
            things[thing.id] = kind, thing
            where[thing.id] = f"reference/{name}"
    sources = {s.id: s for s in _rows(folder / "sources.yaml", Source)}
    places = tuple(_rows(folder / "countries.yaml", Place))
    relations = tuple(_rows(folder / "relations.yaml", RelationRow))
    for thing_id, (_, thing) in things.items():
        if not thing.sources and not thing.basis:
            raise InputError(where[thing_id], "a record needs sources, or the basis general knowledge", thing_id)
        for source in thing.sources:
            if source not in sources:
                raise InputError(where[thing_id], f"{source} is no source in sources.yaml", thing_id)
    return Reference(things, where, places, relations, sources)
