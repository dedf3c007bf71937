"""The address of a page and words of it in, a link to these words out: a text fragment."""

from __future__ import annotations

from typing import Final

LONGEST: Final = 80
"""Words that are longer are named by their beginning and their end."""

_BREAKS: Final = ",，、；;：:"
"""Where a word surely ends: browsers find only whole words."""


def link_to(url: str | None, words: str) -> str | None:
    """Return the link, None without an address.

    >>> link_to("https://example.org/a", "35户")
    'https://example.org/a#:~:text=%33%35%E6%88%B7'
    """
    if not url or not words:
        return None
    shown = " ".join(words.split())
    if len(shown) > LONGEST:
        first, last = _first_part(shown), _last_part(shown)
        if len(first) + len(last) < len(shown):
            return f"{url}{_joint(url)}{_encode(first)},{_encode(last)}"
    return f"{url}{_joint(url)}{_encode(shown)}"


def _joint(url: str) -> str:
    return ":~:text=" if "#" in url else "#:~:text="


def _encode(words: str) -> str:
    """Percent-encode every byte: - , and & mean something in a fragment."""
    return "%" + words.encode("utf-8", "replace").hex("%").upper()


def _first_part(words: str) -> str:
    ends = [at for mark in _BREAKS if (at := words.find(mark, 1)) > 0]
    return words[: min(ends)] if ends else words


def _last_part(words: str) -> str:
    return words[max(words.rfind(mark, 0, -1) for mark in _BREAKS) + 1 :]
