"""Themes: what a folder may hold, what is refused and in which words, and that a letter carries its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from drawn_pictures import png
from made_themes import SHEET, STYLE, theme_folder

from editor_app.desk import new_letter
from editor_app.errors import LettrineError
from editor_app.issue.theme import contrast
from editor_app.storage.bare_pictures import hides_something
from editor_app.storage.folder import IssueFolder, copy_tree
from editor_app.storage.theme_css import StyleFaultError, refuse_unsafe_css
from editor_app.storage.themes import letter_theme_files, neutral, theme_of, themes_beside
from editor_app.storage.themes import theme_folder as read_theme


@pytest.fixture(name="sample")
def copied(sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample letter, alone in a folder."""
    copy_tree(sample, tmp_path / "numeros" / "lettre")
    return tmp_path / "numeros" / "lettre"


def sheet_with(line: str, other: str) -> str:
    assert line in SHEET
    return SHEET.replace(line, other, 1)


def test_the_theme_that_ships_has_contrast_in_light_in_dark_and_on_paper() -> None:
    theme = neutral()
    for palette in (theme.light, theme.dark, theme.paper):
        assert not list(palette.too_weak())
    assert contrast("#000000", "#ffffff") == pytest.approx(21) and contrast("#777777", "#ffffff") == pytest.approx(
        4.48, abs=0.01
    )


def test_a_folder_is_a_theme_and_its_logo_tells_nothing(tmp_path: Path) -> None:
    theme, files = read_theme(theme_folder(tmp_path))
    assert (theme.name, theme.title, theme.css) == ("marque-etat", "République", STYLE)
    assert sorted(files) == [f"themes/marque-etat/{name}" for name in ("marque.png", "page.css", "theme.yaml")]
    assert theme.logo is not None and not hides_something(theme.logo.data)
    assert theme.paper.paper == "#ffffff" and theme.dark.ground == theme.dark.tint == "#242424"
    assert theme == theme_of("marque-etat", files)


@pytest.mark.parametrize(
    ("line", "other", "said"),
    [
        ("format: 1", "format: 2", "ligne 1 : cette version lit le format 1"),
        ("title: République", "title: République\nscript: oui", "ligne 3 : « script » n’est pas connu ici"),
        (
            '  soft: "#666666"',
            '  soft: "#999999"',
            "« soft » (#999999) sur « paper » (#ffffff) a un contraste de 2,8 pour 1",
        ),
        ('  soft: "#b0b0b0"', '  soft: "#767676"', "en sombre, « soft » (#767676) sur « paper » (#161616)"),
        ('  soft: "#666666"', "  soft: #666666", "« soft » est vide ; écrivez la couleur entre guillemets"),
        ('  ink: "#161616"', '  ink: "red; } body { x: url(//a)"', "n’est pas une couleur"),
        ('  tint: "#f6f6f6"\n', "", "il manque « tint » dans « light »"),
        ("  text: sans", "  text: Marianne", "« text: Marianne » n’est pas connu ; choisissez parmi serif, sans"),
        ("masthead: band", "masthead: video", "choisissez parmi plain, band"),
        ("  file: marque.png", "  file: ../secret.png", "le logo « ../secret.png » n’est pas dans le dossier"),
        ("  file: marque.png", "  file: theme.yaml", "le logo « theme.yaml » n’est pas dans le dossier"),
        ("  width: 120", "  width: 9000", "la largeur du logo va de 24 à 480 pixels"),
        (
            "  description: République française, Liberté, Égalité, Fraternité",
            "  description: ",
            "« description » doit",
        ),
        ("masthead: band", "masthead: &a band", "les ancres « & » ne sont pas admises"),
        ("masthead: band", "masthead: !!python/object:os.system band", "les étiquettes « ! » ne sont pas admises"),
        ("masthead: band", f"masthead: {'[' * 40}{']' * 40}", "niveaux sont emboîtés"),
        ("fonts:", 'print:\n  paper: "#eeeeee"\nfonts:', "« paper » est blanc dans « print »"),
    ],
)
def test_a_fault_is_told_in_one_sentence(tmp_path: Path, line: str, other: str, said: str) -> None:
    with pytest.raises(LettrineError) as refused:
        read_theme(theme_folder(tmp_path, sheet_with(line, other)))
    assert said in str(refused.value) and "theme.yaml" in str(refused.value) and "\n" not in str(refused.value)


