"""`python -m flows.server PORT`: Prefect's server on this machine, ending with the process that started it."""

import runpy
import sys

from flows.attached import end_with_parent
from flows.environment import HOST


def main() -> None:
    """Start it; it runs until it is ended."""
    end_with_parent()
    sys.argv = ["prefect", "server", "start", "--host", HOST, "--port", sys.argv[1]]
    runpy.run_module("prefect", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
