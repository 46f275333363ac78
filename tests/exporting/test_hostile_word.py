"""Word files that are damaged, foreign or made to harm are each refused with a sentence, and change nothing."""

from __future__ import annotations

import io
import json
import random
import shutil
import socket
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from editor_app.desk import Desk
from editor_app.errors import LettrineError
from editor_app.exporting.packet.reading import read_return

MIB = 1024**2
DOCUMENT, BASE, CORE = "word/document.xml", "customXml/item1.xml", "docProps/core.xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><x>&c;</x>'
)
FILE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@pytest.fixture
def desk(sample: Path, tmp_path: Path) -> Desk:
    shutil.copytree(sample, tmp_path / "lettre")
    return Desk.open(tmp_path / "lettre")


@pytest.fixture
def good(desk: Desk, tmp_path: Path) -> dict[str, bytes]:
    """The parts of a Word file as it went out."""
    desk.make_packet(tmp_path / "p.zip", reader="Anne")
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        name = next(name for name in archive.namelist() if name.endswith(".docx"))
        data = archive.read(name)
    (tmp_path / "p.zip").unlink()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


def packed(parts: dict[str, bytes], *more: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (*parts.items(), *more):
            archive.writestr(name, data)
    return made.getvalue()


def with_base(parts: dict[str, bytes], change: Callable[[dict[str, Any]], object]) -> bytes:
    head, _, rest = parts[BASE].decode().partition('relecture">')
    data, _, tail = rest.partition("</relecture>")
    values = json.loads(data)
    change(values)
    written = json.dumps(values).replace("&", "\\u0026").replace("<", "\\u003c")
    return packed({**parts, BASE: f'{head}relecture">{written}</relecture>{tail}'.encode()})


def with_raw_base(parts: dict[str, bytes], data: str) -> bytes:
    return packed({**parts, BASE: f'<relecture xmlns="urn:lettrine:relecture">{data}</relecture>'.encode()})


def document(body: str) -> bytes:
    return f"<w:document {W}><w:body>{body}</w:body></w:document>".encode()


def hostile(good: dict[str, bytes]) -> Iterator[bytes]:
    chance = random.Random(6)  # noqa: S311
    data = packed(good)
    yield from (data[: chance.randrange(30, len(data) - 30)] for _ in range(12))
    yield b"\xd0\xcf\x11\xe0" + bytes(5000)
    yield packed({each: part for each, part in good.items() if each != DOCUMENT})
    bare = {each: part for each, part in good.items() if not each.startswith(("customXml/", "docProps/"))}
    yield packed({**bare, DOCUMENT: document("<w:p><w:r><w:t>autre chose</w:t></w:r></w:p>" * 90)})
    yield packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})
    for name in (DOCUMENT, BASE, CORE, "word/footnotes.xml", "word/comments.xml", "word/commentsExtended.xml"):
        for content in (LAUGHS, FILE, "", "<x", "pas du XML", "<x>" * 500 + "</x>" * 500):
            if name in good or content:
                yield packed({**good, name: content.encode()})
    yield packed({**good, DOCUMENT: b"<w:document/>"})
    yield packed({**good, DOCUMENT: document("<w:p/>" * 450_000)})
    yield packed({**good, DOCUMENT: document(f"<w:p><w:r><w:t>{'mot ' * 200_000}</w:t></w:r></w:p>")})
    yield packed({**good, DOCUMENT: document("<w:p><w:r><w:t>autre chose</w:t></w:r></w:p>" * 5_000)})
    yield packed({**good, DOCUMENT: bytes(60 * MIB)})
    yield packed({**good, "word/media/x.png": bytes(199 * MIB)})
    yield packed({**good, **{f"word/x{at}.xml": b"" for at in range(3000)}})
    yield packed(good, (DOCUMENT, good[DOCUMENT]))
    yield packed(good, ("Word/Document.xml", good[DOCUMENT]))
    yield packed(good, ("CUSTOMXML/ITEM1.XML", good[BASE]))
    encrypted = bytearray(data)
    at = encrypted.rindex(b"PK\x01\x02")
    encrypted[at + 8] |= 1
    yield bytes(encrypted)
    for raw in ("", "{", "[]", "null", "[" * 100_000, "{}", '{"format":"1"}', '{"format":1}', '{"format":1e999}'):
        yield with_raw_base(good, raw)
    changes: list[Callable[[dict[str, Any]], object]] = [
        lambda values: values.update(format=2),
        lambda values: values.update(issue=3),
        lambda values: values.update(issue="autre"),
        lambda values: values.update(reader=None),
        lambda values: values.update(texts=[]),
        lambda values: values["texts"].update(editorial=3),
        lambda values: values["texts"].update(editorial="\ud800"),
        lambda values: values["texts"].update(editorial="court"),
        lambda values: values.update(paragraphs={}),
        lambda values: values.update(paragraphs=[3]),
        lambda values: values.update(paragraphs=values["paragraphs"] * 200),
        lambda values: values["paragraphs"][9].update(same=[0, 0]),
        lambda values: values["paragraphs"][9].update(same=[0, 10**9, 5]),
        lambda values: values["paragraphs"][9].update(same=[10**9, 0, 5]),
        lambda values: values["paragraphs"][9].update(same=[-1, 0, 5]),
        lambda values: values["paragraphs"][9].update(same=[0, 0, 0]),
        lambda values: values["paragraphs"][9].update(same=[5, 0, 2, 0, 5, 2]),
        lambda values: values["paragraphs"][9].update(same=[True, 0, 2]),
        lambda values: values["paragraphs"][9].update(heading=1),
        lambda values: values["paragraphs"][9].update(text=None),
        lambda values: values.update(remarks=3),
        lambda values: values.update(remarks=[{"id": 3}]),
    ]
    yield from (with_base(good, change) for change in changes)
    many = "".join(
        f'<w:comment w:id="{at}" w:author="A"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:comment>' for at in range(6000)
    )
    marks = "".join(f'<w:commentRangeStart w:id="{at}"/>' for at in range(6000))
    spread = good[DOCUMENT].decode().replace("<w:sectPr>", f"<w:p>{marks}</w:p><w:sectPr>", 1).encode()
    yield packed({**good, DOCUMENT: spread, "word/comments.xml": f"<w:comments {W}>{many}</w:comments>".encode()})


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_each_is_refused_with_a_sentence_and_little_memory(desk: Desk, good: dict[str, bytes], tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in desk.path.rglob("*") if path.is_file()}
    path = tmp_path / "r.docx"
    number = 0
    for number, data in enumerate(hostile(good), start=1):
        path.write_bytes(data)
        tracemalloc.start()
        with pytest.raises(LettrineError) as error:
            desk.merge([path])
            pytest.fail(f"file {number} was taken")
        assert tracemalloc.get_traced_memory()[1] < 200 * MIB, number
        tracemalloc.stop()
        assert str(error.value).endswith("."), (number, str(error.value))
        assert "\n" not in str(error.value)
    assert number >= 80
    assert {path: path.read_bytes() for path in desk.path.rglob("*") if path.is_file()} == before
    assert sorted(tmp_path.iterdir()) == [desk.path, path]


