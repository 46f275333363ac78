"""Someone who has only Word proofreads the letter; what they did comes back on the right words, with their names."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from long_counts import LONG_RUN
from word_by_hand import WordByHand, tag

from editor_app import cli
from editor_app.desk import Desk
from editor_app.errors import LettrineError
from editor_app.exporting.packet.reading import read_return
from editor_app.review.annotation import Annotation, Motivation, State, comment
from editor_app.review.suggestions import accept_all, alternatives, proposals

SOFFICE = shutil.which("soffice")


@pytest.fixture
def desk(sample: Path, tmp_path: Path) -> Desk:
    shutil.copytree(sample, tmp_path / "lettre")
    return Desk.open(tmp_path / "lettre")


def word_file(desk: Desk, folder: Path, reader: str = "Anne Roux") -> Path:
    """The Word file of a packet for the reader."""
    packet = folder / f"paquet {reader}.zip"
    desk.make_packet(packet, reader=reader)
    path = folder / f"{reader}.docx"
    with zipfile.ZipFile(packet) as archive:
        path.write_bytes(archive.read(next(name for name in archive.namelist() if name.endswith("/relecture.docx"))))
    return path


@pytest.fixture(scope="module")
def went_out(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Word file that Anne Roux got."""
    folder = tmp_path_factory.mktemp("parti")
    shutil.copytree(sample, folder / "lettre")
    return word_file(Desk.open(folder / "lettre"), folder)


@pytest.fixture
def word(went_out: Path) -> WordByHand:
    return WordByHand(went_out)


Read = Callable[[], list[Annotation]]


@pytest.fixture
def read(word: WordByHand, tmp_path: Path) -> Read:
    """What comes back of what was done to ``word``."""

    def reading() -> list[Annotation]:
        return list(read_return(word.save(tmp_path / "retour.docx")).remarks)

    return reading


def quoted(remark: Annotation) -> str:
    return remark.target.quote.exact if remark.target.quote else ""


def changes(remarks: list[Annotation]) -> list[tuple[str, str]]:
    return [(quoted(remark), remark.replacement or "") for remark in remarks if remark.motivation is Motivation.EDITING]


def test_a_file_in_which_nothing_was_done_says_nothing(read: Read) -> None:
    assert read() == []


def test_a_comment_stands_on_its_words_with_its_name_and_date(desk: Desk, word: WordByHand, read: Read) -> None:
    word.comment("crime lointain", "Vraiment ?", "Luc Ormond", "2026-11-20T09:30:00Z")
    (remark,) = read()
    assert (remark.motivation, remark.author, remark.body) == (Motivation.COMMENTING, "Luc Ormond", "Vraiment ?")
    assert remark.created.isoformat() == "2026-11-20T09:30:00+00:00"
    text = desk.texts["editorial"]
    assert (remark.target.section, text[remark.target.start : remark.target.end]) == ("editorial", "crime lointain")


def test_an_answer_stays_with_what_it_answers(word: WordByHand, read: Read) -> None:
    first = word.comment("crime lointain", "Vraiment ?", "Luc")
    word.comment("crime lointain", "Oui.", "Béa", "2026-11-20T11:00:00Z", answers=first)
    asked, answer = read()
    assert (answer.motivation, answer.reply_to, answer.author) == (Motivation.REPLYING, asked.id, "Béa")


def test_tracked_changes_are_suggestions_of_whole_words(word: WordByHand, read: Read) -> None:
    word.replace("éparer", "échapper", "Luc")
    word.insert("frapper", " en paix", "Béa")
    word.delete(" lointain", "Luc")
    found = read()
    assert set(changes(found)) == {
        ("séparer", "séchapper"),
        ("frapper", "frapper en paix"),
        (" lointain", ""),
    }
    assert {remark.author for remark in found} == {"Luc", "Béa"}


def test_a_move_is_what_was_taken_and_what_was_put(word: WordByHand, read: Read) -> None:
    word.delete(" lointain", "Luc", moved=True)
    word.insert("interprète", " lointain", "Luc", moved=True)
    assert set(changes(read())) == {(" lointain", ""), ("interprète", "interprète lointain")}


