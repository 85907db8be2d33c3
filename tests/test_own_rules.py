"""A folder of own rules: what it adds, what it may not say, and that it goes wherever documents are read."""

import json
import pickle
import threading
from collections import Counter
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from policy_extract.batch.run import BatchOptions, run_batch
from policy_extract.batch.worker import ReadingOptions
from policy_extract.cli.main import app
from policy_extract.cli.settings import read_defaults
from policy_extract.errors import RulesError, UsageError
from policy_extract.extractor import Extractor, extract
from policy_extract.own_rules import MODELS, load_rules, role_names
from policy_extract.quantities import find_quantities
from policy_extract.rules.loader import parse_toml, read_shipped, rules_fingerprint

TEXT = "2024年，全区共有医院35方舱。"


def folder_of(at: Path, **files: str) -> Path:
    at.mkdir()
    for name, text in files.items():
        (at / f"{name}.toml").write_text(text, "utf-8")
    return at


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "own", units='[count]\nunits = ["方舱"]\n')


def units(document) -> list[str | None]:
    return [one.value.unit for one in (*document.metrics, *document.targets)]


def test_every_file_that_may_be_extended_may_say_nothing(tmp_path: Path) -> None:
    empty = folder_of(tmp_path / "own", **{name.removesuffix(".toml"): "" for name in MODELS})
    assert load_rules(empty).own is not None
    assert Extractor(ner="none", reader="none", rules=empty).extract(TEXT).metrics == (
        Extractor(ner="none", reader="none").extract(TEXT).metrics
    )


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("units", "[count\n", "units.toml: not valid TOML: .*line 1"),
        ("units", '[count]\nunites = ["艘"]', r"count\.unites: .*Allowed keys here: aliases, .*weak"),
        ("units", '[counts]\nunits = ["艘"]', "counts: .*Allowed keys here: compounds, count, .*words"),
        ("units", '[count]\nunits = ["艘", 3]', r"count\.units\[1\]: .*It is 3"),
        ("units", '[count]\nunits = ["艘", " "]', r"count\.units\[1\]: an empty word"),
        ("units", '[words]\n"" = ["艘"]', "words.: an empty word"),
        ("units", "[[compounds]]\nlast = []", r"compounds\[0\]\.last: .*Allowed keys here: digits, first"),
        ("units", '[[compounds]]\nfirst = ["艘"]', r"compounds\[0\]\.parts: Field required"),
        ("comparators", '[[after]]\ncomparator = "＞"\nwords = ["光景"]', r"after\[0\]\.comparator"),
        ("nonnumbers", 'counted_nouns = "艘"', "counted_nouns: a single value .* cannot be replaced"),
        ("unit", '[count]\nunits = ["艘"]', r"unit\.toml: no rules of that name .*units\.toml"),
        ("periods", "", r"periods\.toml: no rules of that name"),
        ("roles", '"艘" = ["direction.risen"]', "艘: direction.risen is no list; lists: .*direction.rise"),
        ("roles", '"艘" = "direction.rise"', "艘: .*It is 'direction.rise'"),
        ("indicators", '[[indicator]]\nid = "x"', r"indicator\[0\]\.zh: Field required"),
        (
            "indicators",
            '[[indicator]]\nid = "x"\nzh = "甲"\nen = "A"\nform = "growth"\ngood = "up"\nof = "nothing"',
            "indicator x: nothing is no entry",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    with pytest.raises(RulesError) as raised:
        Extractor(ner="none", reader="none", rules=folder_of(tmp_path / "own", **{name: text}))
    raised.match(told)
    assert f"{name}.toml" in str(raised.value)


def test_a_folder_that_is_none_or_holds_nothing_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("not a rule")
    for folder, told in ((tmp_path / "none", "cannot be read"), (tmp_path, "holds no rules")):
        with pytest.raises(RulesError, match=told):
            load_rules(folder)
    (tmp_path / "units.toml").write_bytes('[count]\nunits = ["艘"]'.encode("gb18030"))
    with pytest.raises(RulesError, match="not UTF-8"):
        load_rules(tmp_path)


def test_rules_hold_for_their_extractor_alone_in_every_thread(own: Path) -> None:
    shipped, extended = (
        Extractor(ner="none", reader="none"),
        Extractor(ner="none", reader="none", rules=own),
    )
    found: dict[str, list[list[str | None]]] = {"shipped": [], "extended": []}

    def read(name: str, extractor: Extractor) -> None:
        found[name].extend(units(extractor.extract(TEXT)) for _ in range(20))

    threads = [
        threading.Thread(target=read, args=one)
        for one in (("shipped", shipped), ("extended", extended)) * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found["extended"] == [["方舱"]] * 40
    assert found["shipped"] == [["方"]] * 40
    assert [one.unit for one in find_quantities("35方舱")] == ["方"]


def test_the_provenance_tells_one_folder_from_another(own: Path) -> None:
    def told() -> str:
        return Extractor(ner="none", reader="none", rules=own).provenance.rules

    first = told()
    assert first.startswith(f"{rules_fingerprint()}+")
    (own / "README.md").write_text("what this is for")
    assert told() == first
    (own / "scope.toml").write_text('areas = ["三镇"]', "utf-8")
    assert told() != first


def test_an_own_unit_is_a_unit_of_tables(own: Path) -> None:
    table = (
        "| 指标 | 单位 | 2023年 | 2024年 |\n| --- | --- | --- | --- |\n| 医院 | 方舱 | 21 | 35 |\n"
    )
    assert units(Extractor(ner="none", reader="none", rules=own).extract(table)) == ["方舱", "方舱"]


def test_an_own_entry_replaces_the_shipped_one_of_its_id(tmp_path: Path) -> None:
    rules = folder_of(
        tmp_path / "own",
        indicators='[[indicator]]\nid = "grain"\nzh = "谷物总收成"\nen = "Grain"\nform = "flow"\n'
        'units = ["吨"]\ngood = "up"\n',
    )
    text = "2023年，全市粮食产量650万吨。2023年，全市谷物总收成650万吨。"
    shipped, extended = (
        [
            one.indicator_id
            for one in Extractor(ner="none", reader="none", rules=one).extract(text).metrics
        ]
        for one in (None, rules)
    )
    assert shipped == ["grain", None]
    assert extended == [None, "grain"]


def test_a_word_of_several_roles_stands_once() -> None:
    """In the shipped rules, in roles.toml alone; so one line adds such a word."""
    words = parse_toml(read_shipped("roles.toml"), name="roles.toml")
    homes = {role.partition(".")[0] for roles in words.values() for role in roles}
    listed = Counter(
        word
        for home in homes
        for key, value in parse_toml(read_shipped(f"{home}.toml"), name=home).items()
        if isinstance(value, list) and f"{home}.{key}" in role_names()
        for word in value
    )
    assert [word for word, times in listed.items() if times > 1 or word in words] == []
    assert [word for word, roles in words.items() if len(set(roles)) < 2] == []


def test_a_word_may_be_given_several_roles(tmp_path: Path) -> None:
    rules = folder_of(tmp_path / "own", roles='"蹿升" = ["direction.fall", "indicator.change"]\n')
    (found,) = (
        Extractor(ner="none", reader="none", rules=rules)
        .extract("2024年，全社会用电量蹿升12%。")
        .metrics
    )
    assert (found.indicator, found.direction) == ("全社会用电量", "decrease")


def test_names_and_words_stand_beside_the_rules(tmp_path: Path) -> None:
    (tmp_path / "names.tsv").write_text("方舱集团\tCOMPANY\t方舱集团有限公司\n", "utf-8")
    (named,) = (
        Extractor(ner="none", reader="none", rules=tmp_path).extract("方舱集团投资3亿元。").entities
    )
    assert (named.canonical, named.source) == ("方舱集团有限公司", "lexicon")


def test_batch_reads_by_own_rules_and_stops_when_they_change(tmp_path: Path, own: Path) -> None:
    source, out = tmp_path / "in.txt", tmp_path / "out.jsonl"
    source.write_text(TEXT, "utf-8")

    def go() -> dict:
        run_batch(
            BatchOptions(
                (str(source),),
                out,
                reading=ReadingOptions(ner="none", reader="none", rules=str(own)),
            )
        )
        return json.loads(out.read_text("utf-8"))

    made = go()
    assert [one["value"]["unit"] for one in made["metrics"]] == ["方舱"]
    assert (
        made["provenance"]["rules"]
        == Extractor(ner="none", reader="none", rules=own).provenance.rules
    )
    (own / "units.toml").write_text('[count]\nunits = ["方舱", "网格"]\n', "utf-8")
    with pytest.raises(UsageError, match="differs in: rules"):
        go()


def test_batch_tells_what_is_wrong_with_them(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text(TEXT, "utf-8")
    rules = folder_of(tmp_path / "own", units="[count]\nunites = []")
    reading = ReadingOptions(ner="none", reader="none", rules=str(rules))
    with pytest.raises(RulesError, match=r"count\.unites"):
        run_batch(
            BatchOptions((str(tmp_path / "in.txt"),), tmp_path / "out.jsonl", reading=reading)
        )


def test_run_takes_them_from_the_command_line_and_from_the_file_of_options(
    tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.txt").write_text(TEXT, "utf-8")

    def unit(*options: str) -> str:
        done = CliRunner().invoke(app, ["run", "in.txt", "--ner", "none", "-q", *options])
        return json.loads(done.stdout)["metrics"][0]["value"]["unit"]

    assert (unit(), unit("--rules", "own")) == ("方", "方舱")
    Path("policy-extract.toml").write_text('rules = "own"\n')
    told = read_defaults(typer.main.get_command(app), {}, tmp_path)
    assert {told[name]["rules"] for name in ("run", "batch", "check", "track", "report")} == {"own"}


def test_track_knows_their_indicators(tmp_path: Path) -> None:
    rules = folder_of(
        tmp_path / "own",
        indicators='[[indicator]]\nid = "shelters"\nzh = "方舱医院数"\nen = "Shelters"\nform = "level"\n'
        'units = ["所"]\ngood = "up"\n',
    )
    for year, text in (
        (2023, "2023年，太原市方舱医院数目标为5所。"),
        (2024, "2023年，太原市方舱医院数达到6所。"),
    ):
        (tmp_path / f"{year}.txt").write_text(
            f"太原市政府工作报告\n{year}年2月1日\n{text}", "utf-8"
        )
    done = CliRunner().invoke(
        app,
        ["track", str(tmp_path / "2023.txt"), str(tmp_path / "2024.txt"), "--ner", "none",
         "--rules", str(rules), "--workers", "1", "--format", "jsonl"],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    (row,) = map(json.loads, done.stdout.splitlines())
    assert (row["indicator"], row["status"]) == ("方舱医院数", "met")


SIGNS = [
    "[",
    "(",
    "\\",
    "*",
    "a]b",
    "^x",
    "-",
    "增长(",
    "+",
    "?",
    "{2}",
    "|",
    "不(",
    "不[高",
    "$",
    ".",
    "5",
    "十",
]


def with_signs(said: object) -> object:
    """What a shipped file says, every list of words in it replaced by signs of regular expressions."""
    if isinstance(said, dict):
        return {key: with_signs(value) for key, value in said.items() if key != "typos"}
    if isinstance(said, list):
        words = not said or isinstance(said[0], str)
        return SIGNS if words else [with_signs(one) for one in said if isinstance(one, dict)]
    return said


def toml(value: object) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{json.dumps(key)} = {toml(one)}" for key, one in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return json.dumps(value)


@pytest.mark.parametrize("name", sorted(MODELS.keys() - {"roles.toml", "indicators.toml"}))
def test_words_may_hold_any_signs(tmp_path: Path, name: str) -> None:
    """A word is a word and no pattern: what is built of it is built, and reads."""
    said = with_signs(parse_toml(read_shipped(name), name=name))
    assert isinstance(said, dict)
    lists = {key: value for key, value in said.items() if isinstance(value, dict | list)}
    text = "".join(f"{key} = {toml(value)}\n" for key, value in lists.items())
    own = folder_of(tmp_path / "own", **{name.removesuffix(".toml"): text})
    found = Extractor(ner="none", reader="none", rules=own).extract(
        "2024年，全市生产总值增长5%，居全省第二，新增(30家企业，不(超过3亿元。"
    )
    assert "5%" in [one.value.text for one in found.claims]


def test_a_norm_may_hold_any_signs(tmp_path: Path) -> None:
    text = '[[inside_before]]\ncomparator = ">="\nwords = ["不(低于"]\n'
    own = folder_of(tmp_path / "own", comparators=text)
    (found,) = (
        Extractor(ner="none", reader="none", rules=own)
        .extract("2024年，全市增速不(低于5%。")
        .claims
    )
    assert (found.value.text, found.value.comparator) == ("不(低于5%", ">=")


def test_an_extractor_takes_its_rules_along(own: Path) -> None:
    extractor = Extractor(ner="none", rules=own)
    again = pickle.loads(pickle.dumps(extractor))
    assert again.provenance == extractor.provenance
    assert units(again.extract(TEXT)) == ["方舱"]
    assert extract(TEXT, ner="none", rules=own) == extractor.extract(TEXT)
