"""Nothing about the machine, the account or the remarks leaves in any format: every byte of a bundle is searched, also
within archives, messages and the streams of the PDF."""

from __future__ import annotations

import email
import shutil
import unicodedata
import zipfile
from collections.abc import Iterator
from email.policy import SMTP
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from drawn_pictures import CAMERA, talkative

from editor_app.desk import Desk
from editor_app.errors import LettrineError
from editor_app.exporting.bundle.assembly import export
from editor_app.exporting.bundle.hidden_data import refuse_hidden
from editor_app.exporting.format import Part
from editor_app.review.annotation import comment
from editor_app.storage.bare_pictures import hides_something, is_picture_data
from editor_app.storage.folder import IssueFolder

ACCOUNT = "compte-temoin-4711"
MACHINE = "poste-temoin-5822"
FOLDER = "dossier-temoin-6933"
REMARK = "Remarque témoin 8044 : à ne montrer à personne"
READER = "Relectrice Témoin-9155"
TELLTALES = (ACCOUNT, MACHINE, FOLDER, REMARK, READER, CAMERA, "/home/", "/tmp/", "C:\\Users")  # noqa: S108


def unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes of a file, and of everything within it as whoever opens it gets them."""
    yield name, data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield f"{name}/{entry.filename}: entry", f"{entry.comment!r} {entry.extra!r}".encode()
                yield from unpacked(f"{name}/{entry.filename}", archive.read(entry))
    elif data.startswith(b"%PDF"):
        with pikepdf.open(BytesIO(data)) as pdf:
            for number, each in enumerate(pdf.objects):
                yield f"{name}/object {number}", repr(each).encode()
                if isinstance(each, pikepdf.Stream):
                    yield f"{name}/stream {number}", each.read_raw_bytes()
                    if "/DCTDecode" not in repr(each.get("/Filter")):
                        yield f"{name}/stream {number} unpacked", each.read_bytes()
    elif name.endswith(".eml"):
        for number, part in enumerate(email.message_from_bytes(data, policy=SMTP).walk()):
            yield f"{name}/headers {number}", str(part.items()).encode()
            if not part.is_multipart():
                yield f"{name}/part {number}", part.get_payload(decode=True)  # type: ignore[misc]


def spellings(text: str) -> Iterator[bytes]:
    """``text`` as files may hold it."""
    for form in (text, unicodedata.normalize("NFD", text)):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
            yield form.encode(encoding, "ignore").lower()


@pytest.fixture
def secretive(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The sample in a folder that tells much, with a remark, a journal, a version, and pictures that tell more."""
    for name in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, ACCOUNT)
    monkeypatch.setenv("HOSTNAME", MACHINE)
    home = tmp_path / "home" / ACCOUNT
    folder = home / FOLDER / "lettre"
    shutil.copytree(sample, folder)
    monkeypatch.setenv("HOME", str(home))
    (folder / "media" / "fils-denoues.png").write_bytes(talkative("PNG", size=(1200, 675)))
    for kind, name in (("JPEG", "photo.jpg"), ("GIF", "dessin.gif"), ("WEBP", "carte.webp")):
        (folder / "media" / name).write_bytes(talkative(kind, turned=6 if kind == "JPEG" else 1))
    text = (folder / "sections" / "editorial.md").read_text(encoding="utf-8")
    shown = "\n\n".join(f"![Une image]({name})" for name in ("media/photo.jpg", "media/dessin.gif", "media/carte.webp"))
    (folder / "sections" / "editorial.md").write_text(f"{text}\n\n{shown}\n", encoding="utf-8")
    desk = Desk.open(folder)
    words = desk.texts["editorial"]
    said = comment(words, 0, 12, issue=desk.issue.id, section="editorial", body=REMARK, author=READER)
    desk.hold()
    desk.save_annotations((*desk.annotations, said))
    desk.journal("editorial", f"{desk.texts['editorial']}\n\n{REMARK}")
    return desk


def test_no_byte_of_a_bundle_tells_of_the_machine_the_account_or_the_remarks(secretive: Desk, tmp_path: Path) -> None:
    assert REMARK in (secretive.path / "review" / "annotations.jsonl").read_text(encoding="utf-8")
    target = secretive.export(tmp_path / "out", force=True)
    wanted = {spelling: text for text in TELLTALES for spelling in spellings(text)}
    searched = pictures = 0
    for file in sorted(path for path in target.rglob("*") if path.is_file()):
        for name, data in unpacked(str(file.relative_to(target)), file.read_bytes()):
            searched += 1
            low = data.lower()
            assert not [text for spelling, text in wanted.items() if spelling in low], name
            if is_picture_data(data):
                pictures += 1
                assert not hides_something(data), name
    assert searched > 300 and pictures >= 8 * 4


def test_the_search_finds_what_a_format_would_let_through() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/media/image1.jpeg", talkative("JPEG"))
    for name, data in {
        "data/web/media/a.png": talkative("PNG"),
        "data/word/lettre.docx": packed.getvalue(),
        "data/web/media/b.png": talkative("PNG")[:80],
        "data/pdf/lettre.pdf": b"%PDF Exif\0\0",
    }.items():
        with pytest.raises(LettrineError, match="données cachées"):
            refuse_hidden({name: Part(data, "picture")})


@pytest.mark.parametrize(
    ("name", "why"),
    [("schema.svg", "un dessin SVG"), ("page.html", "pourrait s’exécuter"), ("photo.jpg", "peut cacher un lieu")],
)
def test_what_could_run_does_not_leave(letter: IssueFolder, tmp_path: Path, name: str, why: str) -> None:
    files = {**letter.files(), f"media/{name}": b"<svg onload='alert(1)'/>"}
    with pytest.raises(LettrineError, match=f"media/{name}\u00a0: .*{why}"):
        export(letter.issue, letter.texts, files, tmp_path / "out", report={"forced": False, "findings": []})
    assert not (tmp_path / "out").exists()
