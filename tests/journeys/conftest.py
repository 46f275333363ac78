"""What the journeys share with the tests of the window, and the letter they set out from."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from window_under_test import copied, opened, pytest_configure, pytest_runtest_teardown, qapp_cls, shared, somebody_else

from editor_app.desk import Desk

__all__ = ["copied", "opened", "pytest_configure", "pytest_runtest_teardown", "qapp_cls", "shared", "somebody_else"]

REAL = Path(__file__).parents[3] / "shared" / "data" / "letter-14.txt"

FAULTS = """\
A chaque fois, Mme\u00a0Moiron-Braud et M.\u00a0Le Drian ont parlé de l’OSCE, de l’ONUDC et du GRETA à Kyoto.

les derniers mois ont été riches ; Cette action, dite "Cœur bleu", suit la 5ème feuille de route.

Je remercie Mme\u00a0Boiron-Braud, de la MIPROF.
"""
"""The faults that went out with the real letter, for where it is not."""


@pytest.fixture(scope="module")
def published(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A letter as it was published, as text: the real one, else one made from the sample with the same faults."""
    if REAL.is_file():
        return REAL
    warnings.warn("the real letter is not beside this checkout: the journey is made on the sample", stacklevel=1)
    every = "\n\n".join(Desk.open(sample).texts.values()).split("\n\n")
    plain = [paragraph.strip() for paragraph in every if not set("[]*_#|^{}<>-`\n\\") & set(paragraph.strip())]
    long = [paragraph for paragraph in plain if len(paragraph) > 200][:5]
    path = tmp_path_factory.mktemp("published") / "letter-14.txt"
    path.write_text(
        "Lutte contre la traite des êtres humains\u00a0: 14ème lettre d’information\n\nJPEG\n\n"
        "Éditorial de M. Jean-Claude Brunet, représentant spécial\n\n"
        + "\n\n".join(long)
        + f"\n\n{FAULTS}\nSommaire de la lettre\n\n"
        "  • La programmation 2021 des actions\n"
        + "".join(f"  • Priorité {number} : le sujet {number}\n" for number in range(1, 6))
        + "\nDernière modification : 02/09/2021\n\nHaut de page\n",
        encoding="utf-8",
    )
    return path
