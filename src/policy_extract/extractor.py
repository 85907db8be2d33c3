"""The one road: text in, a validated document out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Literal, NamedTuple, overload

from policy_extract._version import __version__
from policy_extract.claims.build import build_claims
from policy_extract.claims.context import Reading
from policy_extract.claims.place import read_place
from policy_extract.claims.readers import NONE, READER, load_reader
from policy_extract.claims.scorer import Scorer, load_weights, shipped_weights
from policy_extract.claims.sections import read_sections
from policy_extract.claims.subject import SubjectFinder
from policy_extract.claims.table import read_tables
from policy_extract.claims.table_cells import ReadTables
from policy_extract.claims.when import Times
from policy_extract.claims.words import trimming_words
from policy_extract.dates import as_published
from policy_extract.entities.finder import EntityFinder, RawEntity
from policy_extract.entities.lexicon import Lexicon, load_lexicon
from policy_extract.entities.recognizer import DEFAULT, load_recognizer
from policy_extract.errors import UsageError
from policy_extract.frames.frames import Frames
from policy_extract.indicators.records import identified
from policy_extract.inputs import Readable, as_source
from policy_extract.own_rules import RulesFolder, load_rules
from policy_extract.periods.published import first_undated, read_published
from policy_extract.periods.scan import RawPeriod, scan_periods
from policy_extract.periods.timeline import Timeline
from policy_extract.piping import pipe
from policy_extract.quantities.scan import scan_quantities
from policy_extract.records import (
    Document,
    DocumentInfo,
    DocumentWarning,
    Entity,
    Metric,
    ModelInfo,
    Place,
    Provenance,
    Published,
    Target,
    text_digest,
)
from policy_extract.regrounding import reground_claims, reground_entities, reground_warnings
from policy_extract.rules.loader import rules_fingerprint, using
from policy_extract.segmentation import Segmenter, SegmenterName
from policy_extract.surrogates import whole
from policy_extract.text.garbled import garbled_lines, is_wordless
from policy_extract.text.layout import Layout, read_layout
from policy_extract.text.reading import ReadingText, read_through
from policy_extract.text.source import SourceText
from policy_extract.text.title import find_title
from policy_extract.text.torn_sentences import join_torn

Engine = Literal["onnx", "hanlp"]


class Prepared(NamedTuple):
    """A document read up to its numbers.

    Attributes:
        reading: What the claims room knows of it.
        through: How its reading text leads home to the source.
        published: Its publication date.
        place: Its own place, full name.
    """

    reading: Reading
    through: ReadingText
    published: Published | None
    place: str | None


class Extractor:
    """Reads documents; build it once, use it for many. Safe to share between threads.

    Args:
        ner: ``policy-ner-fast``, ``none``, a folder of any HanLP NER model, or a name in
            ``hanlp.pretrained``.
        engine: ``onnx`` (default, no torch) or ``hanlp``.
        lexicons: Files with more names and words, see ``docs/entities.md``.
        rules: A folder of rules files that extend the shipped ones, see ``docs/rules.md``.
        threads: Threads of the model's engine.
        segmenter: What cuts words: ``auto`` (``rjieba`` where it is installed, else ``jieba``),
            ``rjieba`` or ``jieba``; the records are the same.
        scorer: A file of weights for the scorer of claims; the shipped ones when null.
        reader: What reads the characters around each value for the scorer: ``policy-reader``, ``none``
            (several times as fast, less often right), or a folder, whose scorer must be given, too; see
            ``docs/claims.md``. When null, the shipped one with the shipped scorer, and none with another.

    Raises:
        ModelError: The model or the weights are unknown, missing or damaged.
        LexiconError: A lexicon file is malformed; names file and line.
        RulesError: The folder of rules is faulty; names file and place.
        UsageError: The segmenter is unknown or not installed.
    """

    def __init__(
        self,
        *,
        ner: str = DEFAULT,
        engine: Engine = "onnx",
        lexicons: Sequence[str | Path] = (),
        rules: str | Path | None = None,
        threads: int = 1,
        segmenter: SegmenterName = "auto",
        scorer: str | Path | None = None,
        reader: str | Path | None = None,
    ) -> None:
        self._given: dict[str, Any] = {
            "ner": ner,
            "engine": engine,
            "lexicons": lexicons,
            "rules": rules,
            "threads": threads,
            "segmenter": segmenter,
            "scorer": scorer,
            "reader": reader,
        }
        given = RulesFolder(None, ()) if rules is None else load_rules(rules)
        self._own = given.own
        loaded: list[Lexicon] = [load_lexicon(Path(one)) for one in (*given.lexicons, *lexicons)]
        with using(self._own):
            trimming = trimming_words()
        self._segmenter = Segmenter(
            (*trimming, *(word for lexicon in loaded for word in lexicon.words)), segmenter
        )
        recognizer = load_recognizer(ner, engine=engine, threads=threads, segmenter=self._segmenter)
        self._entities = EntityFinder(recognizer, loaded, self._segmenter)
        reader = reader or (READER if scorer is None else NONE)
        if scorer is None and reader not in (NONE, READER):
            raise UsageError(
                f"{reader}: a reader needs the scorer that was trained with it",
                hint="Choose policy-reader or none, or give Extractor(scorer=…), too",
            )
        self._reader = load_reader(reader, threads=threads)
        weights = (
            shipped_weights(read=self._reader is not None)
            if scorer is None
            else load_weights(Path(scorer))
        )
        self._scorer = Scorer(weights)
        self._provenance = Provenance(
            tool=__version__,
            rules=rules_fingerprint(self._own.fingerprint if self._own else None),
            lexicon=",".join(lexicon.fingerprint for lexicon in loaded) or None,
            model=None
            if recognizer is None
            else ModelInfo(name=recognizer.name, version=recognizer.version, engine=engine),
            scorer=weights.version
            if self._reader is None
            else f"{weights.version}+{self._reader.version}",
        )

    def __reduce__(self) -> tuple[object, ...]:
        """Pickles as what it was built with, and is built again."""
        return (partial(type(self), **self._given), ())

    def pipe(
        self, sources: Iterable[Readable], *, workers: int = 1, **given: Any
    ) -> Iterator[Document]:
        """The documents of many sources, in their order, each made as :meth:`extract` makes it.

        Args:
            sources: Texts, files, bytes.
            workers: Processes to share the work, each with an extractor of its own; with more than
                one a script needs ``if __name__ == "__main__":``. For archives use ``batch``.
            given: ``published``, ``place``; the same for all.

        Raises:
            PolicyExtractError: As :meth:`extract`, for the source whose turn it is.
        """
        return pipe(self, sources, workers, given)

    @property
    def provenance(self) -> Provenance:
        """Versions of everything that shapes this extractor's records."""
        return self._provenance

    def extract(
        self,
        source: Readable,
        *,
        published: date | str | Published | None = None,
        place: str | None = None,
        name: str | None = None,
    ) -> Document:
        """Extract one document.

        Args:
            source: A text, a file (``Path``), the bytes of one, or what
                :mod:`policy_extract.text.source` read.
            published: Publication date; resolves 今年 and its kin. Read from the text when null.
            place: Whose 全市 this is; read from the text when null.
            name: What to call the source; its own name when null.

        Raises:
            InputError: A file or bytes cannot be read.
            UsageError: ``published`` is no date.
        """
        with using(self._own):
            return self._extract(as_source(source, name), published, place, name)

    def _extract(
        self,
        read: SourceText,
        published: date | str | Published | None,
        place: str | None,
        name: str | None,
    ) -> Document:
        prepared = self.prepare(read, published=published, place=place)
        reading, through = prepared.reading, prepared.through
        claims = build_claims(reading, self._scorer)
        metrics = [claim for claim in claims if isinstance(claim, Metric)]
        targets = [claim for claim in claims if isinstance(claim, Target)]
        return Document(
            document=DocumentInfo(
                name=whole(name or read.name),
                sha256=text_digest(read.text),
                chars=len(read.text),
                encoding=read.encoding,
                title=read.title
                or through.spelled(find_title(reading.text, reading.layout) or "")
                or None,
                published=prepared.published,
                place=_place(prepared.place, place),
            ),
            entities=reground_entities(
                (_entity(reading.text, entity) for entity in reading.entities), through
            ),
            metrics=identified(reground_claims(metrics, through)),
            targets=identified(reground_claims(targets, through)),
            warnings=reground_warnings(
                _warnings(
                    reading.text,
                    reading.layout,
                    reading.tables,
                    None if reading.reference else first_undated(reading.periods),
                    read.scanned,
                ),
                through,
            ),
            provenance=self._provenance,
            text=read.text,
        )

    def prepare(
        self, read: SourceText, *, published: date | str | Published | None, place: str | None
    ) -> Prepared:
        """Everything that is known of a document before its numbers are attributed."""
        with using(self._own):
            return self._prepare(read, published, place)

    def _prepare(
        self, read: SourceText, published: date | str | Published | None, place: str | None
    ) -> Prepared:
        # Soft line breaks are left out of what is read; at the end every span is led home.
        through = read_through(read.text, self._segmenter)
        text = through.text
        layout = join_torn(text, read_layout(text), self._segmenter)
        dated = as_published(published) or _stated(read.published) or _published(text, read.title)
        where = whole(place) if place else read_place(text, layout, read.title)
        reference = dated.start if dated else None
        entities = self._entities.find(text, layout)
        periods = scan_periods(text, reference)
        frames = Frames(text, layout, periods, reference)
        reading = Reading(
            text=text,
            layout=layout,
            quantities=scan_quantities(text),
            periods=periods,
            entities=entities,
            reference=reference,
            frames=frames,
            times=Times(text, layout, frames, periods),
            timeline=Timeline(text, layout, periods, reference),
            sections=read_sections(text, layout),
            subjects=SubjectFinder(text, layout, entities, where, given=bool(place)),
            tables=read_tables(text, layout, reference),
            cut=self._segmenter.cut,
            tag=self._segmenter.tag,
        )
        if self._reader is not None:
            from policy_extract.claims.reading_values import front_of, values_of

            hints = self._reader.read(text, values_of(reading), front_of(reading))
            reading = replace(reading, hints=hints)
        return Prepared(reading, through, dated, where)


