"""A small OpenID Connect provider on loopback: real HTTP, real signatures, PKCE checked."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

KEY = RSAKey.generate_key(2048, {"kid": "1"})


class Provider:
    """Signs in whomever the test says, without asking."""

    def __init__(self, clock):
        self.clock = clock
        self.client = ("trivium", "s3cret")
        self.key = KEY
        self.codes = {}
        self.changes = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def sign_in(self, url, **claims):
        """What a person does in the browser: gives the code and state that it is sent back with."""
        asked = {name: found[0] for name, found in parse_qs(urlsplit(url).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = (asked, claims)
        return code, asked["state"]

    def token(self, form, credentials):
        """The answer of the token endpoint: status and body."""
        found = self.codes.pop(form.get("code"), None)
        if found is None or credentials != self.client:
            return 400, {"error": "invalid_grant"}
        asked, claims = found
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenge != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        now = self.clock.now_ms() // 1000
        told = {
            "iss": self.issuer,
            "aud": self.client[0],
            "sub": "1234",
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + 300,
            **claims,
            **self.changes,
        }
        signed = jwt.encode({"alg": "RS256", "kid": self.key.kid}, told, self.key)
        return 200, {"access_token": "a", "token_type": "Bearer", "id_token": signed}

    def _handler(self):
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                if self.path == "/.well-known/openid-configuration":
                    issuer = provider.issuer
                    self._answer(
                        200,
                        {
                            "issuer": issuer,
                            "authorization_endpoint": f"{issuer}/authorize",
                            "token_endpoint": f"{issuer}/token",
                            "jwks_uri": f"{issuer}/keys",
                        },
                    )
                else:
                    self._answer(200, {"keys": [provider.key.as_dict(private=False)]})

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                form = {name: found[0] for name, found in parse_qs(body).items()}
                basic = base64.b64decode(self.headers["authorization"].split()[1]).decode()
                self._answer(*provider.token(form, tuple(basic.split(":"))))

            def _answer(self, status, content):
                data = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                """Says nothing."""

        return Handler
