"""The contract: what a record is, field by field, as validated, immutable models.

Offsets are Unicode code points into the document's decoded text, ``end`` exclusive. Grounding is
checked where it can be: a span's length against its text, a record's value against its evidence,
and every span of a :class:`Document` against the document's text. A record that breaks this cannot
be built. The field definitions follow the project's annotation contract (``docs/records.md``).
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)

SCHEMA_VERSION: Literal["2.0"] = "2.0"

Kind = Literal["count", "money", "measure", "percent", "percentage_point", "multiple", "rank"]
Comparator = Literal["=", ">=", ">", "<=", "<", "~"]
Direction = Literal["increase", "decrease"]
Statistic = Literal["average", "cumulative"]
Confidence = Annotated[float, Field(ge=0, le=1)]
EntityType = Literal[
    "PERSON",
    "POSITION",
    "LOCATION",
    "GOVERNMENT",
    "COMPANY",
    "ORGANIZATION",
    "FACILITY",
    "PROJECT",
    "POLICY",
    "INDUSTRY",
    "EVENT",
]
EntitySource = Literal["model", "lexicon", "rule"]


def decimal_text(value: Decimal) -> str:
    """A decimal in plain digits: no exponent, no trailing zeros after the point."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _read_decimal(value: Any) -> Any:
    if isinstance(value, float):
        raise ValueError("a number is exact: give a decimal string, not a float")
    return value


