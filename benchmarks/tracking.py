"""Targets against outcomes, measured on truth read by hand (not part of the project).

    python benchmarks/tracking.py ../shared/truth ../shared/data/policy [--ner none] [--wrong]

Prints how many figures of the truth are observations with number, kind, period, place and indicator
right; how many of its pairs are found with both values and the verdict right, and how many pairs
given out are right; whether verdicts agree with what the reports say themselves; contradictions.
With ``--perfect`` the truth's own figures are the observations, so that linking and judging alone are
measured. National reports and places are read with their dates; nothing else is told to the extractor
but the place of the city and the county, as a user would.
"""

import argparse
import csv
import gzip
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from policy_extract import Extractor
from policy_extract.indicators import load_catalogue
from policy_extract.records import Document
from policy_extract.tracking.archive import Listed
from policy_extract.tracking.columns import Row
from policy_extract.tracking.documents import rows as claim_rows
from policy_extract.tracking.judging import factor_between
from policy_extract.tracking.observation import Observation
from policy_extract.tracking.observing import Observer
from policy_extract.tracking.places import Place, read_place
from policy_extract.tracking.track import Track

CATALOGUE = load_catalogue()
NAMES = {
    "unemp_reg": "unemployment_registered", "unemp_survey": "unemployment_surveyed",
    "new_jobs": "new_urban_jobs", "energy_intensity": "energy_intensity_cut",
    "income_all_real": "income_growth", "income_urban_real": "income_urban_growth",
    "income_rural_real": "income_rural_growth", "income_all": "income_growth",
    "income_urban": "income_urban_growth", "income_rural": "income_rural_growth",
    "retail_growth": "retail_sales_growth", "fai": "fixed_investment",
    "fai_growth": "fixed_investment_growth", "fiscal_revenue": "budget_revenue",
    "fiscal_revenue_growth": "budget_revenue_growth",
    "iva_growth": "large_industry_value_added_growth",
}  # fmt: skip
CHINESE = {
    "国内生产总值增速": "gdp_growth", "国内生产总值": "gdp", "全社会固定资产投资增速": "fixed_investment_growth",
    "财政收入(一般公共预算收入)增速": "budget_revenue_growth", "财政收入(一般公共预算收入)": "budget_revenue",
    "城镇新增就业": "new_urban_jobs", "粮食产量": "grain", "社会消费品零售总额增速": "retail_sales_growth",
    "农村居民人均可支配收入增速": "income_rural_growth", "规模以上工业增加值增速": "large_industry_value_added_growth",
    "城镇登记失业率": "unemployment_registered", "城镇居民人均可支配收入增速": "income_urban_growth",
    "农村居民人均可支配收入": "income_rural", "全社会固定资产投资": "fixed_investment",
    "城镇居民人均可支配收入": "income_urban", "全部财政收入增速": "total_fiscal_revenue_growth",
    "人口自然增长率": "natural_increase", "社会消费品零售总额": "retail_sales", "实际利用外资增速": "fdi_growth",
    "失业人员再就业": "reemployment", "高标准农田建设面积": "high_standard_fields",
    "实际到位省外资金增速": "domestic_investment_in_growth", "实际利用外资": "fdi", "城镇化率": "urbanization",
    "全部财政收入": "total_fiscal_revenue", "货物进出口总额增速": "trade_growth",
    "规模以上工业增加值": "large_industry_value_added", "居民消费价格涨幅": "cpi",
    "城镇固定资产投资增速": "urban_investment_growth", "粮食产量增速": "grain_growth",
    "居民人均可支配收入增速": "income_growth", "城镇固定资产投资": "urban_investment",
    "出口总额增速": "exports_growth", "出口总额": "exports", "货物进出口总额": "trade", "旅游综合收入": "tourism_income",
    "接待游客": "tourists", "实际到位省外资金": "domestic_investment_in", "城镇调查失业率": "unemployment_surveyed",
    "单位国内生产总值能耗降幅": "energy_intensity_cut", "居民人均可支配收入": "income",
    "外商直接投资增速": "fdi_direct_growth", "限上工业增加值增速": "",
}  # fmt: skip
# Names that the truth files together and the catalogue apart.
ALIKE = {"new_jobs": "new_urban_jobs", "gnp_growth": "gdp_growth"}
DECIDED = ("met", "missed", "within")


class Figure(NamedTuple):
    """A figure of the truth."""

    id: str
    document: str
    place: str
    indicator: str
    kind: str
    start: int
    end: int
    low: Decimal
    high: Decimal
    unit: str
    at: int
    until: int
    comparator: str
    wording: str
    quote: str
    note: str
    real: bool


@dataclass(frozen=True)
class Part:
    """A set of documents with its truth."""

    name: str
    documents: list[tuple[str, date, str, str | None]]
    figures: list[Figure]


