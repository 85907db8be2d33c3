"""Pages: headline, date and article, tables in place, nothing of the frame."""

from datetime import date

import pytest

from policy_extract.errors import InputError
from policy_extract.text.files import read_any, read_text
from policy_extract.text.html import holds_markup, html_page, is_page

pytest.importorskip("lxml")

PROSE = "全市上下坚持稳中求进工作总基调，经济运行总体平稳，高质量发展扎实推进。"
FRAME = (
    '<div class="nav"><ul><li><a href="/">首页</a></li><li><a>政务公开</a></li><li><a>服务</a></li></ul></div>'
    '{}<div class="footer">主办：某市人民政府办公室　晋ICP备05000001号-1<br>您是第12345678位访客</div>'
)


def page(body: str, head: str = "<title>测试标题一则_某市人民政府</title>") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{FRAME.format(body)}</body></html>".encode()


def text(body: str, head: str = "<title>测试标题一则_某市人民政府</title>") -> str:
    return html_page(page(body, head), name="a.html").text


def test_the_article_has_its_headline_and_nothing_of_the_frame() -> None:
    found = html_page(
        page(f'<h1>测试标题一则</h1><div class="TRS_Editor"><p>{PROSE}</p></div>'), name="a.html"
    )
    assert (found.title, found.text) == ("测试标题一则", f"测试标题一则\n{PROSE}")


@pytest.mark.parametrize(
    "told",
    ['<meta name="PubDate" content="2024-02-20 09:31">', "<script>var ct = '1708392660';</script>"],
)
def test_the_day_of_a_page_is_what_it_states(told: str) -> None:
    assert html_page(page(f"<p>{PROSE}</p>", told), name="a").published == date(2024, 2, 20)


def test_a_stamp_beside_the_headline_dates_a_page() -> None:
    body = f'<div class="info">发布日期：2025年3月20日 浏览次数：1234次</div><p>{PROSE}</p>'
    assert html_page(page(body), name="a").published == date(2025, 3, 20)


def headline(head: str, body: str) -> str | None:
    return html_page(page(f"{body}<div id='zoom'><p>{PROSE * 3}</p></div>", head), name="p").title


@pytest.mark.parametrize(
    ("head", "body", "found"),
    [
        (
            "<title>某市财政局</title>",
            "<h1>关于某市2025年预算执行情况的报告</h1>",
            "关于某市2025年预算执行情况的报告",
        ),
        (
            "<title>某市财政预算公开</title><meta name=' ArticleTitle ' content='关于2025年预算执行情况的报告'>",
            "<h1>某市人民政府</h1>",
            "关于2025年预算执行情况的报告",
        ),
        (
            "<title>某市财政局</title><meta name='ArticleTitle' content='某市财政局'><meta name='SiteName' content='某市财政局'>",
            "<h2>2025年工作总结</h2>",
            "2025年工作总结",
        ),
        ("<title>全市常住人口增长_某某信息港</title>", "<h1>某某信息港</h1>", "全市常住人口增长"),
        (
            "<title>某市统计局</title>",
            "<table><tr><td>标　题</td><td>关于经济运行的通报</td></tr></table>",
            "关于经济运行的通报",
        ),
        (
            "<title>某市统计局</title>",
            "<div>信息名称：关于经济运行的通报</div>",
            "关于经济运行的通报",
        ),
        ("<title>某市统计局</title>", "", None),
        ("<title>关于某市预算的报告-某市人大</title>", "", "关于某市预算的报告"),
        ("<title>某日报：预算情况&lt;br&gt;和预算草案</title>", "", "某日报：预算情况和预算草案"),
    ],
)
def test_the_headline_is_no_name_of_the_site(head: str, body: str, found: str | None) -> None:
    assert headline(head, body) == found


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ("<ul><li> 发布于 2026-05-27 </li></ul>", "2026-05-27"),
        ("<p>2018年5月22日  星期二</p><span>2026-02-06 09:37:45</span>", "2026-02-06"),
        (
            "<!--enpproperty <date>2026-02-08 00:00:00:0</date><author></author>/enpproperty-->",
            "2026-02-08",
        ),
    ],
)
def test_the_day_of_a_page_without_meta_elements(body: str, day: str) -> None:
    read = html_page(page(f"{body}<div id='zoom'><p>{PROSE * 3}</p></div>"), name="p")
    assert str(read.published) == day


def test_lines_under_an_article_go() -> None:
    body = (
        f"<div id='zoom'><p>{PROSE * 3}</p><p>展开阅读全文</p><p>【打印本文】【关闭】</p><p>编辑：甲</p>"
        "<p>（信息来源：某市统计局）</p><p>相关稿件</p></div>"
    )
    assert text(body).split("\n")[-1] == PROSE * 3


def test_other_articles_under_an_article_go_and_its_sentences_stay() -> None:
    body = (
        f"<div id='zoom'><p>浏览次数：信息来源：某市财政局发布时间：2026-01-23 17:05</p><p>{PROSE * 3}</p>"
        f"<p>往期推荐</p><p><a href='x'>新增就业1.2万人</a></p><p>{PROSE}</p></div>"
    )
    read = text(body)
    assert read.endswith(f"{PROSE * 3}\n{PROSE}")
    assert "浏览次数" not in read


def test_white_space_is_folded_as_a_browser_does() -> None:
    assert text("<p>全市地区生产\n总值3204\n.5亿元，GDP\ngrowth，增长 5.0%。</p>").endswith(
        "全市地区生产总值3204.5亿元，GDP growth，增长 5.0%。"
    )


