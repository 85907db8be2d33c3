"""Measure the extractor on gold folders, and read its errors.

    python benchmarks/scoring.py corpora ../shared/corpora/dev --dates corpora/dev-dates.toml
    python benchmarks/scoring.py corpora/taiyuan --only period --ner none

Prints the figures, then with ``--only NAME`` (or ``--all``) every difference with its sentence.
``policy-extract check`` does the same for users; this stays usable while the command is not.
"""

import argparse
import time
from pathlib import Path

from policy_extract.evaluation.corpus import GoldCase, read_dates, score_corpus
from policy_extract.evaluation.difference import select
from policy_extract.evaluation.reports.as_text import differences_text, score_text
from policy_extract.extractor import Extractor
from policy_extract.records import Document


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("roots", nargs="+", type=Path)
    parser.add_argument("--dates", type=Path)
    parser.add_argument("--only", help="misses, extras, wrong, records, entities, a field, a type")
    parser.add_argument("--all", action="store_true", help="every difference")
    parser.add_argument("--ner", default=None, help="the recogniser, as Extractor names it")
    options = parser.parse_args()
    extractor = Extractor(ner=options.ner) if options.ner else Extractor()
    spent = 0.0

    def extract(case: GoldCase) -> Document:
        nonlocal spent
        began = time.perf_counter()
        found = extractor.extract(case.text, published=case.published, place=case.place)
        spent += time.perf_counter() - began
        return found

    dates = read_dates(options.dates) if options.dates else None
    result = score_corpus(options.roots, extract, dates=dates)
    found = select(result.differences, options.only) if options.only else result.differences
    if options.only or options.all:
        print(differences_text(found, result.texts))
    print(score_text(result.score))
    chars = sum(len(case.text) for case in result.cases)
    print(f"{chars} characters extracted in {spent:.2f} s: {chars / spent:,.0f} characters/s")


if __name__ == "__main__":
    main()
