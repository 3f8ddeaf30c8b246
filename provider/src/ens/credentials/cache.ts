import type { HeldCredentials } from "../retry/perform";
import type { Credentials } from "../transport/transport";
import type { CredentialsSource, Fetched } from "./source";

/** After a failure, while what is held is still valid. */
const ASK_AGAIN_MS = 30_000;

/** Credentials fetched once for all callers, and again shortly before they expire. */
export class CredentialsCache implements HeldCredentials {
  readonly #create: () => CredentialsSource;
  #source: CredentialsSource;
  #held: Fetched | undefined;
  #flight: Promise<Credentials> | undefined;

  constructor(create: () => CredentialsSource) {
    this.#create = create;
    this.#source = create();
  }

  get label(): string {
    return this.#source.label;
  }

  get held(): Credentials | undefined {
    return this.#held && Date.now() < this.#held.freshUntil ? this.#held.credentials : undefined;
  }

  async get(): Promise<Credentials> {
    const { held } = this;
    if (held) return held;
    this.#flight ??= this.#fetch().finally(() => (this.#flight = undefined));
    return this.#flight;
  }

  async renew(refused: Credentials): Promise<boolean> {
    if (this.#held?.credentials === refused) {
      this.#held = undefined;
      this.#source = this.#create();
    }
    const fresh = await this.get();
    return (
      fresh.accessKeyId !== refused.accessKeyId ||
      fresh.accessKeySecret !== refused.accessKeySecret ||
      fresh.securityToken !== refused.securityToken
    );
  }

  async #fetch(): Promise<Credentials> {
    try {
      this.#held = await this.#source.fetch();
      return this.#held.credentials;
    } catch (error) {
      this.#source = this.#create();
      const now = Date.now();
      if (!this.#held || now >= this.#held.validUntil) throw error;
      // Asking costs each caller all its attempts, so nobody asks again for a while.
      const freshUntil = Math.min(this.#held.validUntil, now + ASK_AGAIN_MS);
      this.#held = { ...this.#held, freshUntil };
      return this.#held.credentials;
    }
  }
}
