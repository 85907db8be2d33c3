"""Records as a polars frame: targets by the day when they are due."""

from pathlib import Path

import polars as pl

from policy_extract import Extractor

rows = Extractor().extract(Path(__file__).with_name("report.txt")).rows()
frame = pl.DataFrame(rows, infer_schema_length=None)
due = (
    frame.filter(pl.col("record") == "target")
    .select(
        "indicator", "comparator", pl.col("number").cast(pl.Decimal(20, 4)), "unit", "period_end"
    )
    .sort("period_end", nulls_last=True)
)
with pl.Config(tbl_rows=-1, fmt_str_lengths=40):
    print(due)
