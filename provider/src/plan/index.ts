export { parseDuration } from "./model/duration";
export { formatInstant, type LocalTime } from "./model/instant";
export { isLine, UnreadableLineError } from "./lines/columns";
export { nameEvent } from "./lines/instance";
export { parseMigration } from "./lines/migration";
export { type Migration, type Ordered, hasEnded, isPending } from "./model/migration";
export type { ClockChange, Password, PlannedMigration } from "./model/planned";
export { notesOf, parsePlanned } from "./lines/planned";
export {
  readState,
  SCHEMA_VERSION,
  SchemaVersionError,
  type PlanState,
  type PublicOutputs,
  writeState,
} from "./state/state";
export { counted, type Summary, type WaveSummary } from "./state/summary";
export { type Terms, withoutMark } from "./model/terms";
export { MIGRATION_PLAN } from "./typeToken";
