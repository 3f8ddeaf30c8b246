import { counted } from "../model/words";
import { UnreadableLineError } from "./columns";

interface UnreadableFailure {
  property: string;
  reason: string;
  /** The reason without the line. */
  plain: string;
}

/** How many are named: where the lines are another version's, all of many thousand are. */
const NAMED = 20;

/** Reads lines one by one, and keeps the failures of those that cannot be read. */
export class UnreadableLines {
  readonly #failures: UnreadableFailure[] = [];
  #more = 0;

  /** What `read` returns; `undefined` if it throws an {@link UnreadableLineError}. */
  tryRead<Value>(read: () => Value): Value | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UnreadableLineError)) throw error;
      const { property, reason, plain } = error;
      if (this.#failures.length < NAMED) this.#failures.push({ property, reason, plain });
      else this.#more += 1;
      return undefined;
    }
  }

  /** At their property paths. */
  get failures(): UnreadableFailure[] {
    if (this.#more === 0) return this.#failures;
    const reason = `has ${counted(this.#more, "more line")} that cannot be read, like these`;
    return [...this.#failures, { property: "planned", reason, plain: reason }];
  }
}
