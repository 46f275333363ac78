"""Lets the person in at a Git remote: by the SSH agent or a key, by what was given this sitting or what Git knows."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pygit2
from pygit2.enums import CredentialType

from editor_app.storage.exchange import AccessRefusedError, Login

KEYS: Final = ("id_ed25519", "id_ecdsa", "id_rsa")
"""The names that OpenSSH gives to keys, the strongest first."""
MAX_KEY_BYTES: Final = 64 * 1024
ASKED_SECONDS: Final = 60
"""A helper of Git's may itself ask the person."""
_AGENT_PIPE: Final = r"\\.\pipe\openssh-ssh-agent"

Credential = pygit2.Username | pygit2.UserPass | pygit2.Keypair


_given: dict[str, Login] = {}
"""What the person gave in this sitting, by the remote's origin. It is kept nowhere else but by Git's own helper."""


def remember_login(address: str, login: Login) -> None:
    """Use this login at that remote until the program ends; once it let the person in, Git's helper is told too."""
    _given[_origin(address)] = login


class Access:
    """The ways of being let in at one address, each tried once."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.by_https = urlsplit(address).scheme == "https"
        self._ways: Iterator[Credential] | None = None
        self._login: Login | None = None

    def credential(self, name: str | None, allowed: CredentialType) -> Credential:
        """The next to try of those that the remote allows; ``name`` is the one in the address. Raises
        AccessRefusedError when there is none left."""
        if allowed == CredentialType.USERNAME:
            return pygit2.Username(name or "git")
        by_key = bool(allowed & CredentialType.SSH_KEY)
        if self._ways is None:
            self._ways = _keys(name or "git") if by_key else self._logins(name)
        found = next(self._ways, None)
        if found is None:
            raise AccessRefusedError(self._address, asks_login=not by_key)
        return found

    def let_in(self) -> None:
        """The remote has answered: what was given for it is right, and Git's own helper may remember it."""
        if self._login is not None:
            _git_credential("approve", self._address, self._login.name, self._login.secret)

    def _logins(self, name: str | None) -> Iterator[Credential]:
        given = _given.get(_origin(self._address))
        if given is not None:
            self._login = given
            yield pygit2.UserPass(given.name, given.secret)
            self._login = None
            _given.pop(_origin(self._address), None)
        answer = _git_credential("fill", self._address, name)
        if answer.get("username") and answer.get("password"):
            yield pygit2.UserPass(answer["username"], answer["password"])


def _keys(name: str) -> Iterator[Credential]:
    if os.environ.get("SSH_AUTH_SOCK") or (os.name == "nt" and Path(_AGENT_PIPE).exists()):
        yield pygit2.KeypairFromAgent(name)
    for key in KEYS:
        path = Path.home() / ".ssh" / key
        public = path.with_suffix(".pub")
        if public.is_file() and _opens_by_itself(path):
            yield pygit2.Keypair(name, str(public), str(path), "")


def _opens_by_itself(path: Path) -> bool:
    """Whether a private key is in no need of a passphrase; what cannot be read is none."""
    try:
        if path.stat().st_size > MAX_KEY_BYTES:
            return False
        head, *lines = path.read_text("ascii").splitlines()
        if "OPENSSH" not in head:
            return head.endswith("PRIVATE KEY-----") and "ENCRYPTED" not in head and "Proc-Type" not in "".join(lines)
        body = base64.b64decode("".join(lines[:2]), validate=True)
    except (OSError, ValueError):
        return False
    return body.startswith(b"openssh-key-v1\0\0\0\0\x04none")  # PROTOCOL.key of OpenSSH: magic, then the cipher


def _git_credential(what: str, address: str, name: str | None = None, secret: str | None = None) -> dict[str, str]:
    """Ask Git's credential helper, or tell it (git-credential(1)); nothing where Git is not installed."""
    git = shutil.which("git")
    parts = urlsplit(address)
    if git is None or parts.scheme != "https":
        return {}
    host = parts.netloc.rpartition("@")[2]
    told = {"protocol": "https", "host": host, "path": parts.path.lstrip("/"), "username": name, "password": secret}
    lines = "".join(f"{key}={value}\n" for key, value in told.items() if value and "\n" not in value)
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "", "SSH_ASKPASS": ""}
    try:
        answer = subprocess.run(
            [git, "credential", what],
            input=lines + "\n",
            capture_output=True,
            text=True,
            check=False,
            timeout=ASKED_SECONDS,
            env={**os.environ, **quiet},
        )
    except (OSError, subprocess.TimeoutExpired):
        return {}
    return dict(line.split("=", 1) for line in answer.stdout.splitlines() if "=" in line)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
