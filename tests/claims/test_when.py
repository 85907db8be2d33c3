"""The times that a value may have, by where they stand."""

from datetime import date

from policy_extract.claims.when import Times
from policy_extract.frames.frames import Frames
from policy_extract.periods.scan import scan_periods
from policy_extract.text.layout import read_layout

PUBLISHED = date(2025, 5, 6)


def sources(text: str, value: str) -> dict[str, str]:
    """The words of each candidate for a value, by their source; the nearest of each."""
    layout = read_layout(text)
    periods = scan_periods(text, PUBLISHED)
    times = Times(text, layout, Frames(text, layout, periods, PUBLISHED), periods)
    start = text.index(value)
    sentence = next(one for one in layout.sentences if one.start <= start < one.end)
    found: dict[str, str] = {}
    for one in times.candidates([(sentence.start, sentence.end)], start, start + len(value)):
        if one.period is not None:
            found.setdefault(one.source, one.period.text)
    return found


BODY = (
    "某口岸一季度货运量超300万吨\n记者从海关了解到，一季度某口岸货运量301万吨，同比增长5%。\n"
    "某景区接待游客增长\n某景区共接待游客12万人次，收入也有增长，市场活力进一步释放。\n"
    "某地开通新航线\n某地机场开通三条国际航线，每周往返航班增加到二十班。"
)


def test_items_of_news_take_no_time_from_each_other() -> None:
    found = sources(f"某台简讯\n{BODY}", "12万人次")
    assert not {"title", "lead", "prev"} & set(found)


def test_a_story_takes_its_time_from_title_and_lead() -> None:
    found = sources(
        "某市一季度运行平稳\n1-3月，某市货运量301万吨。\n共接待游客12万人次。", "12万人次"
    )
    assert (found["title"], found["prev"]) == ("一季度", "1-3月")
