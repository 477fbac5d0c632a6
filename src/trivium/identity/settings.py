"""How long things last, how often they may be tried, which identity providers there are."""

from __future__ import annotations

from datetime import timedelta

import msgspec


class OidcProvider(msgspec.Struct, frozen=True, kw_only=True):
    """An OpenID Connect provider whose people may sign in.

    `makes_users` has unknown people become users of `tenant` when they sign in for the first time;
    without it an administrator makes them first, under the name that `user_claim` gives.
    """

    name: str
    issuer: str
    client_id: str
    client_secret: str | None = None
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    user_claim: str = "preferred_username"
    groups_claim: str | None = None
    """The claim that lists groups; those that exist here are taken over at each sign-in."""
    makes_users: bool = False
    tenant: str = ""


class IdentitySettings(msgspec.Struct, frozen=True, kw_only=True):
    """What an installation decides about signing in."""

    access_for: timedelta = timedelta(minutes=10)
    """How long an access token is good for."""
    refresh_for: timedelta = timedelta(days=14)
    """How long a refresh token is good for; each use gives a new one."""
    session_for: timedelta = timedelta(days=60)
    """After which people sign in again, however often they refresh."""
    challenge_for: timedelta = timedelta(minutes=10)
    """How long a sign-in that is half done waits for its second half."""
    sign_keys_for: timedelta = timedelta(days=30)
    """After which a new key signs access tokens."""
    free_failures: int = 5
    """So many wrong passwords or codes before a user has to wait."""
    longest_wait: timedelta = timedelta(minutes=15)
    """The wait doubles with each further failure, up to this."""
    sign_ins_per_address: str = "30/minute"
    """How often one address may try to sign in, as `number/period`."""
    remember_for: timedelta = timedelta(seconds=1)
    """After which a node asks the database whether another has changed who may do what."""
    shortest_password: int = 10
    issuer: str = "trivium"
    """The issuer and audience of access tokens."""
    providers: tuple[OidcProvider, ...] = ()
