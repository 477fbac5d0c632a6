"""`/api/auth`: signing in, and what people do about themselves."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from trivium.api import cookies
from trivium.api.dependencies import Address, MaybePrincipal, Oneself, TheIdentity
from trivium.api.exact import Exact, ExactRoute
from trivium.api.problems import answers, reads, writes
from trivium.api.schemas.auth import (
    Code,
    Credentials,
    Me,
    NewPassword,
    Providers,
    RecoveryCodes,
    RefreshToken,
    SecondFactorAnswer,
    SecondFactorChallenge,
    SecondFactorEnrolment,
    Session,
    Sessions,
    SigningKeys,
    Tokens,
)
from trivium.errors import NotAuthenticated
from trivium.identity.infos import Challenge
from trivium.identity.infos import Tokens as TokensInfo

router = APIRouter(prefix="/api/auth", tags=["signing in"], route_class=ExactRoute)
_WRONG = "401 identity/wrong-credentials"
_OFTEN = "429 identity/too-many-attempts"
_REFUSED = "401 identity/provider-refused"
_BAD = "401 identity/bad-token"


def _tokens(request: Request, found: TokensInfo, *, in_cookie: bool) -> Exact:
    answer = Exact(Tokens.of(found, in_cookie=in_cookie))
    answer.headers["cache-control"] = "no-store"
    if in_cookie:
        cookies.put(answer, request, found)
    return answer


@router.post(
    "/token",
    response_model=Tokens,
    responses=writes(_WRONG, _OFTEN)
    | {202: {"model": SecondFactorChallenge, "description": "Now the second factor."}},
    operation_id="signIn",
)
def sign_in(identity: TheIdentity, body: Credentials, request: Request, address: Address) -> Exact:
    """Sign in with name and password.

    Who has a second factor is answered 202 with a challenge for it.
    """
    found = identity.sign_in.with_password(body.username, body.password, address=address)
    if isinstance(found, Challenge):
        return Exact(SecondFactorChallenge.of(found), status_code=202)
    return _tokens(request, found, in_cookie=body.cookie)


@router.post(
    "/mfa", response_model=Tokens, responses=writes(_WRONG, _OFTEN), operation_id="answerChallenge"
)
def answer_challenge(
    identity: TheIdentity, body: SecondFactorAnswer, request: Request, address: Address
) -> Exact:
    """Answer the challenge for a second factor, which completes the sign-in."""
    found = identity.second_factor.answer(body.challenge, body.code, address=address)
    return _tokens(request, found, in_cookie=body.cookie)


@router.post(
    "/refresh", response_model=Tokens, responses=writes(_BAD), operation_id="refreshTokens"
)
def refresh(
    identity: TheIdentity,
    request: Request,
    body: RefreshToken = RefreshToken(),  # noqa: B008  # nothing changes it
) -> Exact:
    """Get new tokens for a refresh token, which is used up.

    Used twice it ends the session: one of the two who had it has stolen it.
    """
    token = body.refresh_token or cookies.take(request)
    if token is None:
        raise NotAuthenticated(
            "Expected a refresh token in the body or the cookie, but found none. Sign in.",
            code="identity/bad-token",
        )
    found = identity.sign_in.refresh(token)
    return _tokens(request, found, in_cookie=body.refresh_token is None)


@router.post("/logout", status_code=204, responses=writes(), operation_id="signOut")
def sign_out(
    identity: TheIdentity,
    request: Request,
    body: RefreshToken = RefreshToken(),  # noqa: B008  # nothing changes it
) -> Response:
    """Sign out: the session of the refresh token is over, its access tokens too."""
    token = body.refresh_token or cookies.take(request)
    if token is not None:
        identity.sign_in.sign_out(token)
    answer = Response(status_code=204)
    cookies.drop(answer, request)
    return answer


@router.get(
    "/providers", response_model=Providers, responses=answers(), operation_id="listProviders"
)
def list_providers(identity: TheIdentity, request: Request) -> Exact:
    """List the ways to sign in."""
    names = [each.name for each in identity.settings.providers]
    return Exact(Providers(providers=names, development=request.app.state.is_development))


@router.get(
    "/oidc/{provider}",
    status_code=303,
    response_class=Response,
    responses=reads("404 identity/not-found", "503 identity/provider-unavailable", _REFUSED)
    | {303: {"description": "To the identity provider."}},
    operation_id="beginOidc",
)
def begin_oidc(
    identity: TheIdentity,
    request: Request,
    provider: str,
    return_to: Annotated[str, Query(max_length=2000)] = "/",
) -> Response:
    """Sign in at an identity provider: sends the browser there."""
    back = str(request.url_for("finish_oidc", provider=provider))
    begun = identity.oidc.begin(provider, back, return_to)
    answer = RedirectResponse(begun.url, status_code=303)
    cookies.put_state(answer, request, begun)
    return answer


@router.get(
    "/oidc/{provider}/callback",
    status_code=303,
    response_class=Response,
    responses=reads(
        "404 identity/not-found",
        "503 identity/provider-unavailable",
        _REFUSED,
        "401 identity/not-a-user-here",
    )
    | {303: {"description": "Signed in: to the page that asked for it."}},
    operation_id="finishOidc",
)
def finish_oidc(
    identity: TheIdentity,
    request: Request,
    provider: str,
    state: Annotated[str, Query(max_length=500)] = "",
    code: Annotated[str, Query(max_length=4000)] = "",
) -> Response:
    """Come back from an identity provider: the refresh token comes as a cookie."""
    cookies.refuse_other_browser(request, state)
    found = identity.oidc.finish(provider, state, code)
    answer = RedirectResponse(found.return_to, status_code=303)
    cookies.put(answer, request, found.tokens)
    cookies.drop_state(answer, request)
    return answer


@router.get("/keys", response_model=SigningKeys, responses=answers(), operation_id="getSigningKeys")
def get_signing_keys(identity: TheIdentity) -> Exact:
    """Get the public keys that verify access tokens."""
    return Exact(SigningKeys(**identity.keys.public()))


@router.get("/me", response_model=Me, responses=reads(), operation_id="getMe")
def get_me(principal: MaybePrincipal, request: Request, oneself: Oneself) -> Exact:
    """Tell who one is, and what one may do."""
    is_development = request.app.state.is_development
    if principal is None:
        return Exact(_anybody(oneself))
    return Exact(Me.of(principal, development=is_development))


def _anybody(user: str) -> Me:
    return Me(
        user_id=user,
        name=None,
        tenant_id="",
        kind="person",
        groups=[],
        roles=["admin"],
        team=[],
        rights=[],
        is_admin=True,
        must_change_password=False,
        has_second_factor=False,
        development=True,
    )


@router.post(
    "/password",
    response_model=Tokens,
    responses=writes(_WRONG, _OFTEN, "422 identity/weak-password"),
    operation_id="changeOwnPassword",
)
def change_own_password(
    identity: TheIdentity, oneself: Oneself, body: NewPassword, request: Request, address: Address
) -> Exact:
    """Change one's own password; all other sessions end."""
    found = identity.sign_in.change_own_password(
        oneself, body.old_password, body.new_password, address=address
    )
    return _tokens(request, found, in_cookie=body.cookie)


