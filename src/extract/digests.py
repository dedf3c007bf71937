"""SHA-256 from where it is at hand: `hashlib` loads all of OpenSSL for it, which each start would pay for."""

from __future__ import annotations

from typing import Any

_sha256: Any
try:
    from _sha2 import sha256 as _sha256  # type: ignore[import-not-found, no-redef, unused-ignore]
except ImportError:  # before Python 3.12
    try:
        from _sha256 import sha256 as _sha256  # type: ignore[import-not-found, no-redef, unused-ignore]
    except ImportError:
        from hashlib import sha256 as _sha256


def sha256(content: bytes) -> bytes:
    """Return the digest of some bytes.

    >>> sha256(b"").hex()[:8]
    'e3b0c442'
    """
    digest: bytes = _sha256(content).digest()
    return digest
