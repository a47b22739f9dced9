"""What decides whether a cluster of mentions is reported as an entity. As for spans, no name is a feature."""

from __future__ import annotations

from collections import Counter

from .clusters import Cluster
from .vocabulary import ALL_HEADS, TYPES

_STEPS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)


def entity_features(cluster: Cluster, all_clusters: list[Cluster], per_type: Counter[str], title_end: int, length: int) -> list[str]:
    """The features of one cluster; `per_type` counts the document's clusters by type, `length` is that of the text."""
    members = cluster.members
    kind = cluster.type
    top = max(m.probability for m in members)
    mean = sum(m.probability for m in members) / len(members)
    lines = {m.line.sentence.index for m in members}
    missing = 1.0
    for m in members:
        missing *= 1 - min(m.probability, 0.98)
    n = min(len(members), 6)
    first = members[0]
    sort = "ref" if cluster.reference else "desc" if cluster.described else "name"
    out = [
        "bias",
        f"type={kind}",
        f"sort={sort}",
        f"sort={sort}|{kind}",
        f"n={n}",
        f"n={n}|{kind}",
        f"lines={min(len(lines), 5)}",
        f"size={min(length // 2000, 6)}",
        f"size={min(length // 2000, 6)}|{kind}",
        f"of={min(len(all_clusters) // 10, 6)}",
        f"same={min(per_type[kind], 12)}",
        f"len={min(max(m.j - m.i for m in members), 6)}|{sort}",
    ]
    for label, value in (("top", top), ("mean", mean), ("any", 1 - missing)):
        out += [f"{label}>{s}" for s in _STEPS if value >= s]
        out += [f"{label}>{s}|{sort}" for s in _STEPS[2::2] if value >= s]
    share = sum(m.types[TYPES.index(kind)] for m in members) / len(members)
    out += [f"sure>{s}" for s in _STEPS if share >= s]
    if any(m.start < title_end for m in members):
        out += ["title", f"title|{kind}"]
    place = min(4, 5 * first.start // max(1, length))
    out.append(f"place={place}")
    out.append("owner" + str(cluster.owner is not None) + kind)
    head = first.line.lower[first.j - 1]
    if head in ALL_HEADS:
        out += [f"head={head}", f"head={head}|{min(n, 3)}"]
    words = {m.line.lower[m.i] for m in members if m.line.kinds[m.i] in ("WORD", "FUNC")}
    out += [f"first={w}" for w in sorted(words)]
    if any(len(m.forms) for m in members):
        out.append(f"forms|{kind}")
    if len({m.type for m in members}) > 1:
        out.append("mixed")
    return out


def member_features(cluster: Cluster) -> set[str]:
    """The features that any mention of the cluster has."""
    return set().union(*[m.features for m in cluster.members])
