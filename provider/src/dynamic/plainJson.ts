/**
 * The one gate through which every result leaves for the engine. The host turns results into protobuf, and there
 * `undefined` or a BigInt fails the call after the cloud call succeeded (inside an error even hangs it), a `Date` becomes
 * `{}`, and a frozen object fails. So what leaves is a fresh copy of plain JSON, and anything else is a defect of ours
 * that says where it is.
 */
export function plainJson(value: unknown, path = "result"): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((item, index) => plainJson(item, `${path}[${index}]`));
  if (isPlainObject(value)) return plainObject(value, path);
  throw new TypeError(`${path} is a value of type ${typeof value} that JSON does not have`);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The same for an object: absent properties stay absent. */
export function plainObject(
  object: Readonly<Record<string, unknown>>,
  path = "result",
): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(object))
    if (value !== undefined) copy[key] = plainJson(value, `${path}.${key}`);
  return copy;
}
