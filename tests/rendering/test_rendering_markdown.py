"""A section's text as the blocks of the page."""

from __future__ import annotations

import json
import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from editor_app.rendering.markdown import MAX_PARAGRAPH, RenderedBlock, render

NBSP, NNBSP = "\u00a0", "\u202f"
ATTACKS = Path(__file__).parents[3] / "shared" / "corpora-attacks"
VOID = {"br", "hr", "img"}


class Page(HTMLParser):
    """The elements of some HTML: how many stand at the top, and each with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.depth = self.tops = 0
        self.loose = ""
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.tops += self.depth == 0
        self.depth += tag not in VOID

    def handle_endtag(self, _tag: str) -> None:
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth == 0:
            self.loose += data.strip()


def html_of(text: str, level: int = 3) -> str:
    return "\n".join(block.html for block in render(text, "s", level))


def assert_inert(html: str) -> None:
    for tag, attributes in Page(html).elements:
        assert tag not in {
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "svg",
            "math",
            "form",
            "input",
            "link",
            "base",
        }
        for name, value in attributes.items():
            assert not name.startswith("on") and name not in {"style", "srcset", "srcdoc", "action", "formaction"}
            if name == "href":
                assert re.match(r"(?:https?://|mailto:|tel:|#|media/)", value or "", re.IGNORECASE), value
            if name == "src":
                assert (value or "").startswith("media/") and ".." not in (value or "").split("/"), value


def test_each_block_is_one_element_with_the_line_it_starts_at() -> None:
    text = (
        "Premier\nalinéa\n\n\n## Titre\ntexte collé\n> cité\n\n- un\n- deux\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nfin"
    )
    blocks = render(text, "s")
    assert [(block.line, re.match(r"<(\w+)", block.html)[1]) for block in blocks] == [  # type: ignore[index]
        (0, "p"), (4, "h3"), (5, "p"), (6, "blockquote"), (8, "ul"), (11, "div"), (15, "p")
    ]  # fmt: skip


WORD = st.text("abcdéà", min_size=1, max_size=6)
PIECES = st.sampled_from(
    ["{w} suite\n{w}", "# {w}", "## {w}\n{w} collé", "{w}\n===", "{w}\n---", "> {w}\n> suite", "- {w}\n- autre",
     "{w} avant\n- point", "1. {w}\n2. autre", "    {w} code", "```\n{w}\n\n{w}\n```", "{w} avant\n```\ncode\n```",
     "| {w} | b |\n|---|---|\n| c | d |", "{w}\n:   définition", "{w}\n\n:   définition", "*[{w}]: titre", "{w}[^n]",
     "{w}\n***\n{w} après", "[ref{w}]: http://a.fr\n{w} après", "{w}\n> cité", "\u00a0\n{w}", "~~~\n# {w}\n~~~",
     "> {w}\n\n> {w} encore", "- {w}\n\n    {w} dedans", "#{w}"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(PIECES, WORD, st.integers(1, 3)), max_size=8))
def test_the_first_words_of_a_block_stand_on_its_source_line(parts: list[tuple[str, str, int]]) -> None:
    text = ""
    for number, (piece, word, blank) in enumerate(parts):
        text += piece.replace("{w}", f"{word}{number}q") + "\n" * (blank + 1)
    lines = text.split("\n")
    for block in render(text, "s"):
        words = re.sub(r"<[^>]+>", " ", block.html).split()
        if words and 'class="notes"' not in block.html:
            fenced = lines[block.line].startswith(("```", "~~~"))
            assert words[0] in lines[block.line + fenced], (block, text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=" \n\n>-*_`#[]()!|:^{}.=~<&\"'\\1ae\t\u00a0\x02\r", max_size=120))
@example("[^1]: > [^2]: x\n\na[^1]")
@example(">" * 3000)
@example("- " * 3000)
@example("\n".join("    " * depth + "- a" for depth in range(200)))
@example("[" * 600)
@example("1. a\n   > " * 100)
def test_no_text_fails_or_makes_anything_but_single_elements(text: str) -> None:
    for block in render(text, "s"):
        parsed = Page(block.html)
        assert (parsed.tops, parsed.depth, parsed.loose) == (1, 0, ""), block.html
        assert 0 <= block.line <= text.count("\n")
        assert_inert(block.html)


def test_huge_and_twisted_texts_take_a_bounded_time_and_lose_nothing() -> None:
    twisted = ["[" * 100_000, "*a " * 60_000, "a\n\n" * 60_000, "> " * 90_000, "mot " * MAX_PARAGRAPH, "[a](" * 40_000]
    started = time.process_time()
    for text in twisted:
        assert render(text, "s")
    assert time.process_time() - started < 15
    assert "mot" in render(twisted[4], "s")[0].html


def test_headings_go_below_the_section_and_never_skip_a_level() -> None:
    assert re.findall(r"<(h\d)", html_of("# A\n\n## B\n\n#### C\n\n# D")) == ["h3", "h4", "h5", "h3"]
    assert re.findall(r"<(h\d)", html_of("## A\n\n### B\n\n## C", level=4)) == ["h4", "h5", "h4"]


def test_ids_begin_with_the_section_and_never_clash() -> None:
    text = "## Été\n\n## Été\n\n## Note 1\n\na[^x] b[^x]\n\nc {#Été}\n\n[^x]: note"
    found = re.findall(r'id="([^"]+)"', html_of(text))
    assert all(name.startswith("s.") for name in found)
    assert len(found) == len(set(found)) >= 6


def test_notes_are_the_last_block_numbered_in_reading_order_with_french_links_back() -> None:
    blocks = render("Un[^b], deux[^a], encore[^b].\n\n[^a]: Alpha\n[^b]: Bêta\n\nFin.", "edito")
    assert "Fin." in blocks[-2].html and 'aria-label="Notes"' in blocks[-1].html
    assert blocks[-1].line == 2
    assert blocks[-1].html.index("Bêta") < blocks[-1].html.index("Alpha")
    assert f'aria-label="Retour au texte, note{NBSP}2"' in blocks[-1].html
    for target in re.findall(r'href="#([^"]+)"', html_of("a[^1] b[^1]\n\n[^1]: c")):
        assert f'id="{target}"' in html_of("a[^1] b[^1]\n\n[^1]: c")


@pytest.mark.parametrize(
    ("written", "number", "raised"),
    [("1er", "1", "er"), ("1re", "1", "re"), ("2e", "2", "e"), ("14e", "14", "e"), ("XXIe", "XXI", "e"),
     ("2des", "2", "des"), ("Ier", "I", "er"), ("Ve", "V", "e"), ("3es", "3", "es")],
)  # fmt: skip
def test_ordinals_are_raised(written: str, number: str, raised: str) -> None:
    assert f"le {number}<sup>{raised}</sup> jour" in html_of(f"le {written} jour")
    assert f"<strong>{number}<sup>{raised}</sup></strong>" in html_of(f"**{written}**")


@pytest.mark.parametrize(
    "word", ["Les", "Ces", "Des", "De", "Le", "Mes", "Mme", "n° 14", "14ème", "Cie", "12h", "2eme"]
)
def test_words_that_only_look_like_ordinals_stay(word: str) -> None:
    assert html_of(word) == f"<p>{word}</p>"


def test_code_addresses_and_descriptions_keep_their_ordinals_on_the_line() -> None:
    html = html_of("`14e`\n\n```\n14e\n```\n\n<https://a.fr/14e>\n\n![le 14e](media/a.png)")
    assert "<sup>" not in html


def test_a_picture_alone_is_a_figure_captioned_by_its_title() -> None:
    assert html_of('![Une salle](media/salle.png "La salle d’audience")') == (
        '<figure><img alt="Une salle" src="media/salle.png"><figcaption>La salle d’audience</figcaption></figure>'
    )


@pytest.mark.parametrize("source", ["http://a.fr/x.png", "//a.fr/x.png", "media/../x.png", "file:///x.png", "/x.png"])
def test_a_picture_from_elsewhere_is_said_and_not_shown(source: str) -> None:
    html = html_of(f"![Une carte]({source})")
    assert "<img" not in html and f"[Image{NBSP}: Une carte]" in html


def test_a_link_that_leads_nowhere_safe_is_text() -> None:
    assert html_of("[a](javascript:alert(1)) [b](x.md)") == "<p><span>a</span> <span>b</span></p>"
    assert html_of("[](https://a.fr)") == '<p><a href="https://a.fr">https://a.fr</a></p>'


def test_raw_html_is_text_and_no_break_spaces_stay() -> None:
    assert html_of("<div onclick=x>a</div>") == "<p>&lt;div onclick=x&gt;a&lt;/div&gt;</p>"
    assert html_of(f"«{NBSP}Quoi{NNBSP}?{NBSP}»") == f"<p>«{NBSP}Quoi{NNBSP}?{NBSP}»</p>"


def test_attributes_are_kept_only_from_the_list() -> None:
    html = html_of("Texte\n{.encadre .autre #lieu lang=en onclick=alert(1) style=color:red}")
    assert html == '<p class="encadre" id="s.lieu" lang="en">Texte</p>'


def test_tables_say_their_columns_and_can_be_scrolled_with_the_keyboard() -> None:
    html = html_of("|   | Total |\n|---|------:|\n| a | 1 |")
    assert 'tabindex="0"' in html and '<th class="right" scope="col">Total</th>' in html and html.count("<th ") == 1


def test_abbreviations_and_definitions() -> None:
    assert '<abbr title="Organisation">OSCE</abbr>' in html_of("L’OSCE\n\n*[OSCE]: Organisation")
    assert "<dt>GRETA</dt>" in html_of("GRETA\n:   un groupe d’experts")


def test_the_same_section_is_rendered_once() -> None:
    assert render("Bonjour", "s") is render("Bonjour", "s")
    assert render("", "s") == () and render("a", "s") == (RenderedBlock(0, "<p>a</p>"),)


def corpus(path: str) -> Path:
    if not (ATTACKS / path).is_file():
        pytest.skip(f"the public collection {path} is not beside this checkout (../shared/corpora-attacks)")
    return ATTACKS / path


def test_dompurify_vectors_are_inert_however_they_are_written() -> None:
    source = corpus("dompurify/test/fixtures/expect.mjs").read_text(encoding="utf-8")
    payloads = [json.loads(found) for found in re.findall(r'"payload":\s*("(?:[^"\\]|\\.)*")', source)]
    assert len(payloads) > 100
    for payload in payloads:
        for text in (payload, f"[a]({payload})", f"![{payload}](media/{payload})", f"> {payload}", f"a {{{payload}}}",
                     f"*[a]: {payload}\n\na", f"```\n{payload}\n```", f"# {payload}", f"<{payload}>"):  # fmt: skip
            assert_inert(html_of(text))


def test_naughty_strings_and_commonmark_examples_never_fail() -> None:
    texts = [*json.loads(corpus("blns/blns.json").read_text(encoding="utf-8"))]
    texts += [entry["markdown"] for entry in json.loads(corpus("commonmark/commonmark-0.31.json").read_text("utf-8"))]
    assert len(texts) > 1000
    for text in texts:
        assert_inert(html_of(text))