@lru_cache(maxsize=4)
def _shared(ner: str, engine: Engine, lexicons: tuple[str, ...], rules: str | None) -> Extractor:
    return Extractor(ner=ner, engine=engine, lexicons=lexicons, rules=rules)


@overload
def extract(
    source: Readable,
    *,
    published: date | str | None = ...,
    place: str | None = ...,
    name: str | None = ...,
    ner: str = ...,
    engine: Engine = ...,
    lexicons: Sequence[str | Path] = ...,
    rules: str | Path | None = ...,
) -> Document: ...


@overload
def extract(
    source: list[Any] | tuple[Readable, ...],
    *,
    published: date | str | None = ...,
    place: str | None = ...,
    name: str | None = ...,
    ner: str = ...,
    engine: Engine = ...,
    lexicons: Sequence[str | Path] = ...,
    rules: str | Path | None = ...,
) -> list[Document]: ...


def extract(
    source: Readable | list[Any] | tuple[Readable, ...],
    *,
    published: date | str | None = None,
    place: str | None = None,
    name: str | None = None,
    ner: str = DEFAULT,
    engine: Engine = "onnx",
    lexicons: Sequence[str | Path] = (),
    rules: str | Path | None = None,
) -> Document | list[Document]:
    """Extract the targets, metrics and entities of a text, a file (``Path``), bytes, or a list of such.

    The extractor behind it is kept for the next call with the same options; for many documents
    build an :class:`Extractor`. Arguments and errors are those of :class:`Extractor` and
    :meth:`Extractor.extract`.

    >>> document = extract("2023年，全市规模以上工业企业利润增长31.4%。", place="太原市", ner="none")
    >>> [(m.indicator, str(m.value.number), m.value.unit) for m in document.metrics]
    [('规模以上工业企业利润', '31.4', '%')]
    """
    extractor = _shared(
        ner, engine, tuple(map(str, lexicons)), None if rules is None else str(rules)
    )
    if isinstance(source, (str, Path, bytes, SourceText)):
        return extractor.extract(source, published=published, place=place, name=name)
    return list(extractor.pipe(source, published=published, place=place, name=name))


