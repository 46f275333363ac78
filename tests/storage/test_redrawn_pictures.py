"""What comes with a packet is drawn anew, shows the same, and holds nothing of what it came with."""

from __future__ import annotations

import hashlib
import shutil
import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from drawn_pictures import CAMERA, talkative
from PIL import Image

from editor_app.desk import Desk
from editor_app.exporting.packet.opening import read_packet
from editor_app.storage.bare_pictures import DamagedPictureError
from editor_app.storage.redrawn_pictures import redrawn


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_drawn_anew_shows_the_same_and_says_nothing_more(kind: str) -> None:
    before = talkative(kind)
    after = redrawn(before)
    assert after != before
    assert CAMERA.encode() not in after
    with Image.open(BytesIO(before)) as one, Image.open(BytesIO(after)) as other:
        assert (one.size, one.format) == (other.size, other.format)
        left, right = (each.convert("RGB").getpixel((5, 20)) for each in (one, other))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert all(abs(a - b) < 12 for a, b in zip(left, right, strict=True))


def test_a_turned_picture_stands_upright() -> None:
    with Image.open(BytesIO(redrawn(talkative("JPEG", turned=6)))) as image:
        assert image.size == (40, 60)


def test_all_of_what_moves_still_moves() -> None:
    frames = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in (0, 100, 200)]
    made = BytesIO()
    frames[0].save(made, "GIF", save_all=True, append_images=frames[1:])
    with Image.open(BytesIO(redrawn(made.getvalue()))) as image:
        assert getattr(image, "n_frames", 1) == 3


def enormous() -> bytes:
    """A PNG of a few bytes that says it is 20,000 pixels wide and high."""
    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"x" * 50, b"<svg/>", talkative("JPEG")[:200], enormous()]
)
def test_what_cannot_be_drawn_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedPictureError):
        redrawn(data)


def test_pictures_of_a_packet_are_drawn_anew_or_left_out(sample: Path, tmp_path: Path) -> None:
    shutil.copytree(sample, tmp_path / "lettre")
    desk = Desk.open(tmp_path / "lettre")
    desk.make_packet(tmp_path / "p.zip", reader="Anne")
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        files = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    files["media/fils-denoues.png"] = enormous()
    files["media/temoin.jpg"] = talkative("JPEG")
    names = sorted(name for name in files if name != "manifest-sha256.txt")
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in names]
    files["manifest-sha256.txt"] = "".join(lines).encode()
    with zipfile.ZipFile(tmp_path / "q.zip", "w") as archive:
        for name, data in files.items():
            archive.writestr(f"relecture/{name}", data)
    taken = read_packet(tmp_path / "q.zip").media
    assert "media/fils-denoues.png" not in taken
    assert CAMERA.encode() not in taken["media/temoin.jpg"]
    assert len(taken) == sum(name.startswith("media/") for name in files) - 1
