"""Mail, to one server by SMTP."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from trivium.errors import InvalidInput
from trivium.kernel.moments import from_ms
from trivium.work.notifications.channels.channel import Message, Outcome
from trivium.work.notifications.template import line

_TIMEOUT_SECONDS = 12.0
"""For each of the ten or so steps of a conversation."""
_PORTS = {"smtp": 587, "smtps": 465}
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_LONGEST_WHY = 300
_FOR_EVER = 500
_FULL = 552
"""A mailbox that is full may be emptied, although the server says that it is for ever."""


class Mail:
    """Sends mail. Its `Message-ID` is the same however often a message is tried."""

    def __init__(self, url: str, sender: str) -> None:
        """`smtp://user:password@host:587` or `smtps://…`; the sender is an address.

        With `smtp` the line is encrypted before anything is said, unless the server is on this machine.

        Raises:
            InvalidInput: it is no such URL, or no address (`notification/mail-url`).
        """
        try:
            parts = urlsplit(url)
            port = parts.port or _PORTS[parts.scheme]
            self._sender = Address(addr_spec=sender)
        except (ValueError, KeyError, MessageError, IndexError) as error:
            raise _no_server() from error
        if not parts.hostname or not self._sender.domain:
            raise _no_server()
        self._is_implicit = parts.scheme == "smtps"
        self._host, self._port = parts.hostname, port
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")

    def __repr__(self) -> str:
        return f"Mail({self._host}:{self._port})"

    def send(self, message: Message) -> Outcome:
        try:
            to = Address(addr_spec=message.to)
        except (ValueError, MessageError, IndexError):
            return Outcome("refused", "This is no mail address.")
        try:
            server = self._connected()
        except (smtplib.SMTPException, OSError) as error:
            return Outcome("down", _said(error))
        try:
            return self._handed_over(server, self._mail(message, to), to)
        except (smtplib.SMTPException, OSError) as error:
            return Outcome("down", _said(error))
        finally:
            with suppress(smtplib.SMTPException, OSError):  # what was taken stays taken
                server.quit()
            server.close()

    def _connected(self) -> smtplib.SMTP:
        if self._is_implicit:
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, timeout=_TIMEOUT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=_TIMEOUT_SECONDS)
        try:
            if not self._is_implicit and self._host not in _LOOPBACK:
                server.starttls(context=ssl.create_default_context())
            if self._user:
                server.login(self._user, self._password)
        except BaseException:
            server.close()
            raise
        return server

    def _mail(self, message: Message, to: Address) -> EmailMessage:
        mail = EmailMessage(policy=SMTP)
        mail["From"] = Address(display_name="Trivium", addr_spec=self._sender.addr_spec)
        mail["To"] = to
        mail["Subject"] = line(message.subject)
        mail["Date"] = format_datetime(from_ms(message.at))
        mail["Message-ID"] = f"<{message.id}@{self._sender.domain}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence is told to us
        mail.set_content(message.text)
        return mail

    def _handed_over(self, server: smtplib.SMTP, mail: EmailMessage, to: Address) -> Outcome:
        """Once the server has said yes to the content, it is its own to deliver."""
        try:
            server.send_message(mail, self._sender.addr_spec, [to.addr_spec])
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            return _judged(code, said)
        except smtplib.SMTPNotSupportedError as error:
            return Outcome("refused", _said(error))
        except smtplib.SMTPSenderRefused as error:
            return Outcome("down", _said(error))
        except smtplib.SMTPDataError as error:
            return _judged(error.smtp_code, error.smtp_error)
        return Outcome("sent")


def _judged(code: int, said: bytes | str) -> Outcome:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    is_for_ever = code >= _FOR_EVER and code != _FULL
    return Outcome("refused" if is_for_ever else "later", line(f"{code} {text}", _LONGEST_WHY))


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _judged(error.smtp_code, error.smtp_error).why
    return line(f"{type(error).__name__}: {error}", _LONGEST_WHY)


def _no_server() -> InvalidInput:
    return InvalidInput(
        "Expected a mail server such as smtp://user:password@mail.example:587 and the address that mail"
        " comes from, but one of the two is none. Set TRIVIUM_MAIL_URL and TRIVIUM_MAIL_FROM.",
        code="notification/mail-url",
    )