@router.get("/sessions", response_model=Sessions, responses=reads(), operation_id="listSessions")
def list_sessions(identity: TheIdentity, oneself: Oneself, principal: MaybePrincipal) -> Exact:
    """List one's open sessions, the newest first."""
    this = None if principal is None else principal.session
    found = identity.sign_in.sessions(oneself)
    return Exact(Sessions(items=[Session.of(info, this) for info in found]))


@router.delete(
    "/sessions/{session_id}",
    status_code=204,
    responses=writes("404 identity/not-found"),
    operation_id="endSession",
)
def end_session(identity: TheIdentity, session_id: str, principal: MaybePrincipal) -> None:
    """End one of one's own sessions."""
    identity.sign_in.end_session(session_id, principal)


@router.post(
    "/mfa/totp",
    response_model=SecondFactorEnrolment,
    responses=writes("404 identity/not-found", "409 identity/has-second-factor"),
    operation_id="enrolSecondFactor",
)
def enrol(identity: TheIdentity, oneself: Oneself) -> Exact:
    """Begin with a second factor: codes of an authenticator (TOTP)."""
    return Exact(SecondFactorEnrolment.of(identity.second_factor.enrol(oneself)))


@router.post(
    "/mfa/totp/confirm",
    response_model=RecoveryCodes,
    responses=writes(_WRONG, _OFTEN, "404 identity/not-found", "409 identity/no-second-factor"),
    operation_id="confirmSecondFactor",
)
def confirm(identity: TheIdentity, oneself: Oneself, body: Code) -> Exact:
    """Confirm the second factor by a code; from now on it is asked for."""
    return Exact(RecoveryCodes(recovery_codes=identity.second_factor.confirm(oneself, body.code)))


@router.post(
    "/mfa/totp/give-up",
    status_code=204,
    responses=writes(_WRONG, _OFTEN, "409 identity/no-second-factor"),
    operation_id="giveUpSecondFactor",
)
def give_up(identity: TheIdentity, oneself: Oneself, body: Code) -> None:
    """Give the second factor up, with a code of it."""
    identity.second_factor.give_up(oneself, body.code)
