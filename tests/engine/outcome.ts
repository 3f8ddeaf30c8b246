import assert from "node:assert/strict";

/** What one command came to. */
export interface Outcome {
  /** As a person would type it. */
  command: string;
  code: number;
  /** Standard output and error, as a person would see them. */
  output: string;
}

/** Asserts that a command succeeds, and gives what it printed. A failed assertion shows the command and its output. */
export async function succeeds(running: Outcome | Promise<Outcome>): Promise<string> {
  const { command, code, output } = await running;
  assert.ok(code === 0, `${command} exits with ${code}:\n${output}`);
  return output;
}

/** Asserts that a command fails and prints what each pattern says, and gives what it printed. */
export async function fails(running: Outcome | Promise<Outcome>, ...patterns: RegExp[]): Promise<string> {
  const { command, code, output } = await running;
  assert.ok(code !== 0, `${command} succeeds, and was to fail:\n${output}`);
  for (const pattern of patterns)
    assert.ok(pattern.test(output), `${command} prints nothing like ${String(pattern)}:\n${output}`);
  return output;
}
