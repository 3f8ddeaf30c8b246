import { SCHEMA_VERSION, UNKNOWN } from "@pulumi-ens/provider/plan";
import type { Properties } from "./values";

/** What a preview knows of a plan's outputs: what `check` has computed. The rest is what ENS answers. */
export function previewOutputs({ planned, plannedWaves = [] }: Properties): Properties {
  return {
    schemaVersion: SCHEMA_VERSION,
    planned,
    plannedWaves,
    migrations: UNKNOWN,
    requestIds: UNKNOWN,
    summary: UNKNOWN,
    ended: UNKNOWN,
  };
}
