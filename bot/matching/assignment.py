"""Who goes to whom at the least cost in all: a flow through a graph of integer costs, solved exactly by OR-tools.

OR-tools and numpy are imported when the first graph is solved: they cost a tenth of a second and 40 MB.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

NOBODY = -1


@dataclass(frozen=True)
class Graph:
    """Requests and mentors by number, from 0. Arrays of 64-bit integers (`array("q")`), costs not negative.

    Arc `i` says that request `requests[i]` could go to mentor `mentors[i]` at the cost `costs[i]`. Place `j` is one of
    mentor `place_mentors[j]` and costs `place_costs[j]` more. Request `n` goes to nobody at the cost `alone[n]`.
    """

    requests: "array[int]"
    mentors: "array[int]"
    costs: "array[int]"
    place_mentors: "array[int]"
    place_costs: "array[int]"
    alone: "array[int]"

    @property
    def mentor_count(self) -> int:
        return max(max(self.mentors, default=NOBODY), max(self.place_mentors, default=NOBODY)) + 1


@dataclass(frozen=True)
class Assignment:
    """`arcs[n]` is the arc that request `n` takes, or `NOBODY`; `cost` is that of all of them together."""

    arcs: Sequence[int]
    cost: int


class Unsolvable(ValueError):
    """The solver refused the graph: costs beyond 64 bits, or a number that names nobody."""


def solve(graph: Graph) -> Assignment:
    """The assignment of the least cost. The same graph gives the same one. Raises `Unsolvable`.

    Holds Python's lock while it works, about a second for 500,000 arcs: not for an event loop's thread.
    """
    count = len(graph.alone)
    if not count:
        return Assignment((), 0)
    import numpy as np
    from ortools.graph.python import min_cost_flow

    requests, mentors, costs, place_mentors, place_costs, alone = (
        np.frombuffer(values, dtype=np.int64) if len(values) else np.zeros(0, dtype=np.int64)
        for values in (
            graph.requests,
            graph.mentors,
            graph.costs,
            graph.place_mentors,
            graph.place_costs,
            graph.alone,
        )
    )
    end = count + graph.mentor_count
    tails = np.concatenate([requests, place_mentors + count, np.arange(count)])
    heads = np.concatenate([mentors + count, np.full(len(place_mentors) + count, end)])
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        tails, heads, np.ones(len(tails), dtype=np.int64), np.concatenate([costs, place_costs, alone])
    )
    supplies = np.ones(count + 1, dtype=np.int64)
    supplies[count] = -count
    flow.set_nodes_supplies(np.append(np.arange(count), end), supplies)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise Unsolvable(f"the solver says {status.name}")
    taken = np.flatnonzero(flow.flows(arcs[: len(requests)]))
    chosen = np.full(count, NOBODY, dtype=np.int64)
    chosen[requests[taken]] = taken
    return Assignment(chosen.tolist(), int(flow.optimal_cost()))
