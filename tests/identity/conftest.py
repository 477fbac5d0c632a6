"""Identity on an engine in memory, whose time is moved by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

from trivium import testing
from trivium.identity import Identity, IdentitySettings, passwords

SECRET = b"a secret of the installation, 32+"
AT_ONCE = IdentitySettings(remember_for=timedelta())


@pytest.fixture(scope="session", autouse=True)
def quick_hashes():
    """Hashes that cost next to nothing: how much they cost is the library's default."""
    with pytest.MonkeyPatch.context() as patch:
        quick = Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1)
        patch.setattr(passwords, "Argon2Hasher", lambda: quick)
        yield


@pytest.fixture(params=["memory", "postgresql"])
def engine(request):
    url = (
        request.getfixturevalue("postgresql_url") if request.param == "postgresql" else "sqlite://"
    )
    with testing.TestEngine(url) as found:
        yield found


@pytest.fixture
def identity(engine):
    return Identity(engine.database, engine.clock, SECRET, AT_ONCE)


@pytest.fixture
def mary(identity):
    """A person with a password."""
    return identity.users.add("mary", name="Mary", password="correct horse")
