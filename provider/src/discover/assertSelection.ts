import * as v from "valibot";
import { issuePath } from "../api/issuePath";

const texts = v.optional(v.array(v.string()));
const tags = v.optional(v.record(v.string(), v.string()));
const SELECTION = v.object({
  resourceIds: texts,
  ensRegionIds: texts,
  tags,
  selector: v.optional(
    v.object({
      ensRegionIds: texts,
      tags: v.optional(v.object({ all: tags, any: tags })),
      instanceName: v.optional(v.string()),
    }),
  ),
  statuses: texts,
  levels: texts,
  groupBy: v.optional(v.string()),
});

/** Programs in JavaScript are not held to the types. Throws a `TypeError` that names every argument that is wrong. */
export function assertSelection(selection: unknown): void {
  const { issues = [] } = v.safeParse(SELECTION, selection);
  if (issues.length === 0) return;
  const faults = issues.map((issue) => {
    const argument = issuePath(issue).replace(/^\./, "") || "the arguments";
    return `${argument} must be ${issue.expected ?? "something else"}`;
  });
  throw new TypeError(`getMigrationEvents: ${faults.join("; ")}`);
}