HOSTILE = [
    "p { background: url(https://a.fr/x.png) }",
    "p { background: URL('x.png') }",
    "p { background: u/**/rl(x) }",
    "p { background: \\75rl(x) }",
    'p { background: image-set("https://a.fr/x.png" 1x) }',
    "p { background: src('x') }",
    "p { width: expression(alert(1)) }",
    "p { -moz-binding: url(x) }",
    "@import 'https://a.fr/x.css';",
    '@IMPORT"//a.fr/x.css";',
    "@font-face { font-family: x; src: local(x) }",
    "</style><script>alert(1)</script>",
    "<!-- p { color: red }",
    "} } body { color: red",
    "@media print { p { color: red }",
    "p { color: red /* sans fin }",
    'p { content: "sans fin }',
    ":root { --ink: #ffffff }",
    "p{color:red;--paper:#000}",
    "p { color: red }\x00",
]


@pytest.mark.parametrize("css", HOSTILE)
def test_a_style_sheet_that_reaches_out_is_refused(css: str) -> None:
    with pytest.raises(StyleFaultError):
        refuse_unsafe_css(css)


def test_a_link_out_of_the_folder_a_huge_file_and_a_false_picture_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png())
    linked = theme_folder(tmp_path, name="lien")
    (linked / "marque.png").unlink()
    (linked / "marque.png").symlink_to(tmp_path / "secret.png")
    huge = theme_folder(tmp_path, style=f"/*{'x' * 40_000}*/", name="enorme")
    heavy = theme_folder(tmp_path, name="lourd")
    (heavy / "marque.png").write_bytes(png() + bytes(600_000))
    false = theme_folder(tmp_path, name="faux")
    (false / "marque.png").write_bytes(b"<svg onload='alert(1)'/>")
    own = theme_folder(tmp_path, name="Neutre")
    for folder, said in (
        (linked, "mène hors du dossier"),
        (huge, "dépasse 32 Kio"),
        (heavy, "dépasse 512 Kio"),
        (false, "n’est pas dans le dossier du thème en PNG ou en JPEG"),
        (own, "un thème livré s’appelle déjà « neutre »"),
        (tmp_path, "il n’y a pas de thème à cet endroit"),
    ):
        with pytest.raises(LettrineError, match=said):
            read_theme(folder)


def test_a_letter_carries_its_theme_wherever_it_goes(tmp_path: Path, sample: Path) -> None:
    _, files = read_theme(theme_folder(tmp_path))
    folder = IssueFolder.open(sample)
    folder.put_theme(files)
    assert not letter_theme_files(sample, "") and not [path for path in folder.files() if path.startswith("themes/")]
    folder.save_issue(replace(folder.issue, theme="marque-etat"))
    assert files.items() <= IssueFolder.open(sample).files().items()
    assert files.items() <= folder.copy_to(tmp_path / "copie").files().items()
    assert files.items() <= new_letter(tmp_path / "suivante", 16, sample)._folder.files().items()
    made = IssueFolder.open(tmp_path / "suivante")
    assert made.issue.theme == "marque-etat" and "theme: marque-etat" in made.issue_source()


def test_choosing_a_theme_again_replaces_its_files_and_keeps_the_old_ones_aside(tmp_path: Path, sample: Path) -> None:
    folder = IssueFolder.open(sample)
    folder.put_theme(read_theme(theme_folder(tmp_path))[1])
    other = tmp_path / "autre"
    other.mkdir()
    folder.put_theme(read_theme(theme_folder(other, sheet_with("#000091", "#000080"), None))[1])
    kept = letter_theme_files(sample, "marque-etat")
    assert "themes/marque-etat/page.css" not in kept and b"#000080" in kept["themes/marque-etat/theme.yaml"]
    assert sorted(path.name.split(" ")[1] for path in (sample / ".lettrine/removed").iterdir()) == [
        "page.css",
        "theme.yaml",
    ]


def test_themes_beside_the_letters_are_offered(tmp_path: Path, sample: Path) -> None:
    shelf = sample.parent / "themes"
    shelf.mkdir()
    theme_folder(shelf)
    (shelf / "vide").mkdir()
    assert [path.name for path in themes_beside(sample)] == ["Marque État"]
    assert not list(themes_beside(tmp_path / "ailleurs" / "lettre"))


@pytest.mark.parametrize("name", ["../x", "Marque", "a/b", "x" * 41, "con fused"])
def test_a_letter_names_a_theme_in_plain_letters(sample: Path, name: str) -> None:
    source = (sample / "issue.yaml").read_text(encoding="utf-8")
    (sample / "issue.yaml").write_text(f"theme: '{name}'\n{source}", encoding="utf-8")
    with pytest.raises(LettrineError, match="ne peut pas être un thème"):
        IssueFolder.open(sample)
