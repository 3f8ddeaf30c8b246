import type { ImportedPlan } from "./importedResource";
import { formatInstant } from "@pulumi-ens/provider/plan";

/** The program text of a plan. */
export function planSnippet({
  name,
  dataPolicy,
  acknowledgeDataLoss,
  connection,
  events,
}: ImportedPlan): string {
  const lines = events.map(({ eventId, resourceId, group, planTime }) => {
    const members = {
      eventId,
      resourceId,
      ...(group !== undefined && { group }),
      planTime: formatInstant(planTime),
    };
    return `    ${objectText(members)},`;
  });
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
