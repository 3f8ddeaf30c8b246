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
