"""Turn restrictions: what is forbidden after them, for whom, and what is left out and told."""

from collections.abc import Mapping

import pytest

from safepassage.domain.fleet import RoadUse
from safepassage.roads.making.tags_turns import TurnLeftOut
from safepassage.roads.network import USES
from tests.roads.osm_towns import OsmRelation, OsmWay
from tests.roads.surveys import built, cross, forbidden

WEST, EAST, NORTH, SOUTH = OsmWay(10, [1, 2]), OsmWay(20, [2, 3]), OsmWay(30, [2, 4]), OsmWay(40, [2, 5])
ROADS = (WEST, EAST, NORTH, SOUTH)


def rule(
    restriction: str,
    origin: int,
    destination: int,
    via: tuple[str, int] = ("n", 2),
    tags: Mapping[str, str] | None = None,
) -> OsmRelation:
    """A turn restriction."""
    members = [("w", origin, "from"), (*via, "via"), ("w", destination, "to")]
    return OsmRelation(1, members, {"type": "restriction", "restriction": restriction} | dict(tags or {}))


def test_no_turn() -> None:
    network = built(cross(), ROADS, [rule("no_left_turn", 10, 30)]).network
    assert forbidden(network) == {(10, 30)}
    a, b = network.forbidden_turns[0]
    assert network.head[a] == network.tail[b]


def test_only_turn_forbids_every_other_one_and_turning_back() -> None:
    assert forbidden(built(cross(), ROADS, [rule("only_straight_on", 10, 20)]).network) == {
        (10, 10),
        (10, 30),
        (10, 40),
    }


def test_no_u_turn_into_the_same_way() -> None:
    network = built(cross(), ROADS, [rule("no_u_turn", 10, 10)]).network
    assert forbidden(network) == {(10, 10)}
    a, b = network.forbidden_turns[0]
    assert network.reverse[a] == b


def test_no_u_turn_in_the_middle_of_a_way_binds_both_directions() -> None:
    network = built(cross(), [OsmWay(10, [1, 2, 3]), NORTH], [rule("no_u_turn", 10, 10)]).network
    assert len(network.forbidden_turns) == 2
    assert all(network.reverse[a] == b for a, b in network.forbidden_turns)


def test_no_u_turn_in_a_one_way_street_forbids_nothing() -> None:
    one_way = {"highway": "residential", "oneway": "yes"}
    found = built(cross(), [OsmWay(10, [1, 2, 3], one_way), NORTH], [rule("no_u_turn", 10, 10)])
    assert not len(found.network.forbidden_turns)


def test_several_origins_and_destinations() -> None:
    members = [("w", 10, "from"), ("w", 20, "from"), ("n", 2, "via"), ("w", 30, "to"), ("w", 40, "to")]
    no_entry = OsmRelation(1, members, {"type": "restriction", "restriction": "no_entry"})
    found = forbidden(built(cross(), ROADS, [no_entry]).network)
    assert found == {(10, 30), (10, 40), (20, 30), (20, 40)}


@pytest.mark.parametrize(
    ("tags", "bound"),
    [
        ({"except": "psv"}, {RoadUse.CAR, RoadUse.LORRY, RoadUse.AMBULANCE}),
        ({"except": "bus;emergency"}, {RoadUse.CAR, RoadUse.LORRY}),
        ({"except": "bicycle"}, set(USES)),
        ({}, set(USES)),
    ],
)
def test_a_rule_spares_whom_it_excepts(tags: dict[str, str], bound: set[RoadUse]) -> None:
    network = built(cross(), ROADS, [rule("no_left_turn", 10, 30, tags=tags)]).network
    assert {use for use in USES if len(network.turns_forbidden_to(use))} == bound


def test_a_rule_for_some_binds_only_them() -> None:
    tags = {"type": "restriction", "restriction:hgv": "no_left_turn"}
    members = [("w", 10, "from"), ("n", 2, "via"), ("w", 30, "to")]
    network = built(cross(), ROADS, [OsmRelation(1, members, tags)]).network
    assert {use for use in USES if len(network.turns_forbidden_to(use))} == {RoadUse.LORRY}


