"""The worst time per character of hostile text, against ordinary text of the same length.

    python benchmarks/hostile.py [--of run] [--reader none] [--chars 8000] [--over 10] [--random 0]
                                 [--seed 0] [--profile 1]
    python benchmarks/hostile.py --long [--reader none]

A text is one unit written again and again on one line: what makes a reader that looks back, or
looks at every pair, slow. For each unit: its ratio to the golden article repeated to the same
length, its growth from half the length (2 is linear, 4 a square), and its seconds. The worst come
first, the last line is the worst ratio. A unit is given up where its ratio passes 60.

The goal of the project: no ratio over 10, and 3 where it can be. With ``--fail`` the exit code is 1
when one is over ``--over``. ``--random N`` draws N more units from words and marks, by the seed.
``--profile K`` shows the functions in which the K worst spend their time. ``--unit TEXT`` measures
only that one. ``--of quantities`` and ``--of periods`` measure a finder alone, on 100,000 characters
where nothing else is said. ``--long`` measures whole documents of 100,000 to 1.5 million characters:
one line, one sentence, tables of 10,000 cells, line breaks, names alone, prose.

A whole run is text to JSON, without the recogniser of names; the reader of characters as ``--reader``
says, on by default, for the ordinary text as for the hostile one. One core. Machines differ: compare
ratios.
"""

import argparse
import cProfile
import io
import itertools
import pstats
import random
import re
import signal
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import FrameType

from policy_extract.claims.readers import READER
from policy_extract.extractor import Extractor
from policy_extract.periods import scan_periods
from policy_extract.quantities import scan_quantities

ARTICLE = Path(__file__).parent.parent / "corpora" / "taiyuan" / "article.txt"
UNITS = (
    # (before, unit): the first words once, then the unit to the end
    ("", "1个"), ("", "5%、"), ("", "1\t"), ("", "A、B分别增长1%、"), ("", "《"), ("", "专业镇"),
    ("“", "欧盟"), ("", "全县"), ("", "1比"), ("", "（1%）"), ("等", "重点"), ("", "本市"),
    ("", "“1%”"), ("", "黄河流域"), ("", "（"), ("", "）"), ("", "“"), ("", "”"), ("", "《》"),
    ("", "一"), ("", "十"), ("", "万"), ("", "1"), ("", "1."), ("", "1,"), ("", "1—"), ("", "1至"),
    ("", "1∶"), ("", "%"), ("", "、"), ("", "，"), ("", "："), ("", "；"), ("", "的"), ("", "和"),
    ("", "\n"), ("", "1\n"), ("", "a\n"), ("", "——\n"), ("", " "), ("", "\u3000"), ("", "1 "),
    ("", "2023年"), ("", "2023年1月1日"), ("", "今年以来"), ("", "“十四五”期间"), ("", "近三年"),
    ("", "其中，"), ("", "分别"), ("", "均"), ("", "同比"), ("", "同比增长1%，"), ("", "比上年"),
    ("", "第一"), ("", "位居第一"), ("", "全省第一，"), ("", "超"), ("", "以上"), ("", "1以上"),
    ("", "达到1亿元，"), ("", "从1增至2，"), ("", "力争"), ("", "力争达到1亿元。"), ("", "目标是：\n"),
    ("", "一、目标\n"), ("", "市委"), ("", "太原市"), ("", "太原市、"), ("", "太原市和"), ("", "有限公司"),
    ("", "某某公司、"), ("", "产业链"), ("", "产业链、"), ("", "等产业链"), ("", "项目"), ("", "项目、"),
    ("", "1亿元项目"), ("", "王国栋、"), ("", "市长"), ("", "A"), ("", "A股"), ("", "5G"), ("", "1+"),
    ("", "1+1+N"), ("", "No.1"), ("", "\t"), ("", "1\t2\n"), ("", "甲\t1\n"), ("", "1个。"),
    ("", "新增1个"), ("", "新增企业1个、"), ("", "1.5倍"), ("", "翻一番"), ("", "三成"), ("", "千分之三"),
    ("", "百分之"), ("", "1/"), ("", "1~"), ("", "-1"), ("", "①"), ("", "Ⅰ"), ("", "㎡"), ("", "🙂"),
    ("", "\ufffd"), ("", "é"), ("", "https://a.b/"), ("2024年，", "1亿元"), ("到2025年，", "1%，"),
    ("", "1-"), ("", "1～"), ("", "−1"), ("", "零下1"), ("", "1天"), ("", "1和"), ("", "1元和"), ("", "前5"),
    ("", "5强"), ("", "数百"), ("", "几"), ("", "一年"), ("", "1年前"), ("", "1分"), ("", "1元1角"), ("", "周一"),
    ("", "1米75"), ("", "1元/"), ("", "一又"), ("", "百分之一"), ("", "（1"), ("", "1）"), ("", "今年"), ("", "本月"),
    ("", "每年"), ("", "1日"), ("", "1月1日至"), ("", "下周"), ("", "一季度"), ("", "未来"), ("", "2024-"), ("", "半"),
    ("", "½"), ("", "1×"), ("", "1±"), ("", "摄氏1度"), ("", "一（1）"), ("", "五两"), ("", "第1周，"), ("", "周末，"), ("", "每周一、"),
    ("", "一一一"), ("", "年月日"), ("", "同比增长"), ("", "其中"), ("", "（（"), ("", "[1]"), ("", "其中：甲1个，"),
)  # fmt: skip
WORDS = (
    "1", "2", "一", "十", "百", "万", "亿", "％", "%", "个", "家", "元", "吨", "倍", "位", "个百分点", "年",
    "月", "日", "底", "末", "以来", "期间", "今年", "去年", "2023", "“十四五”", "，", "、", "。", "；", "：",
    "（", "）", "“", "”", "《", "》", "\n", "\t", " ", "—", "-", "至", "比", "和", "与", "及", "等", "的",
    "分别", "各", "均", "其中", "超", "约", "近", "以上", "不低于", "增长", "下降", "同比", "新增", "达到", "力争",
    "目标", "第", "首", "全省", "全市", "太原市", "市委", "公司", "集团", "产业链", "专业镇", "项目", "园区", "企业",
    "工程", "方案", "重点", "推进", "A", "B", "+", "甲", "乙",
)  # fmt: skip
GIVEN_UP = 60


