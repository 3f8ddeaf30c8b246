import assert from "node:assert/strict";
import type sinon from "sinon";

/** Lets time pass until the work is done. */
export async function inTime<T>(clock: sinon.SinonFakeTimers, work: Promise<T>): Promise<T> {
  let done = false;
  const settled = work.finally(() => (done = true));
  settled.catch(() => undefined);
  for (let steps = 0; !done; steps++) {
    assert.ok(steps < 10_000, "it waits without end");
    await clock.nextAsync();
  }
  return settled;
}
