import type {
  EnforcementLevel,
  Policy,
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  Severity,
} from "@pulumi/policy";
import { counted, isMigrationPlan, type PlannedMigration } from "@pulumi-ens/provider/plan";
import { faultsOf } from "./options";
import { type Lines, type PlanInputs, readPlanned, stackOf } from "./planInputs";

type OptionSchema = PolicyConfigSchema["properties"][string];

/** What a rule is, independent of its user and its options. */
export interface Rule<Options extends object> {
  displayName: string;
  description: string;
  remediationSteps: string;
  severity: Severity;
  enforcementLevel: EnforcementLevel;
  /** What each option may be; the engine checks a pack's configuration against it. */
  options: { readonly [Name in keyof Options]-?: OptionSchema };
  defaults: Options;
}

/** The text is made only if it is shown: a plan may have thousands of violations. */
type Report = (violation: () => string) => void;

/** Reports what violates the rule in a plan; or says in words why the rule does not apply to it. */
type Check<Subject> = (subject: Subject, report: Report) => string | undefined;

/**
 * Reads options. Returns the check, or in words why there is nothing to check with these options. Throws a `TypeError` that begins
 * with the option's name if they are not valid.
 */
export type Prepare<Options, Subject> = (options: Options) => Check<Subject> | string;

/** How many violations of a rule are shown of one plan; the rest is counted. */
const SHOWN = 100;

/** The policy that a rule makes, but for its validation. */
export function policyOf<Options extends object>(name: string, rule: Rule<Options>, given: Options): Policy {
  const { displayName, description, remediationSteps, severity, enforcementLevel } = rule;
  const defaults = new Map<string, unknown>(Object.entries({ ...rule.defaults, ...given }));
  const properties: PolicyConfigSchema["properties"] = {};
  for (const [option, schema] of Object.entries<OptionSchema>(rule.options)) {
    const value = defaults.get(option);
    properties[option] = value === undefined ? schema : { ...schema, default: value };
  }
  return {
    name,
    displayName,
    description,
    remediationSteps,
    severity,
    enforcementLevel,
    tags: ["ens"],
    ...(Object.keys(properties).length > 0 && { configSchema: { properties } }),
  };
}

/**
 * Options as given in code and, over them, in the pack's configuration, prepared once. Preparing those of the code immediately
 * shows a mistake where it was made.
 */
export function preparing<Options extends object, Prepared>(
  name: string,
  rule: Rule<Options>,
  given: Options,
  prepare: (options: Options) => Prepared,
): (configuration: Partial<Options>) => Prepared {
  const known = new Map<string, Prepared>();
  const assertNames = (options: unknown): void => {
    const faults = faultsOf(options, rule.options);
    if (faults.length > 0) throw new TypeError(`policy "${name}": ${faults.join("\n  ")}`);
  };
  const prepared = (configuration: Partial<Options>): Prepared => {
    assertNames(configuration);
    const options = { ...rule.defaults, ...given, ...configuration };
    const key = JSON.stringify(options);
    let result = known.get(key);
    if (result === undefined) {
      try {
        result = prepare(options);
      } catch (error) {
        throw new TypeError(`policy "${name}": ${error instanceof Error ? error.message : String(error)}`, {
          cause: error,
        });
      }
      known.set(key, result);
    }
    return result;
  };
  assertNames(given);
  prepared({});
  return prepared;
}

/** A policy over each plan's inputs. */
export function planRule<Options extends object>(
  name: string,
  rule: Rule<Options>,
  given: Options,
  prepare: Prepare<Options, PlanInputs>,
): ResourceValidationPolicy {
  const prepared = preparing(name, rule, given, prepare);
  const validateResource = (args: ResourceValidationArgs, reportViolation: ReportViolation): void => {
    if (!isMigrationPlan(args.type)) args.notApplicable("it checks only MigrationPlan resources");
    const check = prepared(args.getConfig<Partial<Options>>());
    if (typeof check === "string") return args.notApplicable(check);
    const inputs = inputsOf(args);
    const named = (violation: string): void => reportViolation(`${args.name}: ${violation}`);
    const reason = limited(named, (report) => check(inputs, report));
    if (reason !== undefined) args.notApplicable(reason);
  };
  return { ...policyOf(name, rule, given), validateResource };
}

/** What a rule over events sees. */
export interface EventsSubject extends PlanInputs {
  planned: readonly PlannedMigration[];
}

/** A policy over what each plan has for its events. Those that a preview knows are checked; of the rest it says that they were not. */
export function eventRule<Options extends object>(
  name: string,
  rule: Rule<Options>,
  given: Options,
  prepare: Prepare<Options, EventsSubject>,
): ResourceValidationPolicy {
  return planRule(name, rule, given, (options) => {
    const check = prepare(options);
    if (typeof check === "string") return check;
    return (inputs, report) => {
      const events = readPlanned(inputs.props);
      if (events.known.length === 0 && events.unknown.length === 0) return "the plan has no events";
      const reason = check({ ...inputs, planned: events.known }, report);
      return reason ?? notChecked(events);
    };
  });
}

function inputsOf({ type, urn, props, provider }: ResourceValidationArgs): PlanInputs {
  return { type, stack: stackOf(urn), props, provider };
}

function limited<T>(reportViolation: ReportViolation, check: (report: Report) => T): T {
  let violations = 0;
  const close = (): void => {
    if (violations > SHOWN)
      reportViolation(`${counted(violations - SHOWN, "more violation")} of this rule in this plan`);
  };
  try {
    return check((violation) => {
      violations += 1;
      if (violations <= SHOWN) reportViolation(violation());
    });
  } finally {
    close();
  }
}

/**
 * Says that events were not checked. Thrown on, the server's own error becomes an advisory beside the violations, whatever
 * the rule's level: a preview must not fail over what it cannot know.
 */
export function notChecked({ unknown, cause }: Lines<unknown>): string | undefined {
  if (unknown.length === 0) return undefined;
  const which =
    unknown === "all"
      ? "the plan's events are still unknown"
      : `still unknown: ${unknown.slice(0, 5).join(", ")}${unknown.length > 5 ? ` and ${unknown.length - 5} more events` : ""}`;
  const message = `${which}; pulumi up checks them before it orders anything`;
  if (!(cause instanceof Error)) return message;
  cause.message = message;
  throw cause;
}
