"""The lock and the list of system packages say exactly what an installation gets."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).parents[2]
LOCK = CHECKOUT / "packaging" / "requirements.txt"
PACKAGES = CHECKOUT / "packaging" / "debian-packages.txt"


def locked() -> list[tuple[Requirement, str]]:
    """Every requirement of the lock, with the options that follow it."""
    text = re.sub(r"(?m)^\s*#.*\n", "", LOCK.read_text("utf-8")).replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip()]
    return [(Requirement(line.split(" --", 1)[0]), line) for line in lines]


def direct_requirements() -> list[Requirement]:
    """What pyproject.toml asks for itself: to run, to develop, to build."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    development = project["project"]["optional-dependencies"]["dev"]
    names = project["project"]["dependencies"] + development + project["build-system"]["requires"]
    return [Requirement(name) for name in names]


def groups() -> dict[str, list[list[str]]]:
    """The entries of the package list by group, each with its alternatives."""
    found: dict[str, list[list[str]]] = {}
    group = ""
    for line in PACKAGES.read_text("utf-8").splitlines():
        entry = line.split("#", 1)[0].strip()
        if entry.startswith("["):
            group = entry.strip("[]")
        elif entry:
            found.setdefault(group, []).append(entry.split("|"))
    return found


def test_every_locked_requirement_is_one_exact_version_with_its_hashes() -> None:
    requirements = locked()
    assert len(requirements) > 20
    for requirement, line in requirements:
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), line
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), line


def test_the_lock_names_no_index_and_no_address() -> None:
    text = LOCK.read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"(?m)^-", text), "options such as --index-url belong to the machine, not to the lock"


@pytest.mark.parametrize("wanted", direct_requirements(), ids=str)
def test_the_lock_satisfies_what_the_project_asks_for(wanted: Requirement) -> None:
    versions = [
        str(requirement.specifier).removeprefix("==")
        for requirement, _ in locked()
        if canonicalize_name(requirement.name) == canonicalize_name(wanted.name)
    ]
    assert versions, f"{wanted.name} is not locked: make the lock again (CONTRIBUTING.md says how)"
    for version in versions:
        assert wanted.specifier.contains(version), f"locked {version}, wanted {wanted}: make the lock again"


def test_the_package_list_has_one_entry_a_package_in_groups_that_dev_knows() -> None:
    entries = groups()
    assert set(entries) == {"base", "run", "test"}
    names = [name for group in entries.values() for entry in group for name in entry]
    assert len(names) == len(set(names))
    for name in names:
        assert re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", name), name


def test_packages_that_were_renamed_are_listed_under_both_names() -> None:
    assert ["libasound2t64", "libasound2"] in groups()["run"]
    assert ["libglib2.0-0t64", "libglib2.0-0"] in groups()["run"]