def _stated(day: date | None) -> Published | None:
    return Published(start=day, end=day, found="text") if day else None


def _published(text: str, title: str | None) -> Published | None:
    found = read_published(text, title)
    return Published(start=found[0], end=found[1], found="text") if found else None


def _place(name: str | None, given: str | None) -> Place | None:
    if name is None:
        return None
    return Place(name=name, found="option" if given else "text")


def _entity(text: str, raw: RawEntity) -> Entity:
    return Entity(
        id=f"e{raw.start}-{raw.end}",
        text=text[raw.start : raw.end],
        start=raw.start,
        end=raw.end,
        type=raw.type,
        canonical=raw.canonical,
        source=raw.source,
        rule=raw.rule,
    )


def _pages(numbers: tuple[int, ...]) -> str:
    """Pages as a person says them: ``page 3``, ``pages 2-4, 7``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    named = ", ".join("-".join(map(str, run)) for run in runs)
    return f"page{'s' if len(numbers) > 1 else ''} {named}"


def _warnings(
    text: str,
    layout: Layout,
    tables: ReadTables,
    undated: RawPeriod | None,
    scanned: tuple[int, ...],
) -> list[DocumentWarning]:
    found: list[DocumentWarning] = []
    if scanned:
        found.append(
            DocumentWarning(
                code="scanned",
                message=f"nothing is read of {_pages(scanned)}, which hold pictures without text: a scan; "
                "recognise it first (OCR: ocrmypdf --skip-text -l chi_sim IN.pdf OUT.pdf)",
            )
        )
    if not text.strip():
        found.append(DocumentWarning(code="empty", message="the text is empty"))
    elif not any("\u4e00" <= char <= "\u9fff" for char in text):
        found.append(DocumentWarning(code="not_chinese", message="the text holds no Chinese"))
    if is_wordless(text):
        found.append(
            DocumentWarning(
                code="wordless",
                message="digits with hardly a word among them: the words may be pictures; recognise the "
                "text first (OCR: ocrmypdf --force-ocr -l chi_sim IN.pdf OUT.pdf), or read the page or "
                "Word file that it was made from",
            )
        )
    for start, end in garbled_lines(text):
        found.append(
            DocumentWarning(
                code="garbled",
                message="characters are garbled: lost, or read in a wrong encoding before "
                "(mojibake, U+FFFD)",
                start=start,
                end=end,
            )
        )
    if undated is not None:
        found.append(
            DocumentWarning(
                code="undated",
                message=f"no publication date is known, so {undated.text} has no year; "
                "give it with --date",
                start=undated.start,
                end=undated.end,
            )
        )
    for untold in tables.untold:
        found.append(
            DocumentWarning(
                code="table", message=untold.message, start=untold.start, end=untold.end
            )
        )
    for index in layout.fragments:
        sentence = layout.sentences[index]
        piece = text[sentence.start : sentence.end]
        shown = piece if len(piece) <= 24 else f"{piece[:10]}…{piece[-10:]}"
        found.append(
            DocumentWarning(
                code="fragment",
                message=f"a sentence is torn and its other half is missing: {shown}",
                start=sentence.start,
                end=sentence.end,
            )
        )
    return found
