"""A mail server for tests: takes every letter, over TLS if it is given a certificate, and remembers it."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class MailServer:
    """What it asks for (TLS with a `certificate`, a `password`), what it does, and what it got."""

    certificate: ssl.SSLContext | None = None
    password: str = ""
    refuses: str = ""
    silent: bool = False
    port: int = 0
    letters: list[tuple[list[str], bytes]] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)

    def read(self, number: int = 0) -> EmailMessage:
        """A letter as a mail program reads it."""
        letter = message_from_bytes(self.letters[number][1], policy=policy.default)
        assert isinstance(letter, EmailMessage)
        return letter


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        held: MailServer = self.server.held  # type: ignore[attr-defined]
        if held.silent:
            time.sleep(5)
            return
        self._say("220 test")
        to: list[str] = []
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "EHLO":
                offered = ["STARTTLS"] if held.certificate else []
                offered += ["AUTH PLAIN"] if held.password else []
                self._say("250-test\r\n" + "".join(f"250-{one}\r\n" for one in offered) + "250 8BITMIME")
            elif word == "STARTTLS" and held.certificate:
                self._say("220 go on")
                try:
                    self.connection = held.certificate.wrap_socket(self.connection, server_side=True)
                except (ssl.SSLError, OSError):
                    return
                self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
            elif word == "AUTH":
                given = base64.b64decode(line.split()[2]).decode().split("\0")[2]
                held.logins.append(given)
                self._say("235 welcome" if given == held.password else "535 no")
            elif word == "RCPT":
                address = line.partition("<")[2].partition(">")[0]
                to.append(address)
                self._say("550 no" if address == held.refuses else "250 fine")
            elif word == "DATA":
                self._say("354 go on")
                letter = b""
                while not letter.endswith(b"\r\n.\r\n"):
                    letter += self.rfile.readline()
                held.letters.append((to, letter[:-5]))
                self._say("250 thanks")
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def finish(self) -> None:
        """End the connection, also the one over TLS that took the place of the first."""
        super().finish()
        self.connection.close()

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, *_: object) -> None:
        """A client that goes away is no news."""


@contextmanager
def mail_server(held: MailServer) -> Iterator[MailServer]:
    """The server while it runs, on a port of its own."""
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.held = held  # type: ignore[attr-defined]
        held.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield held
        finally:
            server.shutdown()
            thread.join()
