"""The acceptance phase: others inspect, the office puts right, bodies approve, and all is ready for a spot check."""

from datetime import date

from prefect import flow
from prefect.client.schemas import State

from flows.judging import conclude, judge_milestones, look, report
from register.phases import approvals_given, inspections_recorded, ready_for_inspection, rectified


@flow(name="acceptance", flow_run_name="{phase} {as_of}")
async def acceptance(campaign: str, phase: str, as_of: date) -> State[None]:
    """What have others seen, what do they want put right, who still has to approve, and are we ready?"""
    view = look(campaign, phase, as_of)
    await judge_milestones(view)
    await report(view, inspections_recorded, rectified, approvals_given, ready_for_inspection)
    return conclude(view)
