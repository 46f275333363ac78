"""Real Git servers of this machine, for tests of sharing: a forge over HTTPS that asks who one is, and one over SSH."""

from __future__ import annotations

import base64
import http.server
import os
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

import pytest

NAME, SECRET = "camille", "jeton-a-garder"


def _need(*programs: str) -> None:
    for program in programs:
        if shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin") is None:
            pytest.skip(f"{program}, which this server is made of, is not installed")


def bare_repository(path: Path) -> Path:
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(path)], check=True)
    subprocess.run(["git", "-C", str(path), "config", "http.receivepack", "true"], check=True)
    return path


class _Forge(http.server.BaseHTTPRequestHandler):
    """Git's own HTTP backend (CGI, git-http-backend(1)) behind basic authentication (RFC 7617)."""

    root: Path
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        wanted = base64.b64encode(f"{NAME}:{SECRET}".encode()).decode()
        body = self._body()
        if self.headers.get("Authorization") != f"Basic {wanted}":
            self.send_response(HTTPStatus.UNAUTHORIZED)
            self.send_header("WWW-Authenticate", 'Basic realm="forge", charset="UTF-8"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        path, _, query = self.path.partition("?")
        answer = subprocess.run(
            ["git", "http-backend"],
            input=body,
            capture_output=True,
            check=True,
            env={
                **os.environ,
                "GIT_PROJECT_ROOT": str(self.root),
                "GIT_HTTP_EXPORT_ALL": "1",
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "REQUEST_METHOD": self.command,
                "CONTENT_LENGTH": str(len(body)),
                "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "REMOTE_USER": NAME,
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            },
        ).stdout
        head, _, content = answer.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        self.send_response(int(fields.pop("Status", "200").split()[0]))
        for field, value in fields.items():
            self.send_header(field, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b""
        while length := int(self.rfile.readline(), 16):
            body += self.rfile.read(length)
            self.rfile.readline()
        self.rfile.readline()
        return body

    do_POST = do_GET  # noqa: N815  the name that the server looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the server's own name for it
        """Nothing: what went wrong is in what the tests look at."""


@contextmanager
def https_forge(folder: Path) -> Iterator[tuple[str, Path]]:
    """The address of a letter's repository on it, and the certificate it is known by."""
    _need("git", "openssl")
    bare_repository(folder / "forge" / "lettre.git")
    certificate, key = folder / "forge.pem", folder / "forge.key"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate),
            *("-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
        ],
        check=True,
        capture_output=True,
    )
    server = http.server.ThreadingHTTPServer(("localhost", 0), type("Forge", (_Forge,), {"root": folder / "forge"}))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"https://localhost:{server.server_address[1]}/lettre.git", certificate
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def ssh_server(folder: Path) -> Iterator[tuple[str, Path]]:
    """The address of a letter's repository on it, and a home whose key it lets in."""
    _need("git", "sshd", "ssh-keygen")
    repository = bare_repository(folder / "lettre.git")
    home = folder / "home"
    keys = home / ".ssh"
    keys.mkdir(parents=True, mode=0o700)
    for key in (keys / "id_ed25519", folder / "host"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    (folder / "authorized").write_bytes((keys / "id_ed25519.pub").read_bytes())
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    known = (folder / "host.pub").read_text().split()
    (keys / "known_hosts").write_text(f"[127.0.0.1]:{port} {known[0]} {known[1]}\n")
    Path("/run/sshd").mkdir(exist_ok=True) if os.access("/run", os.W_OK) else None
    options = {
        "ListenAddress": f"127.0.0.1:{port}", "HostKey": folder / "host", "AuthorizedKeysFile": folder / "authorized",
        "StrictModes": "no", "UsePAM": "no", "PidFile": "none", "PasswordAuthentication": "no",
        "PermitRootLogin": "prohibit-password",
    }  # fmt: skip
    server = subprocess.Popen(
        ["/usr/sbin/sshd", "-D", "-e", "-f", "/dev/null", *(f"-o{name}={value}" for name, value in options.items())],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    said = server.stderr.readline()
    if "listening" not in said:
        server.kill()
        pytest.skip(f"no SSH server runs here: {said.strip()}")
    user = subprocess.run(["id", "-un"], check=True, capture_output=True, text=True).stdout.strip()
    try:
        yield f"ssh://{user}@127.0.0.1:{port}{repository}", home
    finally:
        server.kill()
        server.communicate()
