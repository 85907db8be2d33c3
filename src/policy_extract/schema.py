"""The JSON Schema of a document's output, generated from the record models."""

import json
from typing import Any

from policy_extract.records import Document

SCHEMA_ID = "https://policy-extract.invalid/schemas/document-2.0.json"
"""An identifier, not a place to fetch from: the schema is printed by ``policy-extract schema``."""


def document_schema() -> str:
    """The schema as JSON text, keys sorted by the models' field order, with a closing newline."""
    schema: dict[str, Any] = Document.model_json_schema(mode="serialization")
    for part in (schema, *schema.get("$defs", {}).values()):
        _plain(part)
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **schema,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _plain(part: dict[str, Any]) -> None:
    """Descriptions without the source's line breaks."""
    description = part.get("description")
    if isinstance(description, str):
        part["description"] = " ".join(description.split())