def test_what_a_file_names_is_never_opened_and_its_pictures_are_not_taken(
    good: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = (
        '<Relationship Id="rIdX" TargetMode="External" Target="http://127.0.0.1:9/x.dotm" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
        '<Relationship Id="rIdY" Target="file:///etc/passwd" TargetMode="External" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"/></Relationships>'
    )
    relations = "word/_rels/document.xml.rels"
    parts = {**good, relations: good[relations].replace(b"</Relationships>", outside.encode())}
    parts["word/media/image9.png"] = b"pas une image"
    body = good[DOCUMENT].replace(b"<w:sectPr>", b"<w:p><w:r><w:drawing/></w:r></w:p><w:sectPr>", 1)
    parts[DOCUMENT] = body

    def never(*_: object, **__: object) -> None:
        raise AssertionError("something was asked of the network")

    monkeypatch.setattr(socket, "socket", never)
    path = tmp_path / "r.docx"
    path.write_bytes(packed(parts))
    found = read_return(path)
    assert [remark.body for remark in found.remarks] == [
        "Une image ou un objet a été ajouté ici dans Word\u202f; il n’est pas repris\u00a0: demandez le fichier."
    ]


def test_a_file_of_another_letter_is_refused(desk: Desk, good: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "r.docx").write_bytes(with_base(good, lambda values: values.update(issue="0" * 36)))
    with pytest.raises(LettrineError, match="autre lettre"):
        desk.merge([tmp_path / "r.docx"])
