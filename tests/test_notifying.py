"""Messages about scans: to a mail server and a web server that really listen, with what may leave the company."""

from __future__ import annotations

import json
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from inventory.morning import items
from inventory.morning_facts import Facts
from inventory.notifying import sending, undelivered
from inventory.notifying.mail import written
from inventory.notifying.message import Message, of_failure, of_morning
from inventory.notifying.sending import Post
from inventory.notifying.wishes import Mail, Unfit, Webhook, Wishes, parse
from inventory.settings import Settings, SettingsError
from tests import shares
from tests.certificates import self_made
from tests.commands import Run, here, is_one_sentence
from tests.mail_server import MailServer, mail_server
from tests.reports import report
from tests.scanned_register import scanned

NEWS = Message("[daicho] 名簿が増えました", ["新しいファイル: 2件"], True, {"news": True})
QUIET = Message("[daicho] 変わりません", ["0件"], False, {"news": False})
ENOUGH = 30.0


def mail_to(server: MailServer, **more: Any) -> Mail:
    given: dict[str, Any] = {"security": "none", "sender": "daicho@example.jp", "to": ("soumu@example.jp",), **more}
    return Mail("127.0.0.1", server.port, **given)


# --- mail ---------------------------------------------------------------------------------------------------------


def test_a_mail_arrives_in_japanese() -> None:
    with mail_server(MailServer()) as server:
        done = sending.send(Post(NEWS), Wishes(mail_to(server)), ENOUGH)
    assert (done.sent, done.faults) == (1, [])
    assert server.letters[0][0] == ["soumu@example.jp"]
    letter = server.read()
    assert letter["Subject"] == NEWS.subject
    assert letter["From"] == "daicho@example.jp"
    assert letter.get_content_charset() == "utf-8"
    assert "新しいファイル: 2件" in letter.get_content()
    assert b"\n" not in server.letters[0][1].replace(b"\r\n", b"")


def test_a_certificate_that_nobody_vouches_for_is_refused_and_one_that_the_user_names_is_taken(tmp_path: Path) -> None:
    context, certificate = self_made(tmp_path)
    secret = tmp_path / "password.txt"
    secret.write_text("himitsu9\n", encoding="utf-8")
    login: dict[str, Any] = {"security": "starttls", "user": "daicho", "password": str(secret)}
    with mail_server(MailServer(certificate=context, password="himitsu9")) as server:
        refused = sending.send(Post(NEWS), Wishes(mail_to(server, **login)), ENOUGH)
        assert refused.sent == 0
        assert "証明書を信頼できない" in refused.faults[0]
        assert (server.logins, server.letters) == ([], [])
        taken = sending.send(Post(NEWS), Wishes(mail_to(server, **login, ca_file=certificate)), ENOUGH)
        assert (taken.sent, taken.faults) == (1, [])
        secret.write_text("chigau\n", encoding="utf-8")
        wrong = sending.send(Post(NEWS), Wishes(mail_to(server, **login, ca_file=certificate)), ENOUGH)
        assert "パスワード" in wrong.faults[0]
        assert "chigau" not in wrong.faults[0]


def test_servers_that_do_not_take_a_mail_are_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server(MailServer(refuses="soumu@example.jp")) as server:
        faults = sending.send(Post(NEWS), Wishes(mail_to(server)), ENOUGH).faults
        faults += sending.send(Post(NEWS), Wishes(mail_to(server, security="starttls")), ENOUGH).faults
        faults += sending.send(Post(NEWS), Wishes(mail_to(server, security="ssl")), ENOUGH).faults
    faults += sending.send(Post(NEWS), Wishes(mail_to(server)), ENOUGH).faults  # nobody listens any more
    monkeypatch.setattr(undelivered, "TIMEOUT", 0.2)
    with mail_server(MailServer(silent=True)) as server:
        faults += sending.send(Post(NEWS), Wishes(mail_to(server)), 0.5).faults
    assert len(faults) == 5
    assert all(is_one_sentence(fault) for fault in faults)


