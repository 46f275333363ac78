"""issue.yaml is read strictly, written readably, and what is not known in it is kept."""

from __future__ import annotations

import datetime
import json
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editor_app.errors import LettrineError
from editor_app.issue.ignored import Ignored
from editor_app.issue.model import Issue, Picture
from editor_app.issue.outline import Kind, Outline, Person, Section, Status
from editor_app.issue.waivers import Waiver
from editor_app.storage import strict_yaml
from editor_app.storage.issue_yaml import MAX_BYTES, dump_issue, parse_issue, value_range

PATH = Path("issue.yaml")
SUITE = Path(__file__).parents[3] / "shared" / "corpora-attacks" / "yaml-test-suite" / "src"
NBSP = "\u00a0"
MINIMAL = """\
format: 1
id: 6f2c
number: 14
title: Titre
outline: []
"""
WHOLE = """\
# Une lettre.
format: 1
id: 6f2c
number: 014
name: Lettre d’information
title: 'Lutte contre l''oubli : 14ème lettre'
language: fr
date: 2021-09-01
modified: 2021-09-02
heure: 12:30
pages: 012
picture:
  description: Un pont
  droits: no
words:
- MIPROF
- no
outline:
- id: editorial
  kind: editorial
  title: Éditorial
  file: sections/editorial.md
  couleur: {fond: 0x10, texte: [1e3, ~]}
  author: {civility: Mme, name: Anne Martin, role: "préfète", depuis: 2020-01-01}
- id: p1
  kind: priority
  title: Agir
  status: ready
  file: sections/p1.md
  children:
  - {id: a1, kind: article, title: Un stage, file: sections/a1.md}
"""


def read(source: str) -> Issue:
    return parse_issue(source.encode(), PATH)


def refused(source: str | bytes) -> str:
    with pytest.raises(LettrineError) as error:
        parse_issue(source if isinstance(source, bytes) else source.encode(), PATH)
    return str(error.value)


# Reading


def test_every_value_is_text_and_numbers_and_dates_are_made_of_it_here() -> None:
    issue = read(WHOLE)
    assert issue.number == 14
    assert issue.date == datetime.date(2021, 9, 1)
    assert issue.words == ("MIPROF", "no")
    assert issue.title == "Lutte contre l'oubli : 14ème lettre"
    assert issue.extra == {"heure": "12:30", "pages": "012"}
    assert issue.picture == Picture(None, "Un pont", extra={"droits": "no"})
    assert issue.outline.find("p1").status is Status.READY
    assert issue.outline.parent("a1") == issue.outline.find("p1")
    author = issue.outline.find("editorial").author
    assert author == Person("Anne Martin", "préfète", "Mme", {"depuis": "2020-01-01"})


def test_unknown_keys_are_written_back_with_the_type_others_read_in_them() -> None:
    written = dump_issue(read(WHOLE)).decode()
    before, after = yaml.safe_load(WHOLE), yaml.safe_load(written)
    assert (after["heure"], after["pages"]) == (before["heure"], before["pages"]) == (750, 10)
    assert after["picture"]["droits"] is before["picture"]["droits"] is False
    assert after["outline"][0]["couleur"] == before["outline"][0]["couleur"]
    assert after["outline"][0]["author"]["depuis"] == before["outline"][0]["author"]["depuis"]


def test_the_file_reads_well() -> None:
    written = dump_issue(read(WHOLE)).decode()
    assert "title: 'Lutte contre l''oubli : 14ème lettre'\n" in written
    assert "\nnumber: 14\n" in written
    assert "\nmodified: 2021-09-02\n" in written
    assert "\\u" not in written
    assert written.index("title:") < written.index("words:") < written.index("outline:")


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    assert parse_issue(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode(), PATH) == read(WHOLE)


