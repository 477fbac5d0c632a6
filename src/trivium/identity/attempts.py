"""How often something was tried: waits that grow, and limits, over all nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from limits import parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from trivium.errors import LimitExceeded, TriviumError
from trivium.store.identity import sign_in as stored

if TYPE_CHECKING:
    from trivium.identity.ledger import Ledger
    from trivium.identity.settings import IdentitySettings

_SECOND = 1000
_REMEMBERED_FOR = 24 * 3600 * _SECOND
"""Failures are forgotten after a day, and after success."""


class TooManyAttempts(LimitExceeded):
    """It was tried too often; `retry_after` says in how many seconds to try again."""

    code = "identity/too-many-attempts"


class Attempts:
    """Counts failures of a user and requests of an address."""

    def __init__(self, ledger: Ledger, settings: IdentitySettings) -> None:
        self._ledger = ledger
        self._settings = settings
        self._limiter = FixedWindowRateLimiter(CountersInDatabase(ledger))
        self._per_address = parse(settings.sign_ins_per_address)

    def admit(self, user: str, address: str | None) -> None:
        """Whether a sign-in may be tried now.

        Raises:
            TooManyAttempts: the address has tried too often, or the user has to wait.
        """
        if address is not None and not self._limiter.hit(self._per_address, address):
            reset = self._limiter.get_window_stats(self._per_address, address).reset_time
            raise _too_many(int(reset * _SECOND) - self._ledger.now())
        with self._ledger.reading() as connection:
            is_waiting, until = stored.counted(connection, f"wait:{user}", self._ledger.now())
        if is_waiting:
            raise _too_many(until - self._ledger.now())

    def failed(self, user: str, address: str | None, why: str, tenant: str = "") -> None:
        """A sign-in has failed: the more often, the longer the wait before the next."""
        with self._ledger.changing(None, revises=False) as change:
            now = change.now
            times = stored.count(change.connection, f"failed:{user}", now, now + _REMEMBERED_FOR)
            beyond = times - self._settings.free_failures
            if beyond >= 0:
                longest = self._settings.longest_wait.total_seconds()
                wait = int(min(2**beyond, longest)) * _SECOND
                stored.count(change.connection, f"wait:{user}", now, now + wait)
            told = {"why": why, "times": times, "address": address}
            change.record("sign-in-failed", "user", user, tenant=tenant, **told)

    def succeeded(self, user: str) -> None:
        """The count begins anew."""
        with self._ledger.changing(None, revises=False) as change:
            for name in ("failed", "wait"):
                stored.forget_counter(change.connection, f"{name}:{user}")

    def waits(self, user: str) -> bool:
        """Whether a user has to wait."""
        with self._ledger.reading() as connection:
            return bool(stored.counted(connection, f"wait:{user}", self._ledger.now())[0])


def _too_many(wait_ms: int) -> TooManyAttempts:
    seconds = max(1, -(-wait_ms // _SECOND))
    return TooManyAttempts(
        f"Expected fewer attempts, but it was tried too often. Try again in {seconds} seconds.",
        retry_after=seconds,
    )


class CountersInDatabase(Storage):
    """Where the library of limits counts."""

    STORAGE_SCHEME = None

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self._ledger = ledger

    @property
    def base_exceptions(self) -> type[Exception]:
        return TriviumError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        with self._ledger.changing(None, revises=False) as change:
            end = change.now + expiry * _SECOND
            return stored.count(change.connection, f"limit:{key}", change.now, end, amount)

    def get(self, key: str) -> int:
        with self._ledger.reading() as connection:
            return stored.counted(connection, f"limit:{key}", self._ledger.now())[0]

    def get_expiry(self, key: str) -> float:
        with self._ledger.reading() as connection:
            return stored.counted(connection, f"limit:{key}", self._ledger.now())[1] / _SECOND

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        with self._ledger.changing(None, revises=False) as change:
            return stored.forget_counters(change.connection, "limit:")

    def clear(self, key: str) -> None:
        with self._ledger.changing(None, revises=False) as change:
            stored.forget_counter(change.connection, f"limit:{key}")
