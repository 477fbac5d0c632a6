"""Secrets in the database, encrypted."""

from __future__ import annotations

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from trivium.errors import InvalidInput

_VERSION = b"\x01"
_NONCE_BYTES = 12
_SHORTEST_SECRET = 32


class Sealing:
    """AES-256-GCM under a key made from the installation's secret; what it seals is bound to its place."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < _SHORTEST_SECRET:
            raise InvalidInput(
                f"Expected an installation's secret of at least {_SHORTEST_SECRET} bytes, but found"
                f" {len(secret)}.",
                code="identity/secret-too-short",
            )
        key = hashlib.blake2b(secret, digest_size=32, person=b"trivium-identity").digest()
        self._cipher = AESGCM(key)

    def seal(self, content: bytes, place: str) -> bytes:
        """Encrypts; only what asks for the same place can open it."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _VERSION + nonce + self._cipher.encrypt(nonce, content, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """Decrypts.

        Raises:
            InvalidInput: it was sealed with another secret, or for another place.
        """
        nonce, content = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, content, place.encode())
        except InvalidTag as error:
            raise InvalidInput(
                "Expected what was encrypted with this installation's secret, but it is another one."
                " Give the secret that the database was made with.",
                code="identity/other-secret",
            ) from error


def digest(token: str) -> str:
    """How a token of much chance is kept: by its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()
