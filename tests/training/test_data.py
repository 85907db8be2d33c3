"""Gold as sentences: windows are all that is read."""

import json
from pathlib import Path

from policy_extract.training.data import read_gold


def test_only_windows_are_read_and_mentions_keep_their_places(tmp_path: Path) -> None:
    text = "太原市很好。\n王国栋到清徐县调研。\n太钢集团增产。\n"
    start, end = text.index("王"), text.index("调研")
    entities = [
        {"type": kind, "text": name, "start": text.index(name), "end": text.index(name) + len(name)}
        for kind, name in (("PERSON", "王国栋"), ("LOCATION", "清徐县"), ("COMPANY", "太钢集团"))
    ]
    (tmp_path / "article.txt").write_text(text, encoding="utf-8")
    gold = {"records": [], "entities": entities, "windows": [[start, end]]}
    (tmp_path / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    (only,) = read_gold(tmp_path)
    assert [only.text[a:b] for a, b, _ in only.entities] == ["王国栋", "清徐县"]
    del gold["windows"]
    (tmp_path / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    assert [sample.text.strip() for sample in read_gold(tmp_path)] == [
        "太原市很好。", "王国栋到清徐县调研。", "太钢集团增产。"
    ]  # fmt: skip