def test_two_people_on_the_same_words_make_alternatives(desk: Desk, word: WordByHand, read: Read) -> None:
    mark = word.delete("séparer", "Luc")
    word.insert(word.insert(mark, "diviser", "Luc"), "opposer", "Béa")
    found = read()
    made = proposals(found, "editorial", desk.texts["editorial"])
    assert {(proposal.replacement, proposal.authors) for proposal in made} >= {("diviser", ("Luc",))}
    assert {remark.author for remark in found} == {"Luc", "Béa"}


def test_a_new_paragraph_and_a_joined_one_are_so_in_the_source(desk: Desk, word: WordByHand, read: Read) -> None:
    word.insert_paragraph("la présidence du Conseil", "Un paragraphe de plus.", "Luc")
    word.insert_paragraph("la demande n’est pas une fatalité", "une entrée de plus ;", "Luc")
    word.join_with_next("L’année écoulée", "Luc")
    text = desk.texts["editorial"]
    after = accept_all(text, proposals(read(), "editorial", text))
    assert "donner envie d’en poser.\n\nUn paragraphe de plus.\n\nLes chiffres" in after
    assert "il n’y a pas de marché ;\n- une entrée de plus ;\n- internet" in after.replace("\u00a0", " ").replace(
        "\u202f", " "
    )
    assert "programme.Trois convictions" in after


def test_marks_of_emphasis_links_and_calls_for_notes_stay_whole(desk: Desk, word: WordByHand, read: Read) -> None:
    word.delete("Cœur bleu", "Luc")
    word.replace("PHAROS, où", "Pharos, là où", "Luc")
    word.in_notes().replace("Rapport mondial", "Étude mondiale", "Luc")
    found = read()
    texts = {s: accept_all(text, proposals(found, s, text)) for s, text in desk.texts.items()}
    assert "campagne «\u00a0\u00a0»" in texts["fonds-volontaire"]
    assert "[Pharos](https://www.internet-signalement.gouv.fr), là où" in texts["derriere-l-annonce"]
    assert "[*Étude mondiale sur la traite" in texts["editorial"]


def test_changes_that_were_not_tracked_are_those_of_who_saved_the_file(word: WordByHand, read: Read) -> None:
    word.write_over("séparer", "dissocier")
    word.remove_paragraph("L’année écoulée")
    word.insert("frapper", " en paix", "Béa")
    word.saved_by("Luc Ormond")
    found = read()
    assert ("séparer", "dissocier") in changes(found)
    (removed,) = [remark for remark in found if quoted(remark).startswith("L’année écoulée")]
    assert (removed.author, removed.created.day) == ("Luc Ormond", 21)
    assert {remark.author for remark in found} == {"Luc Ormond", "Béa"}


def test_paragraphs_more_stand_in_the_section_that_they_were_written_in(
    desk: Desk, word: WordByHand, read: Read
) -> None:
    word.add_paragraph("À nous de rendre ces phrases vraies", "Une fin de plus.")
    word.add_paragraph("ambassadrice chargée de la lutte", "Un début de plus.")
    word.add_paragraph("la demande n’est pas une fatalité", "une entrée de plus")
    word.add_paragraph("Dernière modification", " ")
    found = read()
    assert {remark.target.section for remark in found} == {"editorial"}
    text = desk.texts["editorial"]
    after = accept_all(text, proposals(found, "editorial", text))
    assert after.startswith("Un début de plus.\n\nLa France exerce")
    assert "une bonne lecture.\n\nUne fin de plus.\n\n[^onudc]" in after
    assert "\n- une entrée de plus\n- internet" in after


def test_bookmarks_that_were_lost_are_not_needed(word: WordByHand, read: Read) -> None:
    for mark in [node for node in word.document.iter() if str(node.tag).endswith(("bookmarkStart", "bookmarkEnd"))]:
        mark.getparent().remove(mark)
    word.write_over("séparer", "dissocier")
    word.comment("crime lointain", "Vraiment ?", "Luc")
    found = read()
    assert changes(found) == [("séparer", "dissocier")]
    assert quoted(found[-1]) == "crime lointain"


