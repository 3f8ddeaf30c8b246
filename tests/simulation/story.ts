import { MachineClock } from "./border";
import type { Fault } from "./client";
import { type Edit, edited, ev } from "./edit";
import { type Command, Engine, type Flags, type State, type Verb } from "./engine";
import { Judge, short, type Violation, written } from "./judge";
import { type Behaviour, Platform, START } from "./platform";
import type { Program } from "./program";

/** What happens in a story, as data: a seed reproduces it, and a failure shrinks. */
export type Step =
  | ({ step: "run"; verb: Verb; stack: string } & Flags)
  | ({ step: "edit"; stack: string } & Edit)
  | { step: "undo"; stack: string }
  /** The program becomes all open events that ENS lists. */
  | { step: "discover"; stack: string; plan: string }
  | { step: "pass"; milliseconds: number }
  | {
      step: "platform";
      event: number;
      act: "move" | "Failed" | "Canceled" | "Avoided" | "Executing" | "Executed" | "unlist";
    }
  | { step: "switch"; behaviour: Partial<Behaviour> }
  | { step: "clock"; offset: number }
  /** `pulumi state delete`: orders remain, the plans are forgotten. */
  | { step: "forget"; stack: string }
  | { step: "rollback"; stack: string; back: number };

const EVENTS = 8;

/** Everything that a story is played with: programs, states, the engine, ENS and the judge. */
export class Simulation {
  readonly clock = new MachineClock(START);
  readonly platform = new Platform(() => this.clock.platform);
  readonly judge = new Judge(this.platform);
  readonly violations: Violation[] = [];
  readonly log: string[] = [];
  readonly #engine = new Engine(this.clock, this.platform);
  readonly #programs = new Map<string, Program[]>();
  readonly #states = new Map<string, State[]>();
  operations = 0;

  constructor() {
    for (let number = 1; number <= EVENTS; number++) {
      const { eventId, resourceId } = ev(number);
      this.platform.raise(eventId, resourceId);
    }
  }

  program(stack: string): Program {
    return this.#programs.get(stack)?.at(-1) ?? [];
  }

  write(stack: string, program: Program): void {
    this.#programs.set(stack, [...(this.#programs.get(stack) ?? []), program]);
  }

  async run(stack: string, verb: Verb, flags: Flags = {}): Promise<Command> {
    const command = await this.#engine.run(stack, verb, this.program(stack), flags);
    const found = this.judge.judge(command);
    this.clock.pass(100); // Nothing else happens in the same instant.
    this.violations.push(...found);
    this.operations += command.operations;
    this.#states.set(stack, [...(this.#states.get(stack) ?? []), structuredClone(command.after)]);
    this.log.push(
      ...describeCommand(command),
      ...found.map(({ rule, detail }) => `    !! ${rule}: ${detail}`),
    );
    return command;
  }

  async play(step: Step): Promise<Command | undefined> {
    if (step.step === "run") return this.run(step.stack, step.verb, step);
    this.log.push(`- ${JSON.stringify(step)}`);
    switch (step.step) {
      case "edit": {
        const program = edited(this.program(step.stack), step, this.platform.now());
        if (program) this.write(step.stack, program);
        break;
      }
      case "undo": {
        const before = this.#programs.get(step.stack)?.at(-2);
        if (before) this.write(step.stack, before);
        break;
      }
      case "discover":
        this.#discover(step.stack, step.plan);
        break;
      case "pass":
        this.clock.pass(step.milliseconds);
        break;
      case "platform":
        this.judge.disturb();
        this.#act(ev(step.event).eventId, step.act);
        break;
      case "switch":
        this.judge.disturb();
        this.platform.behaviour = { ...this.platform.behaviour, ...step.behaviour };
        break;
      case "clock":
        this.clock.offset = step.offset;
        break;
      case "forget":
        this.judge.disturb();
        this.#engine.states.delete(step.stack);
        break;
      case "rollback": {
        this.judge.disturb();
        const older = this.#states.get(step.stack)?.at(-1 - step.back);
        if (older) this.#engine.states.set(step.stack, structuredClone(older));
        break;
      }
    }
    return undefined;
  }

  migrations(stack: string): Record<string, string> {
    return Object.assign(
      {},
      ...this.#engine.state(stack).live.map(({ outputs }) => outputs["migrations"]),
    ) as Record<string, string>;
  }

  stacks(): string[] {
    return [...new Set([...this.#programs.keys(), ...this.#engine.states.keys()])];
  }

  end(): void {
    this.clock.stop();
  }

  #discover(stack: string, name: string): void {
    const program = this.program(stack);
    const plan = program.find((each) => each.name === name);
    if (!plan?.options.schedule) return;
    const elsewhere = new Set(
      program.filter((each) => each !== plan).flatMap(({ events }) => events.map(({ eventId }) => eventId)),
    );
    const events = this.platform.eventIds().flatMap((eventId) => {
      const status = this.platform.shown(eventId)?.status ?? "Executed";
      const open = ["Inquiring", "Scheduled", "Executing"].includes(status);
      if (!open || elsewhere.has(eventId)) return [];
      const written = plan.events.find((event) => event.eventId === eventId);
      return [written ?? { eventId, resourceId: this.platform.resourceOf(eventId) }];
    });
    this.write(
      stack,
      program.map((each) => (each === plan ? { ...plan, events } : each)),
    );
  }

  #act(eventId: string, act: (Step & { step: "platform" })["act"]): void {
    if (act === "move") this.platform.move(eventId, 5_400_000);
    else if (act === "unlist") this.platform.stopListing(eventId);
    else this.platform.set(eventId, act);
  }
}

function describeCommand({
  stack,
  verb,
  flags,
  exit,
  killed,
  lines,
  errors,
  sent,
  startedAt,
  program,
}: Command): string[] {
  const { faults = [], refresh, target, replace, replaceOnChanges } = flags;
  const text = [
    refresh && "--refresh",
    target && `--target ${target}`,
    replace && `--replace ${replace}`,
    replaceOnChanges && `(replaceOnChanges ${replaceOnChanges})`,
    ...faults.map((fault: Fault) => `[${fault.on} ${fault.nth}: ${fault.kind}]`),
  ];
  const plans = program.map(({ name, events, options }) => {
    const short = events.map(({ eventId, resourceId: _, planTime, ...rest }) => {
      const time = planTime === undefined ? "" : ` ${new Date(planTime).toISOString()}`;
      const more = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : "";
      return `e-${Number(eventId.slice(2))}${time}${more}`;
    });
    return `    program ${name}: ${short.join(", ")} ${JSON.stringify(options)}`;
  });
  const shorten = (line: string) => line.replace(/e-0{20,}\d+/g, short).replace(/i-0{20,}/g, "i-");
  return [
    `> ${new Date(startedAt).toISOString()} ${stack}: ${[verb, ...text.filter(Boolean)].join(" ")} → ${killed ? "killed" : `exit ${exit}`}`,
    ...(verb === "up" ? plans : []),
    ...lines.map((line) => `    | ${shorten(line)}`),
    ...errors.map(
      ({ message, advice }) => `    error: ${shorten(message)}${advice ? ` ${JSON.stringify(advice)}` : ""}`,
    ),
    ...sent.map((order) => `    order: ${written(order)}`),
  ];
}