class TooSlow(Exception):  # noqa: N818
    """The unit was given up."""


def _stop(signum: int, frame: FrameType | None) -> None:
    raise TooSlow


def seconds(read: Callable[[str], object], text: str, limit: float) -> float:
    """Processor time of one extraction; infinite where it passes the limit."""
    signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, limit)
    began = time.process_time()
    try:
        read(text)
        return time.process_time() - began
    except TooSlow:
        return float("inf")
    except Exception as error:
        print(f"{text[:12]!r}: {type(error).__name__}: {error}", file=sys.stderr)
        return time.process_time() - began
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def drawn(count: int, seed: int) -> list[tuple[str, str]]:
    """Units of one to five words."""
    draw = random.Random(seed)
    return [("", "".join(draw.choices(WORDS, k=draw.randint(1, 5)))) for _ in range(count)]


def prose(chars: int, seed: int = 0) -> str:
    """Lines of the golden article drawn at random, with other figures in them each time."""
    draw = random.Random(seed)
    lines = [line for line in ARTICLE.read_text(encoding="utf-8").splitlines() if line.strip()]
    drawn, size = [], 0
    while size < chars:
        line = re.sub("[0-9]", lambda digit: str(draw.randint(1, 9)), draw.choice(lines))
        drawn.append(line)
        size += len(line) + 1
    return "\n".join(drawn)[:chars]


def long_texts() -> dict[str, str]:
    """Whole documents of kinds that a machine, not a person, writes."""
    line = prose(100_000)
    head = "指标\t" + "\t".join(f"{year}年" for year in range(1927, 2026))
    rows = [
        f"第{n}产业增加值（亿元）\t" + "\t".join(f"{n}.{y}" for y in range(99)) for n in range(100)
    ]
    table = "\n".join([head, *rows])
    names = (
        f"{a}{b}{c}有限公司" for a in "晋并汾唐河" for b in "东西南北中" for c in range(10_000)
    )
    return {
        "100,000 characters in a line": line.replace("\n", ""),
        "100,000 characters in a sentence": re.sub("[\n。；！？]", "，", line),
        "100,000 line breaks": "\n" * 100_000,
        "100,000 line breaks, a number before each": "1\n" * 100_000,
        "10,000 cells, tabs": table,
        "10,000 cells, bars": "\n".join(
            f"| {row} |" for row in table.replace("\t", " | ").split("\n")
        ),
        "10,000 cells, one a line": table.replace("\t", "\n"),
        "10,000 names of firms": "、".join(itertools.islice(names, 10_000)),
        "1,000,000 characters of prose": prose(1_000_000),
        "1,500,000 characters of prose": prose(1_500_000),
    }


