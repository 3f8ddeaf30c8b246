import { formatInstant } from "@pulumi-ens/provider/plan";
import type { ImportedPlan } from "./importedResource";

/** The program text of a plan. */
export function planSnippet({
  name,
  dataPolicy,
  acknowledgeDataLoss,
  connection,
  events,
}: ImportedPlan): string {
  const lines = events.map(
    ({ planTime, ...event }) => `    ${objectText({ ...event, planTime: formatInstant(planTime) })},`,
  );
  return [
    `new ens.MigrationPlan(${JSON.stringify(name)}, {`,
    "  events: [",
    ...lines,
    "  ],",
    `  dataPolicy: ${JSON.stringify(dataPolicy)},`,
    ...(acknowledgeDataLoss ? ["  acknowledgeDataLoss: true,"] : []),
    ...(connection ? [`  connection: ${objectText(connection)},`] : []),
    "});",
    "",
  ].join("\n");
}

function objectText(members: object): string {
  const texts = Object.entries(members).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `{ ${texts.join(", ")} }`;
}
