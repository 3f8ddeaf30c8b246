/**
 * A faithful loopback emulator of the Alibaba Cloud ENS event API.
 *
 * @packageDocumentation
 */
export type { ActionName } from "./actions/actions";
export type { Behaviour, BehaviourPatch } from "./behaviour";
export { DEFAULT_BEHAVIOUR } from "./behaviour";
export type { CallRecord } from "./calls";
export type { ClockMove } from "./clock";
export type { CredentialSeed } from "./credentials";
export type { Emulator, EmulatorOptions } from "./emulator";
export { startEmulator } from "./emulator";
export type { FaultInput } from "./faults/input";
export type { FaultKind, When } from "./faults/kinds";
export { InvalidInput } from "./inputReader";
export type { LedgerEntry } from "./ledger";
export type { PlatformAction } from "./platform";
export type { EventSeed, InstanceSeed, Seed } from "./seed";
export type { ClockReading, EmulatorState, EventState, InstanceState, PendingFault } from "./state";
export type { DataPolicy, EventLevel, EventStatus, EventType, InstanceStatus, OpsType } from "./vocabulary";
