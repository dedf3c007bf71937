"""A bulletin in, its validated result out: the one place that calls the stages in order.

decode → fold → layout → sentences → mentions → matches → drafts → context → records → models
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from extract.collector import collect_rarely
from extract.digests import sha256
from extract.errors import InputError
from extract.mentions.divisions import LATEST
from extract.mentions.finding import find_mentions, keep_together
from extract.mentions.frames import block_frames
from extract.messages import fail, say
from extract.records.arithmetic import check_growth, check_sums
from extract.records.build import PlaceMaker, build_mentions, build_records, name_drafts
from extract.records.checks import check_drafts, check_mentions, find_unexplained
from extract.records.context import Scope, inherit
from extract.records.drafts import Draft, Filler, draft_records, name_label
from extract.records.entities import gather_entities
from extract.records.lists import link_parts, share_lists
from extract.records.places import Places
from extract.records.reading import SentenceReading
from extract.records.standing import mark_standing
from extract.records.times import Times
from extract.records.tokens import read_tokens
from extract.records.topics import Topics
from extract.rules.choice import ChosenPacks
from extract.rules.encode import encode
from extract.rules.match import Loser, Program, resolve_claims
from extract.rules.packset import PackSet
from extract.rules.store import stored_set
from extract.spans import FIGURE_KINDS, Block, Date, Figure, Match, Mention, Name, Sentence
from extract.text.bodies import body_digest
from extract.text.clauses import READ_KINDS, split_sentences
from extract.text.folding import fold
from extract.text.layout import Layout, read_layout
from extract.text.reading import clean, decode
from extract.text.words import Segmenter

if TYPE_CHECKING:
    from pathlib import Path

    from extract.models import Result

SHIPPED: Final = ("core",)
WARM_UP: Final = "2020年，全县268户983人脱贫。"
"""A text that makes a pipeline load all that it needs."""


@dataclass(slots=True)
class Reading:
    """What the stages found in one bulletin, before validation; `explain` reads it."""

    raw: str
    text: str
    layout: Layout
    reference: date | None
    sentences: list[Sentence]
    mentions: list[Mention]
    matches: list[Match]
    losers: list[Loser]
    drafts: list[Draft]
    records: list[dict[str, Any]]
    diagnostics: list[dict[str, Any]]
    packs: PackSet


class Pipeline:
    """Reads bulletins with a set of rule packs; immutable, picklable, made once and used for many.

    `packs` are shipped names or folders, added to the core pack and to the packs of a bulletin's
    subject; with `only` they are all there is. `packs` of the pipeline are those that hold for every
    bulletin; a reading and a document tell which were taken for it. `segmenter` is
    `rjieba` or `jieba`; `lang` is the language of the messages (`zh-Hans`, `zh-Hant`, `en`).

    Raises `PackError` for a broken pack and `ConfigError` for a name that does not exist.

    >>> record = Pipeline().run("全村268户983人全部用上自来水。").records[0]
    >>> record.households.value, record.people.value
    (Decimal('268'), Decimal('983'))
    """

    def __init__(
        self,
        packs: Sequence[str | Path] | None = None,
        only: bool = False,
        segmenter: str = "rjieba",
        lang: str = "zh-Hans",
    ) -> None:
        names = [*(() if only else SHIPPED), *(packs or ())]
        self.packs: PackSet = load_packs(names)
        self._chosen = ChosenPacks(self.packs, choose=not only)
        self.lang = lang
        self._segmenter = Segmenter(segmenter)

    def __getstate__(self) -> dict[str, Any]:
        return {"chosen": self._chosen, "lang": self.lang, "segmenter": self._segmenter.name}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._chosen, self.lang = state["chosen"], state["lang"]
        self.packs = self._chosen.base
        self._segmenter = Segmenter(state["segmenter"])

    def all_packs(self) -> PackSet:
        """Return the packs that hold for every bulletin and those that a subject may ask for."""
        return self._chosen.all()

    def run(
        self,
        text: str | bytes,
        *,
        source: str | None = None,
        url: str | None = None,
        reference_date: date | None = None,
    ) -> Result:
        """Return everything read from a bulletin, validated.

        Relative dates count from `reference_date`, else from the date that the bulletin gives.
        Raises `InputError` for bytes that are no text.
        """
        from extract.models import PlaceName, Result

        with collect_rarely():
            # No name holds the reading: what it is made of is freed before as many models are made.
            plain = self._result(self._read(text, reference_date, PlaceName), source, url)
            return Result.model_validate(plain)

    def run_plain(
        self,
        text: str | bytes,
        *,
        source: str | None = None,
        url: str | None = None,
        reference_date: date | None = None,
    ) -> dict[str, Any]:
        """Return what `run` validates, as `output.printing` takes it: plain values, no defaults."""
        return self._result(self.read(text, reference_date=reference_date), source, url)

    def run_many(
        self, texts: Iterable[str | bytes], *, workers: int = 1, reference_date: date | None = None
    ) -> Iterator[Result | InputError]:
        """Yield the result of each text, in order, worked out by `workers` processes.

        An `InputError` stands in the place of a text that could not be read: bytes that are no text
        (I002, I003), or a text whose process ended while it was read (I010). The others lose nothing.

        >>> [len(result.records) for result in Pipeline().run_many(["全村268户。", "新建公路12公里。"])]
        [1, 1]
        """
        from extract.models import Result
        from extract.workers import Lost, work

        task = _Task(self, reference_date)
        made: Iterable[dict[str, Any] | InputError | Lost[str | bytes]]
        if workers == 1:
            made = map(task, texts)
        else:
            task(WARM_UP)  # what a forked process inherits it need not load
            made = work(task, texts, workers)
        for one in made:
            if isinstance(one, Lost):
                yield fail(InputError, "I010", reason=one.exitcode)
            else:
                with collect_rarely():
                    result = one if isinstance(one, InputError) else Result.model_validate(one)
                yield result

    def read(self, text: str | bytes, *, reference_date: date | None = None) -> Reading:
        """Return what each stage found in a bulletin, as plain objects (for `explain`)."""
        with collect_rarely():
            return self._read(text, reference_date, dict)

    def _read(self, text: str | bytes, reference_date: date | None, place_name: PlaceMaker) -> Reading:
        """Read a bulletin; `place_name` makes the places of its figures."""
        raw = decode(text) if isinstance(text, bytes) else clean(text)
        folded = fold(raw)
        layout = read_layout(folded, raw)
        reference = reference_date or (
            date.fromisoformat(layout.reference_date) if layout.reference_date else None
        )
        sentences = split_sentences(folded, layout.blocks)
        mentions, excused = find_mentions(folded, layout, reference)
        packs, program = self._chosen.of(*_subject_of(folded, layout))
        together = keep_together(mentions, excused)
        matches, losers, drafts = self._draft(
            program, folded, layout, sentences, mentions, together, reference
        )
        entities = gather_entities(raw, folded, [m for m in mentions if isinstance(m, Name)], layout)
        records = build_records(raw, drafts, entities, place_name)
        missed = find_unexplained(folded, layout.blocks, mentions, excused)
        diagnostics = [
            *check_drafts(raw, drafts),
            *check_sums(folded, drafts),
            *check_growth(folded, drafts),
            *check_mentions(raw, mentions, missed),
        ]
        return Reading(
            raw,
            folded,
            layout,
            reference,
            sentences,
            mentions,
            matches,
            losers,
            drafts,
            records,
            diagnostics,
            packs,
        )

    def _draft(
        self,
        program: Program,
        text: str,
        layout: Layout,
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
        together: Sequence[Mention],
        reference: date | None,
    ) -> tuple[list[Match], list[Loser], list[Draft]]:
        """Return the matches of a bulletin, those that lost, and its drafts, finished and named.

        Words and tokens end here: no later stage asks for them, and freed they make room.
        """
        readings, matches, losers = self._match(program, text, sentences, together)
        figures = _figures(sentences, readings)
        drafts = draft_records(text, readings, sentences, figures, matches, program.headers)
        share_lists(text, readings, drafts)
        inherit(_scope(text, layout, sentences, mentions, readings, reference), drafts)
        link_parts(text, readings, drafts)
        mark_standing(text, layout.blocks, readings, drafts, reference)
        name_drafts(drafts)
        return matches, losers, drafts

    def _match(
        self, program: Program, text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]
    ) -> tuple[dict[int, SentenceReading], list[Match], list[Loser]]:
        """Read and match the sentences that hold a figure; the others are never cut into words."""
        readings: dict[int, SentenceReading] = {}
        candidates: list[Match] = []
        starts = [mention.start for mention in mentions]
        figures = [mention.start for mention in mentions if mention.kind in FIGURE_KINDS]
        for sentence in sentences:
            first = bisect_left(figures, sentence.start)
            if first == len(figures) or figures[first] >= sentence.end:
                continue
            inside = mentions[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
            tokens = read_tokens(text, sentence, inside, self._segmenter)
            readings[sentence.index] = SentenceReading(text, tokens)
            candidates += program.candidates(encode(sentence.index, tokens))
        kept, losers = resolve_claims(candidates)
        return readings, kept, losers

    def _result(self, reading: Reading, source: str | None, url: str | None) -> dict[str, Any]:
        layout = reading.layout
        document = {
            "id": sha256(reading.raw.encode("utf-8", "replace")).hex()[:16],
            "source": source,
            "url": url or layout.url,
            "title": layout.title,
            "publisher": layout.publisher,
            "site": layout.site,
            "editor": layout.editor,
            "published_at": layout.published_at,
            "reference_date": reading.reference.isoformat() if reading.reference else None,
            "doc_number": layout.doc_number,
            "issuer": layout.issuer,
            "signed_at": layout.signed_at,
            "script": layout.script,
            "region": layout.region,
            "packs": tuple(head.name for head in reading.packs.heads),
            "body_sha256": body_digest(reading.text, layout.blocks),
        }
        for finding in reading.diagnostics:
            finding["message"] = say(finding["code"], self.lang, **finding["params"])
        return {
            "document": document,
            "records": reading.records,
            "mentions": build_mentions(reading.raw, reading.mentions, reading.records),
            "diagnostics": reading.diagnostics,
            "made_by": self._made_by(reading.packs),
        }

    def _made_by(self, packs: PackSet) -> dict[str, Any]:
        from extract import __version__

        name = self._segmenter.name
        return {
            "version": __version__,
            "segmenter": f"{name} {_version(name)}",
            "gazetteer": f"GB/T 2260 {LATEST}",
            "packs": tuple(
                {"name": head.name, "version": head.version, "sha256": head.sha256} for head in packs.heads
            ),
        }


@dataclass(frozen=True, slots=True)
class _Task:
    """A text in, its plain result out, or why it is none: what a worker process does."""

    pipeline: Pipeline
    reference_date: date | None

    def __call__(self, text: str | bytes) -> dict[str, Any] | InputError:
        try:
            return self.pipeline.run_plain(text, reference_date=self.reference_date)
        except InputError as error:
            return error


@cache
def _version(package: str) -> str:
    """Return the version of an installed package: the folder of its metadata tells it, without being read."""
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec is not None else None
    beside = os.listdir(os.path.dirname(next(iter(places)))) if places else []
    stem, ending = f"{package}-", ".dist-info"
    found = [name for name in beside if name.startswith(stem) and name.endswith(ending)]
    if len(found) == 1:
        return found[0][len(stem) : -len(ending)]
    from importlib import metadata  # it imports half of the standard library

    return metadata.version(package)


def _subject_of(text: str, layout: Layout) -> tuple[str, str | None]:
    """Return what a bulletin says and its title: by their words the packs of its subject are chosen."""
    return "\n".join(text[b.start : b.end] for b in layout.blocks if b.kind in READ_KINDS), layout.title


def _figures(
    sentences: Sequence[Sentence], readings: dict[int, SentenceReading]
) -> list[tuple[Sentence, Figure]]:
    """Return the figures that are records: all but the durations that only say how long something took."""
    found: list[tuple[Sentence, Figure]] = []
    for index, reading in readings.items():
        sentence = sentences[index]
        for at in reading.figures:
            figure = reading.tokens[at].mention
            if isinstance(figure, Figure) and (figure.kind != "duration" or _is_measured(reading, figure)):
                found.append((sentence, figure))
    return found


def _is_measured(reading: SentenceReading, figure: Figure) -> bool:
    found = reading.read(figure)
    return (
        found is not None
        and found.pattern in ("reading.noun-before", "reading.noun-verb")
        and not found.action
    )


def _scope(
    text: str,
    layout: Layout,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    readings: dict[int, SentenceReading],
    reference: date | None,
) -> Scope:
    dates = [m for m in mentions if isinstance(m, Date)]
    return Scope(
        text,
        layout.blocks,
        Places(text, layout.blocks, sentences, mentions, layout.issuer),
        Times(text, dates, block_frames(text, layout.blocks, dates, reference)),
        Topics(text, sentences, mentions, readings),
        _title_doer(text, layout.blocks, mentions),
        readings,
    )


def _title_doer(text: str, blocks: Sequence[Block], mentions: Sequence[Mention]) -> Filler | None:
    """Return the body that the headline begins with: it does what nobody else does.

    Not so when it helps a place of the headline: then that place does things as well.
    """
    titles = {block.start: block.end for block in blocks if block.kind == "title"}
    for mention in mentions:
        if isinstance(mention, Name) and mention.kind == "organization" and mention.start in titles:
            end = titles[mention.start]
            if any(m.kind == "place" and mention.end <= m.start < end for m in mentions):
                return None
            return Filler(name_label(text, mention), mention.start, mention.end, True, (mention,))
    return None


def load_packs(names: Sequence[str | Path]) -> PackSet:
    """Read rule packs, by shipped name or folder, in the order in which they build on one another.

    Raises `PackErrors` with every mistake in them, each with file, line and column.
    """
    stored = stored_set(names, fold)
    if stored is not None:
        return stored
    from extract.rules.pack import load_packs as read_packs

    return read_packs(tuple(names), fold=fold)


@lru_cache(maxsize=8)
def _default_pipeline(packs: tuple[str | Path, ...], only: bool, segmenter: str, lang: str) -> Pipeline:
    return Pipeline(packs, only, segmenter, lang)


def extract(
    text: str | bytes,
    *,
    packs: Sequence[str | Path] = (),
    only: bool = False,
    segmenter: str = "rjieba",
    lang: str = "zh-Hans",
    source: str | None = None,
    url: str | None = None,
    reference_date: date | None = None,
) -> Result:
    """Return everything read from a bulletin, by a pipeline that is made once per set of options.

    >>> extract("公安部选派了6名研究生。").records[0].people.text
    '6名'
    """
    pipeline = _default_pipeline(tuple(packs), only, segmenter, lang)
    return pipeline.run(text, source=source, url=url, reference_date=reference_date)
