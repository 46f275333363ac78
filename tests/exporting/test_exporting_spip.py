"""The text for SPIP: read back by a reader of SPIP's shortcuts, it is the letter again."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spip_reader import read
from tortured import attacks, imported, letter_of, plain_letter, tortured

from editor_app.exporting.format import Letter
from editor_app.exporting.html_tree import html_tree
from editor_app.exporting.spip.markup import Markup, escaped
from editor_app.exporting.spip.text import SPIP, letter_spip
from editor_app.rendering.markdown import render
from editor_app.storage.folder import IssueFolder

NBSP = "\u00a0"
GOLDEN = Path(__file__).with_name("golden") / "spip"


def spip(markdown: str, **files: bytes) -> str:
    trees = [tree for block in render(markdown, "s", 3) for tree in html_tree(block.html)]
    return "\n\n".join(Markup({f"media/{name}.png": data for name, data in files.items()}, trees).section(trees))


@pytest.mark.parametrize(
    ("markdown", "markup"),
    [
        ("## Un titre", "{{{** Un titre}}}"),
        ("Le 14e **gras**, *italique*", "Le 14<sup>e</sup> {{gras}}, {italique}"),
        ("***les deux*** et **gras *mêlé***", "{{<em>les deux</em>}} et {{gras <em>mêlé</em>}}"),
        ("[**ici**](https://a.fr/[x])", "[{{ici}}->https://a.fr/%5Bx%5D]"),
        ("- un\n- deux\n    1. a\n    2. b", "-* un\n-* deux\n-## a\n-## b"),
        ("> cité\n>\n> deux", "<quote>cité\n\ndeux</quote>"),
        ("| a | n |\n|---|--:|\n| b &#124; | 1 |", "| {{a}} | {{n}} |\n| b &#124; | 1 |"),
        ("un  \ndeux", "un\n_ deux"),
        ("a[^1] b[^2]\n\n[^1]: note [x](https://a.fr)\n[^2]: autre", "a[[note [x->https://a.fr] ]] b[[autre]]"),
        ("a[^1] b[^1]\n\n[^1]: note", "a[[<1>note]] b[[<1>]]"),
        ("a[^1]\n\n[^1]: x[^2]\n[^2]: y", "a[[x (y)]]"),
        ("***", "----"),
        ("`a {b} <c>`", "<code>a {b} &lt;c&gt;</code>"),
        ("Fin\u202f; et «\u00a0a\u00a0»", "Fin\u00a0; et «\u00a0a\u00a0»"),
        ("{a} [b] <c> | ~ &", "&#123;a&#125; &#91;b&#93; &lt;c&gt; &#124; &#126; &amp;"),
        ("\\- a\n\nb -- c", "&#45; a\n\nb -&#45; c"),
        ("Terme\n:   sens", "{{Terme}}\n_ sens"),
        ("OSCE\n\n*[OSCE]: Organisation \"x\"", '<abbr title="Organisation &#34;x&#34;">OSCE</abbr>'),
        ("![Une carte](media/c.png)\n\n![Une carte](media/c.png \"Légende\")", "<img1|center>\n\n<doc2|center>"),
        ("Vert\n{.encadre}", '<div class="encadre">\n\nVert\n\n</div>'),
    ],
)  # fmt: skip
def test_markdown_in_spip(markdown: str, markup: str) -> None:
    assert spip(markdown, c=b"x") == markup


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\x01"), max_size=60))
def test_any_words_are_read_back_as_they_were(words: str) -> None:
    paragraph = Element("p")
    paragraph.text = words
    (markup,) = [*Markup({}, ()).blocks(paragraph)] or [""]
    expected = re.sub("[ \t\n\r]+", " ", words).replace("\u202f", NBSP)
    assert "".join(html_tree(read(markup)).itertext()) == expected.strip(" ")
    assert not re.search(r"[{}\[\]|~]", escaped(words))


def shape(element: Element, calls: dict[str, str]) -> list[str]:
    """What SPIP can keep of an element, flat: marks of structure, and words between them."""
    tag, css = element.tag, element.get("class", "")
    if "note-back" in css or tag == "figcaption" or (tag == "div" and css == "notes"):
        return [element.tail or ""]
    if tag == "sup" and len(element) and element[0].get("class") == "note-ref":
        name = element[0].get("href", "")
        return [f"<call {calls.setdefault(name, str(len(calls) + 1))}>", element.tail or ""]
    if tag == "call":
        return [f"<call {element.get('to')}>", element.tail or ""]
    if tag in ("img", "picture"):
        return ["<picture>", element.tail or ""]
    inner = [element.text or "", *(part for child in element for part in shape(child, calls))]
    named = {"strong": "b", "b": "b", "em": "i", "i": "i", "dt": "b"}.get(tag, tag)
    if tag == "a" and not element.get("href", "").startswith(("#", "media/")):
        named = f"a {unquote(element.get('href', ''))}"
    elif tag in ("div", "span", "a", "p", "dl", "dd", "thead", "tbody", "figure", "note", "td", "th", "pre", "abbr"):
        named = ""
    if tag == "abbr":
        named = f"abbr {element.get('title')}"
    if tag in ("br", "hr"):
        return [f"<{tag}>" if tag == "hr" else " ", element.tail or ""]
    opened = [f"<{named}>", *inner, "</>"] if named else [" " if tag in ("p", "td", "th", "dd") else "", *inner]
    return [*opened, element.tail or ""]


def flat(elements: list[Element], calls: dict[str, str]) -> str:
    text = "".join(part for element in elements for part in shape(element, calls)).replace("\u202f", NBSP)
    return re.sub(r"(?<=>) | (?=<)", "", re.sub(r"[ \t\n]+", " ", text)).strip()


def assert_reads_back(letter: Letter) -> None:
    """Section by section: what the reader finds is what the page shows."""
    for section in letter.issue.outline.walk():
        trees = [
            tree for block in render(letter.texts.get(section.id, ""), section.id, 3) for tree in html_tree(block.html)
        ]
        for tree in list(trees):
            for item in tree.iter("img"):
                item.set("src", "media/x.png")
        markup = "\n\n".join(Markup({"media/x.png": b""}, trees).section(trees))
        found = html_tree(read(markup))
        notes = [each for each in found if each.tag == "note"]
        calls: dict[str, str] = {}
        body = [tree for tree in trees if tree.get("class") != "notes"]
        assert flat([each for each in found if each.tag != "note"], {}) == flat(body, calls), section.id
        written = {item.get("id"): item for tree in trees if tree.get("class") == "notes" for item in tree.iter("li")}
        for note in notes:
            name = next(name for name, number in calls.items() if number == note.get("id"))
            assert flat([note], {}) == flat(list(written[name[1:]]), {})


def test_the_sample_and_the_real_letter_read_back(letter: IssueFolder, letter_14: Path) -> None:
    assert_reads_back(letter_of(letter))
    assert_reads_back(imported(letter_14))


def test_every_construct_reads_back() -> None:
    assert_reads_back(
        plain_letter(
            "# Titre 1\n\n## Titre *2*\n\n- a\n- b\n    - c\n        1. d\n        2. e\n- f\n\n1. g\n2. h",
            "a[^x] **b *c* `d`**, [e **f**](https://g.fr/?h=i|j)[^y]\n\n[^x]: k *l*\n[^y]: [m](https://n.fr)",
            "> o\n>\n> - p\n> - q\n\n***\n\n| r | **s** |\n|---|---|\n| [t](https://u.fr) | *v* `w` |",
            "![x](media/y.png)\n\n    z {{a}} [b] <c>\n\nTerme\n:   sens\n\nH, le 1er\n\n*[H]: Ha\n",
            "{a} {{b}} {{{c}}} [d->e] [[f]] | g | ~ h ---- -* i <quote> <code> &amp; é_ _ @@",
        )
    )


def test_the_tortured_letter_loses_no_word(sample: Path) -> None:
    made = tortured(sample)
    text, sheet, files = letter_spip(made)
    words = " ".join(html_tree(read(text)).itertext())
    for word in (
        "Titre",
        "Légende",
        "jamais appelée",
        "n39",
        "profond",
        "Titre dans une note",
        "日本語",
        "#panic",
        "mêlés",
    ):
        assert word in words + sheet, word
    assert files == {"carte.png": made.files["media/carte.png"]}


def test_the_sheet_lists_each_file_with_its_description(letter: IssueFolder) -> None:
    made = SPIP.make(letter_of(letter))
    sheet = made["fiche.txt"].data.decode()
    assert f"<doc1|center>{NBSP}: fichiers/fils-denoues.png" in sheet
    assert letter.issue.picture is not None and f"Texte alternatif{NBSP}: {letter.issue.picture.description}" in sheet
    assert {path for path in made if path.startswith("fichiers/")} == {
        f"fichiers/{path.removeprefix('media/')}" for path in letter.files() if path.startswith("media/")
    }


def test_the_sample_is_written_as_it_was_reviewed(letter: IssueFolder) -> None:
    made = SPIP.make(letter_of(letter))
    for name in ("texte.txt", "fiche.txt"):
        assert made[name].data.decode() == (GOLDEN / name).read_text(encoding="utf-8"), name


def test_links_within_the_letter_lead_to_headings_that_are_there_or_are_words() -> None:
    made = plain_letter("## Un point\n\n[là](#s0.un-point), [ailleurs](#s1), [nulle part](#perdu)", "Fin")
    text = letter_spip(made)[0]
    assert "{{{** [s0.un-point<-]Un point}}}" in text and "{{{[s1<-]Rubrique 1}}}" in text
    assert "[là->#s0.un-point], [ailleurs->#s1], nulle part" in text


def test_two_pictures_of_one_name_are_both_uploaded() -> None:
    made = plain_letter("![a](media/x/c.png)\n\n![b](media/y/c.png)")
    made = replace(made, files={"media/x/c.png": b"1", "media/y/c.png": b"2"})
    assert letter_spip(made)[2] == {"c.png": b"1", "2-c.png": b"2"}


def test_the_attacks_of_the_known_collections_are_words() -> None:
    lines = attacks()
    if not lines:
        pytest.skip("the collections of attacks (../shared/corpora-attacks) are not beside this checkout")
    for line in (re.sub(r"[\x00-\x1f]", "", line) for line in lines):
        paragraph = Element("p")
        paragraph.text = line
        markup = "".join(Markup({}, ()).blocks(paragraph))
        assert not re.search(r"<(?!quote)|[{}\[\]]", markup), markup
        assert "".join(html_tree(read(markup)).itertext()) == line.replace("\u202f", NBSP).strip(" ")
