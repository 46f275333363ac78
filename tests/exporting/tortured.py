"""A letter that uses every construct, and texts that attack: what each format is tried on beside the sample."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

from editor_app.exporting.format import Letter
from editor_app.importing.reading import read
from editor_app.issue.model import Issue, Picture
from editor_app.issue.outline import Kind, Outline, Person, Section
from editor_app.storage.folder import IssueFolder

ATTACKS = Path(__file__).parents[3] / "shared" / "corpora-attacks"
NBSP = "\u00a0"

TORTURE = """# Titre 1[^1]

#### Titre 4 sauté

Un [](https://a.fr) lien vide, [**gras** `code`](https://b.fr/[x] "titre"), <c@d.fr>, ![](media/vide.png) au fil.

![Une carte](media/carte.png "Légende de la *carte*") {.centre}

![Une carte](media/carte.png "Légende")

Au fil ![d’un texte](media/carte.png), et [![Image liée](media/carte.png)](https://c.fr).

| | Un | Deux **gras** |
|---|:-:|--:|
| a | b[^1] *i* | c[^1] \\| d |

||
|-|

| a | b | c | d | e | f | g | h | i | j |
|---|---|---|---|---|---|---|---|---|---|
| mot | mot | mot | mot | mot | mot | mot | mot | mot | < |

- a

    1. b
    2. c

        > cité

            code

- d
    - e

        paragraphe

#

Terme
Autre terme
:   définition

:   autre

> > deux fois[^1]
>
> ## Titre cité
>
> - x
>
>     | a | b |
>     |---|---|
>     | 1 | 2 |

***

<b onclick="x">brut</b> &amp; &copy; &#2; \u00a0*_ # ~ ^ -- == {{{ [[ ]] ->
#panic("x") $x$ @ref `#raw` \\u{1F600} // c /* d */

- - -

```
code   long </code> & {{x}}
    #panic()
```

3. trois
7. sept
{#ancre .droite}

Chapeau
{.chapeau}

Encadré **gras *et italique* mêlés** puis ***les deux***
{.encadre}

Source
{.source}

*[HTML]: HyperText "Markup" {Language}

HTML, le 1er, le XXIe et H~2~O, ~~barré~~, forcé""" + "  " + """
à la ligne, [vers](#ancre), [perdu](#nulle-part), [fichier](media/absent.pdf), narrow\u202f; fin

日本語 😀👩‍👩‍👧 مرحبا \u0301 ﷽ \ufeff\u200d

Mot""" + "trèslong" * 40 + """, <https://example.fr/""" + "abc/" * 60 + """>

""" + "> " * 60 + "profond\n\n" + "".join("    " * depth + f"- n{depth}\n" for depth in range(40)) + """

[^1]: Note *une*, [lien](https://a.fr)

    - liste[^2]

[^2]: se répète[^2] et [^1]

    # Titre dans une note

    | a | b |
    |---|---|
    | 1[^1] | 2 |

[^seule]: jamais appelée
"""  # fmt: skip

OUTLINE = Outline(
    (
        Section("edito", Kind.EDITORIAL, "Éditorial", file="x", author=Person("Anne <b>", "amb. *chargée*", "Mme")),
        Section("sommaire", Kind.SUMMARY, "Sommaire"),
        Section("p1", Kind.PRIORITY, "protéger", file="y", children=(Section("a1", Kind.ARTICLE, "Un <guide> {x}"),)),
        Section("p2", Kind.PRIORITY, "la 2e priorité", file="z"),
    )
)


def letter_of(folder: IssueFolder) -> Letter:
    return Letter(folder.issue, folder.texts, folder.files())


def tortured(sample: Path) -> Letter:
    picture = (sample / "media" / "etapes-2022.png").read_bytes()
    issue = Issue(
        "id",
        15,
        "Lettre & <titre> : la 14e #panic()\r\nBcc: x@y.fr",
        OUTLINE,
        date=datetime.date(2022, 1, 1),
        modified=datetime.date(2021, 9, 2),
        picture=Picture("media/carte.png", 'Une "carte"', "Légende & <b>", "Crédit"),
    )
    return Letter(issue, dict.fromkeys(("edito", "p1", "a1", "p2"), TORTURE), {"media/carte.png": picture})


def plain_letter(*texts: str, **issue: object) -> Letter:
    """A letter of one section for each text, without a date."""
    sections = tuple(Section(f"s{at}", Kind.FREE, f"Rubrique {at}", file=f"s{at}.md") for at in range(len(texts)))
    made = Issue(**{"id": "id", "number": 1, "title": "Titre", "outline": Outline(sections), **issue})  # type: ignore[arg-type]
    return Letter(made, {f"s{at}": text for at, text in enumerate(texts)}, {})


def imported(path: Path) -> Letter:
    made = read(path)
    return Letter(made.issue, made.texts, made.media)


def attacks() -> list[str]:
    """Every vector of DOMPurify and every naughty string, one paragraph each; none where they are not at hand."""
    vectors = ATTACKS / "dompurify" / "test" / "fixtures" / "expect.mjs"
    if not vectors.is_file():
        return []
    found = re.findall(r'"payload":\s*("(?:[^"\\]|\\.)*")', vectors.read_text(encoding="utf-8"))
    naughty = json.loads((ATTACKS / "blns" / "blns.json").read_text(encoding="utf-8"))
    return [" ".join(each.split()) for each in (*map(json.loads, found), *naughty) if each.strip()]
