export { parseDuration } from "./duration";
export { formatInstant } from "./instant";
export { parseMigration, type Migration, type Ordered, hasEnded, isPending } from "./migration";
export { parsePlanned, type PlannedMigration } from "./planned";
export { readState, SCHEMA_VERSION, SchemaVersionError, type PlanState, writeState } from "./state";
export type { Summary, WaveSummary } from "./summary";
export type { Terms } from "./terms";
