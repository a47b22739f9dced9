"""From bytes to text and metadata, and what bad files are told."""

from __future__ import annotations

import io

import pytest

from lithograph.errors import InputError
from lithograph.loaders.articles.formats import MAX_CHARACTERS, read_source

URL = "https://news.example/1"
DATELINE = "TAIPEI, Sept. 12, 2025 - A firm said it would build a plant, and it said much more in this long line of text."
HEADER = f"Title: New rule\nPublished: 12 September 2025\nSource: Example News\nURL: {URL}\n\nText."
FRONT = f"---\ntitle: New rule\ndate: 2025-09-12\npublisher: Example News\nurl: {URL}\n---\n\nText."
PAGE = """<!doctype html><html><head><title>Example Chips ships the X100 | Example News</title>
<meta property="og:site_name" content="Example News">
<meta property="article:published_time" content="2025-09-12T08:00:00Z">
<meta property="og:url" content="https://news.example/x100"></head>
<body><nav>Home | About</nav><article><h1>Example Chips ships the X100</h1>
<p>Example Chips said on Friday that it ships the X100, an accelerator built on a 7 nm node by Example Foundry for data centres.</p>
<ul><li>The X100 has 96 GB of memory.</li><li>The X50 has 48 GB of memory.</li></ul>
<table><tr><th>Chip</th><th>Node</th></tr><tr><td>X100</td><td>7 nm</td></tr></table>
<p>The company expects to sell ten thousand units in the first year, and its rival Other Chips expects as many of its own.</p>
</article></body></html>"""


def docx_bytes() -> bytes:
    from docx import Document

    document = Document()
    document.add_heading("Example Chips opens a fab", 0)
    document.add_paragraph("12 September 2025")
    document.add_paragraph("Example Chips makes the X100.")
    table = document.add_table(2, 2)
    for k, text in enumerate(("Chip", "Node", "X100", "7 nm")):
        table.cell(k // 2, k % 2).text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf_bytes(text: str = "", password: str | None = None) -> bytes:
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    page = writer.add_blank_page(400, 200)
    if text:
        font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1")})
        font[NameObject("/BaseFont")] = NameObject("/Helvetica")
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})})
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode())
        page[NameObject("/Contents")] = stream
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_plain_text_is_stored_as_it_stands() -> None:
    """The stored text is the file's own, so offsets point into the file; the first line is the title."""
    data = "Example Chips rises\n\n  Two  spaces stay, “quotes” too.\n"
    found = read_source(data.encode(), "a.txt")
    assert found.text == data
    assert (found.title, found.date, found.media_type) == ("Example Chips rises", None, "text/plain")


def test_byte_order_mark_and_line_feeds() -> None:
    """A byte order mark goes, line feeds are unified."""
    assert read_source("Title\r\nText\r".encode("utf-8-sig"), "a.txt").text == "Title\nText\n"
    assert read_source("Title\nText".encode("utf-16"), "a.txt").text == "Title\nText"


@pytest.mark.parametrize(
    "encoding, text",
    [("cp1252", "Größe und Maß der Chips, größer als je zuvor"), ("gb18030", "芯片出口管制条例今日生效，中国企业受到影响")],
)
def test_other_encodings(encoding: str, text: str) -> None:
    """Text that is no UTF-8 is read in its likely encoding."""
    assert read_source(text.encode(encoding), "a.txt").text == text


@pytest.mark.parametrize(
    "head, date, publisher, url",
    [
        (HEADER, "2025-09-12", "Example News", URL),
        (FRONT, "2025-09-12", "Example News", URL),
        ("# New rule\n\nSeptember 12, 2025\n\nText.", "2025-09-12", None, None),
        ("New rule\n\n" + DATELINE, "2025-09-12", None, None),
        ("New rule\n\nThis rule is effective December 31, 2025.", None, None, None),
        ("New rule\n\nDate: 31 February 2025\n\nText.", None, None, None),
    ],
)  # fmt: skip
def test_head_of_a_text(head: str, date: str | None, publisher: str | None, url: str | None) -> None:
    """Front matter, header lines and datelines are read; a date in force or a date that does not exist is not one of publication."""
    found = read_source(head.encode(), "a.md")
    assert (found.title, found.date, found.publisher, found.url) == ("New rule", date, publisher, url)
    assert found.text == head


def test_html() -> None:
    """Main text with list items and table rows on lines of their own, and the metadata of the page."""
    found = read_source(PAGE.encode(), "page")
    assert (found.title, found.publisher, found.date, found.url) == (
        "Example Chips ships the X100", "Example News", "2025-09-12", "https://news.example/x100",
    )  # fmt: skip
    lines = found.text.split("\n")
    assert any("96 GB" in line and "48 GB" not in line for line in lines)
    assert any("X100" in line and "7 nm" in line and "|" in line for line in lines)
    assert "About" not in found.text


def test_declared_charset() -> None:
    """A charset that the page declares is believed before UTF-8."""
    page = PAGE.replace("<head>", '<head><meta charset="windows-1251">').replace("Example Foundry", "Микрон")
    assert "Микрон" in read_source(page.encode("cp1251"), "a.html").text


def test_docx_and_pdf() -> None:
    """Paragraphs and table rows of a Word document, the text of a PDF."""
    word = read_source(docx_bytes(), "a.docx")
    assert (word.title, word.date) == ("Example Chips opens a fab", "2025-09-12")
    assert "| X100 | 7 nm |" in word.text
    assert "Example Chips makes the X100." in read_source(pdf_bytes("Example Chips makes the X100."), "no-suffix").text


@pytest.mark.parametrize(
    "data, name, says",
    [
        (b"", "a.txt", "empty"),
        (b" \n ", "a.txt", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a.txt", "binary"),
        (b"\xff\xfe\x00\xd8", "a.txt", "save it as UTF-8"),
        (b"%PDF-1.4 nothing", "a.pdf", "damaged PDF"),
        (b"no pdf", "a.pdf", "not a PDF"),
        (b"PK\x03\x04nothing", "a.docx", "damaged DOCX"),
        (b"PK\x05\x06" + bytes(18), "a.zip", "no Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "a.doc", "save it as .docx"),
        (b"<html><body><script>1</script></body></html>", "a.html", "no article text"),
        (b"a" * (MAX_CHARACTERS + 1), "a.txt", "split it"),
        (b"... --- ...", "a.txt", "no text"),
    ],
)
def test_bad_files(data: bytes, name: str, says: str, capfd: pytest.CaptureFixture[str]) -> None:
    """One line that names the file, what is wrong and what to do; the libraries stay silent."""
    with pytest.raises(InputError) as error:
        read_source(data, name)
    message = str(error.value)
    assert message.startswith(name + ": ")
    assert says in message
    assert "\n" not in message
    assert capfd.readouterr().err == ""


def test_scanned_and_encrypted_pdf() -> None:
    """A PDF without text asks for OCR, one with a password for its removal."""
    with pytest.raises(InputError, match="OCR"):
        read_source(pdf_bytes(), "a.pdf")
    with pytest.raises(InputError, match="qpdf --decrypt"):
        read_source(pdf_bytes(password="secret"), "a.pdf")
