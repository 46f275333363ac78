"""What stands between a draft and its bundle: each check with a fault and without, and who signs for what."""

from __future__ import annotations

import datetime
import getpass
import json
import os
import random
import socket
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from editor_app import assets
from editor_app.cli import run
from editor_app.desk import Desk, Point, Preflight
from editor_app.desk.preflight import preflight, waived
from editor_app.desk.preflight_report import from_json, to_json
from editor_app.errors import ExitCode, LettrineError, RefusedError
from editor_app.exporting.bundle.assembly import ExportCancelledError
from editor_app.issue.model import Issue, Picture
from editor_app.issue.outline import Kind, Outline, Section, Status
from editor_app.proofing.diagnostic import Severity
from editor_app.proofing.layers import first_layers
from editor_app.proofing.pipeline import Checker
from editor_app.review.annotation import Annotation, comment
from editor_app.review.sign_off import Verdict
from editor_app.storage.folder import IssueFolder

TODAY = datetime.date(2022, 1, 17)
NBSP = "\u00a0"
PNG = (assets.sample_letter() / "media" / "fils-denoues.png").read_bytes()
RIGHT = {"editorial": "Un pont relie deux rives.\n", "agir": "Agir ensemble est possible.\n"}

Check = Callable[..., Preflight]


def noise(side: int) -> bytes:
    """A picture of that many pixels a side that cannot be made smaller."""
    rows = b"".join(b"\0" + random.Random(row).randbytes(3 * side) for row in range(side))  # noqa: S311

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def section(name: str, title: str, status: Status = Status.READY) -> Section:
    return Section(name, Kind.FREE, title, status, file=f"sections/{name}.md")


def right_issue() -> Issue:
    outline = Outline((section("editorial", "Éditorial"), section("agir", "Agir")))
    return Issue("5f0c2a4e-0000-4000-8000-000000000015", 15, "15e lettre d’information", outline, date=TODAY)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(first_layers())


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Desk]:
    """A letter that is right, with what the test changes in it."""

    def make(
        texts: Mapping[str, str] = RIGHT,
        media: Mapping[str, bytes] | None = None,
        annotations: tuple[Annotation, ...] = (),
        name: str = "2022-015",
        issue: Issue | None = None,
        **changes: object,
    ) -> Desk:
        values = replace(issue or right_issue(), **changes)  # type: ignore[arg-type]
        folder = IssueFolder.create(tmp_path / "issues" / name, values, {**RIGHT, **texts}, media)
        folder.save_annotations(annotations)
        return Desk(folder)

    return make


@pytest.fixture
def found(made: Callable[..., Desk], checker: Checker) -> Callable[..., dict[str, Point]]:
    """What preflight finds in such a letter, by rule."""

    def check(**changes: object) -> dict[str, Point]:
        points = preflight(made(**changes)._folder, checker=checker).points
        return {point.diagnostic.rule: point for point in points}

    return check


Found = Callable[..., dict[str, Point]]


def test_nothing_is_found_in_a_letter_that_is_right(found: Found) -> None:
    assert found(media={"media/a.png": PNG}, picture=Picture("media/a.png", "Des fils qui se dénouent.")) == {}


