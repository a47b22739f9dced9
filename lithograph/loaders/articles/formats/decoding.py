"""From bytes to characters: byte order mark, declared charset, strict UTF-8, then the most likely encoding."""

from __future__ import annotations

import codecs
import re

from ....errors import InputError
from .source import clean

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)", re.I)
_SAMPLE = 200_000
_CONTROLS = bytes(sorted(set(range(32)) - {9, 10, 12, 13, 27}))


def looks_binary(data: bytes) -> bool:
    """Whether bytes are no text in any usual encoding."""
    if any(data.startswith(mark) for mark, _ in _MARKS):
        return False
    sample = data[:_SAMPLE]
    if b"\x00" in sample:
        return _wide(sample) is None
    return len(sample) - len(sample.translate(None, _CONTROLS)) > 0.02 * len(sample)


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a byte order mark: nearly every second byte of Latin text is zero."""
    half = max(1, len(sample) // 2)
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.7 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 and odd < 0.05 else None


def decode(data: bytes, name: str) -> str:
    """The text of the bytes, line feeds unified. Raises InputError where no encoding fits."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, name)
    wide = _wide(data[:_SAMPLE]) if b"\x00" in data[:_SAMPLE] else None
    if wide:
        return _strict(data, wide, name)
    declared = _declared(data)
    for encoding in ("utf-8",) if declared is None or _is_utf8(declared) else (declared, "utf-8"):
        try:
            return clean(data.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
    return _guessed(data, name)


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:4096])
    return (found.group(1) or found.group(2)).decode("ascii").lower() if found else None


def _is_utf8(encoding: str) -> bool:
    return encoding.replace("_", "-") in ("utf-8", "utf8")


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return clean(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise InputError(name, f"begins as {encoding} but is not, at byte {error.start}; save it as UTF-8") from None


def _guessed(data: bytes, name: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is not None:
        try:
            return clean(data.decode(best.encoding))
        except (UnicodeDecodeError, LookupError):
            pass
    raise InputError(name, "its encoding could not be told; save it as UTF-8")
