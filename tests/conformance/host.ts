/** Inputs or outputs of a resource as plain values, or what the engine's state holds of them. */
export type Properties = Record<string, unknown>;

/** How the engine knows a plan. */
export interface PlanName {
  /** As the program names it. */
  name: string;
  /** `project/stack`. */
  stack: string;
}

/** What the engine's state holds of a plan, in the form of the host that made it. */
export interface Kept {
  id: string;
  inputs: Properties;
  outputs: Properties;
}

export interface Checked {
  inputs: Properties;
  failures: { property: string; reason: string }[];
}

/** What `diff` says: nothing, something, or that the engine is to compare the inputs itself. */
export type Changes = "none" | "some" | "unknown";

/** What `create` and `update` say of a resource that exists although they failed. */
export interface PartialFailure {
  id: string;
  properties: Properties;
  reasons: string[];
}

/** A method of the provider failed. Only `create` and `update` may say what exists nevertheless. */
export class CallError extends Error {
  constructor(
    message: string,
    readonly partial: PartialFailure | undefined,
    /** As gRPC counts them. */
    readonly code?: number,
  ) {
    super(message);
  }
}

/**
 * A provider's process as the engine deals with it. Both hosts keep the same promises, so tests of those know neither how a
 * program's arguments travel nor what a host adds to a state.
 */
export interface ProviderHost {
  /** `args` as a program writes them: events are objects, and a password is in its event. */
  check(plan: PlanName, olds: Properties, args: Properties): Promise<Checked>;
  /** `inputs` are checked. */
  diff(plan: PlanName, kept: Kept, inputs: Properties): Promise<Changes>;
  create(plan: PlanName, inputs: Properties): Promise<Pick<Kept, "id" | "outputs">>;
  update(plan: PlanName, kept: Kept, inputs: Properties): Promise<Properties>;
  read(plan: PlanName, kept: Kept): Promise<Kept>;
  delete(plan: PlanName, kept: Kept): Promise<void>;
  /** The lines for the person who watches, by the time that this one of the plan is there. */
  said(plan: PlanName, line: string): Promise<string>;
  /** Everything that a person may see of it so far: lines, and what the process printed. */
  seen(): string;
  stop(): Promise<void>;
}

/** What a host is started with. */
export interface HostOptions {
  /** The program's directory. Default: the repository, from which the SDK resolves. */
  directory?: string;
  environment?: NodeJS.ProcessEnv;
  /** Configuration without the prefix of the host: `accessKey`, `transport`. */
  config?: Readonly<Record<string, string>>;
  /** Modules that the process loads one by one, so that a preloaded module can tell them apart. Default: as users run it. */
  unbundled?: true;
}