@pytest.mark.parametrize(
    ("text", "rule", "severity"),
    [
        ("Un motfaux ici.", "spelling/unknown-word", "error"),
        ("A chaque fois.", "typography/accent-on-capital", "error"),
        ("Voici Mme\u00a0Zorglond, et Mme\u00a0Zorglund.", "names/near-identical", "error"),
        ("Le 31 février 2021, on agit.", "context/impossible-date", "warning"),
        ("![](media/a.png)", "accessibility/missing-description", "error"),
        ("## Un\n\n#### Trois", "structure/skipped-heading", "error"),
        ("Voir [ici](https://example.org).", "accessibility/vague-link", "warning"),
        ("Voir [le plan](file:///home/x/plan.pdf).", "structure/link-to-file", "error"),
        ("Voir [la suite de l’article](#absente).", "structure/link-nowhere", "error"),
        ("", "structure/empty-section", "warning"),
        ("Le GRETA veille.", "accessibility/unexplained-acronym", "advice"),
        ("![Une carte](media/perdue.png)", "structure/missing-picture", "error"),
        ("Voir [le plan](media/perdu.pdf).", "structure/missing-picture", "error"),
        ("![Une carte](https://example.org/a.png)", "structure/missing-picture", "error"),
    ],
)
def test_each_fault_of_a_text_is_found_with_its_place(found: Found, text: str, rule: str, severity: str) -> None:
    points = found(texts={"agir": text}, media={"media/a.png": PNG})
    assert rule in points, list(points)
    point = points[rule]
    assert (point.diagnostic.severity, point.section) == (severity, "agir")
    assert point.place.startswith("Agir")
    assert point.diagnostic.message.endswith(".")
    if point.in_text:
        assert text[point.diagnostic.start : point.diagnostic.end] == point.diagnostic.text
        assert point.file == "sections/agir.md" and point.place.endswith(f"ligne{NBSP}{point.line}")


def test_pictures_are_there_and_light(found: Found) -> None:
    texts = {"agir": "![Une carte](media/lourde.png)\n\n![Une carte](media/a.png)\n"}
    points = found(texts=texts, media={"media/lourde.png": noise(450), "media/a.png": PNG})
    assert points["structure/heavy-picture"].diagnostic.text == "media/lourde.png"
    assert f"0,6{NBSP}Mo" in points["structure/heavy-picture"].diagnostic.message.replace(" ", NBSP)
    assert "structure/missing-picture" not in points


def test_a_lead_picture_that_is_awaited_or_lost_is_told(found: Found, made: Callable[..., Desk]) -> None:
    assert "structure/awaited-picture" in found(picture=Picture(None, "Une salle pleine."))
    lost = preflight(made(name="autre", picture=Picture("media/perdue.png", "Une salle pleine."))._folder)
    assert [point.diagnostic.rule for point in lost.errors] == ["structure/missing-picture"]
    assert lost.errors[0].place == "La lettre"


def test_a_section_is_signed_by_its_status_or_by_somebody(made: Callable[..., Desk], checker: Checker) -> None:
    outline = Outline((section("editorial", "Éditorial"), section("agir", "Agir", Status.REVIEW)))
    desk = made(outline=outline)

    def told() -> list[str]:
        points = preflight(desk._folder, checker=checker).points
        return [point.diagnostic.message for point in points if point.diagnostic.rule == "structure/unsigned-section"]

    (unsigned,) = told()
    assert "ni signée" in unsigned
    desk.sign("agir", Verdict.SEEN, "Jeanne Durand")
    assert told() == []
    desk.save_text("agir", "Agir ensemble est nécessaire.\n")
    (changed,) = told()
    assert "a changé depuis la signature de Jeanne Durand" in changed
    desk.sign("agir", Verdict.TO_REVISE, "Jeanne Durand")
    desk.sign("editorial", Verdict.TO_REVISE, "Paul Petit")
    assert len(told()) == 2, "whatever the status says"


def test_open_remarks_are_counted_and_not_told(made: Callable[..., Desk], checker: Checker) -> None:
    issue = right_issue()
    remarks = tuple(
        comment(RIGHT["agir"], 0, 4, issue=issue.id, section="agir", body=f"Secret {n}", author="Jeanne") for n in "ab"
    )
    (point,) = preflight(made(annotations=remarks)._folder, checker=checker).points
    assert point.diagnostic.message == "2 remarques attendent une réponse."
    assert (point.diagnostic.rule, point.section) == ("structure/open-remarks", "agir")
    assert (point.diagnostic.text, point.place) == ("Agir", f"Agir, ligne{NBSP}1"), "at the words of the first"


