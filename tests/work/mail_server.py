"""A real SMTP server on loopback that does as a test says."""

from __future__ import annotations

import socket
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


class MailServer:
    """`recipients` and `contents` are answers by address; `before` is called when a message has come in,
    `after` when it was taken."""

    def __init__(self):
        self.taken = []
        self.tried = []
        self.recipients = {}
        self.contents = {}
        self.before = lambda message: None
        self.passwords = []
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=_free_port(),
            auth_required=False,
            auth_require_tls=False,
            authenticator=self._authenticate,
        )

    def __enter__(self):
        self._controller.start()
        return self

    def __exit__(self, *_):
        self._controller.stop()

    @property
    def port(self):
        return self._controller.port

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def _authenticate(self, server, session, envelope, mechanism, data):
        from aiosmtpd.smtp import AuthResult  # noqa: PLC0415

        self.passwords.append(data.password)
        return AuthResult(success=data.password == b"right", handled=False)

    async def handle_RCPT(  # noqa: N802  # the name that the server calls
        self, server, session, envelope, address, options
    ):
        answer = self.recipients.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  # the same
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.tried.append(message)
        answer = self.contents.get(envelope.rcpt_tos[0], "250 OK")
        if answer == "hang up":
            server.transport.abort()
            return "250 OK"
        self.before(message)
        if answer.startswith("250"):
            self.taken.append(message)
        return answer


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