def test_what_is_said_of_headings_and_titles_is_said_of_the_section(word: WordByHand, read: Read) -> None:
    word.comment("Éditorial", "Bon à tirer.", "Luc")
    word.comment("Un refuge loin du réseau", "Trop vague", "Luc")
    word.replace("Ne pas punir les victimes", "Ne punir personne", "Luc")
    word.replace("Corrigez et commentez ici", "Lu", "Luc")
    found = {(remark.target.section, remark.verdict, remark.body, quoted(remark)) for remark in read()}
    assert found == {
        ("editorial", "bon à tirer", "", ""),
        ("sommaire", None, "Sur «\u00a0Un refuge loin du réseau\u00a0»\u00a0: Trop vague", ""),
        (
            "sommaire",
            None,
            "Remplacer «\u00a0Ne pas punir les victimes\u00a0» par «\u00a0Ne punir personne\u00a0».",
            "",
        ),
    }


def test_people_without_a_name_are_the_one_it_was_sent_to(word: WordByHand, read: Read) -> None:
    word.replace("séparer", "dissocier", "Auteur")
    word.comment("crime lointain", "Vraiment ?", "")
    assert {remark.author for remark in read()} == {"Anne Roux"}


def test_a_fuller_copy_adds_and_a_changed_one_replaces(desk: Desk, word: WordByHand, tmp_path: Path) -> None:
    word.comment("crime lointain", "Vraiment ?", "Luc")
    word.replace("séparer", "dissocier", "Luc")
    word.saved_by("Luc", "2026-11-21T08:00:00Z")
    partial = word.save(tmp_path / "un.docx")
    fuller = WordByHand(partial)
    fuller.say("Vraiment ?", "Vraiment ? Voir p. 3.")
    fuller.insert("frapper", " en paix", "Béa")
    fuller.saved_by("Luc", "2026-11-22T08:00:00Z")
    full = fuller.save(tmp_path / "deux.docx")
    results = []
    for order in ([partial, full], [full, partial], [full, partial, full]):
        shutil.rmtree(tmp_path / "copie", ignore_errors=True)
        shutil.copytree(desk.path, tmp_path / "copie")
        copy = Desk.open(tmp_path / "copie")
        for path in order:
            copy.merge([path])
        results.append({remark for remark in copy.annotations if remark not in desk.annotations})
    assert results[0] == results[1] == results[2]
    assert len(results[0]) == 3
    assert "Vraiment ? Voir p. 3." in {remark.body for remark in results[0]}


def test_a_word_file_changes_nothing_of_what_came_another_way(desk: Desk, word: WordByHand, tmp_path: Path) -> None:
    word.comment("crime lointain", "Vraiment ?", "Luc")
    desk.merge([word.save(tmp_path / "un.docx")])
    before = desk.annotations
    other = WordByHand(word_file(desk, tmp_path, "Mallory"))
    other.comment("crime lointain", "Non.", "Luc", "2026-11-20T10:00:00Z")
    other.saved_by("Luc", "2027-01-01T00:00:00Z")
    merged = desk.merge([other.save(tmp_path / "deux.docx")])
    assert set(before) <= set(merged.annotations)
    assert len(merged.new) == 1


def test_what_the_author_decided_stays_when_the_file_comes_again(desk: Desk, word: WordByHand, tmp_path: Path) -> None:
    word.comment("crime lointain", "Vraiment ?", "Luc")
    path = word.save(tmp_path / "un.docx")
    (made,) = desk.merge([path]).new
    desk.save_annotations(
        replace(remark, state=State.CLOSED, revision=remark.revision + 1) if remark == made else remark
        for remark in desk.annotations
    )
    assert desk.merge([path]).changed == ()


def test_the_command_takes_the_file(desk: Desk, word: WordByHand, tmp_path: Path) -> None:
    word.replace("séparer", "dissocier", "Luc")
    path = word.save(tmp_path / "un.docx")
    assert cli.run(["merge", str(desk.path), str(path), str(path)]) == 0
    assert ("séparer", "dissocier") in changes(list(Desk.open(desk.path).annotations))


