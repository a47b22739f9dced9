"""What the article reader passes from step to step. All offsets count Unicode code points of the document's stored text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

MentionKind = Literal["name", "description", "anaphor"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign: `text[start:end]`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, a list item or a table row, trimmed: `text[start:end]`, with its tokens and the number of its paragraph."""

    index: int
    start: int
    end: int
    tokens: tuple[Token, ...]
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that refers to an entity.

    `kind`: a name ("Nvidia"), a description ("its AI chip", "the October 2023 rule"), or an anaphor ("the company", "it").
    Anaphors help to find claims and are never printed as names. `probability` lies between 0 and 1.
    """

    start: int
    end: int
    text: str
    type: str
    kind: MentionKind = "name"
    probability: float = 1.0
    reference_id: str | None = None


@dataclass(slots=True)
class DocumentEntity:
    """One thing of a document with all its mentions. `name` is unique in the document; `owner` indexes the entity whose thing
    a description names ("Alibaba's AI chip"), None otherwise. `id` as in graph.records.EntityRecord."""

    name: str
    type: str
    mentions: list[Mention] = field(default_factory=list)
    id: str | None = None
    owner: int | None = None


@dataclass(slots=True)
class Analysis:
    """A text with its sentences and entities: what the claim reader works on."""

    text: str
    sentences: list[Sentence]
    entities: list[DocumentEntity]
