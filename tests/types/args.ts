/**
 * What the SDK declares for editors has the fields that the provider reads, with the same values. Nothing here is run:
 * `npm run lint` compiles it.
 */
import type { Unwrap } from "@pulumi/pulumi";
import type { InferInput, ObjectEntries } from "valibot";
import type { CONNECTION_FIELDS } from "../../provider/src/api/connection";
import type { MigrationEvent } from "../../provider/src/discover/index";
import type { EVENT } from "../../provider/src/plan/input/event";
import type { INPUTS } from "../../provider/src/plan/input/options";
import type { EXCLUSION, SCHEDULE, WINDOW } from "../../provider/src/plan/schedule/fields";
import type {
  ConnectionArgs,
  ExclusionArgs,
  MigrationEventArgs,
  MigrationPlanArgs,
  ScheduleArgs,
  WindowArgs,
} from "../../sdk/src/migrationPlanArgs";

type Same<A, B> = [A, B] extends [B, A] ? true : { declaredOnly: Exclude<A, B>; readOnly: Exclude<B, A> };

export const names: [
  Same<keyof MigrationPlanArgs, keyof typeof INPUTS>,
  Same<keyof MigrationEventArgs, keyof typeof EVENT | keyof MigrationEvent>,
  Same<keyof ScheduleArgs, keyof typeof SCHEDULE>,
  Same<keyof WindowArgs, keyof typeof WINDOW>,
  Same<keyof ExclusionArgs, keyof typeof EXCLUSION>,
  Same<keyof ConnectionArgs, keyof typeof CONNECTION_FIELDS>,
] = [true, true, true, true, true, true];

/** The words that a field may have, of types that name them. */
type Words<T> = T extends `${number}%` ? never : T extends string ? (string extends T ? never : T) : never;
type WordsOf<T> = { [Field in keyof T]-?: Words<NonNullable<T[Field]>> };
type Declared<Args> = WordsOf<{ [Field in keyof Args]-?: Unwrap<Args[Field]> }>;
type Written<Fields extends ObjectEntries> = WordsOf<{ [Field in keyof Fields]: InferInput<Fields[Field]> }>;

export const words: [
  Same<Omit<Declared<MigrationPlanArgs>, "events">, Omit<Written<typeof INPUTS>, "events">>,
  Same<Pick<Declared<MigrationEventArgs>, keyof typeof EVENT>, Written<typeof EVENT>>,
] = [true, true];
