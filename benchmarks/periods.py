"""Measure the finder of times on its corpus of examples, beside its peers, and its speed.

    python benchmarks/periods.py table
    python benchmarks/periods.py table --differences "Quarters"
    python benchmarks/periods.py speed corpora/taiyuan/article.txt

Peers take part where they are installed: `pip install jionlp recognizers-text-suite 'emoji<2'`.
An example counts as found when each marked expression overlaps one find and nothing else is found;
as dated when the days agree too. Where an example leaves a day open or unknown, a peer may say any:
each has conventions of its own there. `speed` prints characters a second on a text and on runs of
one expression, and how many times longer these take than the text.
"""

import argparse
import re
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from policy_extract.periods import scan_periods

PUBLISHED = date(2025, 3, 18)
TESTS = Path(__file__).parents[1] / "tests" / "periods"
CASES = [TESTS / "cases.txt", TESTS / "misses.txt"]
"""The examples, and what is still read otherwise."""
RUNS = [
    "2024年",
    "1月",
    "一",
    "一年",
    "十",
    "1 1 ",
    "《",
    "“",
    "1月1日至",
    "每年",
    "近三年",
    "2024-",
]
LENGTH = 100_000
Find = tuple[int, int, str | None, str | None]
"""Start, end, first and last day."""
Case = tuple[str, list[Find], date]
"""A text, what is in it, and the day that it was published."""
Finder = Callable[[str, date], list[Find]]


def ours(text: str, day: date) -> list[Find]:
    return [(p.start, p.end, _iso(p.first), _iso(p.last)) for p in scan_periods(text, day)]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def jionlp() -> Finder:
    import jionlp as jio

    def find(text: str, day: date) -> list[Find]:
        now = datetime.combine(day, datetime.min.time())
        found: list[Find] = []
        for one in jio.ner.extract_time(text, time_base=now, with_parsing=True):
            when = (one.get("detail") or {}).get("time")
            first, last = when if isinstance(when, list) else ("", "")
            days = [str(end)[:10] if str(end)[:1].isdigit() else None for end in (first, last)]
            found.append((*one["offset"], days[0], days[1]))
        return found

    return find


def recognizers() -> Finder:
    from recognizers_date_time import Culture, recognize_datetime

    def find(text: str, day: date) -> list[Find]:
        now = datetime.combine(day, datetime.min.time())
        found: list[Find] = []
        for one in recognize_datetime(text, Culture.Chinese, reference=now):
            values: list[dict[str, Any]] = (one.resolution or {}).get("values") or [{}]
            best = min(values, key=lambda value: _distance(value, day))
            first, last = best.get("start"), best.get("end")
            if last and len(last) == 10:  # Recognizers-Text ends a range on the day after it
                last = (date.fromisoformat(last) - timedelta(days=1)).isoformat()
            said = best.get("value")
            found.append((one.start, one.end + 1, first or said, last or said))
        return found

    return find


def _distance(value: dict[str, Any], day: date) -> int:
    """Of a past and a future reading, the nearer one is taken."""
    said = value.get("start") or value.get("end") or value.get("value") or ""
    with suppress(ValueError):
        return abs((date.fromisoformat(said[:10]) - day).days)
    return 10**9


def read_cases() -> dict[str, list[Case]]:
    """The examples by section."""
    sections: dict[str, list[Case]] = {}
    day = PUBLISHED
    for line in [
        line
        for file in CASES
        for line in (f"@{PUBLISHED}", *file.read_text(encoding="utf-8").splitlines())
    ]:
        if line.startswith("@"):
            day = date.fromisoformat(line[1:])
            continue
        if line.startswith("## "):
            sections[line[3:]] = []
        if not line or line.startswith("#"):
            continue
        marked, _, wanted = (part.strip() for part in line.replace("\\n", "\n").partition("|"))
        finds: list[Find] = []
        text = ""
        said = [one.split() for one in wanted.split(" ; ")] if wanted else []
        for piece in re.split("(【[^】]*】)", marked):
            if piece.startswith("【"):
                _, first, last, *_ = said[len(finds)]
                days = [None if day == "-" else day for day in (first, last)]
                finds.append((len(text), len(text) + len(piece) - 2, days[0], days[1]))
            text += piece.strip("【】")
        sections[list(sections)[-1]].append((text, finds, day))
    return sections


def judge(wanted: list[Find], got: list[Find]) -> tuple[bool, bool]:
    """Whether everything is found and nothing else, and whether the days agree."""
    pairs = list(zip(wanted, got, strict=False))
    found = len(wanted) == len(got) and all(w[0] < g[1] and g[0] < w[1] for w, g in pairs)
    agree = all(w[side] in (None, g[side]) for w, g in pairs for side in (2, 3))
    return found, found and agree


def table(differences: str | None) -> None:
    finders: dict[str, Finder] = {"policy-extract": ours}
    for name, make in (("JioNLP", jionlp), ("Recognizers-Text", recognizers)):
        with suppress(ImportError):
            finders[name] = make()
    print(f"| examples of | {' | '.join(f'{name}: found, dated' for name in finders)} |")
    print("| --- |" + " --- |" * len(finders))
    totals = {name: [0, 0] for name in finders}
    count = 0
    for section, cases in read_cases().items():
        cells = []
        for name, find in finders.items():
            judged = []
            for text, wanted, day in cases:
                try:
                    got = find(text, day)
                except Exception as error:  # a peer that fails on an example does not know it
                    got = [(0, 0, repr(error), None)]
                judged.append(judge(wanted, got))
                if section == differences and not judged[-1][1]:
                    print(f"{name}: {text!r}: {got}, not {wanted}")
            sums = [sum(one[at] for one in judged) for at in (0, 1)]
            totals[name] = [a + b for a, b in zip(totals[name], sums, strict=True)]
            cells.append(f"{sums[0]}, {sums[1]}")
        count += len(cases)
        print(f"| {section} ({len(cases)}) | {' | '.join(cells)} |")
    print(f"| all ({count}) | {' | '.join(f'{a}, {b}' for a, b in totals.values())} |")


def seconds(find: Finder, text: str, times: int = 3) -> float:
    spent = []
    for _ in range(times):
        began = time.process_time()
        find(text, PUBLISHED)
        spent.append(time.process_time() - began)
    return min(spent)


def speed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    text = (text * (LENGTH // len(text) + 1))[:LENGTH]
    base = seconds(ours, text)
    print(f"policy-extract: {LENGTH / base:,.0f} characters/s")
    for name, make in (("JioNLP", jionlp), ("Recognizers-Text", recognizers)):
        with suppress(ImportError):
            find = make()
            spent = seconds(find, text[:2000], times=1) * LENGTH / 2000
            print(f"{name}: {LENGTH / spent:,.0f} characters/s, {spent / base:,.0f} times as long")
    for run in RUNS:
        spent = seconds(ours, (run * LENGTH)[:LENGTH])
        print(f"{run!r} again and again: {spent / base:.1f} times as long")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    tables = commands.add_parser("table", help="the corpus of examples, beside the peers")
    tables.add_argument("--differences", metavar="SECTION", help="every difference of a section")
    commands.add_parser("speed", help="characters a second").add_argument("text", type=Path)
    options = parser.parse_args()
    if options.command == "table":
        table(options.differences)
    else:
        speed(options.text)


if __name__ == "__main__":
    main()
