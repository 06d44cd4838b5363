"""The preparation phase: bodies in place, plans passed and sent up, tasks assigned, reports in."""

from datetime import date

from prefect import flow
from prefect.client.schemas import State

from flows.judging import conclude, judge_milestones, look, report
from register.phases import bodies_in_place, plans_passed_and_sent_up, reports_handed_in, tasks_assigned


@flow(name="preparation", flow_run_name="{phase} {as_of}")
async def preparation(campaign: str, phase: str, as_of: date) -> State[None]:
    """Is everybody there, does everybody know what he owes, and have the first papers come?"""
    view = look(campaign, phase, as_of)
    await judge_milestones(view)
    await report(view, bodies_in_place, plans_passed_and_sent_up, tasks_assigned, reports_handed_in)
    return conclude(view)