# Refusing


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (("format: 1", "format: 2"), 1, "mettez Lettrine à jour"),
        (("format: 1", "format: un"), 1, "pas un nombre"),
        (("number: 14", "number: quatorze"), 3, "écrivez-le en chiffres"),
        (("number: 14", "number: 14\nnumber: 15"), 4, "deux fois"),
        (("number: 14", "date: 2021-02-30\nnumber: 14"), 3, "n’est pas une date"),
        (("title: Titre", "title: [a, b]"), 4, "doit être un texte"),
        (("title: Titre\n", ""), 1, "il manque"),
        (("title: Titre", "title: &a Titre"), 4, "ancres"),
        (("title: Titre", "title: *a"), 4, "alias"),
        (("title: Titre", "title: !!python/object:os.system x"), 4, "étiquettes"),
        (("title: Titre", "<<: {title: Titre}"), 4, "clés de fusion"),
        (("title: Titre", "title: Titre\n? [a]\n: b"), 5, "une clé doit être un mot"),
        (("title: Titre", "title: Titre\n\tpages: 3"), 5, "tabulation"),
        (("title: Titre", "title: Titre\n  : b: c"), 5, "YAML"),
        (("title: Titre", 'title: "Titre'), 4, "guillemets"),
        (("title: Titre", 'title: "\\0"'), 4, "U+0000"),
        (("title: Titre", 'title: "\\uD800"'), 4, "U+D800"),
        (("title: Titre", "title: Titre\x07"), 4, "caractère de contrôle"),
        (("title: Titre", "title: Titre\n---\na: b"), 5, "second document"),
        (("outline: []", "outline: x"), 5, "liste"),
        (("outline: []", "outline:\n- x"), 6, "clé"),
        (("outline: []", "outline:\n- id: a\n  kind: chapitre\n  title: A"), 7, "choisissez parmi editorial"),
        (("outline: []", "outline:\n- id: a b\n  kind: free\n  title: A"), 6, "sans accent"),
        (("outline: []", "outline:\n- {id: a, kind: free, title: A}\n- {id: a, kind: free, title: A}"), 7, "déjà"),
    ],
)
def test_wrong_input_is_refused_with_its_line_and_the_way_out(change: tuple[str, str], line: int, said: str) -> None:
    message = refused(MINIMAL.replace(*change))
    assert message.startswith(f"issue.yaml, ligne {line}{NBSP}: ")
    assert said in message
    assert message.endswith(".")


@pytest.mark.parametrize(
    "file",
    ["../a.md", "sections/../../a.md", "/etc/passwd", "sections/a.txt", "a.md", "sections\\a.md", "sections/.a.md",
     "sections/con.md", "sections/a/b.md", "C:/sections/a.md", "sections/a.md ", "sections/a\u0007.md"],
)  # fmt: skip
def test_a_text_is_never_looked_for_outside_its_folder(file: str) -> None:
    section = f"[{{id: a, kind: free, title: A, file: {json.dumps(file)}}}]"
    message = refused(MINIMAL.replace("[]", section))
    assert "sections/" in message or "U+0007" in message


def test_a_section_says_how_many_words_it_should_come_to() -> None:
    section = "[{id: a, kind: free, title: A, target: 500}]"
    issue = read(MINIMAL.replace("[]", section))
    assert issue.outline.find("a").target == 500
    assert "target: 500" in dump_issue(issue).decode()
    assert "en chiffres" in refused(MINIMAL.replace("[]", section.replace("500", "beaucoup")))
    assert read(MINIMAL.replace("[]", section.replace("500", "''"))).outline.find("a").target is None


@pytest.mark.parametrize("file", ["../x.png", "sections/x.png", "media/../issue.yaml", "media/", "http://a/x.png"])
def test_a_picture_is_never_looked_for_outside_media(file: str) -> None:
    assert "media/" in refused(f"{MINIMAL}picture: {{file: '{file}'}}\n")


def test_two_sections_cannot_share_a_file_on_a_disk_that_ignores_case() -> None:
    both = "[{id: a, kind: free, title: A, file: sections/a.md}, {id: b, kind: free, title: B, file: sections/A.md}]"
    assert "déjà" in refused(MINIMAL.replace("[]", both))


