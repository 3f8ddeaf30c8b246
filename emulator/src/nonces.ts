/** How long a nonce can matter: a request is good from 15 minutes before its time to 15 minutes after it. */
const LIFETIME = 30 * 60_000;
const MOST = 100_000;

/** The nonces seen lately. Memory is bounded: past a limit the oldest is forgotten. */
export class Nonces {
  readonly #seen = new Map<string, number>();

  constructor(private readonly most = MOST) {}

  /** Remembers a nonce; false when it was used before. Times are the machine's. */
  use(accessKeyId: string, nonce: string, now: number): boolean {
    for (const [key, time] of this.#seen) {
      if (now - time < LIFETIME && this.#seen.size < this.most) break;
      this.#seen.delete(key);
    }
    const key = `${accessKeyId}\n${nonce}`;
    if (this.#seen.has(key)) return false;
    this.#seen.set(key, now);
    return true;
  }
}
