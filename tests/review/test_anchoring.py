"""A remark finds its words again in a changed text, or says that it lost them; never other words."""

from __future__ import annotations

import random

from editor_app.review.anchoring import locate, place
from editor_app.review.annotation import Annotation, comment

TEXT = (
    "La France agit avec ses partenaires. Les victimes sont protégées.\n\n"
    "Les États agissent aussi. Les victimes sont entendues.\n\nLes victimes sont 🙂 nombreuses.\n"
)


def on(words: str, text: str = TEXT, nth: int = 0) -> Annotation:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return comment(text, start, start + len(words), issue="i", section="s", body="", author="")


def found(annotation: Annotation, text: str) -> str | None:
    place = locate(annotation, text)
    return None if place is None else text[slice(*place)]


def test_in_the_same_text_a_remark_is_where_it_was_made() -> None:
    for nth in range(3):
        annotation = on("Les victimes", nth=nth)
        assert locate(annotation, TEXT) == (annotation.target.start, annotation.target.end)


def test_unique_words_are_found_wherever_they_moved() -> None:
    moved = "Un nouveau début.\n\n" + TEXT.replace("Les États agissent aussi. ", "") + "Les États agissent aussi."
    assert found(on("Les États agissent"), moved) == "Les États agissent"


def test_repeated_words_are_told_apart_by_what_surrounds_them() -> None:
    longer = "Un nouveau début.\n\n" + TEXT
    for nth in range(3):
        annotation = on("Les victimes", nth=nth)
        start, end = annotation.target.start + 19, annotation.target.end + 19
        assert locate(annotation, longer) == (start, end)


def test_words_that_are_gone_are_an_orphans() -> None:
    assert locate(on("protégées"), TEXT.replace("protégées", "défendues")) is None


def test_words_that_could_be_in_two_places_are_an_orphans() -> None:
    paragraph = "Les victimes sont protégées par la loi et par les agents de la France.\n\n"
    annotation = on("protégées", paragraph * 3, nth=1)
    assert locate(annotation, paragraph * 2) is None


def test_a_short_word_is_not_taken_for_another_of_the_same_letters() -> None:
    annotation = on("agit")
    assert locate(annotation, "Rien ici. Quand on agit? Peut-être.") is None


def test_kinds_of_spaces_and_apostrophes_do_not_lose_a_remark() -> None:
    text = "L'action de la France : agir."
    cleaned = "L’action de la France\u00a0: agir."
    assert found(on("L'action de la France :", text), "Bon. " + cleaned) == "L’action de la France\u00a0:"


def test_an_orphan_comes_back_only_to_the_very_same_surroundings() -> None:
    (orphan,) = place([on("protégées")], "s", TEXT.replace("protégées", ""))
    assert orphan.target.orphan
    assert found(orphan, TEXT) == "protégées"
    assert locate(orphan, "Elles sont protégées.") is None


def test_placing_sets_every_remark_of_the_section_on_its_words() -> None:
    longer = "Un nouveau début.\n\n" + TEXT
    (placed,) = place([on("protégées")], "s", longer)
    assert longer[placed.target.start : placed.target.end] == "protégées"
    assert locate(placed, longer) == (placed.target.start, placed.target.end)
    assert place([placed], "autre", "x") == (placed,)
    assert place([placed], "s", longer) == (placed,)


def test_after_random_edits_no_remark_is_on_other_words() -> None:
    chance = random.Random(14)  # noqa: S311
    for _ in range(60):
        words = [f"mot{chance.randrange(25)}" for _ in range(80)]
        starts = [sum(len(word) + 1 for word in words[:at]) for at in range(80)]
        text = " ".join(words)
        chosen = chance.randrange(75)
        end = starts[chosen + 3] - 1
        annotation = comment(text, starts[chosen], end, issue="i", section="s", body="", author="")
        marked = [(word, at in range(chosen, chosen + 3)) for at, word in enumerate(words)]
        for _ in range(24):
            at = chance.randrange(len(marked))
            if chance.random() < 0.5:
                marked[at : at + 1] = []
            else:
                marked.insert(at, (f"mot{chance.randrange(25)}", False))
        after = " ".join(word for word, _ in marked)
        located = locate(annotation, after)
        if located is not None:
            own = [sum(len(word) + 1 for word, _ in marked[:at]) for at, (_, is_own) in enumerate(marked) if is_own]
            assert located[0] in own, (text, after)
