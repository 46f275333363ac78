"""Proving a bundle: whatever was changed is named; whatever is a trap is refused with a sentence."""

from __future__ import annotations

import random
import struct
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from editor_app.errors import ExitCode, LettrineError
from editor_app.exporting.bundle.verify import verify

Make = Callable[..., Path]


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def paths(bundle: Path) -> set[str]:
    return {difference.path for difference in verify(bundle)}


def test_one_flipped_bit_in_any_file_of_a_folder_is_found_and_named(make: Make, tmp_path: Path) -> None:
    bundle = make(tmp_path)
    bits = random.Random(15)  # noqa: S311  the same places every time
    for file in sorted(path for path in bundle.rglob("*") if path.is_file()):
        data = file.read_bytes()
        name = file.relative_to(bundle).as_posix()
        for bit in {0, len(data) * 8 - 1, bits.randrange(len(data) * 8)}:
            file.write_bytes(flipped(data, bit))
            found = verify(bundle)
            assert found, (name, bit)
            assert any(name in str(difference) for difference in found) or name == "tagmanifest-sha256.txt"
        file.write_bytes(data)
    assert verify(bundle) == ()


def test_one_flipped_bit_anywhere_in_a_zip_is_found(make: Make, tmp_path: Path) -> None:
    bundle = make(tmp_path, as_zip=True, only=("text", "sources"))
    data = bundle.read_bytes()
    bits = random.Random(15)  # noqa: S311  the same places every time
    end = len(data) * 8
    places = [bits.randrange(end) for _ in range(120)] + [bits.randrange(end - 4000 * 8, end) for _ in range(120)]
    for bit in places:
        bundle.write_bytes(flipped(data, bit))
        try:
            found: Iterable[object] = verify(bundle)
        except LettrineError as error:
            found = [error]
        assert found, bit


def test_a_missing_an_added_and_a_renamed_file_are_named(make: Make, tmp_path: Path) -> None:
    bundle = make(tmp_path)
    (bundle / "data/web/style.css").rename(bundle / "data/web/autre.css")
    (bundle / "LISEZMOI.txt").unlink()
    (bundle / "note.txt").write_text("bonjour")
    assert {"data/web/style.css", "data/web/autre.css", "LISEZMOI.txt", "note.txt"} <= paths(bundle)
    assert "data/web/style.css : ce fichier manque" in "\n".join(map(str, verify(bundle)))


def test_a_manifest_made_anew_after_a_change_does_not_agree_with_the_publication(make: Make, tmp_path: Path) -> None:
    bundle = make(tmp_path)
    from editor_app.exporting.bundle.bag import MANIFEST, TAG_MANIFEST, manifest  # noqa: PLC0415  what a forger would use

    (bundle / "data/text/lettre.txt").write_bytes(b"faux")
    files = {path.relative_to(bundle).as_posix(): path.read_bytes() for path in bundle.rglob("*") if path.is_file()}
    (bundle / MANIFEST).write_bytes(manifest({name: files[name] for name in files if name.startswith("data/")}))
    tags = {name: (bundle / name).read_bytes() for name in files if not name.startswith("data/")}
    tags.pop(TAG_MANIFEST)
    (bundle / TAG_MANIFEST).write_bytes(manifest(tags))
    assert paths(bundle) == {"publication.json", "bag-info.txt"}


def test_a_link_in_a_folder_is_named_and_not_followed(make: Make, tmp_path: Path) -> None:
    bundle = make(tmp_path)
    secret = tmp_path / "secret"
    secret.write_bytes((bundle / "LISEZMOI.txt").read_bytes())
    (bundle / "LISEZMOI.txt").unlink()
    (bundle / "LISEZMOI.txt").symlink_to(secret)
    assert "LISEZMOI.txt" in paths(bundle)


def test_a_zip_made_again_by_another_program_is_told_from_the_original(make: Make, tmp_path: Path) -> None:
    bundle = make(tmp_path, as_zip=True)
    again = tmp_path / "again.zip"
    with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    assert [difference.path for difference in verify(again)] == [""]


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06", b"Bonjour", b"PK\x03\x04" + b"\0" * 100])
def test_a_file_that_is_not_a_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "lot.zip").write_bytes(content)
    with pytest.raises(LettrineError, match=r"lot\.zip") as refusal:
        verify(tmp_path / "lot.zip")
    assert refusal.value.exit_code is ExitCode.IMPOSSIBLE


def test_a_folder_or_zip_that_is_no_bundle_or_not_there_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        archive.writestr("photos/a.jpg", b"x")
    for path in (tmp_path, tmp_path / "photos.zip", tmp_path / "absent"):
        with pytest.raises(LettrineError):
            verify(path)


@pytest.mark.parametrize(
    "names",
    [["../evil"], ["/etc/passwd"], ["lot/../../evil"], ["lot\\..\\evil"], ["C:/evil"], ["lot/a", "lot/A"],
     ["lot/\u00e9", "lot/e\u0301"], ["lot/a", "lot/a"], ["lot/nul"], ["lot/a", "autre/b"], ["bagit.txt"],
     ["lot/" + "d/" * 40 + "x"], ["lot/.cache"], ["lot/a\x07"]],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_hostile_names_are_refused(tmp_path: Path, names: list[str]) -> None:
    path = tmp_path / "lot.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            info = zipfile.ZipInfo("x")
            info.filename = name
            archive.writestr(info, b"x")
    with pytest.raises(LettrineError, match="lecture refusée"):
        verify(path)


def test_bombs_links_and_crowds_are_refused(tmp_path: Path) -> None:
    bomb, link, crowd = tmp_path / "bombe.zip", tmp_path / "lien.zip", tmp_path / "foule.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("lot/bagit.txt", b"\0" * (64 << 20))
    with zipfile.ZipFile(link, "w") as archive:
        info = zipfile.ZipInfo("lot/bagit.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    with zipfile.ZipFile(crowd, "w") as archive:
        for number in range(5001):
            archive.writestr(f"lot/{number}", b"")
    lying = tmp_path / "menteur.zip"
    lying.write_bytes(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 10, 10, 0xFFFFFFF, 0, 0))
    for path in (bomb, link, crowd, lying):
        with pytest.raises(LettrineError, match="lecture refusée"):
            verify(path)


@pytest.mark.parametrize(
    "json", [b"", b"[]", b'{"resources": 3}', b'{"resources": [{"path": []}]}', b"[" * 100_000, b"\xff"]
)
def test_a_publication_that_says_nothing_is_a_difference(make: Make, tmp_path: Path, json: bytes) -> None:
    bundle = make(tmp_path, only=("text",))
    (bundle / "publication.json").write_bytes(json)
    assert "publication.json" in paths(bundle)
