/**
 * Rules for plans, one function each: `import { noAbandon } from "@pulumi-ens/policy"`. The ready pack holds all of them.
 *
 * @module policy
 */
export { allowedDataPolicies, type AllowedDataPoliciesOptions } from "./rules/allowedDataPolicies";
export { allowedHours, type AllowedHoursOptions, type AllowedHoursZone } from "./rules/allowedHours";
export { type Blackout, blackoutCalendar, type BlackoutCalendarOptions } from "./rules/blackoutCalendar";
export { changeTicket, type ChangeTicketOptions } from "./rules/changeTicket";
export { type Deadline, deadline, type DeadlineOptions } from "./rules/deadline";
export { eventsPerPlan, type EventsPerPlanOptions } from "./rules/eventsPerPlan";
export { groupShare, type GroupShareOptions } from "./rules/groupShare";
export { minimumLeadTime, type MinimumLeadTimeOptions } from "./rules/minimumLeadTime";
export { movesInOneWindow, type MovesInOneWindowOptions } from "./rules/movesInOneWindow";
export { noAbandon } from "./rules/noAbandon";
export { noImmediateMoves, type NoImmediateMovesOptions } from "./rules/noImmediateMoves";
export { noPlainPassword } from "./rules/noPlainPassword";
export { officialEndpoint, type OfficialEndpointOptions } from "./rules/officialEndpoint";
export { waveSize, type WaveSizeOptions } from "./rules/waveSize";
export type { HoursWindow } from "./windows";
