import * as pulumi from "@pulumi/pulumi";

/** Whether a value is still to come. */
export function isDeferred(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/** What `then` makes of a value with everything in it resolved. */
export function whenKnown<T>(value: unknown, then: (known: unknown) => T | Promise<T>): pulumi.Output<T> {
  // Pulumi's types cannot unwrap `unknown`.
  return pulumi
    .output(value as pulumi.Input<string>)
    .apply((known): T | Promise<T> => then(known)) as pulumi.Output<T>;
}

/** What `then` makes of a value once it is here; outputs and promises in it are left as they are. */
export function whenHere(value: unknown, then: (here: unknown) => unknown): unknown {
  if (pulumi.Output.isInstance(value)) return value.apply((here) => then(here));
  return value instanceof Promise ? value.then((here) => whenHere(here, then)) : then(value);
}
