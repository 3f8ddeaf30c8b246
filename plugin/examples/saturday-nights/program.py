import pulumi
import pulumi_ens as ens

pending = ens.get_migration_events_output(ens_region_ids=["cn-beijing-telecom"])

plan = ens.MigrationPlan(
    "edge",
    events=pending.events,
    data_policy=ens.DataPolicy.FORCE_TRANSFER,
    schedule={
        "time_zone": "Asia/Shanghai",
        "windows": [{"days": [ens.Day.SAT], "start_time": "01:00", "duration": "3h"}],
        "waves": [1, "10%"],
    },
)

pulumi.export("summary", plan.summary)
