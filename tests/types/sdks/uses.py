"""Each kind of value that a program writes and reads, run with mocks: prints what the engine gets, as JSON."""

import json

import pulumi
import pulumi_ens as ens

made: dict[str, object] = {}


class Mocks(pulumi.runtime.Mocks):
    def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[str, object], list[tuple[str, str]]]:
        if args.token == "ens:index:parseMigrations":
            ordered = {"basis": "b", "state": "observed"}
            return {"migrations": {"e-1": {"resourceId": "i-1", "status": "Scheduled", "ordered": ordered}}}, []
        event = {"eventId": "e-1", "resourceId": "i-1", "notBefore": 1764870000000, "tags": {"some_tag": "x"}}
        return {"events": [event]}, []

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, object]]:
        made[args.name] = args.inputs
        summary = {"events": 1, "statuses": {}, "unfinished": 0, "released": 0}
        return "id", {"migrations": {}, "requestIds": [], "schemaVersion": 1, "summary": summary}


pulumi.runtime.set_mocks(Mocks())


@pulumi.runtime.test  # type: ignore[untyped-decorator]
def program() -> pulumi.Output[None]:
    role = ens.AssumeRoleArgs(role_arn="acs:ram::1:role/x", session_expiration=900)
    account = ens.Provider("account", region="cn-hangzhou", assume_role=role, transport=ens.Transport.BUILTIN)
    pending = ens.get_migration_events_output(levels=[ens.EventLevel.CRITICAL])
    found = ens.MigrationPlan("found", events=pending.events, data_policy=ens.DataPolicy.TRY_TRANSFER)
    written = ens.MigrationPlan(
        "written",
        events=[
            {"event_id": "e-2", "resource_id": "i-2", "plan_time": 1764870000000, "priority": 1},
            {"event_id": "e-3", "resource_id": "i-3", "ops_type": "immediate", "password": pulumi.Output.secret("Passw0rd")},
        ],
        schedule=ens.ScheduleArgs(
            time_zone="UTC",
            windows=[ens.WindowArgs(days=[ens.Day.SAT], start_time="01:00", duration="3h")],
            waves=[1, "10%"],
        ),
        max_errors="10%",
        events_per_call=10,
        wait_for=ens.WaitFor.SUBMITTED,
        opts=pulumi.ResourceOptions(provider=account),
    )
    read = ens.parse_migrations_output(
        migrations=found.migrations, request_ids=found.request_ids, schema_version=found.schema_version
    )

    def show(values: tuple[int, str, ens.OrderState, object]) -> None:
        count, status, state, _ = values
        made["read"] = [count + 1, status, state]

    return pulumi.Output.all(
        found.summary.apply(lambda summary: summary.events),
        read.apply(lambda result: result.migrations["e-1"].status),
        read.apply(lambda result: result.migrations["e-1"].ordered.state),
        written.urn,
    ).apply(lambda values: show((values[0], values[1], values[2], values[3])))


program()
print(json.dumps(made, sort_keys=True))
