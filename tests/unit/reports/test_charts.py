import re

import pytest

from reencuentro.reports.charts import Bar, bar_chart

BARS = [Bar("Sent on <b>", 19, "19", "#1d5a8e"), Bar("Never", 0, "0", "#1d5a8e")]


def test_a_chart_is_one_image_with_its_numbers_in_words() -> None:
    svg = bar_chart(BARS, about='Reasons: "sent" 19')
    assert svg.startswith('<svg role="img" aria-label="Reasons: &quot;sent&quot; 19"')
    assert svg.count("role=") == 1


def test_the_same_bars_give_the_same_bytes_and_no_ids() -> None:
    svg = bar_chart(BARS, about="Reasons")
    assert svg == bar_chart(BARS, about="Reasons")
    assert not re.search(r"\sid=|url\(", svg)


def test_labels_are_text_and_never_markup() -> None:
    assert "Sent on &lt;b&gt;" in bar_chart(BARS, about="Reasons")


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one bar"):
        bar_chart([], about="Reasons")