def test_a_too_heavy_e_mail_is_a_finding_and_only_where_one_is_made(
    made: Callable[..., Desk], checker: Checker, tmp_path: Path
) -> None:
    desk = made(texts={"agir": "\n\n".join(["Un pont relie deux rives, et deux rives font un fleuve."] * 2200)})
    (point,) = preflight(desk._folder, checker=checker).errors
    assert point.diagnostic.rule == "structure/email-weight" and "Gmail" in point.diagnostic.message
    assert preflight(desk._folder, checker=checker, formats=("web", "text")).errors == ()
    told: list[str] = []
    bundle = desk.export(tmp_path / "lots", only=("email", "text"), force=True, say=told.append)
    assert [path.name for path in (bundle / "data").iterdir()] == ["text"] and "102" in told[0]


def test_the_number_follows_those_beside_it(made: Callable[..., Desk], checker: Checker) -> None:
    issue = right_issue()
    earlier = replace(issue, id="autre", number=14, title="14e lettre d’information", date=datetime.date(2021, 9, 2))
    made(name="2021-014", issue=earlier)

    def rules(name: str, **changes: object) -> list[str]:
        points = preflight(made(name=name, **changes)._folder, checker=checker).points
        return [point.diagnostic.rule.partition("/")[2] for point in points]

    assert rules("a") == []
    assert rules("b", date=datetime.date(2021, 9, 2), id="b") == ["number-taken", "date-before-earlier"]
    assert "undated" in rules("c", date=None, id="c")
    assert "number-in-title" in rules("d", title="16e lettre d’information", id="d")
    assert "title-pattern" in rules("e", title="Lettre de janvier", id="e")
    assert "earlier-number-missing" in rules("f", number=19, title="19e lettre d’information", id="f")


def test_letters_of_another_newsletter_and_broken_ones_say_nothing(made: Callable[..., Desk], checker: Checker) -> None:
    made(name="autre", issue=replace(right_issue(), id="autre", name="Bulletin interne"))
    desk = made()
    broken = desk.path.parent / "cassée"
    broken.mkdir()
    (broken / "issue.yaml").write_text("format: 1\nnumber: {")
    assert preflight(desk._folder, checker=checker).points == ()


# Signing


def test_a_warning_that_is_signed_for_stays_so_until_its_words_change(
    made: Callable[..., Desk], checker: Checker
) -> None:
    text = "Voir [ici](https://example.org).\n\nUn pont relie deux rives.\n"
    desk = made(texts={"agir": text})

    def waiting() -> int:
        desk_again = Desk.open(desk.path)
        return len(preflight(desk_again._folder, checker=checker).unsigned)

    known = preflight(desk._folder, checker=checker)
    assert [point.diagnostic.rule for point in known.unsigned] == ["accessibility/vague-link"]
    desk.sign_for(known.unsigned, known.points, "Jeanne Durand", TODAY)
    assert waiting() == 0
    (point,) = preflight(desk._folder, checker=checker).points
    assert point.waiver is not None and (point.waiver.by, point.waiver.on) == ("Jeanne Durand", TODAY)
    assert "by: Jeanne Durand" in (desk.path / "issue.yaml").read_text("utf-8")
    desk.save_text("agir", text.replace("Un pont", "Un long pont"))
    assert waiting() == 0, "another paragraph"
    desk.save_text("agir", f"## Un intertitre\n\n{text}")
    assert waiting() == 0, "the same words further down"
    desk.save_text("agir", text.replace("Voir", "Lire"))
    assert waiting() == 1, "these words"


def test_signing_drops_what_is_not_found_any_more(made: Callable[..., Desk], checker: Checker) -> None:
    desk = made(texts={"agir": "Voir [ici](https://example.org)."})
    known = preflight(desk._folder, checker=checker)
    desk.sign_for(known.unsigned, known.points, "Jeanne", TODAY)
    desk.save_text("agir", "Voir [là](https://example.org), et [ce lien](https://example.org).")
    known = preflight(desk._folder, checker=checker)
    after = waived(desk.issue, known.unsigned, known.points, " Paul ", TODAY)
    assert {one.by for one in after.waivers} == {"Paul"} and len(after.waivers) == len(known.unsigned)


