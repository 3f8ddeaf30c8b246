"""Moves the production caches: one plan for each region, without the instances that are frozen."""

from collections import defaultdict
from collections.abc import Iterable

import pulumi
import pulumi_ens as ens
from pulumi_ens.outputs import MigrationEvent


def is_movable(event: MigrationEvent) -> bool:
    """No filter of ENS can ask for instances that lack a tag."""
    return (event.tags or {}).get("freeze") != "yes"


def by_region(events: Iterable[MigrationEvent]) -> dict[str, list[MigrationEvent]]:
    regions: defaultdict[str, list[MigrationEvent]] = defaultdict(list)
    for event in events:
        regions[event.ens_region_id or "no-region"].append(event)
    return regions


def to_args(event: MigrationEvent) -> ens.MigrationEventArgs:
    """The region is the plan here, so the racks are the groups of which one instance moves at a time."""
    return ens.MigrationEventArgs(
        event_id=event.event_id,
        resource_id=event.resource_id,
        instance_name=event.instance_name,
        group=(event.tags or {}).get("rack"),
    )


pending = ens.get_migration_events(tags={"tier": "cache", "stage": "production"})

summaries: dict[str, pulumi.Output[ens.outputs.Summary]] = {}
for region, events in by_region(filter(is_movable, pending.events)).items():
    plan = ens.MigrationPlan(
        region,
        events=[to_args(event) for event in events],
        data_policy=ens.DataPolicy.FORCE_TRANSFER,
        schedule=ens.ScheduleArgs(
            time_zone="Asia/Shanghai",
            windows=[
                ens.WindowArgs(
                    days=[ens.Day.SAT, ens.Day.SUN], start_time="01:00", duration="3h", cutoff="30m"
                )
            ],
            waves=[1, "100%"],
            interval="1h",
            max_unavailable=1,
            assumed_downtime="20m",
        ),
    )
    summaries[region] = plan.summary

pulumi.export("summaries", summaries)
