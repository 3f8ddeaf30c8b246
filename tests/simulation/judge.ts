import { marksAgree } from "./border";
import { type Command, emptyMemory, type Memory, type State } from "./engine";
import { ENDS, MINUTE, type Order, type Platform } from "./platform";
import { matches, type Program, sameTerms, type Wanted, wantedBy, writing } from "./program";
import { hasOwnMilliseconds, markShows, type Residual, residualOf } from "./residual";

/**
 * What a command must have done, from the user's history, the ledger, the platform and its clock alone. It reads lines only
 * to see whether they tell the truth.
 */

export type Rule =
  | "another order is in force than the program says"
  | "nothing is in force"
  | "the group limit is broken in force"
  | "sent what the program does not say"
  | "sent again without an edit"
  | "sent while the outcome of an order was open"
  | "replaced an order although onReschedule is fail"
  | "replaced somebody else's order"
  | "replaced an order that it does not know"
  | "a bad end was not reported"
  | "ordered or asked in a preview"
  | "ordered in a refresh or destroy"
  | "ordered what the preview did not show"
  | "the second up is not quiet"
  | "a line does not tell the truth"
  | "advice does not bring rest"
  | "does not come to rest";

export interface Violation {
  rule: Rule;
  detail: string;
}

const NEVER = Number.NEGATIVE_INFINITY;

export class Judge {
  readonly residuals = new Map<Residual, number>();
  /** By stack and event, what was written when the user had a found order kept. */
  readonly #kept = new Map<string, string>();
  /** By stack and event, when an `up` was run with which writing. */
  readonly #written = new Map<string, { at: number; text: string }[]>();
  /** By stack, what the last successful `up` was about, for as long as nothing happens that could give it work. */
  readonly #quiet = new Map<string, Program>();

  /** By number of a command, what was written then. */
  readonly #programs = new Map<number, Program>();

  constructor(private readonly platform: Platform) {}

  /** Something happened outside of the commands, or to a state: the next `up` may have work. */
  disturb(): void {
    this.#quiet.clear();
  }

