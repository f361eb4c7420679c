"""Wrong unfoldings, each a mutation of the right one: what makes it wrong is what was changed."""

from __future__ import annotations

from dataclasses import replace

from quizgen.authoring.pictures.net import Arrow, Net


def own_weights(net: Net, weight: str) -> Net:
    """Every step has its own `weight` ("W", "W_h" or "W_y") instead of sharing one."""
    letter, *below = weight.split("_")

    def of_its_own(arrow: Arrow) -> Arrow:
        if arrow.weight != weight:
            return arrow
        return replace(arrow, weight=f"{letter}_{{{','.join([*below, str(net.node(arrow.target).time)])}}}")

    return replace(net, arrows=tuple(map(of_its_own, net.arrows)))


def backwards(net: Net, t: int) -> Net:
    """The arrow from h_t to h_(t+1) is turned round."""
    now = Arrow(f"h_{t + 1}", f"h_{t}", "W_h")
    return net.but(without=[f"h_{t} > h_{t + 1}"], more=[now])


def not_joined(net: Net) -> Net:
    """No arrow leads from a state to the next."""
    return net.but(without=recurrence(net))


def output_fed_back(net: Net) -> Net:
    """The prediction goes into the next state, in place of the state before it."""
    times = [node.time for node in net.nodes if node.role == "output"]
    more = [Arrow(f"y_{t}", f"h_{t + 1}", "W_h") for t in times if t + 1 in times]
    return net.but(without=recurrence(net), more=more)


def same_input(net: Net) -> Net:
    """The first input goes into every step."""
    steps = [node.time for node in net.nodes if node.role == "input"]
    nodes = tuple(replace(node, tex="x_1") if node.role == "input" else node for node in net.nodes)
    return replace(net, nodes=nodes) if len(steps) > 1 else net


def recurrence(net: Net) -> list[str]:
    """The arrows between states."""
    roles = {node.name: node.role for node in net.nodes}
    return [arrow.name for arrow in net.arrows if roles[arrow.source] == roles[arrow.target] == "state"]