@pytest.mark.parametrize(
    "name", ["株式会社みほん\r\nBcc: all@example.jp", "a\nb", "社\u2028X-Header: 1", "\x1b[2J" * 40]
)
def test_a_name_makes_no_header(name: str) -> None:
    mail = Mail("mail.example.jp", 25, "none", "daicho@example.jp", ("soumu@example.jp",))
    letter = written(of_failure(name, name, date(2026, 11, 22), code=1, paths=True), mail, mail.to)
    raw = letter.as_bytes()
    head = raw.partition(b"\r\n\r\n")[0]
    names = {line.partition(b":")[0].lower() for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))}
    assert names == {
        b"subject", b"from", b"to", b"date", b"message-id", b"auto-submitted", b"content-language", b"content-type",
        b"content-transfer-encoding", b"mime-version",
    }  # fmt: skip
    assert isinstance(letter, EmailMessage)


# --- channels -----------------------------------------------------------------------------------------------------


@dataclass
class Received:
    """What a web server got, and what it answers."""

    answer: int = 200
    location: str = ""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""


@contextmanager
def web_server(received: Received, context: ssl.SSLContext | None = None) -> Iterator[Received]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(received.answer)
            if received.location:
                self.send_header("Location", received.location)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that goes away is no news."""

    with Server(("127.0.0.1", 0), Handler) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        received.url = f"{'https' if context else 'http'}://127.0.0.1:{server.server_address[1]}/hook/verysecret"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield received
        finally:
            server.shutdown()
            thread.join()


def post(received: Received, folder: Path, style: str = "json", message: Message = NEWS, **more: Any) -> list[str]:
    (folder / "url.txt").write_text(received.url + "\n", encoding="utf-8")
    return sending.send(Post(message), Wishes(webhook=Webhook(style, folder / "url.txt", **more)), ENOUGH).faults


def test_each_channel_gets_its_form(tmp_path: Path) -> None:
    hostile = Message("題", ["<!channel> & [here](https://example.com)"], True, {"a": 1})
    with web_server(Received()) as received:
        for style in ("slack", "teams", "json"):
            assert post(received, tmp_path, style, hostile) == []
    slack, teams, plain = received.bodies
    assert "&lt;!channel&gt; &amp;" in slack["text"]
    assert slack["mrkdwn"] is False
    card = teams["attachments"][0]
    assert teams["type"] == "message"
    assert card["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert {block["type"] for block in card["content"]["body"]} == {"RichTextBlock"}
    assert plain == {"a": 1}


def test_a_channel_that_is_not_there_refuses_or_sends_elsewhere(tmp_path: Path) -> None:
    with web_server(Received()) as elsewhere, web_server(Received(302, elsewhere.url)) as received:
        faults = post(received, tmp_path)
        received.answer = 404
        faults += post(received, tmp_path)
    assert elsewhere.bodies == []
    faults += post(received, tmp_path)
    faults += post(Received(url="http://chat.example.com/x"), tmp_path)
    faults += post(Received(url="file:///etc/passwd"), tmp_path)
    assert len(faults) == 5
    assert all(is_one_sentence(fault) and "secret" not in fault for fault in faults)


def test_the_certificate_of_a_channel_is_checked(tmp_path: Path) -> None:
    context, certificate = self_made(tmp_path)
    with web_server(Received(), context) as received:
        assert "証明書を信頼できない" in post(received, tmp_path)[0]
        assert post(received, tmp_path, ca_file=certificate) == []
    assert len(received.bodies) == 1


# --- when, and what -----------------------------------------------------------------------------------------------


def test_nothing_is_sent_where_nothing_changed_unless_asked_for() -> None:
    with mail_server(MailServer()) as server:
        own = {"departments": {"営業部": ("eigyo@example.jp",)}}
        assert sending.send(Post(QUIET, [("営業部", QUIET)]), Wishes(mail_to(server, **own)), ENOUGH).sent == 0
        assert sending.send(Post(QUIET), Wishes(mail_to(server), always=True), ENOUGH).sent == 1
        assert sending.send(Post(QUIET, [("営業部", NEWS)]), Wishes(mail_to(server, **own)), ENOUGH).sent == 1
    assert [to for to, _ in server.letters] == [["soumu@example.jp"], ["eigyo@example.jp"]]


def test_a_failure_names_places_only_where_that_is_allowed() -> None:
    sentence = "/共有/山田太郎 が見つかりません。"
    closed, open_ = (of_failure(sentence, "", date(2026, 11, 22), code=2, paths=paths) for paths in (False, True))
    assert "山田" not in closed.text + json.dumps(closed.data, ensure_ascii=False)
    assert "山田" in open_.text
    assert closed.is_news


def test_a_register_without_scans_has_a_morning_too() -> None:
    facts = Facts(date(2026, 11, 22), None, None, Counter(), 0, Counter(), [], {})
    assert [item.code for item in items(facts)] == ["scan"]
    assert not of_morning(facts, "", paths=False).is_news


# --- settings -----------------------------------------------------------------------------------------------------

MAIL = {"host": "mail.example.jp", "from": "a@example.jp", "to": ["b@example.jp"]}


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"mail": "x"},
        {"mail": {**MAIL, "password": "secret"}},
        {"webhook": {"style": "slack", "url": "https://hooks.example.com/verysecret"}},
        {"mail": {**MAIL, "host": "mail\r\nX"}},
        {"mail": {**MAIL, "to": ["b@example.jp\r\nBcc: c@example.jp"]}},
        {"mail": {**MAIL, "port": 0}},
        {"mail": {**MAIL, "security": "none", "user": "daicho"}},
        {"mail": {"host": "mail.example.jp"}},
        {"mail": {**MAIL, "colour": "red"}},
        {"webhook": {"style": "fax"}},
        {"webhook": {}},
        {"mail": MAIL, "always": "yes"},
    ],
)
def test_wishes_that_cannot_be_met(table: dict[str, Any]) -> None:
    with pytest.raises(Unfit) as caught:
        parse(table)
    assert is_one_sentence(str(caught.value))
    assert "secret" not in str(caught.value)


def test_wishes_are_read_from_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "daicho.toml"
    file.write_text(
        '[notify]\npaths = true\n[notify.mail]\nhost = "mail.example.jp"\nsecurity = "ssl"\nfrom = "a@example.jp"\n'
        'to = "b@example.jp"\nuser = "u"\npassword_file = "p.txt"\n'
        '[notify.mail.departments]\n"営業部" = "e@example.jp"\n'
        '[notify.webhook]\nstyle = "teams"\nurl_file = "url.txt"\n',
        encoding="utf-8",
    )
    wishes = Settings.load(file).notify
    assert wishes is not None
    assert wishes.mail is not None
    assert wishes.webhook is not None
    assert (wishes.mail.port, wishes.mail.password) == (465, str(tmp_path / "p.txt"))
    assert wishes.mail.departments["営業部"] == ("e@example.jp",)
    assert wishes.webhook.url_file == tmp_path / "url.txt"
    file.write_text("[notify]\nwhat = 1\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"notify\.what"):
        Settings.load(file)


# --- the commands -------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_scan_tells_what_changed_and_that_it_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    run: Run = here(monkeypatch, capsysbinary, tmp_path)
    share = tmp_path / "share"
    share.mkdir()
    assert run("scan", "share", "--workers", "1", "--notify").code == 2
    (share / "顧客.csv").write_text(shares.CUSTOMERS, encoding="utf-8")
    with web_server(Received()) as received:
        monkeypatch.setenv("DAICHO_WEBHOOK_URL", received.url)
        settings = 'company = "株式会社みほん"\nkey_file = "key"\n[notify.webhook]\nstyle = "json"\n'
        scanned(tmp_path, [report("顧客.csv", root=str(share))], settings)
        (share / "番号.csv").write_text(shares.MY_NUMBERS, encoding="utf-8")
        assert run("scan", "share", "--workers", "1", "--notify").code == 0
        assert run("scan", "nowhere", "--notify").code == 2
    news, failure = received.bodies
    assert news["news"] is True
    assert news["company"] == "株式会社みほん"
    assert news["items"]["changes"]["new"] == 1
    assert news["items"]["sensitive"]["count"] == 1
    written_out = json.dumps(news, ensure_ascii=False)
    assert "番号.csv" not in written_out
    assert "123456789018" not in written_out
    assert str(tmp_path) not in written_out
    assert failure["failed"] == {"exit_code": 2}
    done = run("summary", "--notify")  # nobody listens any more: a warning, and the exit code stays
    assert done.code == 0
    assert "通知を送れませんでした" in done.err
    assert "verysecret" not in done.err