  judge(command: Command): Violation[] {
    const { verb, exit, stack, sent, program, flags } = command;
    this.#programs.set(command.number, program);
    if (verb === "up") this.#noteWriting(command);
    const found = [
      ...(command.callsInPreview > 0 ? [broken("ordered or asked in a preview", "")] : []),
      ...sent.flatMap((order) => this.#sent(command, order)),
    ];
    if (verb !== "up" && sent.length > 0) {
      const rule = verb === "preview" ? "ordered or asked in a preview" : "ordered in a refresh or destroy";
      found.push(broken(rule, sent.map(written).join("; ")));
    }
    const alone = !flags.refresh && flags.replace === undefined && flags.replaceOnChanges === undefined;
    if (
      verb === "up" &&
      alone &&
      this.#quiet.get(stack) === program &&
      (sent.length > 0 || (exit === 1 && !flags.faults?.length && !this.#ignoresOrders(stack)))
    )
      found.push(broken("the second up is not quiet", `exit ${exit}, ${sent.map(written).join("; ")}`));
    if (verb === "up" && exit === 0) found.push(...this.#succeeded(command));
    if (exit === 0 && (verb === "up" || verb === "refresh")) found.push(...this.#truth(command));
    if (sent.length > 0) this.#quiet.clear();
    if (verb === "up" && exit === 0 && !flags.target) this.#quiet.set(stack, program);
    else this.#quiet.delete(stack);
    return found;
  }

  #noteWriting({ stack, program }: Command): void {
    for (const { eventId } of program.flatMap(({ events }) => events)) {
      const key = `${stack} ${eventId}`;
      const text = writing(wantedBy(program, eventId) as Wanted);
      const known = this.#written.get(key) ?? [];
      this.#written.set(key, [...known, { at: this.platform.now(), text }]);
    }
  }

  /** Whether an `up` was run with another writing since an order, also one that had nothing to order. */
  #wasEdited({ info, sender, at }: Order, wanted: Wanted): boolean {
    const known = this.#written.get(`${sender.stack} ${info.eventId}`) ?? [];
    return known.some((each) => each.at > at && each.text !== writing(wanted));
  }

  /** One order, as it left. */
  #sent(command: Command, order: Order): Violation[] {
    const { info, sender, before, at } = order;
    const wanted = sender.wants;
    const text = `${written(order)}; in force before: ${before.order ? written(before.order) : "nothing"}`;
    if (
      !wanted ||
      !matches(info, wanted) ||
      (info.dataPolicy === "abandon" && !wanted.options.acknowledgeDataLoss)
    )
      return [broken("sent what the program does not say", `${text}; program: ${describeWanted(wanted)}`)];
    const found: Violation[] = [];
    if (this.#isSurprise(command, order)) found.push(broken("ordered what the preview did not show", text));
    if (this.#isOpen(order)) found.push(broken("sent while the outcome of an order was open", text));
    const prior = before.order;
    if (!prior || at < prior.at) return found;
    const own = prior.sender.stack === sender.stack;
    const remembered = own && sender.remembers.has(prior.id);
    const visible = (sender.lastRead ?? NEVER) >= before.at && this.#lists(info.eventId);
    const marked = markShows(this.platform, prior) && !hasOwnMilliseconds(prior) && !before.moved;
    const ours = this.platform.ledger.filter(
      ({ id, answer, info: { eventId } }) =>
        sender.remembers.has(id) && eventId === info.eventId && answer === "accepted",
    );
    const knowsAnother = ours.length > 0;
    const { onReschedule = "resubmit", onExistingOrder = "fail" } = wanted.options;
    // The time that it shows, milliseconds included, is proof of an order whose answer was lost; unless another has the same.
    const hasTwin = this.platform.ledger.some(
      (each) =>
        each.id < prior.id &&
        each.info.eventId === info.eventId &&
        each.info.dataPolicy !== prior.info.dataPolicy &&
        sameTerms({ ...each.info, dataPolicy: prior.info.dataPolicy }, prior.info),
    );
    const proven =
      !hasTwin && visible && !before.moved && this.platform.behaviour.notBeforeAfterOrder === "planTime";
    const known =
      (remembered && (prior.answer === "accepted" || (proven && sameTerms(prior.info, info)))) ||
      (own && visible && marked);
    // What the stack has asked for last, which an odd platform or a lost answer need not have made so.
    const newest = this.platform.ledger.findLast(
      ({ id, answer, info: { eventId } }) =>
        id < order.id &&
        sender.remembers.has(id) &&
        eventId === info.eventId &&
        (answer === "accepted" || answer === "unknown"),
    );
    const asked = newest && newest.id > prior.id ? newest : prior;
    const unedited =
      asked.sender.wants !== undefined &&
      writing(asked.sender.wants) === writing(wanted) &&
      !this.#wasEdited(asked, wanted);
    // Sending again what was lost and did not show is no second order.
    const lost = asked.answer === "unknown" && !(asked === prior && proven);
    const makesRoom = !remembered && this.#makesRoom(command, prior);
    if (known && unedited && asked.fate === "ignored" && !before.moved && !lost)
      this.#count("ENS took an order and ignored it");
    // A reading of it may be from before the order that the state remembers last.
    else if (known && unedited && !remembered && sameTerms(prior.info, info) && at - prior.at < 5 * MINUTE)
      this.#count("killed while reads may lag");
    else if (known && unedited && !before.moved && !lost && !makesRoom)
      found.push(broken("sent again without an edit", text));
    else if (
      known &&
      onReschedule === "fail" &&
      (remembered || onExistingOrder !== "resubmit") &&
      !sameTerms(prior.info, info)
    )
      found.push(broken("replaced an order although onReschedule is fail", text));
    if (!own && visible && onExistingOrder !== "resubmit") {
      // Without a mark, in place of an order that the state remembers, it reads as a move by the platform.
      if (!marked && knowsAnother) this.#count("an order without a mark looks like a move");
      // So does a time with the very milliseconds of that order.
      else if (
        marksAgree(sender.stack, info.eventId, before.notBefore) ||
        ours.some((each) => sameMilliseconds(each.info, before.notBefore))
      )
        this.#count("the marks of two stacks agree");
      else found.push(broken("replaced somebody else's order", text));
    }
    const metBefore = (sender.sawBefore ?? NEVER) >= prior.at;
    if (
      own &&
      !remembered &&
      !metBefore &&
      visible &&
      !marked &&
      !knowsAnother &&
      onExistingOrder !== "resubmit"
    ) {
      // While it waits to begin, it shows the time of an order before it.
      if (prior.info.opsType === "immediate") this.#count("an immediate order shows no mark");
      // An accepted one another plan of the stack may have known: this one is its new half, or has the event from it.
      else if (prior.answer !== "accepted" && !this.#knowsLost(order))
        found.push(broken("replaced an order that it does not know", text));
    }
    return found;
  }

  /** Another event of its limited group is ordered for its time now, or has an order for it. */
  #makesRoom({ sent, program }: Command, { info, sender }: Order): boolean {
    const { maxUnavailable, assumedDowntime = "" } = sender.wants?.options.schedule ?? {};
    if (maxUnavailable !== 1 || info.opsType !== "scheduled") return false;
    const downtime = Number.parseInt(assumedDowntime, 10) * 60 * MINUTE;
    const standing = program.flatMap(({ events }) =>
      events.flatMap(({ eventId }) => this.platform.state(eventId).order ?? []),
    );
    return [...sent, ...standing].some(
      ({ info: other }) =>
        other.eventId !== info.eventId &&
        other.opsType === "scheduled" &&
        Math.abs(other.planTime - info.planTime) < downtime,
    );
  }

  /** Whether an order of the sender is open: its outcome unknown, not shown, and within five minutes. */
  #isOpen({ info, sender, at, id }: Order): boolean {
    return this.platform.ledger.some((earlier) => {
      if (earlier.id >= id || earlier.answer !== "unknown" || earlier.info.eventId !== info.eventId)
        return false;
      if (!sender.remembers.has(earlier.id) || at - earlier.at >= 5 * MINUTE - 3_000) return false;
      // Its own terms at ENS are proof, whoever put them there.
      const proof = this.platform.ledger.find(
        (each) =>
          each.id < id &&
          each.fate === "taken" &&
          each.info.eventId === info.eventId &&
          sameTerms(each.info, earlier.info),
      );
      const shown =
        proof !== undefined &&
        this.platform.behaviour.notBeforeAfterOrder === "planTime" &&
        Math.max(sender.lastRead ?? NEVER, sender.sawBefore ?? NEVER) >= proof.at;
      return !shown;
    });
  }

  /** The sender lost an answer about this event, and what stands may be that order. */
  #knowsLost({ info, sender }: Order): boolean {
    return this.platform.ledger.some(
      ({ id, answer, info: { eventId } }) =>
        sender.remembers.has(id) && answer === "unknown" && eventId === info.eventId,
    );
  }

  /** Only time tells that ENS has taken an order and goes on with the one before it. */
  #ignoresOrders(stack: string): boolean {
    return this.platform.ledger.some(({ fate, sender }) => fate === "ignored" && sender.stack === stack);
  }

  #lists(eventId: string): boolean {
    return this.platform.shown(eventId) !== undefined;
  }

