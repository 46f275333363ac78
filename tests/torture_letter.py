"""A letter that uses every construct of the text, and what may go wrong beside each."""

from __future__ import annotations

import datetime
from pathlib import Path

from editor_app.exporting.format import Letter
from editor_app.issue.model import Issue, Picture
from editor_app.issue.naming import section_file
from editor_app.issue.outline import Kind, Outline, Person, Section

TEXT = """Un chapeau en *italique*, **gras**, ***les deux***, `code <b>` et barré.
{: .chapeau}

## Un titre avec une [ancre](#editorial) & des « guillemets »[^un]

#### Un niveau sauté

Le 1er, le 2e et le XXIe siècle ; m² et H~2~O. Retour forcé\x20\x20
à la ligne. Une *[note][manque]* sans cible, un [lien vers rien](#nulle-part), un [fichier](media/point.png).

1. un
2. deux
    - deux a
        1. profond
        2. très profond
    - deux b

        Un paragraphe dans l’entrée.

        > Une citation dans l’entrée.
3. trois

Entre deux listes.

1. encore un[^un]
2. encore deux[^deux]

> Une citation
>
> - avec une liste
> - et une autre entrée

| Nom | Montant | |
|:----|--------:|:-:|
| Élise | 1 200 € | *oui* |
| Zoé | | [lien](https://example.org/a?b=1&c=2 "Un titre") |

| Une | autre |
|-----|-------|
| table | collée |

Terme
:   Sa définition.

    Sa suite.

```
code : <script>alert(1)</script>
    et ses espaces
```

---

![Un point bleu](media/point.png "Légende du point.")

Une image ![sans fichier](media/perdue.png) dans la phrase, une autre ![](media/point.png) sans description.

Un encadré.
{: .encadre #ici }

A quote in English.
{: lang=en }

Voir [ici](#agir.ici), [par courrier](mailto:a@example.org) et <https://example.org/?q=é&r=1|2>.

[^un]: La note **un**, appelée deux fois, avec un [lien](https://example.org/).

    Un second paragraphe.

    - et une liste
[^deux]: Une note qui renvoie à une autre[^trois].
[^trois]: La dernière, qui renvoie à la deuxième[^deux].
[^orpheline]: Une note que rien n’appelle.

*[XXIe]: vingt et unième
"""


def torture_letter(sample: Path) -> Letter:
    """The letter; its picture is one of the sample's."""
    picture = (sample / "media" / "travail-force.png").read_bytes()
    article = Section("2-article", Kind.ARTICLE, "Un article & un <titre>", file=section_file("2-article"))
    sections = (
        Section("editorial", Kind.EDITORIAL, "Éditorial", file=section_file("editorial"), author=Person("Élise Noël")),
        Section("sommaire", Kind.SUMMARY, "Sommaire"),
        Section("agir", Kind.PRIORITY, "agir", file=section_file("agir"), children=(article,)),
        Section("vide", Kind.FREE, "", file=section_file("vide")),
    )
    issue = Issue(
        id="0f0b7a52-3d0e-4c1b-9a64-15c8e2d7b0f3",
        number=3,
        title="La 3e lettre : <essais> & « torture »",
        outline=Outline(sections),
        date=datetime.date(2021, 9, 1),
        picture=Picture("media/point.png", "Un point < deux", "Légende & crédit", "Nous"),
    )
    return Letter(issue, {"editorial": TEXT, "agir": TEXT, "2-article": TEXT, "vide": ""}, {"media/point.png": picture})
