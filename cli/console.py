"""A Rich console for data; apart, as a run that prints no table should not pay for Rich."""

from rich.console import Console


class DataConsole(Console):
    """Names and subjects are data: nothing in them is markup."""

    def __init__(self, width: int | None = None) -> None:
        super().__init__(highlight=False, markup=False, emoji=False, width=width)

    def on_broken_pipe(self) -> None:  # noqa: V105 -- Rich calls it
        """Nobody reads on (`| head`): that ends the program like everywhere else, not with Rich's exit code 1."""
        raise BrokenPipeError