def test_the_command_line_signs_too(made: Callable[..., Desk], capsys: pytest.CaptureFixture[str]) -> None:
    path = made(texts={"agir": "Voir [ici](https://example.org)."}).path
    assert run(["preflight", str(path)]) == ExitCode.FOUND
    assert "signé" not in capsys.readouterr().out
    assert run(["preflight", str(path), "--sign", "Jeanne Durand"]) == ExitCode.FOUND
    assert "[signé par Jeanne Durand]" in capsys.readouterr().out
    (waiver,) = Desk.open(path).issue.waivers
    assert waiver.by == "Jeanne Durand"
    assert run(["preflight", str(path), "--sign", " "]) == ExitCode.IMPOSSIBLE
    assert run(["preflight", str(path), "--format", "json"]) == ExitCode.FOUND
    (point,) = from_json(capsys.readouterr().out)
    assert point.waiver == waiver


def test_errors_and_advice_cannot_be_signed_for(made: Callable[..., Desk], checker: Checker) -> None:
    known = preflight(made(texts={"agir": "Le GRETA motfaux."})._folder, checker=checker)
    assert len(known.points) == 2
    assert waived(right_issue(), known.points, known.points, "Jeanne", TODAY).waivers == ()


def test_points_travel_as_json(made: Callable[..., Desk], checker: Checker) -> None:
    desk = made(texts={"agir": "Voir [ici](https://example.org), A motfaux, le GRETA.", "editorial": ""})
    known = preflight(desk._folder, checker=checker)
    desk.sign_for(known.unsigned[:1], known.points, "Jeanne", TODAY)
    points = preflight(desk._folder, checker=checker).points
    assert len(points) > 3 and any(point.waiver for point in points)
    assert [replace(one, diagnostic=replace(one.diagnostic, confidence=1.0)) for one in points] == list(
        from_json(to_json(points))
    )


# The bundle


def exported(desk: Desk, to: Path, **options: object) -> Path:
    return desk.export(to, only=("text", "sources"), **options)  # type: ignore[arg-type]