def test_raised_notes_are_no_digits_and_powers_stay() -> None:
    assert text(
        f"<p>总值<sup>2</sup>3204.5亿元，绿地120万m<sup>2</sup>，PM<sub>2.5</sub>为10<sup>8</sup>个。{PROSE}</p>"
    ).endswith(f"总值3204.5亿元，绿地120万m²，PM2.5为10⁸个。{PROSE}")


def test_merged_cells_keep_their_columns() -> None:
    table = (
        "<table><tr><td rowspan=2>指标</td><td colspan=2>12月</td></tr><tr><td>绝对量</td><td>增长</td></tr>"
        "<tr><td>总额</td><td>110.5</td><td>3.5</td></tr></table>"
    )
    assert text(f"<p>{PROSE}</p>{table}").endswith("指标\t12月\t\n\t绝对量\t增长\n总额\t110.5\t3.5")


def test_a_table_that_lays_out_a_page_is_prose() -> None:
    assert "\t" not in text(
        f"<table><tr><td>{PROSE * 3}</td><td>{PROSE * 3}</td></tr><tr><td>{PROSE * 3}</td><td>{PROSE * 3}</td></tr></table>"
    )


@pytest.mark.parametrize("name", ["a.shtml", "a.jsp", "a", "a.txt"])
def test_a_page_is_known_by_its_content(name: str) -> None:
    assert "<" not in read_any(page(f"<p>{PROSE}</p>"), name=name).text


def test_a_saved_page_with_its_pictures() -> None:
    data = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=xx\r\n\r\n--xx\r\n"
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + page(f"<p>{PROSE}</p>") + b"\r\n--xx--\r\n"
    )  # fmt: skip
    assert PROSE in read_any(data, name="a.mht").text


def test_text_that_is_html_is_read_without_its_tags() -> None:
    assert (
        read_text("<p>今年，<span>增长6%</span>左右。</p>", name="1").text == "今年，增长6%左右。"
    )
    assert read_text("甲<乙，丙>丁", name="1").text == "甲<乙，丙>丁"
    assert not holds_markup("a < b")


def test_an_element_with_endless_attributes_is_refused() -> None:
    with pytest.raises(InputError, match="attributes"):
        html_page(
            b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(5000)) + b">x</p>", name="a"
        )


_ZIPPED = b"PK\x03\x04" + b"\0" * 26


@pytest.mark.parametrize("name", ["公报.doc", "公报.wps", "公报.rtf", "公报.ofd", "公报"])
@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Office"),
        (b"{\\rtf1 \\ansi", "RTF"),
        (_ZIPPED + b"OFD.xml" + b"\0" * 40, "OFD"),
        (_ZIPPED + b"mimetypeapplication/vnd.oasis.opendocument.text", "OpenDocument"),
    ],
)
def test_old_formats_say_what_to_do(data: bytes, what: str, name: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        read_any(data, name=name)
    assert caught.value.hint
    assert name in str(caught.value)


def test_a_page_that_is_called_a_document_is_read() -> None:
    assert read_any(page(f"<p>{PROSE}</p>"), name="公报.doc").text.endswith(PROSE)


def test_the_line_over_a_stamp_is_the_headline_that_nothing_else_tells() -> None:
    stamp = "发布时间：2025年01月22日　点击数：2,345"
    lines = ("办事服务", "<font size=5>某市2024年经济运行情况</font>", stamp, PROSE)
    rows = "".join(f"<tr><td>{line}</td></tr>" for line in lines)
    found = html_page(page(f"<table>{rows}</table>", "<title>某市统计局</title>"), name="a")
    assert (found.title, found.published) == ("某市2024年经济运行情况", date(2025, 1, 22))
    assert "办事服务" not in found.text


def test_the_catalogue_over_a_document_is_none_of_it() -> None:
    told = [
        ("索引号：", "1/2", "主题分类：", "综合"),
        ("发文机关：", "某市政府", "成文日期：", "2024年3月15日"),
    ]
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in told)
    catalogue = f"<table>{rows}</table>"
    body = f"{catalogue}<h1>测试标题一则</h1><div id=zoom><p>{PROSE}</p></div>"
    assert text(body) == f"测试标题一则\n{PROSE}"


def test_a_newspaper_has_its_own_headline() -> None:
    body = f"<founder-title>全市经济平稳开局</founder-title><div id=ozoom><p>{PROSE}</p></div>"
    assert headline("<title>某市日报数字报</title>", body) == "全市经济平稳开局"


def test_a_page_whose_article_is_elsewhere_is_refused_and_statements_of_sites_go() -> None:
    with pytest.raises(InputError, match="holds no main text"):
        html_page(
            page("<h1>某市统计公报</h1><p>智能问答</p>", "<title>某市统计公报</title>"), name="a"
        )
    statement = "声明：凡来源标注为“某网”的文章，版权均属某网，未经书面授权，任何媒体、网站或个人不得转载、链接、转贴或以其他方式使用。上述作品已由某网标注。"
    assert statement[:5] not in text(f"<p>{PROSE}</p><p>{statement}</p>")


def test_comments_without_end_are_no_page_and_take_no_time() -> None:
    """Each comment could have ended at any of the later ones: that doubled the work with each."""
    assert not is_page(b"<!---->" * 300 + b"x")
    assert is_page(b"<!--a-->\n" * 300 + b"<html>")
