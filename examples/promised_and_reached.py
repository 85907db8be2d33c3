"""What was promised against what was reached, from one work report.

Cells begin with ``# %%``, so that an editor can run them one by one. The report is made up.
"""

# %% Read the report: title and date are found in its text, and mostly the place.
from pathlib import Path

from policy_extract import Extractor

report = Path(__file__).with_name("report.txt")
document = Extractor().extract(report, place="清河市")
print(document.document.title, document.document.published)

# %% Every number is a record: a metric (reached) or a target (promised).
for claim in document.claims:
    when = claim.period.end if claim.period else None
    value = f"{claim.value.comparator} {claim.value.text}"
    print(f"{claim.record:7}{claim.indicator:20}{value:20}{claim.direction or '':10}{when}")

# %% Beside each target the metric of the same indicator, kind and direction.
reached = {(m.indicator, m.value.kind, m.direction): m for m in document.metrics}
print()
for target in document.targets:
    metric = reached.get((target.indicator, target.value.kind, target.direction))
    if metric:
        print(f"{target.indicator}: {metric.value.text} reached, {target.value.text} promised")

# %% A record stands on the characters it came from.
for claim in document.claims:
    assert document.text[claim.value.start : claim.value.end] == claim.value.text
