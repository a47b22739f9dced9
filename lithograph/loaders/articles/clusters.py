"""Groups the mentions of a document into things: by reference id, by name, by acronym, by owner and kind.

Things that only look alike stay apart: a subsidiary is not its parent, one firm's chip is not another's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from .mentions import Found
from .merging import merges
from .names import Key, description_key, is_name, name_key, name_text
from .owners import Owners

_ALWAYS_NAMES = frozenset(("Country", "Agency", "Material", "Technology"))


@dataclass(slots=True)
class Cluster:
    """The mentions of one thing. `owner` is the key of the cluster of its owner, `reference` its reference id."""

    key: Key
    members: list[Found] = field(default_factory=list)
    reference: str | None = None
    owner: Key | None = None
    described: bool = False

    _type: tuple[int, str] = (0, "")

    @property
    def type(self) -> str:
        """The type that most of the probability of its mentions speaks for."""
        if self._type[0] != len(self.members):
            votes: Counter[str] = Counter()
            for m in self.members:
                votes[m.type] += round(1_000_000 * m.probability)
            self._type = len(self.members), max(sorted(votes), key=lambda t: votes[t])
        return self._type[1]


def cluster(found: list[Found]) -> dict[Key, Cluster]:
    """Clusters by key, in order of their first mention."""
    owners = Owners(found)
    clusters: dict[Key, Cluster] = {}
    placed: dict[int, Key] = {}
    owned: dict[int, int | None] = {}
    for k, m in enumerate(found):
        if not (is_name(m) or m.type in _ALWAYS_NAMES):
            owned[k] = owners.of(k)
            if m.type != "Product" or owned[k] is not None:
                continue
        key, reference = name_key(m)
        one = clusters.setdefault(key, Cluster(key, reference=reference))
        one.members.append(m)
        placed[k] = key
    moved = _merge(clusters)
    for k, key in placed.items():
        placed[k] = _final(key, moved)
    for k, owner in owned.items():
        if k in placed:
            continue
        owner_key = placed.get(owner) if owner is not None else None
        key = description_key(found[k], owner_key)
        one = clusters.setdefault(key, Cluster(key, owner=owner_key, described=True))
        one.members.append(found[k])
    _combine(clusters)
    return dict(sorted(clusters.items(), key=lambda kv: (kv[1].members[0].start, kv[0])))


def _combine(clusters: dict[Key, Cluster]) -> None:
    """Descriptions without an owner join the only thing that they can mean: one of that name, or of that kind with an owner."""
    names: dict[str, set[Key]] = defaultdict(set)
    kinds: dict[tuple[str, str], set[Key]] = defaultdict(set)
    for key, c in clusters.items():
        if c.described:
            if c.owner:
                kinds[key[1], key[-1]].add(key)
            continue
        for m in c.members:
            names[name_text(" ".join(m.words), m.type)].add(key)
    for key in [k for k, c in clusters.items() if c.described and not c.owner]:
        c = clusters[key]
        texts = {name_text(" ".join(m.words), m.type) for m in c.members}
        same = {k for t in texts for k in names.get(t, ())} or kinds.get((key[1], key[-1]), set())
        if len(same) == 1:
            _join(clusters, key, next(iter(same)))
    owned: dict[Key, list[Key]] = defaultdict(list)
    for key, c in clusters.items():
        if c.described and c.owner:
            owned[key[:-1]].append(key)
    for kin in owned.values():
        for key in kin:
            longer = [k for k in kin if k in clusters and k[-1].endswith("-" + key[-1])]
            if len(longer) == 1:
                _join(clusters, key, longer[0])


def _join(clusters: dict[Key, Cluster], key: Key, other: Key) -> None:
    into = clusters[other]
    into.members = sorted(into.members + clusters.pop(key).members, key=lambda m: m.start)


def _final(key: Key, moved: dict[Key, Key]) -> Key:
    while key in moved:
        key = moved[key]
    return key


def _merge(clusters: dict[Key, Cluster]) -> dict[Key, Key]:
    """Merge clusters of names in place; where each merged key went."""
    moved: dict[Key, Key] = {}
    for one, other in merges({k: (c.type, c.members) for k, c in clusters.items()}):
        small, large = _final(one, moved), _final(other, moved)
        if small == large or (clusters[small].reference and clusters[large].reference):
            continue
        if clusters[small].reference:
            small, large = large, small
        into = clusters[large]
        into.members = sorted(into.members + clusters.pop(small).members, key=lambda m: m.start)
        moved[small] = large
    return moved
