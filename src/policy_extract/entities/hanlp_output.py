"""What HanLP's models give back, as character offsets of the text they were given."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Span = tuple[int, int, str]
_ORDER = ("ner/msra", "ner/ontonotes", "ner/pku", "ner")


def ner_task(names: Iterable[str]) -> str | None:
    """The task to ask of a model of several tasks: MSRA's, else OntoNotes', else PKU's, else any."""
    tasks = [name for name in names if name == "ner" or name.startswith("ner/")]
    return next((task for task in (*_ORDER, *tasks) if task in tasks), None)


def char_spans(row: Sequence[Any], length: int) -> list[Span]:
    """The mentions of a model of one task that was given single characters.

    Args:
        row: HanLP's mentions ``(text, label, begin, end)``.
        length: Characters of the text.

    Raises:
        ValueError: The row is no list of mentions.
    """
    return [_span(mention, length) for mention in row]


def token_spans(document: Mapping[str, Any], task: str, texts: Sequence[str]) -> list[list[Span]]:
    """The mentions of a model of several tasks, whose offsets count the tokens that it cut itself.

    Args:
        document: HanLP's answer: for each task one row a text.
        task: The task whose mentions are wanted.
        texts: What the model was given.

    Raises:
        ValueError: The document holds no such rows, or its tokens are not those of the texts.
    """
    names = [name for name in document if name == "tok" or name.startswith("tok/")]
    if task not in document or not names:
        raise ValueError(f"the answer holds no {task} with its tokens")
    words = document[next((name for name in ("tok/fine", "tok") if name in names), names[0])]
    found = []
    for text, tokens, row in zip(texts, words, document[task], strict=True):
        places = _places(tokens, text)
        spans = []
        for mention in row:
            first, last, label = _span(mention, len(places))
            spans.append((places[first][0], places[last - 1][1], label))
        found.append(spans)
    return found


def outermost(spans: Iterable[Span]) -> list[Span]:
    """Sorted, and without those that overlap a longer one (some models nest names)."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return sorted(kept)


def _span(mention: Any, length: int) -> Span:
    if not isinstance(mention, Sequence) or isinstance(mention, str) or len(mention) < 4:
        raise ValueError("the answer holds no mentions")
    label, first, last = mention[1], mention[-2], mention[-1]
    if not (isinstance(label, str) and isinstance(first, int) and isinstance(last, int)):
        raise ValueError("the answer holds no mentions")
    if not 0 <= first < last <= length:
        raise ValueError("a mention lies outside its text")
    return first, last, label


def _places(tokens: Sequence[Any], text: str) -> list[tuple[int, int]]:
    """Where each token stands: one behind the other, nothing but white space between."""
    places = []
    at = 0
    for token in tokens:
        word = token if isinstance(token, str) else str(token[0])
        start = text.find(word, at)
        if start < 0 or text[at:start].strip():
            raise ValueError(f"token {word!r} does not stand in its text")
        at = start + len(word)
        places.append((start, at))
    return places
