"""Peers in processes of their own answer what they are asked, within what they are told that can be done."""

from itertools import chain

import msgspec
import pytest

from benchmarks.peers.process import UnansweredError, ask
from benchmarks.peers.programmes import SOLVER
from benchmarks.peers.routing import NEVER, Group, Load, Routes, Routing
from benchmarks.peers.whole_numbers import Asked, Told
from benchmarks.plan_peers import PEERS

HOUR_S = 3600
ALWAYS = [(0, 24 * HOUR_S)]
KNOW_WINDOWS = ["OR-Tools routing", "VROOM"]

BUS, AMBULANCE = 0, 1


def load(by_bus: int, by_ambulance: int, open_s: list[tuple[int, int]], ready_s: int = 0) -> Load:
    """People who wait at the one assembly point for the one site."""
    serves_s = [by_bus, by_ambulance]
    return Load(0, 0, 30, ready_s, serves_s, serves_s, open_s)


def routed(peer: str, loads: list[Load], groups: list[Group]) -> dict[str, list[int]]:
    empty_s = [[[HOUR_S // 2]], [[HOUR_S // 2]]]
    routing = Routing(loads, groups, empty_s, 24 * HOUR_S, 1.0, 1)
    return msgspec.json.decode(ask(PEERS[peer], msgspec.json.encode(routing), 1.0), type=Routes).order


@pytest.mark.parametrize("peer", PEERS)
def test_every_load_goes_with_a_vehicle_that_can_take_it(peer: str) -> None:
    loads = [load(HOUR_S, NEVER, ALWAYS), load(NEVER, HOUR_S, ALWAYS), load(HOUR_S, NEVER, ALWAYS)]
    groups = [Group(["bus-1", "bus-2"], BUS, 0, [600]), Group(["ambulance-1"], AMBULANCE, HOUR_S, [600])]
    order = routed(peer, loads, groups)
    assert sorted(chain(order.get("bus-1", []), order.get("bus-2", []))) == [0, 2]
    assert order["ambulance-1"] == [1]


@pytest.mark.parametrize("peer", PEERS)
def test_a_load_that_no_vehicle_reaches_is_left(peer: str) -> None:
    order = routed(peer, [load(HOUR_S, NEVER, ALWAYS)], [Group(["bus-1"], BUS, 0, [NEVER])])
    assert not any(order.values())


@pytest.mark.parametrize("peer", KNOW_WINDOWS)
def test_a_load_waits_for_the_next_window_and_is_left_when_there_is_none(peer: str) -> None:
    later, never = [(0, HOUR_S), (10 * HOUR_S, 12 * HOUR_S)], [(0, HOUR_S)]
    loads = [load(HOUR_S, NEVER, windows, ready_s=2 * HOUR_S) for windows in (later, never)]
    assert routed(peer, loads, [Group(["bus-1"], BUS, 0, [600])]) == {"bus-1": [0]}


def vehicles_for(people: int) -> Asked:
    """The fewest seats for so many people in at most 2 buses of 30 and 2 vans of 8; the hint has too few."""
    return Asked(
        cost=[30, 8],
        upper=[2, 2],
        lower_row=[people],
        upper_row=[None],
        starts=[0, 2],
        columns=[0, 1],
        coefficients=[30, 8],
        hint=[1, 0],
        seconds=5.0,
    )


def told_by_cp_sat(asked: Asked) -> Told:
    return msgspec.msgpack.decode(ask(SOLVER, msgspec.msgpack.encode(asked), asked.seconds), type=Told)


def test_cp_sat_answers_a_programme_in_whole_numbers() -> None:
    told = told_by_cp_sat(vehicles_for(35))
    assert told.values == [1, 1]
    assert told.optimal


def test_cp_sat_says_so_when_there_is_no_answer() -> None:
    told = told_by_cp_sat(vehicles_for(77))
    assert told.values == []
    assert not told.optimal


def test_a_peer_that_fails_is_told_with_its_last_words() -> None:
    with pytest.raises(UnansweredError, match=r"failed: .*no_such_peer"):
        ask("benchmarks.peers.no_such_peer", b"", 0.0)
