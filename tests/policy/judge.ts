import assert from "node:assert/strict";
import type {
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import * as policies from "@pulumi/policy";
import { check } from "../../provider/src/plan/check";
import { TYPE_TOKENS } from "../../provider/src/plan/typeToken";

/** What the policy server reads inputs through. The package exports it without types. */
const { unknownCheckingProxy, UnknownValueError } = policies as unknown as {
  unknownCheckingProxy: <T extends object>(inputs: T) => T;
  UnknownValueError: new () => Error;
};

/** What a rule came to, as Pulumi's policy server takes it. */
export interface Verdict {
  violations: string[];
  /** Why it did not apply. */
  notApplicable?: string;
  /** What a preview could not tell: an advisory. */
  notChecked?: string;
}

export interface Subject {
  props: Record<string, unknown>;
  stack?: string;
  type?: string;
  /** What the provider of the plan has of the stack's configuration, and its name where the program makes it. */
  provider?: Record<string, unknown>;
  providerName?: string;
  /** The pack's configuration for the rule. */
  config?: object;
}

class NotApplicable extends Error {}

/** Runs a rule over one resource as the policy server does: inputs in its proxy, errors sorted by its rules. */
export function judge(policy: ResourceValidationPolicy, subject: Subject): Verdict {
  const { validateResource } = policy;
  if (typeof validateResource !== "function") throw new Error("the rule validates nothing");
  const verdict = verdictOf((report) => void validateResource(argsOf(subject), report));
  return { ...verdict, violations: verdict.violations.map(withoutPlan) };
}

/** Every violation names its plan first. */
function withoutPlan(violation: string): string {
  assert.match(violation, /^december: ./);
  return violation.slice("december: ".length);
}

export function argsOf({
  props,
  stack = "prod",
  type = TYPE_TOKENS.dynamic,
  provider,
  providerName = "default",
  config,
}: Subject): ResourceValidationArgs {
  return {
    type,
    props: unknownCheckingProxy(props),
    urn: `urn:pulumi:${stack}::edge::${type}::december`,
    name: "december",
    opts: OPTIONS,
    ...(provider && {
      provider: {
        type: `pulumi:providers:${type === TYPE_TOKENS.plugin ? "ens" : "pulumi-nodejs"}`,
        props: unknownCheckingProxy(provider),
        urn: "urn",
        name: providerName,
      },
    }),
    stackTags: new Map(),
    isType: () => false,
    asType: () => undefined,
    getConfig: <T extends object>() => (config ?? {}) as T,
    notApplicable: (reason) => {
      throw new NotApplicable(reason);
    },
  };
}

/** Runs a rule over a stack: outputs by the name of their plan. */
export function judgeStack(
  policy: StackValidationPolicy,
  plans: Record<string, Record<string, unknown>>,
  config: object = {},
): Verdict {
  const resources = Object.entries(plans).map(([name, props]): PolicyResource => ({
    type: TYPE_TOKENS.dynamic,
    props: unknownCheckingProxy(props),
    urn: `urn:pulumi:prod::edge::${TYPE_TOKENS.dynamic}::${name}`,
    name,
    opts: OPTIONS,
    dependencies: [],
    propertyDependencies: {},
    isType: () => false,
    asType: () => undefined,
  }));
  return verdictOf((report) => {
    void policy.validateStack(
      {
        resources,
        stackTags: new Map(),
        getConfig: <T extends object>() => config as T,
        notApplicable: (reason) => {
          throw new NotApplicable(reason);
        },
      },
      report,
    );
  });
}

const OPTIONS = {
  protect: false,
  ignoreChanges: [],
  aliases: [],
  customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
  additionalSecretOutputs: [],
};

function verdictOf(run: (report: (message: string) => void) => void): Verdict {
  const violations: string[] = [];
  try {
    run((message) => void violations.push(message));
    return { violations };
  } catch (error) {
    if (error instanceof NotApplicable) return { violations, notApplicable: error.message };
    if (error instanceof UnknownValueError) return { violations, notChecked: error.message };
    throw error;
  }
}

/** Saturday, 28 November 2026, noon in Shanghai: what the clock shows in the tests of the rules. */
export const NOW = Date.parse("2026-11-28T12:00:00+08:00");

/** The nth event, as a program writes it. */
export function event(n: number, rest: object = {}): { eventId: string; resourceId: string } {
  return { eventId: `e-${n}`, resourceId: `i-${n}`, ...rest };
}

/** A plan's inputs as the provider's own `check` leaves them: what a policy sees. */
export function checked(
  args: { events: readonly object[] } & Record<string, unknown>,
  now = NOW,
): Record<string, unknown> {
  const passwords = Object.fromEntries(
    args.events.flatMap((each) =>
      "password" in each && "eventId" in each ? [[String(each.eventId), each.password]] : [],
    ),
  );
  const { inputs, failures } = check({}, { dataPolicy: "force_transfer", ...args, passwords }, now);
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  return inputs;
}

/** The engine's placeholder for a text that a preview cannot tell. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A plan of so many events, all at one time. */
export function many(count: number, rest: object): object[] {
  return Array.from({ length: count }, (_, index) => event(index + 1, rest));
}

export { unknownCheckingProxy };
