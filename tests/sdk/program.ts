import * as pulumi from "@pulumi/pulumi";

/** A resource as the program registers it. Secret inputs are as {@link secret} makes them. */
export interface Registration {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  additionalSecretOutputs: string[];
}

type Outputs = Record<string, unknown>;

interface Options {
  preview?: boolean;
  /** What the provider answers; by default the outputs of a plan without events. */
  outputs?: (registration: Omit<Registration, "additionalSecretOutputs">) => Outputs | Promise<Outputs>;
}

const NO_EVENTS = {
  migrations: {},
  requestIds: [],
  summary: { events: 0, statuses: {}, unfinished: 0, released: 0 },
  ended: true,
  schemaVersion: 1,
};

/** Runs a program in a stack of its own, with mocks instead of an engine, until everything is registered. */
export async function run<Result>(
  program: () => Result | Promise<Result>,
  { preview = false, outputs = () => NO_EVENTS }: Options = {},
): Promise<{ result: Result; registered: Registration[] }> {
  const registered: Registration[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: async ({ type, name, inputs }) => {
        if (type === "pulumi:pulumi:Stack" || type.startsWith("test:")) return { id: "", state: {} };
        const registration = { type, name, inputs: inputs as Record<string, unknown> };
        registered.push({ ...registration, additionalSecretOutputs: secretOutputs.get(name) ?? [] });
        return preview
          ? { id: undefined, state: registration.inputs }
          : { id: `${name}-id`, state: { ...registration.inputs, ...(await outputs(registration)) } };
      },
      call: () => ({}),
    },
    "project",
    "stack",
    preview,
  );
  const secretOutputs = watchSecretOutputs();
  let result: { of: Result } | undefined;
  await pulumi.runtime.runInPulumiStack(async () => {
    result = { of: await program() };
  });
  await pulumi.runtime.disconnect();
  if (!result) throw new Error("the program did not run");
  return { result: result.of, registered };
}

/** Mocks do not show this option, so it is read from the request. */
function watchSecretOutputs(): Map<string, string[]> {
  const seen = new Map<string, string[]>();
  interface Request {
    getName(): string;
    getAdditionalsecretoutputsList(): string[];
  }
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource(request: Request, ...more: unknown[]): unknown;
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, ...more) => {
    seen.set(request.getName(), request.getAdditionalsecretoutputsList());
    return register(request, ...more);
  };
  return seen;
}

/** A secret as it travels: sdk/nodejs/runtime/rpc.ts. */
export function secret(value: unknown): Record<string, unknown> {
  return { [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig, value };
}

/** A value with every output in it resolved. */
export function valueOf<T>(value: T): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve) => {
    pulumi.output(value).apply(resolve);
  });
}

/** In a preview: an output of a resource that is not there yet. */
export class Unmade extends pulumi.CustomResource {
  declare readonly value: pulumi.Output<string>;

  constructor(name: string) {
    super("test:index:Unmade", name, { value: undefined });
  }
}

/** Inputs as the engine hands them to a provider that takes no secrets: in clear, and what is unknown as a string. */
export function inClear(value: unknown): unknown {
  if (value === pulumi.unknown) return pulumi.runtime.unknownValue;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(inClear);
  const object = value as Record<string, unknown>;
  if (object[pulumi.runtime.specialSigKey] === pulumi.runtime.specialSecretSig)
    return inClear(object["value"]);
  return Object.fromEntries(Object.entries(object).map(([key, part]) => [key, inClear(part)]));
}