@pytest.mark.parametrize(
    "source",
    [
        "[" * 100_000,
        "- " * 100_000,
        "{a: " * 100_000,
        "? " * 100_000,
        "\n".join(" " * n + "a:" for n in range(400)),
        "a: &a [x]\n" + "b: [" + "*a, " * 50_000 + "]",
        "[" + "a," * 100_000 + "]",
        "# " + "x" * MAX_BYTES,
        '"' + "\\" * 100_001,
        '"\\UFFFFFFFF"',
        "%YAML " + "9" * 10_000 + "\n--- a",
        "!" * 100_000,
        "'" * 100_001,
        "\0" * 100_000,
    ],
    ids=range(14),
)
def test_a_hostile_file_is_refused_soon(source: str) -> None:
    start = time.process_time()
    assert refused(source)
    assert time.process_time() - start < 6


def test_another_encoding_is_refused() -> None:
    assert "ligne 4" in refused(MINIMAL.replace("Titre", "été").encode("latin-1"))
    assert refused(MINIMAL.encode("utf-16"))


def test_no_file_of_the_yaml_test_suite_gets_past_the_reader_by_surprise() -> None:
    if not SUITE.is_dir():
        pytest.skip("the YAML test suite (../shared/corpora-attacks) is not beside this checkout")
    files = sorted(SUITE.iterdir())
    assert len(files) > 300
    for file in files:
        refused(file.read_bytes())
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            source = str(case.get("yaml", ""))
            for mark, shown in (
                ("␣", " "),
                ("»", "\t"),
                ("↵", "\n"),
                ("∎", ""),
                ("←", "\r"),
                ("⇔", "\ufeff"),
                ("—", ""),
            ):
                source = source.replace(mark, shown)
            refused(source)
            nested = "suite:\n" + "".join(f"  {line}\n" for line in source.split("\n"))
            try:
                issue = read(MINIMAL + nested)
            except LettrineError:
                continue
            assert read(dump_issue(issue).decode()) == issue


@given(st.data())
@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_the_fast_parser_reads_what_the_exact_one_reads(data: st.DataObject) -> None:
    """It is only asked first: where it refuses, the exact one judges and says where."""
    at = data.draw(st.integers(0, len(WHOLE)))
    odd = data.draw(st.text("\n :-\"'{}[],#&*!|>%@`é\u2028\x85\u00a0😀\\x0a~<=", max_size=3))
    source = WHOLE[:at] + odd + WHOLE[at + data.draw(st.integers(0, 3)) :]
    try:
        exact = strict_yaml._document(strict_yaml._events(source))
    except strict_yaml.YamlFormatError:
        return
    assert strict_yaml.plain_value(strict_yaml.compose(source)) == strict_yaml.plain_value(exact)


@given(st.data())
@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_damaged_file_is_read_or_refused_and_never_anything_else(data: st.DataObject) -> None:
    source = bytearray(WHOLE.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(source) - 1))
        length = data.draw(st.integers(0, 12))
        patch = st.binary(max_size=4) | st.sampled_from([b":", b"- ", b"\n", b"'", b'"', b"\\", b"&a ", b"|\n", b"\t"])
        source[at : at + length] = data.draw(patch)
    try:
        issue = parse_issue(bytes(source), PATH)
    except LettrineError as error:
        assert str(error).startswith("issue.yaml")
    else:
        assert parse_issue(dump_issue(issue), PATH) == issue


# Round trip

ODD = [
    *("no", "~", "012", "12:30", "", " ", "<<", "=", "- a", "a: b", "#", "'", '"', "1e3"),
    *("2021-09-02", "a\nb", "é\u2028è", "🙂", "&a", "%", "| a", "\ufeff", "\u0085", "a\tb "),
]
LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
TEXT = st.text(LETTERS, max_size=30) | st.sampled_from(ODD)
IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,10}", fullmatch=True)
KEYS = st.sampled_from(["couleur", "12", "no", "très long nom", "a: b", "=", "null"])
VALUES = st.recursive(
    TEXT, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=2), max_leaves=4
)
EXTRA = st.dictionaries(KEYS, VALUES, max_size=2)
PEOPLE = st.builds(Person, TEXT, TEXT, TEXT, EXTRA)
DATES = st.none() | st.dates()