Exact = Annotated[
    Decimal,
    BeforeValidator(_read_decimal),
    PlainSerializer(decimal_text, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}),
]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(_Record):
    """A stretch of the document's text.

    Attributes:
        text: The characters themselves.
        start: Offset of the first character.
        end: Offset after the last character.
    """

    text: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int = Field(gt=0)

    @model_validator(mode="after")
    def _length(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(f"span {self.start}:{self.end} does not fit its text {self.text!r}")
        return self


class Quantity(Span):
    """A value expression with its exact meaning.

    Attributes:
        kind: ``count`` (things, people), ``money``, ``measure`` (physical), ``percent``,
            ``percentage_point``, ``multiple`` (倍, 翻番) or ``rank``.
        number: The exact value after scale words are multiplied out; null for a range.
        low: The lower bound of a range, else null.
        high: The upper bound of a range, else null.
        unit: The canonical unit (元, %, 百分点, 倍, 位, 吨, 家 …); null for a bare number.
        comparator: ``=``, ``>=``, ``>``, ``<=``, ``<`` or ``~``.
    """

    kind: Kind
    number: Exact | None = None
    low: Exact | None = None
    high: Exact | None = None
    unit: str | None = None
    comparator: Comparator = "="

    @model_validator(mode="after")
    def _number_or_range(self) -> Self:
        if self.number is None:
            if self.low is None or self.high is None:
                raise ValueError("a quantity has a number, or both ends of a range")
            if self.low > self.high:
                raise ValueError("the low end of a range is above its high end")
        elif self.low is not None or self.high is not None:
            raise ValueError("a quantity has a number or a range, not both")
        return self


class Period(_Record):
    """When a metric holds or a target is due.

    Attributes:
        text: The time expression as written or carried over; null when the dates are known only
            from the context.
        start: First day of the period; null when open or not fixed.
        end: Last day of the period; null when open or not fixed.
        at: Where in the text the expression stands; null where nothing in the text says it.
    """

    text: str | None = None
    start: date | None = None
    end: date | None = None
    at: Span | None = None

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError(f"period {self.text!r} ends before it starts")
        return self


class Subject(_Record):
    """Whose indicator it is: as written, by its full name where the document shows it, and where.

    Attributes:
        text: As written, or as carried over.
        canonical: Its full name where the document makes it known, else its own text.
        at: Where that stands; null where nothing in the text says it (the place was given, or told by
            the document's issuer alone).
    """

    text: str | None = None
    canonical: str
    at: Span | None = None


class Reason(_Record):
    """Why a field says what it says.

    Attributes:
        rule: Id of the rule, see ``docs/codes.md``.
        cue: The words or features that fired it.
    """

    rule: str
    cue: str | None = None


class Evidence(_Record):
    """The sentence a record stands in; two spans where a broken column cut it in two.

    Of a sentence of more than 480 characters it is the part around the value.

    Attributes:
        text: The texts of the spans, joined in reading order.
        spans: Where it stands.
    """

    text: str
    spans: tuple[Span, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _joined(self) -> Self:
        if self.text != "".join(span.text for span in self.spans):
            raise ValueError("evidence text is not the text of its spans")
        return self


class Claim(_Record):
    """What a metric and a target have in common: one number and what it says of what.

    Attributes:
        id: Stable within the document, made of the record's kind and the value's offsets.
        value: The number.
        indicator: What the number measures, in the text's own characters.
        indicator_at: Where those characters stand, in reading order; null where nothing in the text
            says them.
        indicator_id: Its entry in the catalogue of indicators, where that is certain.
        statistic: ``average`` (年均, 月均) or ``cumulative`` (累计 over several periods), else null.
        direction: ``increase``, ``decrease``, or null for a level.
        baseline: What a change is measured against: ``yoy``, ``mom``, an ISO year or date, or null.
        scope: For a rank, within what it ranks.
        subject: The place or organisation whose indicator it is.
        period: When it holds or is due.
        evidence: The sentence it stands in.
        confidence: The probability that value, comparator, record, indicator, direction and dates
            are all right, calibrated on documents not trained on; null where no scorer ran.
        because: Rules, features and cue words that made the record.
    """

    id: str
    value: Quantity
    indicator: str
    indicator_at: tuple[Span, ...] | None = None
    indicator_id: str | None = None
    statistic: Statistic | None = None
    direction: Direction | None = None
    baseline: str | None = None
    scope: str | None = None
    subject: Subject | None = None
    period: Period | None = None
    evidence: Evidence
    confidence: Confidence | None = None
    because: tuple[Reason, ...] = ()

    def __repr__(self) -> str:
        when = f", {self.period.text}" if self.period and self.period.text else ""
        name = type(self).__name__
        return f"<{name} {self.id} {self.indicator!r} = {self.value.text!r}{when}>"

    __str__ = __repr__

    @model_validator(mode="after")
    def _grounded(self) -> Self:
        for span in self.evidence.spans:
            if span.start <= self.value.start and self.value.end <= span.end:
                at = self.value.start - span.start
                if span.text[at : at + len(self.value.text)] == self.value.text:
                    return self
        raise ValueError(f"value {self.value.text!r} does not stand in its evidence")


class Metric(Claim):
    """A quantity that the text states as a fact, past or present.

    Attributes:
        record: ``metric``.
    """

    record: Literal["metric"] = "metric"


class Target(Claim):
    """A quantity that the text states as intended, required, planned or forecast.

    Attributes:
        record: ``target``.
    """

    record: Literal["target"] = "target"


class Entity(Span):
    """A mention of a named thing.

    Attributes:
        id: Stable within the document.
        type: One of the eleven types of the contract.
        canonical: The full name where the document makes it known, else the mention's own text.
        source: ``model``, ``lexicon`` or ``rule``.
        rule: Id of the rule or lexicon that made or corrected it; null for the model alone.
        confidence: The probability that type and borders are right; null where none was worked out.
    """

    id: str
    type: EntityType
    canonical: str
    source: EntitySource
    rule: str | None = None
    confidence: Confidence | None = None


class Published(_Record):
    """The publication date and how it was found.

    A date known only to its month or year stands for the whole of it.

    Attributes:
        start: First day.
        end: Last day.
        found: ``option`` (given by the caller) or ``text`` (read from the document itself).
    """

    start: date
    end: date
    found: Literal["option", "text"]


class Place(_Record):
    """Whose 全市 or 全省 this document speaks of, and how that was found.

    Attributes:
        name: Its full name.
        found: ``option`` (given by the caller) or ``text`` (read from the document itself).
    """

    name: str
    found: Literal["option", "text"]


class DocumentInfo(_Record):
    """What was read.

    Attributes:
        name: Name of the source (file name as given, ``-`` for standard input).
        sha256: Digest of the decoded text in UTF-8.
        chars: Length of the decoded text in code points.
        encoding: The encoding as found; ``str`` where the text came decoded.
        title: The document's title where one was recognised.
        published: Publication date, null when unknown.
        place: The document's place, null when unknown.
    """

    name: str
    sha256: str
    chars: int
    encoding: str
    title: str | None = None
    published: Published | None = None
    place: Place | None = None


class DocumentWarning(_Record):
    """Something a reader should know: a fragment, a guess, an empty text.

    Attributes:
        code: What it is, see ``docs/codes.md``.
        message: The same in words.
        start: Offset of what it is about; null where that is the whole document.
        end: Offset after it.
    """

    code: str
    message: str
    start: int | None = None
    end: int | None = None


class ModelInfo(_Record):
    """The recogniser that ran.

    Attributes:
        name: Its name.
        version: Digest of its files.
        engine: ``onnx`` or ``hanlp``.
    """

    name: str
    version: str
    engine: str


class Provenance(_Record):
    """Versions of everything that shaped the records.

    Attributes:
        tool: Version of this package.
        rules: Digest of the rules files, behind a ``+`` that of a user's own.
        scorer: Digest of the weights, behind a ``+`` that of the reader.
        lexicon: Digests of the user's files of names and words; null for none.
        model: The recogniser; null where none ran.
    """

    tool: str
    rules: str
    scorer: str | None = None
    lexicon: str | None = None
    model: ModelInfo | None = None


def text_digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8; lone surrogates are kept by ``surrogatepass``."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Document(_Record):
    """One document's records. Validated against the document's text, which it carries but does
    not serialise.

    Attributes:
        schema_version: Of this form; changes when a field does.
        document: What was read.
        entities: Mentions of named things, in the order of the text.
        metrics: Quantities stated as facts, in the order of the text.
        targets: Quantities stated as intended, required, planned or forecast.
        warnings: What a reader should know.
        provenance: Versions of everything that shaped the records.
        text: The decoded text; not in the JSON.
    """

    schema_version: Literal["2.0"] = SCHEMA_VERSION
    document: DocumentInfo
    entities: tuple[Entity, ...] = ()
    metrics: tuple[Metric, ...] = ()
    targets: tuple[Target, ...] = ()
    warnings: tuple[DocumentWarning, ...] = ()
    provenance: Provenance
    text: str = Field(exclude=True, repr=False)

    def __repr__(self) -> str:
        return (
            f"<Document {self.document.name!r}: {len(self.targets)} targets, "
            f"{len(self.metrics)} metrics, {len(self.entities)} entities>"
        )

    __str__ = __repr__

    def _repr_html_(self) -> str | None:
        """The records as a small table, for a notebook; null where Jinja2 is not installed."""
        shown = import_module("policy_extract.report.notebook")
        return shown.document_html(self)  # type: ignore[no-any-return]

    def rows(self) -> list[dict[str, Any]]:
        """Metrics and targets as flat rows, in the order of the text; numbers are exact strings."""
        output = import_module("policy_extract.output")  # a row is made above this room
        return [output.claim_row(self.document.name, claim) for claim in self.claims]

    def frame(self) -> Any:
        """The rows as a ``pandas.DataFrame``.

        Raises:
            ImportError: pandas is not installed; it is no dependency of this package.
        """
        pandas = import_module("pandas")
        output = import_module("policy_extract.output")
        return pandas.DataFrame(self.rows(), columns=list(output.ROW_FIELDS))

    @property
    def claims(self) -> tuple[Metric | Target, ...]:
        """Metrics and targets together, in the order of the text."""
        both: list[Metric | Target] = [*self.metrics, *self.targets]
        return tuple(sorted(both, key=lambda claim: (claim.value.start, claim.value.end, claim.id)))

    @model_validator(mode="after")
    def _grounded(self) -> Self:
        text = self.text
        if self.document.chars != len(text):
            raise ValueError(f"document has {len(text)} characters, not {self.document.chars}")
        if self.document.sha256 != text_digest(text):
            raise ValueError("document text does not match its sha256")
        for entity in self.entities:
            _check(text, entity)
        for claim in (*self.metrics, *self.targets):
            _check(text, claim.value)
            for span in (*claim.evidence.spans, *_places(claim)):
                _check(text, span)
        return self

    def to_json(self, *, indent: int | None = 2) -> str:
        """The document as JSON, Chinese unescaped, keys in the order of the contract."""
        return self.model_dump_json(indent=indent)


def _places(claim: Claim) -> Iterator[Span]:
    """Where the fields of a claim stand in the text."""
    yield from claim.indicator_at or ()
    for field in (claim.subject, claim.period):
        if field is not None and field.at is not None:
            yield field.at


def _check(text: str, span: Span) -> None:
    if text[span.start : span.end] != span.text:
        raise ValueError(f"text[{span.start}:{span.end}] is not {span.text!r}")
