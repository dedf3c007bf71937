"""The rule language: packs in, a program out that finds matches in encoded sentences.

`load_packs` reads and checks folders, `PackSet.program` is what runs, `encode` prepares a
sentence for it, `resolve_claims` decides between matches. Nothing here knows a word of Chinese.
"""

from __future__ import annotations

from extract.rules.encode import Encoded, encode
from extract.rules.match import CompiledRule, Loser, Program, Reach, how_far, resolve_claims
from extract.rules.pack import Pack, PackSet, load_packs, shipped_packs

__all__ = [
    "CompiledRule",
    "Encoded",
    "Loser",
    "Pack",
    "PackSet",
    "Program",
    "Reach",
    "encode",
    "how_far",
    "load_packs",
    "resolve_claims",
    "shipped_packs",
]