  /** A line of the preview, or what it says of it, has the time that was ordered; a slot may have passed since. */
  #isSurprise(command: Command, { info, at, sender: { wants: wanted } }: Order): boolean {
    const line = command.previewed.get(info.eventId);
    if (line === undefined) return true;
    const policyShown = line.includes(info.dataPolicy);
    if (info.opsType === "immediate") return !line.includes("immediate");
    const iso = new Date(info.planTime).toISOString();
    const shown = [line, ...command.previewLines].some(
      (text) => text.includes(iso) || (text.includes(info.eventId) && text.includes(iso.slice(0, 19))),
    );
    const shownTime = Date.parse(/\d{4}-\d\d-\d\dT[\d:.]+Z/.exec(line)?.[0] ?? "");
    const passed = wanted?.options.schedule !== undefined && shownTime < at + 11 * MINUTE;
    return !policyShown || (!shown && !passed);
  }

  /** After a success, what is in force is what the program says, or something that the user can name explains it. */
  #succeeded(command: Command): Violation[] {
    const { program, flags, stack } = command;
    const found: Violation[] = [];
    const memory = together(command.after);
    let explained = false;
    for (const { name, events } of program) {
      if (flags.target !== undefined && flags.target !== name) continue;
      for (const { eventId } of events) {
        const verdict = this.#inForce(command, eventId, memory);
        if (verdict === "explained") explained = true;
        else if (verdict) found.push(verdict);
      }
    }
    if (!explained && found.length === 0) found.push(...this.#groups(command, memory));
    for (const [eventId, moment] of flags.target === undefined ? memory.seen : []) {
      const { status, endedAt, order } = this.platform.state(eventId);
      const ours =
        order?.sender.stack === stack && order.answer === "accepted" && memory.orders.has(order.id);
      if ((status !== "Failed" && status !== "Canceled") || !ours || moment < endedAt) continue;
      if (!memory.reported.has(eventId))
        found.push(broken("a bad end was not reported", `${eventId} ${status}`));
    }
    return found;
  }

  #inForce(command: Command, eventId: string, memory: Memory): Violation | "explained" | undefined {
    const { stack, program } = command;
    const wanted = wantedBy(program, eventId) as Wanted;
    const now = this.platform.state(eventId);
    const { order, moved } = now;
    if (ENDS.includes(now.status) || now.status === "Executing") return undefined;
    if (!order) {
      return now.listed
        ? broken("nothing is in force", `${eventId}: ${describeWanted(wanted)}`)
        : "explained";
    }
    // A move by the platform changes when it runs, not what was ordered.
    if (matches(order.info, wanted)) return moved ? "explained" : undefined;
    // The user wrote down where the platform had moved it.
    const accepted =
      moved && order.info.dataPolicy === wanted.policy && wanted.event.planTime === now.notBefore;
    if (accepted) return undefined;
    const key = `${stack} ${eventId}`;
    const own = order.sender.stack === stack;
    const unmarked = !markShows(this.platform, order) || hasOwnMilliseconds(order) || moved;
    if (wanted.options.onExistingOrder === "keep" && (!own || unmarked)) {
      this.#kept.set(key, writing(wanted));
      return "explained";
    }
    if (this.#kept.get(key) === writing(wanted)) return "explained";
    const last = this.platform.ledger.findLast(
      (each) => each.info.eventId === eventId && each.answer === "accepted" && memory.orders.has(each.id),
    );
    if (last?.fate === "ignored" && matches(last.info, wanted)) return "explained";
    if (own && order.info.opsType === "immediate") {
      this.#count("an immediate order shows no mark");
      return "explained";
    }
    const wasIgnored = this.platform.ledger.some(
      (each) => each.id > order.id && each.info.eventId === eventId && each.fate === "ignored",
    );
    if (wasIgnored && unmarked) {
      this.#count("ENS took an order and ignored it");
      return "explained";
    }
    const { platform } = this;
    const memoryBefore = together(command.before);
    const holder = command.after.live.filter(({ name }) => name === wanted.plan);
    const lastSeen = together({ live: holder, pending: [] }).seen.get(eventId);
    const residual = residualOf({
      command,
      platform,
      eventId,
      wants: wanted,
      inForce: order,
      lastSeen,
      memory,
      memoryBefore,
    });
    if (residual) {
      this.#count(residual);
      return "explained";
    }
    return broken(
      "another order is in force than the program says",
      `in force: ${written(order)}, its answer: ${order.answer}; program: ${describeWanted(wanted)}`,
    );
  }

  #groups({ program, flags }: Command, memory: Memory): Violation[] {
    if (this.platform.behaviour.repeatOrder !== "replace") return [];
    for (const { name, events, options } of program) {
      const { maxUnavailable, assumedDowntime } = options.schedule ?? {};
      if (maxUnavailable !== 1 || !assumedDowntime || (flags.target ?? name) !== name) continue;
      const downtime = Number.parseInt(assumedDowntime, 10) * 60 * MINUTE;
      const starts = events.flatMap(({ eventId, planTime, opsType, group = "" }) => {
        const { status, order, moved } = this.platform.state(eventId);
        if (planTime !== undefined || opsType || status !== "Scheduled" || moved || !order) return [];
        if (order.info.opsType !== "scheduled" || !memory.orders.has(order.id)) return [];
        return [{ group, at: Math.floor(order.info.planTime / 1000) * 1000, order }];
      });
      const had = ({ info }: Order, { sender }: Order): boolean =>
        (this.#programs.get(sender.command) ?? []).some(
          (plan) => plan.name === name && plan.events.some(({ eventId }) => eventId === info.eventId),
        );
      starts.sort((one, other) => one.order.id - other.order.id);
      for (const [index, one] of starts.entries()) {
        for (const other of starts.slice(index + 1)) {
          if (one.group === other.group && Math.abs(one.at - other.at) < downtime) {
            if (!had(one.order, other.order)) {
              this.#count("an event that had left takes no place in its group");
              continue;
            }
            const detail = `${written(one.order)} beside ${written(other.order)}`;
            return [broken("the group limit is broken in force", detail)];
          }
        }
      }
    }
    return [];
  }

  /** A line about an order that the state knows to be in force must not name other terms, unless it says so. */
  #truth({ after, stack }: Command): Violation[] {
    const { behaviour } = this.platform;
    if (behaviour.repeatOrder !== "replace" || behaviour.notBeforeAfterOrder !== "planTime") return [];
    const found: Violation[] = [];
    for (const { outputs, memory } of after.live) {
      for (const [eventId, line] of Object.entries((outputs["migrations"] ?? {}) as Record<string, string>)) {
        const { status, order, moved, at } = this.platform.state(eventId);
        if (status !== "Scheduled" || order?.info.opsType !== "scheduled" || hasOwnMilliseconds(order))
          continue;
        const answered = memory.orders.has(order.id) && order.answer === "accepted";
        const seen = (memory.seen.get(eventId) ?? NEVER) >= at;
        if (order.sender.stack !== stack || !(seen || (answered && !moved))) continue;
        const policies = ["abandon", "force_transfer", "try_transfer"].filter((word) => line.includes(word));
        const times = [order.info.planTime, this.platform.state(eventId).notBefore];
        const timed = times.some((time) => line.includes(new Date(time).toISOString().slice(0, 19)));
        const [only] = policies;
        if (/earlier|another|unknown|released| or /.test(line)) continue;
        const says = !line.includes("moved to"); // What stands there is another order, or the same at another time.
        if (!timed || (says && policies.length === 1 && only !== order.info.dataPolicy))
          found.push(broken("a line does not tell the truth", `${line}; in force: ${written(order)}`));
      }
    }
    return found;
  }

  #count(residual: Residual): void {
    this.residuals.set(residual, (this.residuals.get(residual) ?? 0) + 1);
  }
}

