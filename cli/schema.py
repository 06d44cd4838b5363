"""`duban schema`: the campaign file's JSON Schema, so that editors complete it."""

import typer

from cli.files import LanguageOption
from cli.output import print_json
from cli.speech import _


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(help=_("Print the campaign file's JSON Schema."))(schema)


def schema(lang: LanguageOption = None) -> None:  # noqa: ARG001 -- read before the program speaks
    """Print the JSON Schema."""
    from schedule.campaign_file.shapes import CampaignFile

    print_json({"$schema": "https://json-schema.org/draft/2020-12/schema", **CampaignFile.model_json_schema()})
