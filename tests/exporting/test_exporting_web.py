"""The web page of the bundle: what machines are told, pictures for every screen, the entry for a site's feeds."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from drawn_pictures import talkative
from made_themes import dressed
from page_oracles import assert_accessible, assert_valid_html
from PIL import Image
from test_exporting_report import REPORT
from torture_letter import torture_letter
from tortured import imported, letter_of, plain_letter, tortured

from editor_app.exporting.bundle.report_page import report_page
from editor_app.exporting.format import Letter
from editor_app.exporting.picture_size import picture_size
from editor_app.exporting.web.feeds import JSON_ENTRY, JSON_FEED, RSS, RSS_ENTRY
from editor_app.exporting.web.page import WEB
from editor_app.issue.model import Picture
from editor_app.storage.bare_pictures import bare
from editor_app.storage.folder import IssueFolder

ADDRESS = "https://exemple.gouv.fr/lettres/15/"
NBSP = "\u00a0"


def made(letter: Letter) -> dict[str, bytes]:
    return {path: part.data for path, part in WEB.make(letter).items()}


def at(letter: Letter, address: str) -> Letter:
    return replace(letter, issue=replace(letter.issue, address=address))


def told(files: dict[str, bytes]) -> dict[str, Any]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', files["index.html"].decode(), re.DOTALL)
    assert len(found) == 1 and files["index.html"].count(b"<script") == 1
    said: dict[str, Any] = json.loads(found[0])
    return said


@pytest.fixture(scope="module")
def sample_letter(letter: IssueFolder) -> Letter:
    return letter_of(letter)


@pytest.fixture(scope="module")
def page_of(sample_letter: Letter) -> dict[str, bytes]:
    return made(sample_letter)


def test_search_engines_are_told_what_it_is_who_wrote_it_and_when(page_of: dict[str, bytes]) -> None:
    said = told(page_of)
    assert said["@type"] == "PublicationIssue" and said["issueNumber"] == "15"
    assert said["datePublished"] == "2022-01-17" and said["inLanguage"] == "fr"
    editorial = said["hasPart"][0]
    assert editorial["headline"] == "Éditorial" and editorial["author"]["name"] == "Hélène Vauquelin"
    assert said["description"].startswith(f"La France exerce depuis le 1er{NBSP}janvier")


def test_addresses_stand_only_where_the_letter_says_its_own(sample_letter: Letter, page_of: dict[str, bytes]) -> None:
    head = page_of["index.html"].decode().split("</head>")[0]
    assert "og:title" in head and "og:url" not in head and "og:image" not in head and "canonical" not in head
    assert "url" not in told(page_of)
    placed = made(at(sample_letter, ADDRESS))
    head = placed["index.html"].decode().split("</head>")[0]
    assert f'<meta property="og:image" content="{ADDRESS}media/fils-denoues.png">' in head
    assert f'<link rel="canonical" href="{ADDRESS}">' in head
    assert told(placed)["hasPart"][0]["url"] == f"{ADDRESS}#editorial"


def test_no_title_can_end_the_data_or_an_attribute() -> None:
    attack = "</script><script>alert(1)</script><!-- \" ' \u2028 &lt; ]]>"
    letter = plain_letter(attack * 9, title=attack, name=attack, picture=Picture(None, attack, attack, attack))
    files = made(at(letter, ADDRESS))
    assert told(files)["name"] == attack
    assert b"<script>" not in files["index.html"] and b'content="</script' not in files["index.html"]
    item = ElementTree.fromstring(files[RSS]).find("channel/item")  # noqa: S314  our own file
    assert item is not None and attack in str(item.findtext("title"))
    assert "<script" not in str(item.findtext("description"))


def test_each_picture_has_its_place_and_a_telephone_a_smaller_file(page_of: dict[str, bytes]) -> None:
    images = re.findall(r"<img[^>]*>", page_of["index.html"].decode())
    assert len(images) == 5
    offered = 0
    for image in images:
        size = picture_size(page_of[unquote(str(re.search(r' src="([^"]+)"', image)[1]))])  # type: ignore[index]
        assert size is not None and f' width="{size.width}" height="{size.height}"' in image
        for candidate in re.findall(r'["\s]([^"\s]+) (\d+)w', image):
            drawn = picture_size(page_of[candidate[0]])
            assert drawn is not None and drawn.width == int(candidate[1])
            assert abs(drawn.width / drawn.height - size.width / size.height) < 0.01
            offered += 1
    assert offered >= 4


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_photograph_is_offered_in_three_sizes_which_hide_nothing(kind: str) -> None:
    noise = Image.effect_noise((1600, 1200), 40)
    packed = BytesIO()
    noise.save(packed, kind)
    letter = replace(plain_letter("![Du bruit](media/b.x)"), files={"media/b.x": packed.getvalue()})
    files = made(letter)
    widths = {size.width for path in files if path.startswith("media/") and (size := picture_size(files[path]))}
    assert widths == {480, 960, 1600}
    for path in files:
        if "-" in path and path.startswith("media/"):
            assert bare(files[path]) == files[path] and len(files[path]) < len(packed.getvalue())


@pytest.mark.parametrize("data", [talkative("PNG", size=(3000, 20))[:-900], b"\x89PNG\r\n\x1a\n" + b"x" * 40, b""])
def test_a_damaged_picture_stays_as_it_is(data: bytes) -> None:
    files = made(replace(plain_letter("![Un mur](media/x.png)"), files={"media/x.png": data}))
    assert files["media/x.png"] == data and sum(path.startswith("media/") for path in files) == 1


def test_a_site_gets_whole_feeds_when_the_address_is_known_and_the_entry_alone_else(
    sample_letter: Letter, page_of: dict[str, bytes]
) -> None:
    placed = made(at(sample_letter, ADDRESS))
    assert {RSS, JSON_FEED} <= placed.keys() and not {RSS_ENTRY, JSON_ENTRY} & placed.keys()
    rss = ElementTree.fromstring(placed[RSS])  # noqa: S314  our own file
    assert rss.get("version") == "2.0"
    assert all(rss.findtext(f"channel/{name}") for name in ("title", "link", "description"))
    assert rss.findtext("channel/item/link") == ADDRESS
    assert rss.findtext("channel/item/pubDate") == "Mon, 17 Jan 2022 12:00:00 +0000"
    feed = json.loads(placed[JSON_FEED])
    assert feed["version"] == "https://jsonfeed.org/version/1.1" and feed["items"][0]["url"] == ADDRESS
    entry = json.loads(page_of[JSON_ENTRY])
    assert entry["id"] == feed["items"][0]["id"] and entry["content_html"] and "url" not in entry
    item = ElementTree.fromstring(page_of[RSS_ENTRY])  # noqa: S314  our own file
    assert item.tag == "item" and item.find("link") is None and item.findtext("guid") == entry["id"]


LINKED = "Voir [la suite](#s1), le [détail](#s1.le-detail), et [rien](#nulle-part)."


def test_links_between_sections_lead_there_in_every_format(follow: Callable[[Letter], dict[str, bool]]) -> None:
    letter = plain_letter(LINKED, "Un.\n\n## Le détail\n\nDeux.")
    assert follow(letter) == {"web": True, "email": True, "pdf": True, "epub": True, "word": True}


@pytest.fixture
def follow() -> Callable[[Letter], dict[str, bool]]:
    """Whether both links of ``LINKED`` lead to a place that is there, by format."""
    import email  # noqa: PLC0415
    import zipfile  # noqa: PLC0415
    from email.policy import SMTP  # noqa: PLC0415

    import pikepdf  # noqa: PLC0415

    from editor_app.exporting.email.message import letter_email  # noqa: PLC0415
    from editor_app.exporting.epub.book import letter_epub  # noqa: PLC0415
    from editor_app.exporting.pdf.document import letter_pdf  # noqa: PLC0415
    from editor_app.exporting.word.document import letter_docx  # noqa: PLC0415

    def both(html: str) -> bool:
        return all(f'href="#{name}"' in html and f'id="{name}"' in html for name in ("s1", "s1.le-detail"))

    def followed(letter: Letter) -> dict[str, bool]:
        part = email.message_from_bytes(letter_email(letter), policy=SMTP).get_body(("html",))  # type: ignore[attr-defined]
        with zipfile.ZipFile(BytesIO(letter_epub(letter))) as book:
            pages = {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml")}
        first = next(text for name, text in pages.items() if "/01-" in name)
        second = next(text for name, text in pages.items() if "/02-" in name)
        with zipfile.ZipFile(BytesIO(letter_docx(letter))) as document:
            body = document.read("word/document.xml").decode()
        anchors = re.findall(r'w:anchor="([^"]+)"', body)
        with pikepdf.open(BytesIO(letter_pdf(letter))) as pdf:
            links = [mark for page in pdf.pages for mark in page.get("/Annots", [])]
            led = [str(mark.get("/Dest", mark.get("/A", {}))) for mark in links]  # type: ignore[call-overload]
        return {
            "web": both(made(letter)["index.html"].decode()),
            "email": both(part.get_content()),
            "pdf": len(led) == 2,
            "epub": all(
                re.search(rf'href="02-[^"]*#{name}"', first) and f'id="{name}"' in second
                for name in ("s1", "s1.le-detail")
            ),
            "word": len(anchors) == 2 and all(f'w:name="{anchor}"' in body for anchor in anchors),
        }

    return followed


def test_axe_and_the_nu_checker_find_nothing_on_any_letter(sample: Path, letter_14: Path, tmp_path: Path) -> None:
    opened = IssueFolder.open(sample)
    letters = {
        "sample": at(letter_of(opened), ADDRESS),
        "torture": dressed(tortured(sample), tmp_path),
        "every-construct": torture_letter(sample),
        "letter-14": imported(letter_14),
    }
    pages = []
    for name, letter in letters.items():
        for path, data in made(letter).items():
            file = tmp_path / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        pages.append(tmp_path / name / "index.html")
    pages.append(tmp_path / "rapport.html")
    pages[-1].write_text(report_page(opened.issue, REPORT), encoding="utf-8")
    assert_accessible(*pages)
    assert_valid_html(*pages)
