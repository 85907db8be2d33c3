"""The headings over a value: which they are, and what their words tell."""

from policy_extract.claims.compose import Placed
from policy_extract.claims.context import Reading
from policy_extract.claims.spot import Spot
from policy_extract.claims.view import Word


class HeadingsOver:
    """The headings over the values of a document; each is read once."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._telling: dict[int, list[str]] = {}
        self._words: dict[int, list[Placed]] = {}

    def blocks(self, spot: Spot) -> list[int]:
        """The blocks whose headings stand over a value, the nearest first."""
        block = spot.frames.blocks[spot.block]
        path = list(spot.frame.path)
        if block.start < block.head < spot.value.start:
            path.append(spot.block)
        return path[:-3:-1]

    def telling(self, index: int) -> list[str]:
        """The telling words of a heading."""
        if index not in self._telling:
            block = self._reading.frames.blocks[index]
            text = self._reading.text[block.start : min(block.head, block.start + 40)]
            self._telling[index] = [
                word
                for word in self._reading.cut(text)
                if len(word) > 1 and not any(char.isdigit() for char in word)
            ]
        return self._telling[index]

    def nearest(self, spot: Spot) -> list[Placed]:
        """The words of the nearest heading over a value, without its mark."""
        over = self.blocks(spot)
        if not over:
            return []
        index = over[0]
        if index not in self._words:
            block = self._reading.frames.blocks[index]
            at = block.start
            found: list[Placed] = []
            for text in self._reading.cut(self._reading.text[block.start : block.head]):
                end = at + len(text)
                tag = self._reading.tag(text)
                if len(text) > 1 and tag[:1] in "nvjlabs" and not text[0].isdigit():
                    found.append((Word(text, at, end, tag, text), (at, end)))
                at = end
            self._words[index] = found[:8]
        return self._words[index]
