import * as sinon from "sinon";

/** Runs real network work with timers that pass fifty times as fast, so that a test sees real back-off waits. */
export async function hurried<T>(work: (clock: sinon.SinonFakeTimers) => Promise<T>): Promise<T> {
  const clock = sinon.useFakeTimers({ now: Date.now(), toFake: ["setTimeout", "clearTimeout", "Date"] });
  const beat = setInterval(() => clock.tick(100), 2);
  try {
    return await work(clock);
  } finally {
    clearInterval(beat);
    clock.restore();
  }
}
