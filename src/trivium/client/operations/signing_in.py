"""Signing in, described as calls.

Written by `tools/client_operations.py` from the OpenAPI document.
"""

from __future__ import annotations

from trivium.client import shapes
from trivium.client.call import Call, given, segment


def sign_in(
    *, username: str, password: str, cookie: bool = False
) -> Call[shapes.SecondFactorChallenge]:
    """Sign in with name and password.

    Who has a second factor is answered 202 with a challenge for it.

    Refusals: `identity/wrong-credentials`, `identity/too-many-attempts`.
    """
    return Call(
        operation="signIn",
        method="POST",
        path="/api/auth/token",
        answer=shapes.SecondFactorChallenge,
        body=given(username=username, password=password, cookie=cookie),
    )


def answer_challenge(*, challenge: str, code: str, cookie: bool = False) -> Call[shapes.Tokens]:
    """Answer the challenge for a second factor, which completes the sign-in.

    Refusals: `identity/wrong-credentials`, `identity/too-many-attempts`.
    """
    return Call(
        operation="answerChallenge",
        method="POST",
        path="/api/auth/mfa",
        answer=shapes.Tokens,
        body=given(challenge=challenge, code=code, cookie=cookie),
    )


def refresh_tokens(*, refresh_token: str | None = None) -> Call[shapes.Tokens]:
    """Get new tokens for a refresh token, which is used up.

    Used twice it ends the session: one of the two who had it has stolen it.
    """
    return Call(
        operation="refreshTokens",
        method="POST",
        path="/api/auth/refresh",
        answer=shapes.Tokens,
        body=given(refresh_token=refresh_token),
    )


def sign_out(*, refresh_token: str | None = None) -> Call[None]:
    """Sign out: the session of the refresh token is over, its access tokens too."""
    return Call(
        operation="signOut",
        method="POST",
        path="/api/auth/logout",
        body=given(refresh_token=refresh_token),
    )


def list_providers() -> Call[shapes.Providers]:
    """List the ways to sign in."""
    return Call(
        operation="listProviders", method="GET", path="/api/auth/providers", answer=shapes.Providers
    )


def begin_oidc(provider: str, *, return_to: str = "/") -> Call[None]:
    """Sign in at an identity provider: sends the browser there.

    Refusals: `identity/provider-refused`, `identity/not-found`, `identity/provider-unavailable`.
    """
    return Call(
        operation="beginOidc",
        method="GET",
        path=f"/api/auth/oidc/{segment(provider)}",
        query=given(return_to=return_to),
        also_good=frozenset({303}),
    )


def finish_oidc(provider: str, *, state: str = "", code: str = "") -> Call[None]:
    """Come back from an identity provider: the refresh token comes as a cookie.

    Refusals: `identity/provider-refused`, `identity/not-a-user-here`, `identity/not-found`,
    `identity/provider-unavailable`.
    """
    return Call(
        operation="finishOidc",
        method="GET",
        path=f"/api/auth/oidc/{segment(provider)}/callback",
        query=given(state=state, code=code),
        also_good=frozenset({303}),
    )


def get_signing_keys() -> Call[shapes.SigningKeys]:
    """Get the public keys that verify access tokens."""
    return Call(
        operation="getSigningKeys", method="GET", path="/api/auth/keys", answer=shapes.SigningKeys
    )


def get_me() -> Call[shapes.Me]:
    """Tell who one is, and what one may do."""
    return Call(operation="getMe", method="GET", path="/api/auth/me", answer=shapes.Me)


def change_own_password(
    *, old_password: str, new_password: str, cookie: bool = False
) -> Call[shapes.Tokens]:
    """Change one's own password; all other sessions end.

    Refusals: `identity/wrong-credentials`, `identity/weak-password`, `identity/too-many-attempts`.
    """
    return Call(
        operation="changeOwnPassword",
        method="POST",
        path="/api/auth/password",
        answer=shapes.Tokens,
        body=given(old_password=old_password, new_password=new_password, cookie=cookie),
    )


def list_sessions() -> Call[shapes.Sessions]:
    """List one's open sessions, the newest first."""
    return Call(
        operation="listSessions", method="GET", path="/api/auth/sessions", answer=shapes.Sessions
    )


def end_session(session_id: str) -> Call[None]:
    """End one of one's own sessions.

    Refusals: `identity/not-found`.
    """
    return Call(
        operation="endSession", method="DELETE", path=f"/api/auth/sessions/{segment(session_id)}"
    )


def enrol_second_factor() -> Call[shapes.SecondFactorEnrolment]:
    """Begin with a second factor: codes of an authenticator (TOTP).

    Refusals: `identity/not-found`, `identity/has-second-factor`.
    """
    return Call(
        operation="enrolSecondFactor",
        method="POST",
        path="/api/auth/mfa/totp",
        answer=shapes.SecondFactorEnrolment,
    )


def confirm_second_factor(*, code: str) -> Call[shapes.RecoveryCodes]:
    """Confirm the second factor by a code; from now on it is asked for.

    Refusals: `identity/wrong-credentials`, `identity/not-found`, `identity/no-second-factor`,
    `identity/too-many-attempts`.
    """
    return Call(
        operation="confirmSecondFactor",
        method="POST",
        path="/api/auth/mfa/totp/confirm",
        answer=shapes.RecoveryCodes,
        body=given(code=code),
    )


def give_up_second_factor(*, code: str) -> Call[None]:
    """Give the second factor up, with a code of it.

    Refusals: `identity/wrong-credentials`, `identity/no-second-factor`, `identity/too-many-attempts`.
    """
    return Call(
        operation="giveUpSecondFactor",
        method="POST",
        path="/api/auth/mfa/totp/give-up",
        body=given(code=code),
    )
