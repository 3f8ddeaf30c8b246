export { assertSelection } from "./assertSelection";
export { discover, type EventSelection, type MigrationEvent } from "./discover";
export { namePattern } from "./select";
