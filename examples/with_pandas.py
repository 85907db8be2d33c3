"""Records as a pandas frame: what is in it, by kind, and the sums that exact numbers allow."""

from decimal import Decimal
from pathlib import Path

from policy_extract import Extractor

frame = Extractor().extract(Path(__file__).with_name("report.txt")).frame()
frame["number"] = frame["number"].map(lambda text: Decimal(text) if text else None)
print(frame[["record", "indicator", "comparator", "number", "unit", "period_end"]].to_string())
print(frame.groupby(["record", "kind"]).size().to_string())

people = frame[(frame["unit"] == "人") & (frame["record"] == "metric")]
print("people in metrics:", people["number"].sum())
