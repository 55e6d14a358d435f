from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.exchange.report.labels import Box, Mark, place_labels, text_width

ROOM = Box(0, 0, 400, 300)
marks = st.lists(
    st.builds(
        Mark,
        st.floats(20, 380),
        st.floats(20, 280),
        st.just(6.0),
        st.sampled_from(["Sukkari  4,200", "الراموسة  35,000", "Khan al-Assal  900", "X"]),
    ),
    max_size=14,
)


@given(marks)
@settings(deadline=None)
def test_no_name_covers_another_or_a_sign_or_leaves_the_map(found: list[Mark]) -> None:
    lines = [(0.0, 0.0, 400.0, 300.0)]
    taken = [Box(0, 270, 400, 300)]
    labels = [label for label in place_labels(found, ROOM, lines, taken) if label is not None]
    signs = [Box(m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius) for m in found]
    assert not [pair for pair in combinations([label.box for label in labels], 2) if pair[0].overlaps(pair[1])]
    assert not [label for label in labels for box in (*signs, *taken) if label.box.overlaps(box)]
    assert all(label.box.inside(ROOM) for label in labels)


def test_a_place_alone_has_its_name_beside_it() -> None:
    (label,) = place_labels([Mark(100, 100, 6, "Bridge")], ROOM, [])
    assert label is not None
    assert not label.leader
    assert label.distance < 10


def test_a_name_keeps_off_a_line_where_it_can() -> None:
    (label,) = place_labels([Mark(100, 100, 6, "Bridge")], ROOM, [(100.0, 100.0, 400.0, 100.0)])
    assert label is not None
    assert label.box.right < 100 or label.box.bottom < 100 or label.box.top > 100


def test_a_name_wider_than_the_map_is_left_out() -> None:
    assert place_labels([Mark(200, 150, 6, "A" * 90)], ROOM, []) == (None,)


def test_marks_that_combine_add_no_width() -> None:
    assert text_width("سُكَّري") == text_width("سكري")
