"""The rule language: packs in, a program out that finds matches in encoded sentences.

`pack.load_packs` reads and checks folders, `store.stored_set` knows the shipped ones, `PackSet.program` is
what runs, `encode` prepares a sentence for it, `resolve_claims` decides between matches. Nothing here
knows a word of Chinese.
"""
