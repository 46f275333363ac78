"""What is pasted out of Word or a web page keeps its headings, lists and links, and nothing that could do harm."""

from __future__ import annotations

import pytest

from editor_app.errors import LettrineError
from editor_app.importing.pasted import MAX_CHARACTERS, read_pasted

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta name=Generator content="Microsoft Word 15">
<style>p.MsoNormal {margin:0cm}</style></head><body lang=FR><!--StartFragment-->
<h2>Une rubrique<o:p></o:p></h2>
<p class=MsoNormal>Du <b>gras</b>, de l’<i>italique</i>, un <a href="https://exemple.fr/">lien</a>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span>·<span>&nbsp;&nbsp;
</span></span><![endif]>un</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span>o<span>&nbsp;
</span></span><![endif]>dedans</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span>·<span>&nbsp;
</span></span><![endif]>deux</p>
<p class=MsoNormal>Après.</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]>1.&nbsp; <![endif]>premier</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]>2.&nbsp; <![endif]>second</p>
<!--EndFragment--></body></html>"""


def test_words_headings_emphasis_links_and_lists_become_markdown() -> None:
    text, lost = read_pasted(WORD)
    assert lost == ()
    assert text == (
        "## Une rubrique\n\nDu **gras**, de l’*italique*, un [lien](https://exemple.fr/).\n\n"
        "- un\n    - dedans\n- deux\n\nAprès.\n\n1. premier\n2. second"
    )


def test_styles_of_web_editors_are_understood() -> None:
    html = '<b style="font-weight:normal"><p>Du <span style="font-weight:700">gras</span> et du reste</p></b>'
    assert read_pasted(html)[0] == "Du **gras** et du reste"


def test_what_is_dangerous_or_elsewhere_stays_behind_and_pictures_are_said() -> None:
    text, lost = read_pasted(
        '<p>Avant <a href="javascript:alert(1)">ici</a><img src="file:///C:/Users/x/image001.png" alt="Un pont"></p>'
        "<script>alert(1)</script><p onclick='x'>Après</p>"
    )
    assert "javascript" not in text and "alert" not in text and "Avant ici" in text and "Après" in text
    assert any("image001.png" in sentence for sentence in lost)


def test_what_is_too_long_is_refused_with_the_way_out() -> None:
    with pytest.raises(LettrineError, match="importez plutôt le fichier"):
        read_pasted("x" * (MAX_CHARACTERS + 1))
