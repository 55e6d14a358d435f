"""Laws of building: nothing is lost, everything meets."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.roads.making.building import build
from safepassage.roads.making.great_circles import great_circles_m
from safepassage.roads.making.survey import Survey
from tests.roads.osm_towns import OsmRelation, OsmWay
from tests.roads.surveys import gathered

NODES = st.dictionaries(
    st.integers(1, 9), st.tuples(st.floats(36.0, 36.1), st.floats(37.0, 37.1)), min_size=1, max_size=9
)
TAGS = st.fixed_dictionaries(
    {"highway": st.sampled_from(["primary", "residential", "track"])},
    optional={
        "oneway": st.sampled_from(["yes", "-1", "no"]),
        "hgv": st.sampled_from(["no", "yes"]),
        "junction": st.just("roundabout"),
        "bridge": st.just("yes"),
    },
)
WAYS = st.lists(st.tuples(st.lists(st.integers(1, 11), min_size=2, max_size=7), TAGS), max_size=7)
KINDS = st.sampled_from(["no_left_turn", "no_u_turn", "only_straight_on", "no_entry", "only_left_turn"])
VIAS = st.one_of(st.tuples(st.just("n"), st.integers(1, 11)), st.tuples(st.just("w"), st.integers(1, 7)))
RULES = st.lists(st.tuples(KINDS, st.integers(1, 7), VIAS, st.integers(1, 7)), max_size=6)
BARRIERS = st.dictionaries(
    st.integers(1, 9),
    st.sampled_from([{"barrier": "bollard"}, {"barrier": "gate", "hgv": "no"}, {"barrier": "gate", "maxwidth": "2"}]),
    max_size=3,
)


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    """A survey with everything that can be wrong in one: missing nodes, loops, duplicates, rules of roads apart."""
    ways = [OsmWay(id_, nodes, tags) for id_, (nodes, tags) in enumerate(draw(WAYS), start=1)]
    rules = [
        OsmRelation(id_, [("w", a, "from"), (*via, "via"), ("w", b, "to")], {"restriction": kind})
        for id_, (kind, a, via, b) in enumerate(draw(RULES), start=1)
    ]
    return gathered(draw(NODES), ways, rules, draw(BARRIERS)).survey()


@given(surveys())
def test_segments_end_where_their_lines_end_and_know_their_opposite(survey: Survey) -> None:
    network = build(survey).network
    begin, end = network.first_point[:-1], network.first_point[1:] - 1
    assert (end > begin).all()
    assert (network.point_lon[begin] == network.lon[network.tail]).all()
    assert (network.point_lat[end] == network.lat[network.head]).all()
    for segment, opposite in enumerate(network.reverse.tolist()):
        if opposite >= 0:
            assert network.reverse[opposite] == segment
            assert (network.line(segment)[0] == network.line(opposite)[0][::-1]).all()
            assert (network.tail[segment], network.head[segment]) == (network.head[opposite], network.tail[opposite])
    assert network.access.all()
    assert (network.length_m >= 0).all()


@given(surveys())
def test_a_forbidden_turn_is_one_that_could_be_taken(survey: Survey) -> None:
    network = build(survey).network
    turns = network.forbidden_turns
    assert (network.head[turns[:, 0]] == network.tail[turns[:, 1]]).all()
    assert network.forbidden_to is not None
    assert network.forbidden_to.all()
    assert len(np.unique(turns, axis=0)) == len(turns)


@given(surveys())
@settings(max_examples=200)
def test_cutting_keeps_the_length(survey: Survey) -> None:
    """A way that is not a duplicate is as long as its edges between nodes that are there, in each direction."""
    network = build(survey).network
    for way in np.unique(network.way).tolist():
        row = int(np.flatnonzero(survey.way == way)[0])
        index = survey.located[survey.first[row] : survey.first[row + 1]]
        a, b = index[:-1], index[1:]
        edges = (a >= 0) & (b >= 0)
        lon, lat = survey.lon, survey.lat
        whole_m = great_circles_m(lon[a[edges]], lat[a[edges]], lon[b[edges]], lat[b[edges]]).sum()
        kind = survey.kinds[survey.kind[row]]
        directions = bool(kind.forward.access) + bool(kind.backward.access)
        assert abs(network.length_m[network.way == way].sum() - directions * whole_m) < 1e-6 * max(1.0, whole_m)


@given(surveys())
def test_everything_inside_is_everything(survey: Survey) -> None:
    everything = build(survey, np.ones(len(survey.node), dtype=bool)).network
    network = build(survey).network
    assert (everything.tail == network.tail).all()
    assert (everything.length_m == network.length_m).all()
    assert build(survey, np.zeros(len(survey.node), dtype=bool)).network.segments == 0
