"""The façade: people, signing in and rights on one database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.engine.moments import instant
from trivium.identity.api_keys import ApiKeys
from trivium.identity.attempts import Attempts
from trivium.identity.grants import Grants
from trivium.identity.groups import Groups, Tenants
from trivium.identity.infos import RecordEntry
from trivium.identity.ledger import Ledger
from trivium.identity.oidc import Oidc
from trivium.identity.passwords import Passwords, one_time
from trivium.identity.permissions import ADMIN
from trivium.identity.principals import Principals
from trivium.identity.scope import tenant_for
from trivium.identity.sealing import Sealing
from trivium.identity.second_factor import SecondFactor
from trivium.identity.settings import IdentitySettings
from trivium.identity.sign_in import SignIn
from trivium.identity.tokens import AccessTokens, KeyRing
from trivium.identity.users import Users
from trivium.kernel import codec
from trivium.store.identity import people, record

if TYPE_CHECKING:
    from trivium.engine.clock import Clock
    from trivium.identity.principal import Principal
    from trivium.store.database import Database

FIRST_USER = "admin"


class Identity:
    """People, signing in and grants.

    Its areas are `users`, `groups`, `tenants`, `grants`, `api_keys`, `sign_in`, `second_factor` and `oidc`;
    `principals` says who has a token.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        secret: bytes,
        settings: IdentitySettings | None = None,
    ) -> None:
        self.settings = settings or IdentitySettings()
        ledger = Ledger(database, clock, self.settings.remember_for.total_seconds())
        sealing = Sealing(secret)
        passwords = Passwords(self.settings.shortest_password)
        self._ledger = ledger
        self.users = Users(ledger, passwords)
        self.groups = Groups(ledger)
        self.tenants = Tenants(ledger)
        self.grants = Grants(ledger)
        self.api_keys = ApiKeys(ledger)
        self.keys = KeyRing(ledger, sealing, self.settings)
        access = AccessTokens(ledger, self.keys, self.settings)
        self.attempts = Attempts(ledger, self.settings)
        self.sign_in = SignIn(ledger, passwords, self.attempts, access, self.settings)
        self.second_factor = SecondFactor(
            ledger, sealing, self.attempts, self.sign_in, self.settings.issuer
        )
        self.oidc = Oidc(ledger, sealing, self.sign_in, self.users, self.settings)
        self.principals = Principals(ledger, access, self.api_keys)

    def first_start(self) -> tuple[str, str] | None:
        """Makes the first administrator, where nobody is yet; gives name and one-time password."""
        with self._ledger.reading() as connection:
            if people.count_users(connection):
                return None
        password = one_time()
        self.users.add(
            FIRST_USER,
            name="Administrator",
            password=password,
            must_change_password=True,
            roles=[ADMIN],
        )
        return FIRST_USER, password

    def record(  # the filters of the list
        self,
        by: Principal | None = None,
        *,
        before: int | None = None,
        limit: int = 50,
        target_kind: str | None = None,
        target: str | None = None,
        actor: str | None = None,
    ) -> list[RecordEntry]:
        """What was changed, and who signed in, the newest first; one more than asked for if there is more."""
        of = None if by is None or by.is_over_all else tenant_for(by, None)
        filters = {"target_kind": target_kind, "target_id": target, "actor": actor}
        with self._ledger.reading() as connection:
            found = record.entries(connection, of, before, limit, **filters)
        return [
            RecordEntry(
                position=row["position"],
                tenant=row["tenant_id"],
                at=instant(row["at"]),
                actor=row["actor"],
                action=row["action"],
                target_kind=row["target_kind"],
                target=row["target_id"],
                content=codec.decode(row["content"]),
            )
            for row in found
        ]
