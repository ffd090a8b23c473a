"""A message by mail: to a server of the user's, over a connection whose certificate is checked."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid

from inventory.notifying.message import Message
from inventory.notifying.secret import password_of
from inventory.notifying.undelivered import TIMEOUT, Undelivered, in_words, trusting
from inventory.notifying.wishes import Mail


def written(message: Message, mail: Mail, to: Sequence[str]) -> EmailMessage:
    """The mail: UTF-8, one subject line whatever a company or file is called."""
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = message.subject
    letter["From"] = mail.sender
    letter["To"] = ", ".join(to)
    letter["Date"] = formatdate(localtime=True)
    letter["Message-ID"] = make_msgid(domain=mail.sender.rpartition("@")[2])
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.text)
    letter["Content-Language"] = "ja"
    return letter


def send(message: Message, mail: Mail, to: Sequence[str]) -> None:
    """Hand a message to the mail server; Undelivered says in one sentence what stood in the way."""
    password = password_of(mail) if mail.user else ""
    if not (mail.user + password).isascii():
        raise Undelivered("メールのユーザー名とパスワードに使えるのは、半角の英数字と記号だけです。")
    letter = written(message, mail, to)
    try:
        with _connected(mail) as server:
            if mail.user:
                server.login(mail.user, password)
            refused = server.send_message(letter, mail.sender, list(to))
    except smtplib.SMTPAuthenticationError:
        raise Undelivered(f"メールサーバー {mail.host} が、ユーザー名かパスワードを受け付けません。") from None
    except smtplib.SMTPRecipientsRefused:
        raise Undelivered(
            f"メールサーバー {mail.host} が、宛先を受け付けません。設定の to を確かめてください。"
        ) from None
    except smtplib.SMTPNotSupportedError:
        remedy = "設定の security か user を確かめてください。"
        raise Undelivered(f"メールサーバー {mail.host} は、暗号化か認証に対応していません。{remedy}") from None
    except smtplib.SMTPResponseException as error:
        raise Undelivered(f"メールサーバー {mail.host} に断られました（応答 {error.smtp_code}）。") from None
    except smtplib.SMTPException:
        raise Undelivered(f"メールサーバー {mail.host} との通信が途中で切れました。") from None
    except (OSError, ValueError) as error:
        raise Undelivered(in_words(error, f"メールサーバー {mail.host}")) from None
    if refused:
        raise Undelivered(f"宛先 {len(refused):,}件が、メールサーバー {mail.host} に断られました。")


def _connected(mail: Mail) -> smtplib.SMTP:
    if mail.security == "ssl":
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=TIMEOUT, context=trusting(mail.ca_file))
    server = smtplib.SMTP(mail.host, mail.port, timeout=TIMEOUT)
    if mail.security == "starttls":
        try:
            server.starttls(context=trusting(mail.ca_file))
        except (ssl.SSLError, smtplib.SMTPException, OSError):
            server.close()
            raise
    return server