def test_two_packets_hold_the_same_word_file(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert word_file(desk, tmp_path / "a").read_bytes() == word_file(desk, tmp_path / "b").read_bytes()


def through_libreoffice(path: Path, folder: Path) -> Path:
    """The file as LibreOffice saves it."""
    assert SOFFICE is not None
    command = [SOFFICE, f"-env:UserInstallation={(folder / 'profil').as_uri()}", "--headless", "--convert-to"]
    subprocess.run([*command, "docx:MS Word 2007 XML", "--outdir", folder / "lo", path], check=True, timeout=100)
    return folder / "lo" / path.name


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice (soffice)")
def test_it_all_survives_libreoffice(word: WordByHand, tmp_path: Path) -> None:
    first = word.comment("crime lointain", "Vraiment ?", "Luc", "2026-11-20T09:00:00Z")
    word.comment("crime lointain", "Oui.", "Béa", "2026-11-20T09:10:00Z", answers=first)
    word.replace("séparer", "dissocier", "Luc")
    word.insert("frapper", " en paix", "Béa")
    word.comment("Éditorial", "à revoir", "Luc")
    word.insert_paragraph("la demande n’est pas une fatalité", "une entrée de plus ;", "Luc")
    path = word.save(tmp_path / "un.docx")
    direct, through = read_return(path).remarks, read_return(through_libreoffice(path, tmp_path)).remarks
    assert len(direct) == 6
    assert {replace(remark, modified=remark.created) for remark in direct} == {
        replace(remark, modified=remark.created) for remark in through
    }


def with_remarks(desk: Desk) -> tuple[Annotation, Annotation]:
    """The letter with a comment and an answer to it."""
    text = desk.texts["editorial"]
    start = text.index("crime lointain")
    asked = comment(text, start, start + 14, issue=desk.issue.id, section="editorial", body="Sûr ?", author="Chloé")
    answer = replace(asked, id=uuid.uuid4().urn, motivation=Motivation.REPLYING, reply_to=asked.id, body="Non.")
    desk.save_annotations([*desk.annotations, asked, answer])
    return asked, answer


def test_remarks_made_so_far_are_comments_that_one_can_answer(desk: Desk, tmp_path: Path) -> None:
    asked, answer = with_remarks(desk)
    open_now = [remark for remark in desk.annotations if remark.state is State.OPEN and not remark.verdict]
    path = word_file(desk, tmp_path)
    document = docx.Document(str(path))
    assert [each.text for each in document.comments].count("Sûr ?") == 1
    assert len(list(document.comments)) == len(open_now)
    assert read_return(path).remarks == ()
    word = WordByHand(path)
    word.comment("crime lointain", "Si.", "Luc", answers=word.number("Sûr ?"))
    (reply,) = desk.merge([word.save(tmp_path / "retour.docx")]).new
    assert (reply.reply_to, reply.body, reply.author) == (asked.id, "Si.", "Luc")
    assert answer in desk.annotations


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice (soffice)")
def test_remarks_that_went_out_do_not_come_back_from_libreoffice_as_new(desk: Desk, tmp_path: Path) -> None:
    with_remarks(desk)
    assert read_return(through_libreoffice(word_file(desk, tmp_path), tmp_path)).remarks == ()


def test_a_file_that_lost_all_that_it_carried_is_placed_by_its_words(desk: Desk, tmp_path: Path) -> None:
    with_remarks(desk)
    word = WordByHand(word_file(desk, tmp_path))
    for name in [name for name in word.parts if name.startswith(("customXml/", "docProps/"))]:
        del word.parts[name]
    for mark in [node for node in word.document.iter() if str(node.tag).endswith(("bookmarkStart", "bookmarkEnd"))]:
        mark.getparent().remove(mark)
    word.replace("séparer", "dissocier", "Luc")
    word.comment("un tiers des victimes repérées", "À sourcer", "")
    path = word.save(tmp_path / "ailleurs.docx")
    desk.save_text("editorial", "Écrit depuis.\n\n" + desk.texts["editorial"].replace("obligent", "comptent"))
    merged = desk.merge([path])
    assert {(remark.author, quoted(remark)) for remark in merged.new} == {
        ("Luc", "séparer"),
        ("Sans nom", "un tiers des victimes repérées"),
    }
    for remark in merged.new:
        assert desk.texts["editorial"][remark.target.start : remark.target.end] == quoted(remark)


def test_a_word_file_of_something_else_is_refused(desk: Desk, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Un tout autre texte, qui n’a jamais été une lettre et n’en a pas les mots.")
    document.save(str(tmp_path / "autre.docx"))
    with pytest.raises(LettrineError, match="ne vient pas d’un paquet"):
        desk.merge([tmp_path / "autre.docx"])


def lines(path: Path) -> list[str]:
    """What each paragraph of a Word file says."""
    word = WordByHand(path)
    said = ("".join(text.text or "" for text in each.iter(tag("t"))) for each in word.document.iter(tag("p")))
    return [re.sub(r"[ \u00a0\u202f]+", " ", line).strip() for line in said]


def corrected(before: Path, folder: Path, chance: random.Random) -> tuple[Path, list[tuple[str, str]]]:
    """The file with a dozen changes here and there, tracked or not, and what each was: in links, emphasis, lists."""
    word, said = WordByHand(before), [line for line in lines(before)[10:] if len(line.split()) > 12 and "(" not in line]
    whole, used, made = "\n".join(lines(before)), "", []
    while len(made) < 12:
        line = chance.choice(said)
        words = list(re.finditer(r"\w[\w’]*", line))
        first, count = chance.randrange(len(words) - 4), chance.randint(1, 4)
        chosen = line[words[first].start() : words[first + count - 1].end()]
        if line in used or whole.count(chosen) != 1:
            continue
        instead = chance.choice(["", "nouveau", "deux mots", f"{chosen} de plus", f"avant {chosen}"])
        try:
            if chance.random() < 0.5 or not instead:
                word.replace(chosen, instead, "Luc")
            else:
                word.write_over(chosen, instead)
        except StopIteration:  # with a no-break space in it
            continue
        made.append((chosen, instead))
        used += line
    return word.save(folder / "corrigé.docx"), made


@pytest.mark.parametrize("seed", [2, 3, *(pytest.param(at, marks=LONG_RUN) for at in range(4, 60))])
def test_the_letter_made_again_reads_as_it_was_corrected(desk: Desk, went_out: Path, tmp_path: Path, seed: int) -> None:
    path, made = corrected(went_out, tmp_path, random.Random(seed))  # noqa: S311
    remarks = desk.merge([path]).new
    for section, text in list(desk.texts.items()):
        chosen = proposals(remarks, section, text)
        assert all(len(group) == 1 for group in alternatives(chosen))
        desk.save_text(section, accept_all(text, chosen))
    wanted = "\n".join(lines(went_out))
    for before, after in made:
        wanted = wanted.replace(before, after, 1)
    wanted_lines = [re.sub(" +", " ", line).strip() for line in wanted.split("\n")]
    found = lines(word_file(desk, tmp_path))
    assert [pair for pair in zip(found, wanted_lines, strict=True) if pair[0] != pair[1]] == []


def test_an_acronym_written_out_is_not_in_the_text_so_what_is_changed_there_is_said(
    word: WordByHand, read: Read
) -> None:
    word.replace("OFPRA (Office", "office OFPRA (Office", "Luc")
    word.delete("sur la lutte contre la traite des êtres humains), qui", "Luc")
    word.insert("pour la sécurité et la coopération", " mutuelle", "Luc")
    found = read()
    assert changes(found) == [("OFPRA", "office OFPRA")]
    said = {remark.body for remark in found if remark.motivation is Motivation.COMMENTING}
    assert said == {
        "Retirer «\u00a0sur la lutte contre la traite des êtres humains), qui\u00a0».",
        "Remplacer «\u00a0OSCE (Organisation pour la sécurité et la coopération\u00a0» par "
        "«\u00a0OSCE (Organisation pour la sécurité et la coopération mutuelle\u00a0».",
    }
