"""The phase flows are tables of contents: every kind of phase has one, and none knows a date, a number or a unit."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from models.words import PhaseKind

FLOWS = Path(__file__).parents[2] / "flows"
# a process of its own: Prefect takes two seconds to load and would stay in this one
PRINTS_THE_MAP = "from flows.daily import FLOWS; print(*sorted(f'{kind}={flow.name}' for kind, flow in FLOWS.items()))"


def test_every_kind_of_phase_has_the_flow_of_its_name():
    done = subprocess.run([sys.executable, "-c", PRINTS_THE_MAP], capture_output=True, text=True, check=True)

    assert done.stdout.split() == sorted(f"{kind}={kind}" for kind in PhaseKind)


@pytest.mark.parametrize("kind", [*PhaseKind])
def test_a_phase_flow_holds_verbs_alone(kind):
    tree = ast.parse((FLOWS / f"{kind}.py").read_text())
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]

    # the None of `State[None]`: a flow has no result but its state
    assert {text for text in texts if not isinstance(text, str)} <= {None}
    assert not any(character.isdigit() for text in texts for character in text or "")
    branches = (ast.If, ast.For, ast.While, ast.Try, ast.Match, ast.BinOp, ast.Compare, ast.comprehension)
    assert [node for node in ast.walk(tree) if isinstance(node, branches)] == []