@st.composite
def issues(draw: st.DrawFn) -> Issue:
    outline = Outline()
    names = draw(st.lists(IDS, max_size=5, unique_by=str.casefold))
    for name in names:
        section = Section(
            name,
            draw(st.sampled_from(list(Kind))),
            draw(TEXT),
            draw(st.sampled_from(list(Status))),
            draw(st.sampled_from([None, f"sections/x{name}.md"])),
            draw(st.none() | PEOPLE),
            target=draw(st.none() | st.integers(0, 999_999)),
            extra=draw(EXTRA),
        )
        outline = outline.insert(section, draw(st.sampled_from([None, *(s.id for s in outline.walk())])))
    files = st.none() | st.just("media/été.png")
    return Issue(
        id=draw(IDS),
        number=draw(st.integers(0, 999_999)),
        title=draw(TEXT),
        outline=outline,
        name=draw(TEXT),
        date=draw(DATES),
        modified=draw(DATES),
        picture=draw(st.none() | st.builds(Picture, files, TEXT, TEXT, TEXT, EXTRA)),
        words=tuple(draw(st.lists(TEXT, max_size=3))),
        extra=draw(EXTRA),
    )


@given(issues())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_what_is_written_is_read_back_the_same(issue: Issue) -> None:
    data = dump_issue(issue)
    assert parse_issue(data, PATH) == issue
    assert dump_issue(parse_issue(data, PATH)) == data


def test_a_letter_that_could_not_be_opened_again_is_not_saved() -> None:
    with pytest.raises(LettrineError, match=r"U\+0000"):
        dump_issue(Issue("a", 1, "Titre\0", Outline()))


# Finding a value again


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (("title",), "Lutte contre l''oubli : 14ème lettre"),
        (("outline", 0, "title"), "Éditorial"),
        (("outline", 0, "author", "role"), "préfète"),
        (("outline", 1, "children", 0, "title"), "Un stage"),
        (("picture", "description"), "Un pont"),
        (("words", 1), "no"),
    ],
)
def test_a_value_is_found_where_it_stands(field: tuple[str | int, ...], value: str) -> None:
    found = value_range(WHOLE, field)
    assert found is not None
    assert WHOLE[slice(*found)] == value


@pytest.mark.parametrize("field", [("absent",), ("outline", 7, "title"), ("outline",), ("title", 0), ("outline", "x")])
def test_a_value_that_is_not_there_has_no_place(field: tuple[str | int, ...]) -> None:
    assert value_range(WHOLE, field) is None


def test_offsets_in_a_written_title_are_offsets_in_the_file() -> None:
    title = f"Lutte 🙂 contre la traite{NBSP}: 14ème « lettre » d’information, ici : là"
    source = dump_issue(Issue("a", 14, title, Outline())).decode()
    found = value_range(source, ("title",))
    assert found is not None
    assert source[slice(*found)] == title


def test_findings_left_alone_are_kept_with_the_letter() -> None:
    entry = Ignored("editorial", "spelling/unknown-word", "flibustor", "le", "rit.")
    issue = Issue("id", 15, "15e lettre", Outline(), ignored=(entry, Ignored("editorial", "names/to-confirm", "Tor")))
    assert parse_issue(dump_issue(issue), PATH).ignored == issue.ignored


def test_signatures_under_warnings_are_kept() -> None:
    waiver = Waiver("0123456789abcdef", "accessibility/vague-link", "Jeanne : Durand", datetime.date(2022, 1, 17))
    issue = Issue("id", 15, "15e lettre", Outline(), waivers=(waiver,))
    assert parse_issue(dump_issue(issue), PATH).waivers == (waiver,)
    with pytest.raises(LettrineError, match="jour de la signature"):
        parse_issue(dump_issue(issue).replace(b"  date: 2022-01-17\n", b""), PATH)
