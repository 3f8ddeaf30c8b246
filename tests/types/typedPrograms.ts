/**
 * Programs that must and must not type-check. Nothing here is run: types.test.ts compiles it as users' projects do.
 */
import * as pulumi from "@pulumi/pulumi";
import * as ens from "@pulumi-ens/sdk";

declare const text: pulumi.Output<string>;
declare const config: pulumi.Config;

const event = { eventId: "e-1", resourceId: "i-1" };

export function accepted(): void {
  new ens.MigrationPlan("no events", { events: [] });
  new ens.MigrationPlan("everything", {
    events: [
      {
        ...event,
        dataPolicy: "abandon",
        opsType: "scheduled",
        planTime: "2026-12-05T01:30:00+08:00",
        group: "cn-beijing-telecom",
        priority: 1,
        deadline: 1_764_869_400_000,
      },
      { ...event, opsType: "immediate", password: "secret" },
    ],
    dataPolicy: "force_transfer",
    acknowledgeDataLoss: true,
    waitFor: "executed",
    timeout: "1h",
    pollInterval: "5s",
    onRemove: "fail",
    onReschedule: "fail",
    onExistingOrder: "keep",
    onUnknownEvent: "send",
    maxErrors: "10%",
    eventsPerCall: 20,
    connection: {
      profile: "ops",
      roleArn: "acs:ram::1:role/x",
      region: "cn-hangzhou",
      endpoint: "ens.example",
    },
    changeTicket: "CHG-1",
  });
}

export function outputsAndPromises(): void {
  new ens.MigrationPlan("parts", {
    events: [{ eventId: text, resourceId: Promise.resolve("i-1"), password: config.getSecret("password") }],
    timeout: text,
    maxErrors: pulumi.output(3),
    acknowledgeDataLoss: config.requireObject<boolean>("acknowledge"),
    connection: pulumi.output({ profile: "ops" }),
  });
  new ens.MigrationPlan("events", { events: [pulumi.output(event), Promise.resolve(event), event] });
  new ens.MigrationPlan("all", { events: pulumi.output([event]) });
  new ens.MigrationPlan("promise", { events: Promise.resolve([event]) });
}

export function absentByUndefined(): void {
  const planTime: string | undefined = config.get("planTime");
  new ens.MigrationPlan("undefined", {
    events: [{ ...event, planTime, password: undefined, dataPolicy: undefined }],
    timeout: config.get("timeout"),
    maxErrors: config.getNumber("maxErrors"),
    connection: config.get("profile") === undefined ? undefined : { profile: config.require("profile") },
  });
}

export async function discovered(): Promise<void> {
  const { events } = await ens.getMigrationEvents({
    ensRegionIds: ["cn-beijing-telecom"],
    statuses: ["Inquiring"],
  });
  new ens.MigrationPlan("as they are", { events, dataPolicy: "try_transfer" });
  new ens.MigrationPlan("at a time", {
    events: events.map((found) => ({ ...found, planTime: "2026-12-05T01:30:00+08:00" })),
  });
  const later = ens.getMigrationEventsOutput({ resourceIds: pulumi.output(["i-1"]) });
  new ens.MigrationPlan("later", {
    events: later.apply((result) =>
      result.events.map((found) => ({ ...found, opsType: "immediate" as const })),
    ),
  });
}

export function discoveryOfOutputs(): void {
  const id = pulumi.output("i-1");
  const connection: ens.Connection = { profile: "ops" };
  ens.getMigrationEventsOutput({ resourceIds: [id, "i-2"], tags: { service: id }, connection });
  ens.getMigrationEventsOutput({ selector: { tags: { any: { tier: id } } }, statuses: ["Inquiring"] });
  ens.getMigrationEventsOutput(pulumi.output({ resourceIds: ["i-1"] }));
  // @ts-expect-error -- a status that ENS does not know
  ens.getMigrationEventsOutput({ statuses: ["Done"] });
  // @ts-expect-error -- the plain form takes plain values only
  void ens.getMigrationEvents({ resourceIds: [id] });
}

export function argumentsOnTheirOwn(): void {
  const dataPolicy: ens.DataPolicy = "try_transfer";
  const connection: ens.ConnectionArgs = { profile: "ops" };
  const events: ens.MigrationEventArgs[] = [{ ...event, opsType: "immediate" }];
  const args: ens.MigrationPlanArgs = { events, dataPolicy, connection };
  new ens.MigrationPlan("args", args, { protect: true, ignoreChanges: ["events"] });
}

export function results(plan: ens.MigrationPlan, anything: unknown): void {
  const migrations: pulumi.Output<Record<string, string>> = plan.migrations;
  const requestIds: pulumi.Output<string[]> = plan.requestIds;
  const events: pulumi.Output<number> = plan.summary.events;
  const scheduled: pulumi.Output<number | undefined> = plan.summary.apply(
    ({ statuses }) => statuses["Scheduled"],
  );
  const ended: pulumi.Output<boolean> = plan.ended;
  if (ens.MigrationPlan.isInstance(anything)) void pulumi.log.info("a plan", anything);
  pulumi
    .all([migrations, requestIds, plan.schemaVersion, events, scheduled, ended])
    .apply(([lines, ids, schemaVersion]) =>
      [...ens.parseMigrations({ migrations: lines, requestIds: ids, schemaVersion }).values()].map(
        ({ resourceId, status }) => `${resourceId} ${status}`,
      ),
    );
}

export function refused(plan: ens.MigrationPlan): void {
  // @ts-expect-error -- events are required
  new ens.MigrationPlan("none", {});
  // @ts-expect-error -- an event needs its id
  new ens.MigrationPlan("no id", { events: [{ resourceId: "i-1" }] });
  // @ts-expect-error -- an event needs its instance
  new ens.MigrationPlan("no instance", { events: [{ eventId: "e-1" }] });
  // @ts-expect-error -- a misspelt property of an event
  new ens.MigrationPlan("typo", { events: [{ eventId: "e-1", resourceId: "i-1", plantime: 1 }] });
  // @ts-expect-error -- a misspelt option
  new ens.MigrationPlan("typo", { events: [], eventPerCall: 20 });
  // @ts-expect-error -- the API knows three data policies
  new ens.MigrationPlan("policy", { events: [], dataPolicy: "transfer" });
  // @ts-expect-error -- the API knows two kinds of order
  new ens.MigrationPlan("kind", { events: [{ ...event, opsType: "now" }] });
  // @ts-expect-error -- a Date has no offset of the user's; milliseconds or a text have
  new ens.MigrationPlan("date", { events: [{ ...event, planTime: new Date() }] });
  // @ts-expect-error -- a length of time is a text
  new ens.MigrationPlan("timeout", { events: [], timeout: 600 });
  // @ts-expect-error -- there is no such stage to wait for
  new ens.MigrationPlan("stage", { events: [], waitFor: "ended" });
  // @ts-expect-error -- keys come from configuration, never from the program
  new ens.MigrationPlan("keys", { events: [], connection: { accessKey: "LTAI" } });
  // @ts-expect-error -- a password is a text
  new ens.MigrationPlan("password", { events: [{ ...event, password: 12345678 }] });
  // @ts-expect-error -- what the provider resolves is not the user's to set
  new ens.MigrationPlan("planned", { events: [], planned: {} });
  // @ts-expect-error -- outputs are read only
  plan.ended = pulumi.output(true);
  // @ts-expect-error -- passwords are no output
  void plan.passwords;
  // @ts-expect-error -- statuses are the API's words
  void ens.getMigrationEvents({ statuses: ["Open"] });
}
