"""Folded text and its blocks in, the digest of the body out: a repost has the body of another bulletin.

Title, header and footer are left out, and so is white space: what differs from site to site. The body is
folded, so the editions in both scripts have one digest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extract.digests import sha256
from extract.spans import Block

_BODY: Final = frozenset({"heading", "paragraph", "note"})


def body_digest(text: str, blocks: Sequence[Block]) -> str | None:
    """Return the SHA-256 of the body as hex digits, None where there is none.

    >>> here, there = [Block("paragraph", 0, 6)], [Block("title", 0, 2), Block("paragraph", 3, 10)]
    >>> body_digest("全村268户", here) == body_digest("通报\\n全村 268户", there)
    True
    """
    body = "".join("".join(text[b.start : b.end].split()) for b in blocks if b.kind in _BODY)
    return sha256(body.encode("utf-8", "replace")).hex() if body else None