/** What all plans of a stack can know together. */
function together({ live }: State): Memory {
  const all = emptyMemory();
  for (const { memory } of live) {
    for (const [eventId, moment] of memory.seen)
      all.seen.set(eventId, Math.max(moment, all.seen.get(eventId) ?? moment));
    for (const id of memory.orders) all.orders.add(id);
    for (const id of memory.inherited) all.inherited.add(id);
    for (const eventId of memory.reported) all.reported.add(eventId);
  }
  return all;
}

export function broken(rule: Rule, detail: string): Violation {
  return { rule, detail };
}

/** An event by its number: `ev(2)`. */
export function short(eventId: string): string {
  return `ev(${Number(eventId.slice(2))})`;
}

export function written({ info, sender: { stack, plan }, fate, answer }: Order): string {
  const time = info.opsType === "scheduled" ? new Date(info.planTime).toISOString() : "immediate";
  return `${short(info.eventId)} ${time} ${info.dataPolicy} by ${stack}/${plan} (${fate}, ${answer})`;
}

function describeWanted(wanted: Wanted | undefined): string {
  if (!wanted) return "nothing";
  const { event, policy, options } = wanted;
  const time =
    event.opsType ??
    (event.planTime === undefined
      ? JSON.stringify(options.schedule)
      : new Date(event.planTime).toISOString());
  return `${short(event.eventId)} ${time} ${policy}`;
}

function sameMilliseconds(info: Order["info"], time: number): boolean {
  return info.opsType === "scheduled" && info.planTime % 1000 === time % 1000;
}
