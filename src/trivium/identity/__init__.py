"""Who signs in, and what they may do."""

from trivium.identity.identity import Identity
from trivium.identity.principal import Principal
from trivium.identity.settings import IdentitySettings, OidcProvider

__all__ = ["Identity", "IdentitySettings", "OidcProvider", "Principal"]
