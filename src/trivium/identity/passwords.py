"""Passwords: which are good enough, hashing and verifying."""

from __future__ import annotations

import secrets
import threading

from pwdlib import PasswordHash
from pwdlib.exceptions import PwdlibError
from pwdlib.hashers.argon2 import Argon2Hasher

from trivium.errors import InvalidInput

_LONGEST = 1000
_AT_ONCE = 2
"""Each hash takes 64 MiB: so many sign-ins are worked on at the same time, the others wait."""
_COMMON = (
    "1234567890 0123456789 qwertyuiop password12 password123 passw0rd123 letmein123 iloveyou12"
    " welcome123 changeme123 administrator 1q2w3e4r5t 1qaz2wsx3edc abcdefghij aaaaaaaaaa"
    " trivium123"
)
_ONE_TIME_WORDS = 4


class Passwords:
    """Argon2id; a hash with older parameters is made anew when its password is verified."""

    def __init__(self, shortest: int) -> None:
        self._shortest = shortest
        self._hasher = PasswordHash((Argon2Hasher(),))
        self._working = threading.BoundedSemaphore(_AT_ONCE)
        self._of_nobody: str | None = None

    def hash(self, password: str) -> str:
        """The hash to keep."""
        with self._working:
            return self._hasher.hash(password)

    def verify(self, password: str, known: str | None) -> tuple[bool, str | None]:
        """Whether it is the password, and a new hash if the old one is dated.

        Without a known hash it is no, and takes as long.
        """
        is_somebody = known is not None
        if known is None:
            if self._of_nobody is None:
                self._of_nobody = self.hash(secrets.token_urlsafe(16))
            known = self._of_nobody
        with self._working:
            try:
                is_right, new = self._hasher.verify_and_update(password[:_LONGEST], known)
            except PwdlibError:
                return False, None
        return (is_right and is_somebody), (new if is_somebody else None)

    def refuse_weak(self, password: str, user: str) -> None:
        """Whether it may be somebody's password.

        Raises:
            InvalidInput: it is too short, too long, common, or has the user's name in it.
        """
        why = None
        if len(password) < self._shortest:
            why = f"has {len(password)} characters"
        elif len(password) > _LONGEST:
            why = f"is longer than {_LONGEST} characters"
        elif user.casefold() in password.casefold():
            why = "has the user's name in it"
        elif password.casefold() in _COMMON.split() or len(set(password)) == 1:
            why = "is one of those that are tried first"
        if why is not None:
            raise InvalidInput(
                f"Expected a password of at least {self._shortest} characters that is hard to guess,"
                f" but it {why}.",
                code="identity/weak-password",
            )


def one_time() -> str:
    """A password to be typed once, and then changed: 80 bits."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join(
        "".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(_ONE_TIME_WORDS)
    )
