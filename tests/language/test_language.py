"""Which language is spoken, and how it writes numbers and dates."""

from datetime import date

import pytest

from dashboard import language
from dashboard.language import in_language, mark

JUNE_12 = date(2020, 6, 12)


@pytest.mark.parametrize(
    ("wanted", "accepted", "spoken"),
    [
        ([], [], "en"),
        ([], ["zh-CN", "en"], "zh_Hans"),
        ([], ["fr", "zh", "en"], "zh_Hans"),
        ([], ["en-GB", "zh-CN"], "en"),
        (["en"], ["zh-CN"], "en"),
        ([None, "zh_Hans"], ["en"], "zh_Hans"),
        (["zh-Hans", "en"], [], "zh_Hans"),
        (["tlh"], ["zh"], "zh_Hans"),
    ],
)
def test_the_link_comes_first_then_the_choice_then_the_browser(
    wanted: list[str | None], accepted: list[str], spoken: str
) -> None:
    assert language.choose(wanted, accepted) == spoken


def test_a_language_is_spoken_for_a_while() -> None:
    assert language.current() == "en"
    with in_language("zh_Hans"):
        assert language.current() == "zh_Hans"
        with in_language("en"):
            assert language.current() == "en"
        assert language.current() == "zh_Hans"
    assert language.current() == "en"


def test_a_message_with_values_is_said_in_any_language_and_so_are_messages_in_it() -> None:
    inner = mark("within a smaller radius")
    said = mark("holds sites of {first} and on, which {other} goes beyond", first="{other}", other=inner)
    assert said == "holds sites of {other} and on, which within a smaller radius goes beyond"
    with in_language("zh_Hans"):
        assert language._(said) == "含有自{other}起的场所，与更小半径内的范围重叠"  # noqa: RUF001 Chinese


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", ["12 June 2020", "12 Jun", "355,200", "61%", "355k", "1,234.5"]),
        ("zh_Hans", ["2020年6月12日", "6月12日", "355,200", "61%", "35.5万", "1,234.5"]),
    ],
)
def test_numbers_and_dates_are_written_as_the_language_does(code: str, words: list[str]) -> None:
    with in_language(code):
        assert [
            language.day(JUNE_12),
            language.day_short(JUNE_12),
            language.whole(355_200),
            language.percent(0.613),
            language.short(355_200),
            language.decimal(1234.5),
        ] == words


@pytest.mark.parametrize(
    ("start", "end", "english", "chinese"),
    [
        (JUNE_12, JUNE_12, "12 June 2020", "2020年6月12日"),
        (date(2020, 6, 1), JUNE_12, "1 to 12 June 2020", "2020年6月1日至12日"),
        (date(2020, 5, 30), JUNE_12, "30 May to 12 June 2020", "2020年5月30日至6月12日"),
        (date(2019, 12, 30), JUNE_12, "30 December 2019 to 12 June 2020", "2019年12月30日至2020年6月12日"),
    ],
)
def test_a_window_says_the_month_and_the_year_once(start: date, end: date, english: str, chinese: str) -> None:
    assert language.window(start, end) == english
    with in_language("zh_Hans"):
        assert language.window(start, end) == chinese
