"""The collection phase: windows open, every slot finds its owner, data come in, gaps are closed."""

from datetime import date

from prefect import flow
from prefect.client.schemas import State

from flows.judging import conclude, judge_milestones, look, report
from register.phases import data_handed_in, gaps_closed, slots_with_owner, windows_opened


@flow(name="collection", flow_run_name="{phase} {as_of}")
async def collection(campaign: str, phase: str, as_of: date) -> State[None]:
    """Who owes which data, what has come of them, and what came back?"""
    view = look(campaign, phase, as_of)
    await judge_milestones(view)
    await report(view, windows_opened, slots_with_owner, data_handed_in, gaps_closed)
    return conclude(view)
