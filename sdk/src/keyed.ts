import * as pulumi from "@pulumi/pulumi";
import { isDeferred } from "./deferred";

/**
 * Pulumi reads objects by their keys and makes `{}` of a `Map` or a date, and an empty `connection` is the stack's account. Throws
 * an error that says where there is one; the value of an output or a promise has gone through Pulumi already.
 */
export function assertKeyed(value: unknown, where: string): void {
  if (typeof value !== "object" || value === null) return;
  if (isDeferred(value) || pulumi.Resource.isInstance(value)) return;
  const kind = Object.prototype.toString.call(value).slice("[object ".length, -1);
  if (!["Object", "Array", "Module"].includes(kind))
    throw new TypeError(`${where} must be an object with keys, not a ${kind}`);
  const isList = Array.isArray(value);
  for (const [key, member] of Object.entries(value))
    assertKeyed(member, isList ? `${where}[${key}]` : `${where}.${key}`);
}