def test_warnings_do_not_stop_the_command_and_the_report_says_that_nobody_signed(
    made: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = made(texts={"agir": "Voir [ici](https://example.org)."})
    control = exported(desk, tmp_path / "lots") / "controle"
    said = (control / "rapport.txt").read_text("utf-8")
    assert "Personne n’a signé" in said and "« ici »".replace(" ", NBSP) in said
    known = desk.preflight()
    desk.sign_for(known.unsigned, known.points, "Jeanne Durand", TODAY)
    desk.sign("agir", Verdict.READY, "Paul Petit")
    control = exported(desk, tmp_path / "lots") / "controle"
    said = (control / "rapport.txt").read_text("utf-8")
    assert f"Signé par Jeanne Durand, le 17{NBSP}janvier 2022." in said and "Personne" not in said
    assert "Paul Petit" in said
    values = json.loads((control / "rapport.json").read_text("utf-8"))
    (finding,) = values["findings"]
    assert (finding["signedBy"], finding["signedOn"], values["forced"]) == ("Jeanne Durand", "2022-01-17", False)
    assert values["sections"][1]["signatures"][0]["by"] == "Paul Petit"


def test_the_report_is_the_same_twice_and_holds_nothing_of_this_machine(
    made: Callable[..., Desk], tmp_path: Path
) -> None:
    issue = right_issue()
    text = "Voir [ici](https://example.org), un motfaux."
    remark = comment(text, 0, 4, issue=issue.id, section="agir", body="Secret de relecture", author="Relectrice")
    desk = made(texts={"agir": text}, annotations=(remark,))
    once = exported(desk, tmp_path / "une", force=True) / "controle"
    twice = exported(Desk.open(desk.path), tmp_path / "deux", force=True) / "controle"
    for name in ("rapport.html", "rapport.txt", "rapport.json"):
        data = (once / name).read_bytes()
        assert data == (twice / name).read_bytes()
        for secret in (str(tmp_path), str(Path.home()), getpass.getuser(), socket.gethostname(), "Secret"):
            if len(secret) > 4:
                assert secret.encode() not in data, secret


def test_a_fault_stops_the_export_and_says_where(made: Callable[..., Desk], tmp_path: Path) -> None:
    desk = made(texts={"agir": "Un motfaux ici."})
    with pytest.raises(RefusedError, match=f"1 faute arrête l’export \\(Agir, ligne{NBSP}1{NBSP}: .*--force"):
        exported(desk, tmp_path / "lots")
    assert not (tmp_path / "lots").exists()
    assert "forcé" in (exported(desk, tmp_path / "lots", force=True) / "controle/rapport.txt").read_text("utf-8")


def test_a_format_that_cannot_be_made_is_left_out_by_force_and_told(made: Callable[..., Desk], tmp_path: Path) -> None:
    desk = made(texts={"agir": "![](media/a.png)"}, media={"media/a.png": PNG})
    with pytest.raises(RefusedError, match="Agir"):
        desk.export(tmp_path / "lots", only=("pdf", "text"))
    told: list[str] = []
    bundle = desk.export(tmp_path / "lots", only=("pdf", "text"), force=True, say=told.append)
    assert [path.name for path in (bundle / "data").iterdir()] == ["text"]
    assert len(told) == 1 and "PDF" in told[0] and f"«{NBSP}Agir{NBSP}»" in told[0]
    said = (bundle / "controle" / "rapport.txt").read_text("utf-8")
    assert "Formats laissés de côté" in said and f"«{NBSP}Agir{NBSP}»" in said
    values = json.loads((bundle / "controle" / "rapport.json").read_text("utf-8"))
    assert [one["format"] for one in values["leftOut"]] == ["pdf"] and values["formats"] == ["text"]
    with pytest.raises(RefusedError, match="Agir"):
        desk.export(tmp_path / "pdf", only=("pdf",), force=True)
    assert not (tmp_path / "pdf").exists(), "a bundle of nothing is no bundle"


def test_an_export_stopped_at_any_moment_leaves_nothing(made: Callable[..., Desk], tmp_path: Path) -> None:
    desk = made()
    asked = stop_at = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > stop_at

    moments = 0
    for stop_at in range(0, 100, 3):  # noqa: B007  (read by `cancelled`)
        asked = 0
        try:
            exported(desk, tmp_path / "lots", cancelled=cancelled)
        except ExportCancelledError:
            moments += 1
            assert not (tmp_path / "lots").exists()
        else:
            break
    assert moments > 4, "the check, each format, each file"


def test_progress_begins_with_the_check(made: Callable[..., Desk], tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    exported(made(), tmp_path, progress=lambda *step: told.append(step))
    assert told[0] == ("le contrôle de la lettre", 0, 4)
    assert [done for _, done, _ in told] == [0, 1, 2, 3, 4] and {total for _, _, total in told} == {4}


def test_an_unknown_format_is_refused_before_anything_is_checked(made: Callable[..., Desk], tmp_path: Path) -> None:
    with pytest.raises(LettrineError, match="odt"):
        made().export(tmp_path, only=("odt",))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="whoever runs this may read every folder")
def test_a_library_that_cannot_be_listed_does_not_stop_a_letter(made: Callable[..., Desk], checker: Checker) -> None:
    desk = made()
    parent = desk.path.parent
    parent.chmod(0o300)
    try:
        (point,) = preflight(desk._folder, checker=checker).points
    finally:
        parent.chmod(0o700)
    assert point.diagnostic.severity is Severity.ADVICE
