import * as pulumi from "@pulumi/pulumi";

/** Whether a value is still to come. */
export function isDeferred(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/** A value with everything in it resolved. */
export function resolved(value: unknown): pulumi.Output<unknown> {
  // Pulumi's types cannot unwrap `unknown`.
  return pulumi.output(value as pulumi.Input<string>);
}

/** What `then` makes of a value with everything in it resolved. */
export function whenKnown<T>(value: unknown, then: (known: unknown) => T | Promise<T>): pulumi.Output<T> {
  return resolved(value).apply((known): T | Promise<T> => then(known)) as pulumi.Output<T>;
}

const CLEAR = Promise.resolve(false);

/** What `then` makes of a value once it is here, and whether it is a secret; outputs and promises in it are left as they are. */
export function whenHere(
  value: unknown,
  then: (here: unknown, isSecret: Promise<boolean>) => unknown,
): unknown {
  if (pulumi.Output.isInstance(value)) return value.apply((here) => then(here, pulumi.isSecret(value)));
  return value instanceof Promise ? value.then((here) => whenHere(here, then)) : then(value, CLEAR);
}
