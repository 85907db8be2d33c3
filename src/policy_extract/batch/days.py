"""Days as the tables of crawlers write them."""

import re
from datetime import UTC, datetime, timedelta

from policy_extract.periods.scan import scan_periods

_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_SECONDS = re.compile(r"1[0-9]{9}(?:[0-9]{3})?(?:\.0)?")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?![0-9])")
_PARTED = re.compile(
    r"((?:19|20)[0-9]{2})\s*[-/.年]\s*([0-9]{1,2})(?:\s*[-/.月]\s*([0-9]{1,2}))?(?![0-9])"
)
_CHINA = timedelta(hours=8)


def plain_date(given: str | None) -> str | None:
    """A date field as :func:`policy_extract.dates.parse_date` reads it.

    Crawls write ``20240320``, ``2024/03/20``, ``2024-03-20 08:00``, ``2024年3月20日``, ``二〇二四年三月二十日``
    and seconds or milliseconds since 1970 too; those are days of China.

    >>> plain_date("20240320"), plain_date("2024/3/2"), plain_date("2024年3月2日 09:30")
    ('2024-03-20', '2024-03-02', '2024-03-02')
    """
    if given is None:
        return None
    text = given.strip().translate(_FULL_WIDTH)
    if _SECONDS.fullmatch(text):
        moment = datetime.fromtimestamp(int(text[:10]), UTC) + _CHINA
        return moment.date().isoformat()
    found = _COMPACT.match(text) or _PARTED.match(text)
    if found is not None:
        return "-".join(part.zfill(2) for part in found.groups() if part)
    for period in scan_periods(text):
        if period.kind == "day" and period.first is not None:
            return period.first.isoformat()
    return text
