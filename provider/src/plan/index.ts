export { isLine, UnreadableLineError } from "./lines/columns";
export { nameEvent } from "./lines/instance";
export { parseMigration } from "./lines/migration";
export { notesOf, parsePlanned } from "./lines/planned";
export { parseDuration } from "./model/duration";
export { formatInstant, type LocalTime } from "./model/instant";
export { hasEnded, isPending, type Migration, type Ordered } from "./model/migration";
export type { ClockChange, Password, PlannedMigration } from "./model/planned";
export { type Terms, withoutMark } from "./model/terms";
export { counted } from "./model/words";
export {
  type PlanState,
  type PublicOutputs,
  readState,
  SCHEMA_VERSION,
  SchemaVersionError,
  writeState,
} from "./state/state";
export { type Summary, type WaveSummary } from "./state/summary";
export { MIGRATION_PLAN } from "./typeToken";
