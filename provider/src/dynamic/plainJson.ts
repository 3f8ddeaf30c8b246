/**
 * The one gate through which every result leaves for the engine. The host turns results into protobuf, and there
 * `undefined` or a BigInt fails the call after the cloud call succeeded (inside an error even hangs it), a `Date` becomes
 * `{}`, and a frozen object fails. So what leaves is a fresh copy of plain JSON, and anything else is a defect of ours
 * that says where it is.
 */
export function plainJson(value: unknown, path = "result"): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      if (Number.isFinite(value)) return value;
      break;
    case "object":
      if (value === null) return null;
      if (Array.isArray(value)) return value.map((item, index) => plainJson(item, `${path}[${index}]`));
      if (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null) {
        return plainObject(value as Record<string, unknown>, path);
      }
      break;
    default:
      break;
  }
  throw new TypeError(
    `${path} is ${typeof value === "object" ? "no plain object" : String(value)}: not JSON`,
  );
}

/** The same for an object: absent properties stay absent. */
export function plainObject(
  object: Readonly<Record<string, unknown>>,
  path = "result",
): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(object)) {
    if (value !== undefined) copy[key] = plainJson(value, `${path}.${key}`);
  }
  return copy;
}
