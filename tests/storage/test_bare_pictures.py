"""Pictures come in without what they hide: place, camera, thumbnail, remarks; and show the same as before."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import pytest
from drawn_pictures import CAMERA, png, srgb_profile, talkative
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from editor_app.storage.bare_pictures import DamagedPictureError, bare, hides_something
from editor_app.storage.folder import IssueFolder

KINDS = ("PNG", "JPEG", "GIF", "WEBP")
TELLTALES = (CAMERA.encode(), b"Exif", b"eXIf", b"EXIF", b"XMP", b"xmpmeta", b"ICC", b"tEXt", b"iTXt")


def shown(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data)) as image:
        return image.convert("RGB")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_what_shows_stays_and_that_to_the_pixel(kind: str) -> None:
    data = talkative(kind)
    assert CAMERA.encode() in data and hides_something(data)
    kept = bare(data)
    assert not any(word in kept for word in TELLTALES) and not hides_something(kept)
    assert shown(kept).tobytes() == shown(data).tobytes()
    assert bare(kept) == kept
    with Image.open(BytesIO(kept)) as image:
        assert not image.getexif() and not {"comment", "xmp", "icc_profile", "Author"} & set(image.info)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_shown_turned_is_drawn_upright(kind: str) -> None:
    upright = shown(bare(talkative(kind, turned=6, size=(60, 40))))
    assert upright.size == (40, 60)
    red = upright.getpixel((35, 5))  # the upper left went to the upper right
    assert isinstance(red, tuple) and red[0] > 180 and red[2] < 80


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_the_usual_profile_goes_and_another_is_turned_into_colours(kind: str) -> None:
    usual = talkative(kind, profile=srgb_profile())
    assert shown(bare(usual)).tobytes() == shown(usual).tobytes() and len(bare(usual)) < len(usual) - 400
    strange = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for name in (b"s\0R\0G\0B", b"sRGB"):
        strange = strange.replace(name, b"x" * len(name))
    again = bare(talkative(kind, profile=bytes(strange)))
    assert not hides_something(again) and b"ICC" not in again
    for at in ((5, 5), (50, 5), (5, 35), (50, 35)):
        before, after = shown(usual).getpixel(at), shown(again).getpixel(at)
        assert isinstance(before, tuple) and isinstance(after, tuple)
        assert all(abs(a - b) < 8 for a, b in zip(before, after, strict=True))


def test_an_animation_goes_on_moving() -> None:
    frames = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in (0, 120, 250)]
    for kind in ("GIF", "WEBP", "PNG"):
        packed = BytesIO()
        frames[0].save(packed, kind, save_all=True, append_images=frames[1:], duration=100, loop=0)
        with Image.open(BytesIO(bare(packed.getvalue()))) as image:
            assert getattr(image, "n_frames", 1) == 3 and image.info["loop"] == 0


def test_the_second_picture_behind_a_photograph_is_gone() -> None:
    """Telephones put films, depths and larger pictures behind the end of the first."""
    data = talkative("JPEG")
    assert len(bare(data + talkative("JPEG"))) == len(bare(data))


def test_a_letter_takes_pictures_in_without_what_they_hide(sample: Path, tmp_path: Path) -> None:
    opened = IssueFolder.open(sample)
    folder = IssueFolder.create(tmp_path / "lettre", opened.issue, opened.texts, {"media/a.jpg": talkative("JPEG")})
    folder.add_media("b.png", talkative("PNG"))
    for name in ("media/a.jpg", "media/b.png"):
        assert CAMERA.encode() not in folder.media_file(name).read_bytes()


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(KINDS), st.data())
def test_a_damaged_picture_is_refused_or_made_bare_and_never_a_defect(kind: str, data: st.DataObject) -> None:
    whole = bytearray(talkative(kind))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    try:
        kept = bare(cut)
    except DamagedPictureError:
        return
    assert not hides_something(kept)


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"\xff\xd8\xff", b"GIF89a", b"RIFF\0\0\0\0WEBP", png()[:40]])
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedPictureError):
        bare(data)


def test_an_enormous_picture_is_not_drawn_again() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    pieces = png().replace(png()[16:29], header)
    with pytest.raises(DamagedPictureError):
        bare(pieces[:33] + struct.pack(">I", len(exif)) + b"eXIf" + exif + b"\0\0\0\0" + pieces[33:])
