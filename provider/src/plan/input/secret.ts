type Inputs = Readonly<Record<string, unknown>>;

/**
 * What the SDK sends, as a secret, under the name of everything that a plan computes, where an input that it computes it from
 * is secret. A dynamic provider cannot mark what it returns: the engine makes secret what comes back under the name of a
 * secret input. What `check` computes takes the placeholder's place; under the name of an output it stays, for `create` and
 * `update` (docs/adr/0009-secret-events.md).
 */
export const SECRET = "computed from a secret";

/** The inputs, without the placeholders of what `check` itself computes. */
export function withoutPlaceholders(inputs: Inputs): Record<string, unknown> {
  const computed = ["planned", "plannedWaves"].filter((name) => inputs[name] === SECRET);
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !computed.includes(name)));
}