def read(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t")


def figure(row: dict[str, str], document: str, place: str, indicator: str, years: str) -> Figure:
    start, end = (int(part) for part in years.split("-"))
    sign = -1 if row.get("direction") == "decrease" else 1
    low, high = (Decimal(row[end] or row["number"]) for end in ("low", "high"))
    if row["unit"] == "‰":
        low, high = low / 10, high / 10
    if sign < 0 and indicator != "energy_intensity_cut":
        low, high = -abs(low), -abs(high)
    return Figure(
        row["id"], document, place, indicator, row["kind"], start, end, low, high,
        row["unit"].replace("‰", "%"), int(row["start"]), int(row["end"]), row["comparator"] or "=",
        row["value_text"], row["quote"], row["note"], row["indicator"].endswith("_real"),
    )  # fmt: skip


def texts(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def parts(truth: Path, data: Path) -> list[Part]:
    national = [
        (str(one["year"]), date(int(one["year"]), 3, 5), one["text"], None)
        for one in texts(data / "national_reports.jsonl.gz")
    ]
    figures = [
        figure(row, row["report"], "中国", NAMES.get(row["indicator"], row["indicator"]),
               f"{row['period_start']}-{row['period_end']}")
        for row in read(truth / "national.tsv") if row["period_start"]
    ]  # fmt: skip
    provinces = [
        (one["region"], date.fromisoformat(one["date"]), one["text"], None)
        for one in texts(data / "provincial_reports_2026.jsonl.gz")
    ]
    provincial = [
        figure(row, row["province"], row["province"],
               NAMES.get(row["indicator"], row["indicator"]), f"{row['period']}-{row['period']}")
        for row in read(truth / "provinces2026.tsv")
    ]  # fmt: skip
    folder = truth / "places"
    local = []
    for row in read(folder / "meta.tsv"):
        name, text = row["file"], (folder / "texts" / row["file"]).open(newline="").read()
        local.append((name, date.fromisoformat(row["meeting_date"]), text, row["place"]))
    places = [
        figure(row, row["file"], row["place"], CHINESE[row["indicator"]],
               f"{row['year']}-{row['year']}")
        for row in read(folder / "truth.tsv")
    ]  # fmt: skip
    return [
        Part("national", national, figures),
        Part("provinces 2026", provinces, provincial),
        Part("places", local, places),
    ]


def observations(
    documents: Iterable[Document], reasons: dict[tuple[str, int], str]
) -> list[Observation]:
    observer = Observer(CATALOGUE)
    found = []
    for document in documents:
        for row in claim_rows(document):
            made = observer.observe(row) or ["not matched"]
            for one in made:
                if isinstance(one, str):
                    reasons[row["document"], row["start"]] = f"{one}: {row['indicator']}"
                else:
                    found.append(one)
    return found


def series(indicator: str) -> str:
    name = CATALOGUE.series(indicator) if indicator in CATALOGUE.entries else indicator
    return ALIKE.get(name, name)


def perfect(part: Part) -> list[Observation]:
    """The truth as observations."""
    dates = {name: dated for name, dated, _, _ in part.documents}
    found = []
    for one in part.figures:
        entry = CATALOGUE.entries.get(one.indicator)
        if entry is None:
            continue
        statistic = None
        if one.start != one.end and entry.form in ("growth", "flow"):
            statistic = "average" if "average" in one.note else "cumulative"
        place = read_place(one.place)
        assert place is not None
        found.append(
            Observation(
                place.name, place.parent, entry.id, statistic,
                entry.prices or ("real" if one.real else None), date(one.start, 1, 1),
                date(one.end, 12, 31), "target" if one.kind == "target" else "outcome", one.low,
                one.high, one.unit, one.comparator, one.wording, one.quote, one.document,
                dates[one.document], one.at, one.until, restates=one.kind == "target",
            )
        )  # fmt: skip
    return found


def rows_right(
    part: Part,
    found: list[Observation],
    reasons: dict[tuple[str, int], str],
    wrong: dict[str, list[str]],
) -> None:
    """How many figures of the truth are observations with everything right."""
    by_document = defaultdict(list)
    for one in found:
        by_document[one.document].append(one)
    for kind in ("outcome", "target"):
        figures = [one for one in part.figures if one.kind == kind and one.indicator]
        right = 0
        for truth in figures:
            here = [
                one
                for one in by_document[truth.document]
                if one.at < truth.until and truth.at < one.until
            ]
            faults = [fault(truth, one) for one in here]
            if any(not one for one in faults):
                right += 1
            else:
                near = range(truth.at - 3, truth.until)
                why = [
                    reasons[truth.document, at] for at in near if (truth.document, at) in reasons
                ]
                what = faults[0] if faults else f"not there: {why}"
                wrong[f"{part.name}: {kind} rows"].append(
                    f"{truth.document} {truth.at} {truth.indicator} {truth.start}-{truth.end} "
                    f"{truth.wording} [{what}] {truth.quote[:60]}"
                )
        print(f"{part.name}: {kind} rows\t{right} of {len(figures)}\t{right / len(figures):.1%}")


def fault(truth: Figure, one: Observation) -> str:
    """What is wrong with an observation of a figure; empty when nothing is."""
    place = read_place(truth.place)
    unit = factor_between(one.unit, truth.unit)
    wrong = {
        "kind": one.kind != truth.kind,
        "number": unit is None or (one.low * unit, one.high * unit) != (truth.low, truth.high),
        f"indicator {one.indicator}": series(one.indicator) != series(truth.indicator),
        f"period {one.start}–{one.end}": (one.start, one.end)
        != (date(truth.start, 1, 1), date(truth.end, 12, 31)),
        f"place {one.place}": place is None or one.place != place.name,
    }
    return ", ".join(name for name, is_wrong in wrong.items() if is_wrong)


def key(row: Row) -> tuple[str, str, int, int]:
    start, end = int(row["period_start"][:4]), int(row["period_end"][:4])
    return (row["place"], series(row["indicator_id"]), start, end)


def agrees(status: str, truth: str) -> bool:
    """National truth has no ``within``: short by little is short."""
    return status == truth or (status == "within" and truth == "missed")


def national_pairs(truth: Path, rows: list[Row], wrong: dict[str, list[str]]) -> None:
    given: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row["status"] in DECIDED:
            given[*key(row), row["target_document"]].append(row)
    right = 0
    known = set()
    for pair in read(truth / "national_pairs.tsv"):
        name = series(NAMES.get(pair["indicator"], pair["indicator"]))
        where = ("中国", name, int(pair["start"]), int(pair["end"]), pair["t_report"])
        known.add(where)
        good = [
            row
            for row in given.get(where, [])
            if agrees(row["status"], pair["met"])
            and squeeze(row["target_wording"]) == squeeze(pair["target"])
            and squeeze(row["outcome_wording"]) == squeeze(pair["outcome"])
        ]
        right += bool(good)
        if not good:
            seen = [
                f"{row['status']} {row['target_wording']} {row['outcome_wording']}"
                f" ({row['outcome_document']})"
                for row in given.get(where, [])
            ]
            wrong["national pairs"].append(f"{where} {pair['target']} {pair['outcome']} got {seen}")
    print(
        f"national: pairs of truth with both values and the verdict right\t{right} of {len(known)}"
    )


def squeeze(text: str) -> str:
    """A value as written, in one width and without the words of its comparator."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return re.sub("以上|以下|以内|左右|低于|高于|超过|不", "", plain)


def pairs_given(
    name: str, rows: list[Row], figures: list[Figure], wrong: dict[str, list[str]]
) -> None:
    """Pairs given out of indicators that the truth knows: both figures must be the truth's."""
    spans = defaultdict(list)
    for one in figures:
        spans[one.document].append(one)
    known = {series(one.indicator) for one in figures}
    right = total = unknown = 0
    for row in rows:
        if row["status"] not in DECIDED or "a share of the goal" in row["because"]:
            continue
        if series(row["indicator_id"]) not in known:
            unknown += 1
            continue
        ends = []
        for side, kind in (("target", "target"), ("outcome", "outcome")):
            ends.append(
                any(
                    one.kind == kind
                    and (one.low, one.high) == value(row, side)
                    and (one.place, series(one.indicator), one.start, one.end) == key(row)
                    for one in spans[row[f"{side}_document"]]
                )
            )
        total += 1
        right += all(ends)
        if not all(ends):
            wrong[f"{name}: pairs given"].append(
                f"{key(row)} {row['status']} {row['target_wording']} ({row['target_document']}: "
                f"{row['target_quote'][:80]}) {row['outcome_wording']} ({row['outcome_document']}: "
                f"{row['outcome_quote'][:80]}) not in truth: "
                f"{'target' if not ends[0] else ''} {'outcome' if not ends[1] else ''}"
            )
    share = right / total if total else 0.0
    print(
        f"{name}: pairs given out that are right\t{right} of {total}\t{share:.1%}\t"
        f"(and {unknown} of indicators that the truth does not know)"
    )


def value(row: Row, side: str) -> tuple[Decimal, Decimal]:
    number = row[f"{side}_number"]
    return Decimal(number or row[f"{side}_low"]), Decimal(number or row[f"{side}_high"])


def place_pairs(truth: Path, rows: list[Row], wrong: dict[str, list[str]]) -> None:
    ids = {row["id"]: row for row in read(truth / "places" / "truth.tsv")}
    decided: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        decided[key(row)].append(row)
    right = total = 0
    for pair in read(truth / "places" / "pairs.tsv"):
        name = CHINESE[pair["indicator"]]
        if pair["verdict"] not in DECIDED or not name:
            continue
        total += 1
        where = (pair["place"], series(name), int(pair["year"]), int(pair["year"]))
        goal = ids[pair["target_row"]]
        good = [
            row
            for row in decided.get(where, [])
            if row["status"] == pair["verdict"] and row["target_document"] == goal["file"]
        ]
        right += bool(good)
        if not good:
            seen = [f"{row['status']}: {row['because']}" for row in decided.get(where, [])]
            wrong["places: verdicts"].append(
                f"{where} {pair['target_text']} {pair['outcome_text']} {seen}"
            )
    print(f"places: pairs with a verdict in truth, right\t{right} of {total}\t{right / total:.1%}")


def traps(part: Part, truth: Path, found: list[Observation], wrong: dict[str, list[str]]) -> None:
    """Figures that look like a place's figure of a year, of an indicator of the truth, and are not."""
    fallen = total = 0
    known = {series(one.indicator) for one in part.figures}
    for row in read(truth / "places" / "not_rows.tsv"):
        total += 1
        start = int(row["start"])
        until = start + len(row["value"])
        taken = [
            one
            for one in found
            if one.document == row["file"]
            and one.at < until
            and start < one.until
            and series(one.indicator) in known
            and one.statistic is None
            and one.start.year == one.end.year
            and not one.share
        ]
        fallen += bool(taken)
        for one in taken:
            wrong["places: traps"].append(
                f"{one.kind} {one.place} {one.indicator} {one.start.year} {one.wording} "
                f"{row['file']}: {row['context'][:90]}"
            )
    print(f"places: traps taken for a figure of a year\t{fallen} of {total}")


def claims(truth: Path, rows: list[Row], wrong: dict[str, list[str]]) -> None:
    right = total = 0
    for one in read(truth / "national_claims.tsv"):
        name = series(NAMES.get(one["indicator"], one["indicator"]))
        year = int(one["year"])
        found = [
            row
            for row in rows
            if key(row) == ("中国", name, year, year) and row["status"] in DECIDED
        ]
        if found:
            total += 1
            good = all(agrees(row["status"], one["verdict_of_report"]) for row in found)
            right += good
            if not good:
                wrong["national claims"].append(f"{year} {name} {[row['status'] for row in found]}")
    print(
        f"national: verdicts that agree with the report's own words\t{right} of {total} decidable"
    )


def said_against(name: str, track: Track, wrong: dict[str, list[str]]) -> None:
    found = Counter(row["kind"] for row in track.contradictions())
    print(f"{name}: contradictions\t{dict(sorted(found.items()))}")
    for row in track.contradictions():
        wrong[f"{name}: contradictions (to read)"].append(
            f"{row['kind']} {row['place']} {row['indicator_id']} {row['period_start']}–"
            f"{row['period_end']} {row['first_wording']} ({row['first_document']}: "
            f"{row['first_quote'][:70]}) {row['second_wording']} ({row['second_document']}: "
            f"{row['second_quote'][:70]})"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("truth", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--ner", default="policy-ner-fast")
    parser.add_argument("--only", help="one part: national, provinces 2026, places")
    parser.add_argument("--perfect", action="store_true", help="the truth as observations")
    parser.add_argument("--wrong", action="store_true", help="what is wrong, too")
    given = parser.parse_args()
    extractor = None if given.perfect else Extractor(ner=given.ner)
    wrong: dict[str, list[str]] = defaultdict(list)
    for part in parts(given.truth, given.data):
        if given.only not in (None, part.name):
            continue
        reasons: dict[tuple[str, int], str] = {}
        if extractor is None:
            found = perfect(part)
        else:
            read_ones = (
                extractor.extract(text, published=dated, place=place, name=name)
                for name, dated, text, place in part.documents
            )
            found = observations(read_ones, reasons)
        homes = {one.document: one.place for one in part.figures}
        dates = [
            (dated, read_place(homes.get(name, "中国")) or Place("中国", None))
            for name, dated, _, _ in part.documents
        ]
        track = Track(Listed(found, CATALOGUE, documents=dates), CATALOGUE)
        rows_right(part, found, reasons, wrong)
        rows = track.rows
        if part.name == "national":
            national_pairs(given.truth, rows, wrong)
            claims(given.truth, rows, wrong)
        if part.name == "places":
            place_pairs(given.truth, rows, wrong)
            traps(part, given.truth, found, wrong)
        pairs_given(part.name, rows, part.figures, wrong)
        said_against(part.name, track, wrong)
        sys.stdout.flush()
    if given.wrong:
        for name, lines in wrong.items():
            print(f"\n== {name}: {len(lines)}")
            for line in lines:
                print("  " + line)


if __name__ == "__main__":
    main()
