"""How tests are shared out among workers."""

from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling


class OneServer(LoadScopeScheduling):
    """Every test to whoever is free, but all that need Prefect's server to one worker, which starts it once.

    Marks of a group would say the same, but pytest 9.2 forgets what xdist 3.8 writes into a test's name.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "tests/flows" if nodeid.startswith("tests/flows/") else nodeid


def pytest_xdist_make_scheduler(config, log: Producer) -> OneServer:
    return OneServer(config, log)
