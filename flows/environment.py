"""What Prefect's processes are told through the environment (measured: what each of these avoids is said beside it)."""

from collections.abc import Mapping
from pathlib import Path

HOST = "127.0.0.1"
"""Prefect's own user administration is one shared password, so it stays on this machine."""


def prefect_environment(folder: Path, api: str) -> Mapping[str, str]:
    """The settings of a server, a runner and the flow runs it starts.

    Args:
        folder: Duban's data folder; Prefect keeps its own things in `prefect` below it, its database apart from ours.
        api: the address of the server's API.
    """
    return {
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": api,
        # else a flow without a server starts one of its own, for 25 s
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        # a run whose process was killed is known by its silence
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
        # one small transaction a task run meets the flow's own on SQLite: 503, and the client waits 2 s
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    }
