export { parseDuration } from "./model/duration";
export { formatInstant } from "./model/instant";
export { parseMigration } from "./lines/migration";
export { type Migration, type Ordered, hasEnded, isPending } from "./model/migration";
export type { PlannedMigration } from "./model/planned";
export { parsePlanned } from "./lines/planned";
export { readState, SCHEMA_VERSION, SchemaVersionError, type PlanState, writeState } from "./state/state";
export type { Summary, WaveSummary } from "./state/summary";
export type { Terms } from "./model/terms";
