"""The letter's page: what it holds, and what accessibility and HTML checkers say of it."""

from __future__ import annotations

import datetime
import re
import shutil
from dataclasses import replace
from pathlib import Path

from page_oracles import assert_accessible, assert_valid_html

from editor_app.issue.model import Issue, Picture
from editor_app.issue.outline import Kind, Outline, Person, Section
from editor_app.rendering.dates import publication_date
from editor_app.rendering.markdown import render
from editor_app.rendering.page import page, section_html, text_level
from editor_app.rendering.theme_style import stylesheet
from editor_app.storage.folder import IssueFolder
from editor_app.storage.themes import neutral

NBSP = "\u00a0"
AUTHOR = Person("Jean Dupont", "ambassadeur", "M.")
OUTLINE = Outline(
    (
        Section("edito", Kind.EDITORIAL, "Éditorial", file="sections/edito.md", author=AUTHOR),
        Section("sommaire", Kind.SUMMARY, "Sommaire"),
        Section("p1", Kind.PRIORITY, "protéger", children=(Section("a1", Kind.ARTICLE, "Un <guide>"),)),
        Section("p2", Kind.PRIORITY, "la 2e priorité"),
    )
)
ISSUE = Issue("id", 15, "Lettre & <titre>", OUTLINE, date=datetime.date(2022, 1, 1), modified=datetime.date(2021, 9, 2))

TORTURE = """# Titre 1

#### Titre 4 sauté

Un [](https://a.fr) lien vide, [**gras** `code`](https://b.fr "titre"), <c@d.fr>, ![](media/vide.png) au fil du texte.

![](media/sans-description.png "Légende")

[![Image liée](media/liee.png)](https://c.fr)

| | Un | Deux |
|---|:-:|--:|
| a | b[^1] | c[^1] |

||
|-|

- a

    1. b
    2. c

        > cité

            code

#

Terme
:   définition

:   autre

> > deux fois[^1]

[^1]: Note *une*

    - liste

***

<b onclick="x">brut</b> {.encadre} &amp; &copy; &#2; \u00a0

```
code long
```

3. trois
7. sept
{#ancre .droite}
"""


def bodies(issue: Issue, texts: dict[str, str]) -> dict[str, tuple]:  # type: ignore[type-arg]
    return {name: render(text, name, text_level(issue.outline, name)) for name, text in texts.items()}


def sample_page(sample: Path) -> str:
    folder = IssueFolder.open(sample)
    return page(folder.issue, bodies(folder.issue, folder.texts), neutral(), css_href=None)


def torture_page() -> str:
    texts = dict.fromkeys(("edito", "p1", "a1", "p2"), TORTURE)
    return page(ISSUE, bodies(ISSUE, texts), neutral(), css_href=None)


def test_the_header_says_newsletter_number_and_date() -> None:
    html = page(ISSUE, {}, neutral(), css_href=None)
    assert f'Lettre d’information · N°{NBSP}15 · <time datetime="2022-01-01">janvier 2022</time>' in html
    assert "<h1>Lettre &amp; &lt;titre&gt;</h1>" in html
    assert f'Dernière modification{NBSP}: <time datetime="2021-09-02">2{NBSP}septembre 2021</time>' in html
    assert '<a href="#haut">Haut de page</a>' in html


def test_a_first_of_month_stands_for_its_month_other_days_for_themselves() -> None:
    assert publication_date(datetime.date(2022, 1, 1)) == "janvier 2022"
    assert publication_date(datetime.date(2022, 8, 17)) == f"17{NBSP}août 2022"


def test_the_editorial_is_signed_with_the_function() -> None:
    heading = re.search(r"<h2.*</h2>", section_html(ISSUE, "edito", ()))
    assert heading is not None
    assert re.sub(r"<[^>]+>", "", heading[0]) == f"Éditorial de M.{NBSP}Jean Dupont, ambassadeur"


def test_articles_stand_inside_their_priority_and_the_sommaire_leads_to_both() -> None:
    html = page(ISSUE, {}, neutral(), css_href=None)
    assert html.index('<section id="p1"') < html.index('<section id="a1"') < html.index('<section id="p2"')
    assert '<h3 id="a1._titre">Un &lt;guide&gt;</h3>' in html
    assert f'<a href="#p2">Priorité{NBSP}2{NBSP}: la 2<sup>e</sup> priorité</a>' in html
    assert html.index('<a href="#p1">') < html.index('<a href="#a1">') < html.index('<a href="#p2">')


def test_a_sommaire_written_by_hand_is_shown_as_written() -> None:
    written = replace(ISSUE, outline=OUTLINE.change("sommaire", lambda s: replace(s, file="sections/sommaire.md")))
    html = section_html(written, "sommaire", render("À la main", "sommaire"))
    assert '<div class="body" data-section="sommaire"><p>À la main</p></div>' in html and "#p1" not in html


def test_blocks_stand_alone_in_the_container_that_names_their_section() -> None:
    html = section_html(ISSUE, "p2", render("Un\n\nDeux", "p2"))
    assert '<div class="body" data-section="p2"><p>Un</p>\n<p>Deux</p></div>' in html


def test_an_awaited_picture_leaves_a_place_and_nothing_broken() -> None:
    for file in (None, "../secret.png", "https://a.fr/x.png"):
        html = page(replace(ISSUE, picture=Picture(file, "Une salle")), {}, neutral(), css_href=None)
        assert "<img" not in html and f"Image à venir{NBSP}: Une salle" in html
    shown = page(replace(ISSUE, picture=Picture("media/été 1.png", 'Une "salle"')), {}, neutral(), css_href=None)
    assert '<img src="media/%C3%A9t%C3%A9%201.png" alt="Une &quot;salle&quot;">' in shown


def test_the_page_runs_nothing_and_fetches_nothing_from_elsewhere(sample: Path) -> None:
    html = sample_page(sample)
    assert "<script" not in html and "default-src 'none'" in html
    assert not re.search(r'(?:src|<link[^>]*href)="(?:https?:)?//', html)
    assert not re.search(r"url\(|@import|https?:", stylesheet(neutral()))


def test_the_style_sheet_can_be_linked_instead() -> None:
    html = page(ISSUE, {}, neutral(), css_href="style.css")
    assert '<link rel="stylesheet" href="style.css">' in html and "style-src 'self'" in html and "<style" not in html


def test_axe_and_the_nu_checker_find_nothing_on_the_sample_letter_nor_on_a_tortured_one(
    sample: Path, tmp_path: Path
) -> None:
    shutil.copytree(sample / "media", tmp_path / "media")
    pages = tmp_path / "sample.html", tmp_path / "torture.html", tmp_path / "empty.html"
    pages[0].write_text(sample_page(sample), encoding="utf-8")
    pages[1].write_text(torture_page(), encoding="utf-8")
    pages[2].write_text(page(Issue("id", 1, "Titre", Outline()), {}, neutral(), css_href=None), encoding="utf-8")
    assert_accessible(*pages)
    assert_valid_html(*pages)
