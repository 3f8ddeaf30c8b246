import type { Budget } from "./budget";
import type { CallKind, Limiter, Turns } from "./limiter";

/** Waits until no call is held back. */
export async function untilReleased(limiter: Limiter, budget: Budget): Promise<void> {
  for (let held: number; (held = limiter.remaining()) > 0;) await budget.pause(held);
  await budget.pause(0);
}

/** Waits for a turn at a time when no call is held back. Whoever has got one must leave. */
export async function takeTurn(limiter: Limiter, kind: CallKind, budget: Budget): Promise<Turns> {
  const turns = limiter.turns(kind);
  for (;;) {
    const turn = turns.enter();
    if (turn) {
      await budget.within(turn).catch((error: unknown) => {
        void turn.then(() => turns.leave());
        throw error;
      });
    }
    if (limiter.remaining() === 0) return turns;
    // The wait may be longer than the others' deadlines, so it is not their wait.
    turns.leave();
    await untilReleased(limiter, budget);
  }
}