def measure_long(read: Callable[[str], object], over: float) -> float:
    """Print each long text's time against that of as much prose; the worst ratio."""
    sample = prose(40_000, 1)
    read(sample)
    usual = min(seconds(read, sample, 600) for _ in range(3)) / len(sample)
    print(f"ordinary text: {1 / usual:,.0f} characters a second\n   ratio  seconds", flush=True)
    worst = 0.0
    for name, text in long_texts().items():
        took = seconds(read, text, GIVEN_UP * usual * len(text))
        worst = max(worst, took / usual / len(text))
        print(f"{shown(took / usual / len(text))} {took:8.1f}  {name}", flush=True)
    print(f"the worst: {worst:.1f}; {'over' if worst > over else 'within'} {over:g}")
    return worst


def shown(value: float) -> str:
    return f"{value:8.1f}" if value != float("inf") else f"    > {GIVEN_UP}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--of", choices=("run", "quantities", "periods"), default="run")
    parser.add_argument("--reader", default=READER)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--chars", type=int)
    parser.add_argument("--over", type=float, default=10.0)
    parser.add_argument("--random", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--profile", type=int, default=0)
    parser.add_argument("--unit", action="append")
    parser.add_argument("--fail", action="store_true")
    given = parser.parse_args()
    given.chars = given.chars or (8_000 if given.of == "run" else 100_000)
    extractor = Extractor(ner="none", reader=given.reader)
    readers: dict[str, Callable[[str], object]] = {
        "run": lambda text: extractor.extract(text).to_json(),
        "quantities": scan_quantities,
        "periods": lambda text: scan_periods(text, date(2025, 3, 18)),
    }
    read = readers[given.of]
    if given.long:
        worst = measure_long(read, given.over)
        sys.exit(1 if given.fail and worst > given.over else 0)
    article = ARTICLE.read_text(encoding="utf-8")
    ordinary = (article * (given.chars // len(article) + 1))[: given.chars]
    read(ordinary)
    usual = min(seconds(read, ordinary, 600) for _ in range(5))
    print(f"ordinary text: {usual:.3f} s for {given.chars} characters", flush=True)
    units = [("", unit) for unit in given.unit] if given.unit else list(UNITS)
    found: list[tuple[float, float, float, str]] = []
    for before, unit in units + drawn(given.random, given.seed):
        text = (before + unit * given.chars)[: given.chars]
        half = seconds(read, text[: given.chars // 2], GIVEN_UP * usual)
        whole = seconds(read, text, GIVEN_UP * usual)
        found.append((whole / usual, whole / half if half else 0.0, whole, before + unit))
    found.sort(reverse=True)
    print("   ratio   growth  seconds  unit")
    for ratio, growth, whole, unit in found:
        if ratio > given.over / 3 or len(found) < 20:
            print(f"{shown(ratio)} {growth:8.1f} {whole:8.3f}  {unit!r}")
    for _, _, _, unit in found[: given.profile]:
        profile = cProfile.Profile()
        profile.enable()
        seconds(read, (unit * given.chars)[: given.chars], GIVEN_UP * usual)
        profile.disable()
        out = io.StringIO()
        pstats.Stats(profile, stream=out).sort_stats("tottime").print_stats(8)
        print(f"\n{unit!r}\n{out.getvalue()[out.getvalue().find('ncalls') :]}")
    over = [unit for ratio, _, _, unit in found if ratio > given.over]
    print(f"{len(over)} of {len(found)} units over {given.over:g}; the worst: {found[0][0]:.1f}")
    sys.exit(1 if given.fail and over else 0)


if __name__ == "__main__":
    main()
