"""The groups of features of a value's time: each depends on a few facts, and its sum is remembered by them."""

_SHARES = (0.05, 0.2, 0.5, 0.8)
"""Edges of classes: shares of a document's earlier values."""


def share(count: int, whole: int) -> str:
    """A share of the earlier values as a class."""
    return str(1 + sum(count > edge * whole for edge in _SHARES)) if count else "0"


def shared(share: str, settled: str, many: int, source: str, norm: str) -> tuple[str, ...]:
    """How many of the earlier values had this time."""
    return (
        f"share={share}/of={settled}",
        f"share={share}/of={settled}/own={many}",
        f"share={share}/own={many}/{source}",
        f"share={share}/{source}/{norm}",
    )


def shaped(
    source: str, rank: int, variant: str, kind: str, record: str, rel: str
) -> tuple[str, ...]:
    """Where the time stands, and of what form it is."""
    return (
        f"p={source}{rank}",
        f"p={source}{rank}/{variant}",
        f"{source}/{variant}/k={kind}",
        f"{record}/{rel}",
        f"{record}/{source}/{rel}",
        f"{record}/{source}/k={kind}",
    )


def framed(
    source: str, variant: str, many: int, over: str, genre: str | None, record: str
) -> tuple[str, ...]:
    """What else might govern beside it."""
    return (
        f"{source}/own={many}",
        f"{source}/{variant}/own={many}/g={genre}/{record}",
        f"{source}/{variant}/over={over}/g={genre}/{record}",
        f"{source}/{variant}/g={genre}",
    )


def years(
    record: str, gap: str, genre: str | None, mood: str | None, top: object
) -> tuple[str, ...]:
    """How far its end is from the document's own year."""
    return (f"{record}/gap={gap}/g={genre}", f"{record}/gap={gap}/mood={mood}/{top}")


def ordered(
    order: str,
    source: str,
    norm: str,
    kind: str,
    record: str,
    rel: str,
    length: str,
    genre: str | None,
) -> tuple[str, ...]:
    """How near it stands among those that may govern."""
    return (
        f"o={order}",
        f"o={order}/{source}",
        f"o={order}/{norm}",
        f"o={order}/{norm}/k={kind}",
        f"o={order}/{record}/{rel}",
        f"o={order}/len={length}",
        f"o={order}/g={genre}/{norm}",
    )


def meant(
    order: str,
    norm: str,
    what: str,
    source: str,
    kind: str,
    length: str,
    record: str,
    flow: str,
) -> tuple[str, ...]:
    """What is made of it, for what the value is."""
    return (
        f"o={order}/{norm}/{what}",
        f"{norm}/{what}",
        f"{source}/{norm}/{what}",
        f"k={kind}/{what}",
        f"len={length}/{what}",
        f"len={length}/{record}",
        f"flow={flow}/len={length}",
    )


def normed(
    source: str, norm: str, genre: str | None, record: str, many: int, over: str, block: str
) -> tuple[str, ...]:
    """What is made of it, in what kind of document and block."""
    return (
        f"{source}/{norm}",
        f"{source}/{norm}/g={genre}/{record}",
        f"{source}/{norm}/own={many}/over={over}",
        f"{norm}/g={genre}",
        f"{source}/block={block}",
    )


def way_of(source: str, norm: str, way: str, genre: str | None) -> tuple[str, ...]:
    """Which end of a way from one number to another the value is."""
    return (f"{source}/{norm}/way={way}", f"{norm}/way={way}/g={genre}")


def tailed(tail: str, length: str, norm: str, kind: str, record: str) -> tuple[str, ...]:
    """The end of the value's name."""
    return (
        f"tail={tail}/len={length}",
        f"tail={tail[-1:]}/len={length}/{record}",
        f"tail={tail}/{norm}",
        f"tail={tail}/k={kind}",
    )


def counted(
    norm: str, unit: str | None, comparator: str, what: str, stat: str, way: str
) -> tuple[str, ...]:
    """Unit, comparator and statistic of a value over years."""
    return (
        f"{norm}/u={unit}",
        f"{norm}/u={unit}/{what}",
        f"{norm}/cmp={comparator}/{what}",
        f"{norm}/stat={stat}",
        f"{norm}/way={way}",
    )


def nothing(kind: str, record: str, unit: str | None, opening: str) -> tuple[str, ...]:
    """What speaks for no time at all."""
    return (
        f"none/k={kind}",
        f"none/{record}/k={kind}",
        f"none/u={unit}",
        f"none/open={opening}",
    )


def same(same: bool, apart: str, source: str, what: str) -> tuple[str, ...]:
    """Whether it has the dates of the value before."""
    return (
        f"same={same}/{apart}",
        f"same={same}/{apart}/{source}",
        f"same={same}/{apart}/{what}",
    )


def alike(alike: bool, same: bool, apart: str, what: str, tail: str) -> tuple[str, ...]:
    """The same, where the names are one or not."""
    return (
        f"alike={alike}/same={same}/{apart}",
        f"alike={alike}/same={same}/{what}",
        f"tail={tail}/same={same}/{apart}",
    )


def held(
    held: bool, apart: str, many: int, record: str, over: str, first: bool, genre: str | None
) -> tuple[str, ...]:
    """Whether what governed the value before governs still."""
    return (
        f"heldown={held}/{apart}/own={many}/{record}",
        f"heldover={held}/{apart}/own={many}/over={over}",
        f"first={first}/held={held}/{apart}/g={genre}",
        f"held={held}/{apart}",
    )


def held_by(held: bool, apart: str, source: str, norm: str, what: str) -> tuple[str, ...]:
    """The same, by what the time is."""
    return (
        f"held={held}/{apart}/{source}",
        f"held={held}/{apart}/{source}/{norm}",
        f"held={held}/{apart}/{norm}/{what}",
    )


def between(source: str, before: str, after: str) -> tuple[str, ...]:
    """The characters around it."""
    return (f"{source}/b={before}", f"{source}/a={after}")


def roled(source: str, against: bool, named: bool, role: str, kind: str) -> tuple[str, ...]:
    """What the time expression does in its sentence."""
    return (
        f"{source}/against={against}",
        f"{source}/named={named}",
        f"{source}/role={role}",
        f"role={role}/k={kind}",
    )


def anchored(source: str, anchor: str, variant: str, told: bool) -> tuple[str, ...]:
    """What fixed its dates."""
    return (f"{source}/anchor={anchor}/{variant}", f"explicit={told}/{source}/{variant}")


def spelled(words: str, variant: str, source: str, record: str) -> tuple[str, ...]:
    """Its words."""
    return (f"text={words}", f"text={words}/{variant}", f"text={words}/{source}/{record}")


def own(
    commas: int, hard: int, values: int, kind: str, touch: bool, gap: int, rank: int
) -> tuple[str, ...]:
    """How far it stands in the sentence of the value."""
    return (
        f"own/clauses={commas}/hard={hard}",
        f"own/values={values}",
        f"own/clauses={commas}/values={min(values, 2)}/k={kind}",
        f"own/touch={touch}/k={kind}",
        f"own/gap={gap}",
        f"own/rank={rank}/clauses={min(commas, 2)}/k={kind}",
    )


def earlier(source: str, sentences: int, lines: int, kind: str, record: str) -> tuple[str, ...]:
    """How far it stands in sentences and lines before."""
    return (
        f"{source}/s={sentences}/k={kind}",
        f"{source}/lines={lines}/k={kind}",
        f"{source}/{record}/s={sentences}",
    )