def test_two_rules_for_the_same_turn_bind_all_whom_either_binds() -> None:
    members = [("w", 10, "from"), ("n", 2, "via"), ("w", 30, "to")]
    rules = [
        OsmRelation(id_, members, {"type": "restriction", key: "no_left_turn"})
        for id_, key in ((1, "restriction:hgv"), (2, "restriction:bus"))
    ]
    network = built(cross(), ROADS, rules).network
    assert len(network.forbidden_turns) == 1
    assert {use for use in USES if len(network.turns_forbidden_to(use))} == {RoadUse.LORRY, RoadUse.BUS}


def test_a_rule_for_nobody_of_ours_is_no_rule() -> None:
    tags = {"type": "restriction", "restriction:bicycle": "no_left_turn"}
    members = [("w", 10, "from"), ("n", 2, "via"), ("w", 30, "to")]
    found = built(cross(), ROADS, [OsmRelation(1, members, tags)])
    assert not len(found.network.forbidden_turns)
    assert not found.left_out


def test_over_a_way_that_is_reached_from_the_origin_only() -> None:
    one_way = {"highway": "residential", "oneway": "yes"}
    ways = [WEST, OsmWay(20, [2, 3], one_way), OsmWay(50, [3, 4]), OsmWay(60, [3, 5])]
    found = built(cross(), ways, [rule("no_left_turn", 10, 50, ("w", 20))])
    assert forbidden(found.network) == {(20, 50)}
    only = built(cross(), ways, [rule("only_right_turn", 10, 60, ("w", 20))])
    assert forbidden(only.network) == {(20, 50)}


def test_over_a_way_that_leads_nowhere_else() -> None:
    ways = [WEST, EAST, NORTH, OsmWay(50, [3, 4])]
    found = built(cross(), ways, [rule("no_u_turn", 10, 50, ("w", 20))])
    assert forbidden(found.network) == {(10, 20)}


@pytest.mark.parametrize(
    ("ways", "relation", "why"),
    [
        (ROADS, rule("no_left_turn", 10, 99), TurnLeftOut.NOT_MEETING),
        (ROADS, rule("no_left_turn", 10, 30, ("n", 3)), TurnLeftOut.NOT_MEETING),
        (ROADS, rule("no_left_turn", 10, 30, ("n", 99)), TurnLeftOut.NOT_MEETING),
        (ROADS, rule("no_left_turn", 10, 30, ("w", 99)), TurnLeftOut.NOT_MEETING),
        (ROADS, rule("give_way", 10, 30), TurnLeftOut.NOT_READ),
        (ROADS, OsmRelation(1, [("w", 10, "from"), ("n", 2, "via")]), TurnLeftOut.BROKEN),
        (ROADS, OsmRelation(1, [("w", 10, "from"), ("w", 30, "to")]), TurnLeftOut.BROKEN),
        (ROADS, OsmRelation(1, []), TurnLeftOut.BROKEN),
        (
            ROADS,
            OsmRelation(1, [("w", 10, "from")], {"type": "restriction", "restriction:conditional": "no_left_turn @ 8"}),
            TurnLeftOut.AT_TIMES,
        ),
        ((OsmWay(10, [1, 2, 3]), NORTH), rule("no_left_turn", 10, 30), TurnLeftOut.UNCLEAR),
        (
            (*ROADS, OsmWay(50, [3, 4]), OsmWay(60, [3, 5])),
            rule("no_left_turn", 10, 50, ("w", 20)),
            TurnLeftOut.VIA_WAY,
        ),
    ],
)
def test_a_rule_that_cannot_be_used_is_counted(
    ways: tuple[OsmWay, ...], relation: OsmRelation, why: TurnLeftOut
) -> None:
    found = built(cross(), ways, [relation])
    assert not len(found.network.forbidden_turns)
    assert found.left_out == {why: 1}
