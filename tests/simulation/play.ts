import type { Story } from "./arbitrary";
import { newPlan } from "./edit";
import { DAY, HOUR } from "./platform";
import { rest, timedEvents } from "./rest";
import { Simulation } from "./story";

/** What was played, in all. */
export class Figures {
  sequences = 0;
  operations = 0;
  orders = 0;
  readonly #residuals = new Map<string, number>();
  readonly #begun = performance.now();

  add({ operations, platform, judge }: Simulation): void {
    this.sequences += 1;
    this.operations += operations;
    this.orders += platform.ledger.length;
    for (const [name, count] of judge.residuals)
      this.#residuals.set(name, (this.#residuals.get(name) ?? 0) + count);
  }

  lines(violations: number, seed: number): string[] {
    const seconds = ((performance.now() - this.#begun) / 1_000).toFixed(1);
    const { sequences, operations, orders } = this;
    const residuals = [...this.#residuals].map(([name, count]) => `${name} ${count}`).join(", ");
    return [
      `simulation: ${sequences} sequences, ${operations} operations, ${orders} orders, ${violations} violations, seed ${seed}, ${seconds} s`,
      `residual risks met: ${residuals || "none"}`,
    ];
  }
}

/** Plays a story until something is violated, or to its end and to rest. */
export async function play({ program, behaviour, chapters }: Story, figures: Figures): Promise<Simulation> {
  const simulation = new Simulation();
  try {
    await simulation.play({ step: "pass", milliseconds: HOUR }); // So that readings that lag see the events.
    await simulation.play({ step: "switch", behaviour });
    simulation.write("a", program);
    await simulation.run("a", "up");
    for (const step of chapters.flat()) {
      await simulation.play(step);
      if (simulation.violations.length > 0) return simulation;
    }
    await rest(simulation);
    return simulation;
  } finally {
    simulation.end();
    figures.add(simulation);
  }
}

/** Loads all modules once, which must not happen while time is played. */
export async function warmUp(): Promise<void> {
  const simulation = new Simulation();
  try {
    simulation.write("a", [
      { ...newPlan("alpha"), events: timedEvents([1], simulation.platform.now() + DAY) },
    ]);
    await simulation.run("a", "up");
    await simulation.play({ step: "edit", stack: "a", edit: "schedule", plan: "alpha", index: 0 });
    await simulation.play({ step: "edit", stack: "a", edit: "add", event: 2, plan: "alpha" });
    await simulation.run("a", "up", { refresh: true });
    await simulation.run("a", "destroy");
  } finally {
    simulation.end();
  }
}
