"""The contract's models: grounding, exact numbers, stable JSON."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from policy_extract.errors import InputError
from policy_extract.output import load_document
from policy_extract.records import (
    Document,
    DocumentInfo,
    Entity,
    Evidence,
    Metric,
    Period,
    Provenance,
    Quantity,
    Span,
    decimal_text,
    text_digest,
)

TEXT = "全年利润增长31.4%，位居全省第二。"


def quantity(**changes: object) -> Quantity:
    fields: dict[str, object] = {
        "text": "31.4%",
        "start": 6,
        "end": 11,
        "kind": "percent",
        "number": "31.4",
        "unit": "%",
    }
    return Quantity(**(fields | changes))


def evidence(text: str = TEXT) -> Evidence:
    return Evidence(text=text, spans=(Span(text=text, start=0, end=len(text)),))


def metric(value: Quantity | None = None) -> Metric:
    return Metric(id="m6-11", value=value or quantity(), indicator="利润", evidence=evidence())


def document(text: str = TEXT, **changes: object) -> Document:
    fields: dict[str, object] = {
        "document": DocumentInfo(
            name="-", sha256=text_digest(text), chars=len(text), encoding="utf-8"
        ),
        "metrics": (metric(),),
        "provenance": Provenance(tool="0", rules="0"),
        "text": text,
    }
    return Document(**(fields | changes))


def test_a_span_must_fit_its_text() -> None:
    with pytest.raises(ValidationError, match="does not fit"):
        Span(text="三", start=0, end=2)


def test_a_value_must_stand_in_its_evidence() -> None:
    with pytest.raises(ValidationError, match="does not stand in its evidence"):
        metric(quantity(start=5, end=10))


def test_a_document_refuses_a_record_of_another_text() -> None:
    with pytest.raises(ValidationError, match="is not '31.4%'"):
        document("全年利润增长99.9%，位居全省第二。")


def test_a_document_refuses_another_texts_digest() -> None:
    info = DocumentInfo(name="-", sha256=text_digest("x"), chars=len(TEXT), encoding="utf-8")
    with pytest.raises(ValidationError, match="sha256"):
        document(document=info)


def test_an_entity_off_by_one_is_refused() -> None:
    wrong = Entity(
        id="e",
        text="全省",
        start=13,
        end=15,
        type="LOCATION",
        canonical="全省",
        source="rule",
    )
    with pytest.raises(ValidationError, match=r"text\[13:15\]"):
        document(entities=(wrong,))


def test_number_or_range_never_both_nor_neither() -> None:
    with pytest.raises(ValidationError, match="not both"):
        quantity(low="1", high="2")
    with pytest.raises(ValidationError, match="both ends"):
        quantity(number=None, low="1")
    with pytest.raises(ValidationError, match="above"):
        quantity(number=None, low="3", high="2")


def test_floats_are_refused() -> None:
    with pytest.raises(ValidationError, match="exact"):
        quantity(number=31.4)


def test_records_are_frozen_and_closed() -> None:
    with pytest.raises(ValidationError):
        metric().indicator = "x"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        quantity(surprise=1)


def test_a_period_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValidationError, match="ends before"):
        Period(text="x", start=date(2024, 1, 1), end=date(2023, 1, 1))


def test_the_text_is_not_serialised_and_json_is_stable() -> None:
    first, second = document().to_json(), document().to_json()
    assert first == second
    assert '"text":' in first  # of the spans
    assert load_document(first, TEXT) == document()


def test_a_document_loaded_with_another_text_is_refused() -> None:
    with pytest.raises(InputError, match="Give the text"):
        load_document(document().to_json(), TEXT + "x")
    with pytest.raises(InputError, match="not a JSON document"):
        load_document("{", TEXT)


def test_claims_are_in_the_order_of_the_text() -> None:
    assert [claim.id for claim in document().claims] == ["m6-11"]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_decimal_text_is_exact_and_plain(number: Decimal) -> None:
    text = decimal_text(number)
    assert Decimal(text) == number
    assert "e" not in text.lower()


@given(st.text(min_size=1), st.integers(0, 50))
def test_any_span_of_any_text_can_be_built(text: str, at: int) -> None:
    span = Span(text=text, start=at, end=at + len(text))
    assert len(span.text) == span.end - span.start
