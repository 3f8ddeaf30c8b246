import type { Advice } from "./border";
import { edited, ev } from "./edit";
import type { Command } from "./engine";
import { broken } from "./judge";
import { MINUTE } from "./platform";
import type { EventText, Options, Plan, Program } from "./program";
import type { Simulation } from "./story";

/**
 * The end of a story: nothing goes wrong any more, and a second player does what errors advise, to the letter. A stack must
 * come to rest: an `up` that succeeds, and one after it that orders nothing.
 */
export async function rest(simulation: Simulation): Promise<void> {
  const { platform } = simulation;
  simulation.log.push("- rest");
  simulation.judge.disturb();
  Object.assign(platform.behaviour, { readLag: 0, hidden: false, dates: true });
  await simulation.play({ step: "clock", offset: 0 });
  await simulation.play({ step: "pass", milliseconds: 6 * MINUTE });
  for (const stack of simulation.stacks()) await settle(simulation, stack);
}

/** Operations that an advice may take until it has helped. */
const PATIENCE = 3;

async function settle(simulation: Simulation, stack: string): Promise<void> {
  const followed = new Map<string, number>();
  for (let tries = 0; tries < 12; tries++) {
    const command = await simulation.run(stack, "up");
    if (command.exit === 0) {
      await simulation.run(stack, "up"); // The judge knows that it has to be quiet.
      return;
    }
    // What the inputs lack only the user can write.
    if (command.errors.some(({ ofInputs }) => ofInputs)) return;
    const advice = command.errors.flatMap((error) => error.advice ?? []);
    if (advice.length === 0) {
      if (tries === 1) await simulation.run(stack, "refresh");
      continue;
    }
    const key = JSON.stringify(advice.map(({ notBefore: _, ...rest }) => rest));
    const times = (followed.get(key) ?? 0) + 1;
    followed.set(key, times);
    if (times > PATIENCE) return void violate(simulation, "advice does not bring rest", key);
    await follow(simulation, command, advice, times - 1);
  }
  violate(simulation, "does not come to rest", stack);
}

function violate(
  simulation: Simulation,
  rule: "advice does not bring rest" | "does not come to rest",
  detail: string,
) {
  simulation.violations.push(broken(rule, detail));
  simulation.log.push(`    !! ${rule}: ${detail}`);
}

/** Several pieces of advice for one event are alternatives: after `tries` of them the next is followed. `up` comes by itself. */
async function follow(
  simulation: Simulation,
  { stack }: Command,
  advices: readonly Advice[],
  tries: number,
): Promise<void> {
  for (const eventId of new Set(advices.map((advice) => advice.eventId))) {
    const alternatives = advices.filter((advice) => advice.eventId === eventId);
    const advice = alternatives[Math.min(tries, alternatives.length - 1)] as Advice;
    simulation.log.push(`- follows ${JSON.stringify(advice)}`);
    if (advice.do === "up") {
      const wait = (advice.notBefore ?? 0) - simulation.platform.now();
      if (wait > 0) await simulation.play({ step: "pass", milliseconds: wait + 1_000 });
    } else if (advice.do === "refresh") {
      await simulation.run(stack, "refresh");
    } else {
      simulation.write(stack, advised(simulation.program(stack), advice, simulation.platform.now()));
    }
  }
}

function advised(program: Program, advice: Advice, now: number): Program {
  const { eventId, option, value } = advice;
  const has = ({ events }: Plan) => events.some((event) => event.eventId === eventId);
  // An event that has left the program is the matter of any of its plans.
  const concerned = (plan: Plan) => has(plan) || !program.some(has);
  const plans = (work: (plan: Plan) => Plan): Program =>
    program.map((plan) => (concerned(plan) ? work(plan) : plan));
  const event = (work: (event: EventText) => EventText, more: Options = {}): Program =>
    plans((plan) => ({
      ...plan,
      options: { ...plan.options, ...more },
      events: plan.events.map((each) => (each.eventId === eventId ? work(each) : each)),
    }));
  const number = Number(eventId?.slice(2));
  switch (advice.do) {
    case "set":
      return option === undefined
        ? program
        : plans((plan) => ({ ...plan, options: { ...plan.options, [option]: value } }));
    case "putBack": {
      const { plan: name = "" } = advice;
      if (!program.some((plan) => plan.name === name))
        return [...program, { name, events: [], options: { onRemove: "retain" } }];
      return program.map((plan) =>
        plan.name === name ? { ...plan, options: { ...plan.options, onRemove: "retain" } } : plan,
      );
    }
    case "newTime":
      return edited(program, { edit: "time", event: number, hours: 3 }, now) ?? program;
    case "remove":
      return edited(program, { edit: "remove", event: number }, now) ?? program;
    case "replan":
      return plans((plan) => {
        const { schedule } = plan.options;
        if (!schedule) return plan;
        return { ...plan, options: { ...plan.options, schedule: { ...schedule, replan: `at ${now}` } } };
      });
    case "write":
      return event(
        ({ planTime: _, opsType: __, password: ___, ...each }) => ({
          ...each,
          ...(advice.opsType === "immediate" && { opsType: "immediate" as const }),
          ...(advice.planTime !== undefined && { planTime: advice.planTime }),
          dataPolicy: (advice.dataPolicy ?? "try_transfer") as NonNullable<EventText["dataPolicy"]>,
        }),
        advice.dataPolicy === "abandon" ? { acknowledgeDataLoss: true } : {},
      );
    case "up":
    case "refresh":
      return program;
  }
}

/** Events of a program by number, for a story that begins with some. */
export function timedEvents(numbers: readonly number[], planTime: number | undefined): EventText[] {
  return numbers.map((number) => ({ ...ev(number), ...(planTime !== undefined && { planTime }) }));
}
