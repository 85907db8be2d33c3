"""Values that a shell offers for an option."""

from collections.abc import Callable


def values(*known: str) -> Callable[[str], list[str]]:
    """Completes an option of a closed list."""

    def complete(incomplete: str) -> list[str]:
        return [value for value in known if value.startswith(incomplete)]

    return complete


models = values("policy-ner-fast", "none")
readers = values("policy-reader", "none")
engines = values("onnx", "hanlp")
headers = values("en", "zh")
