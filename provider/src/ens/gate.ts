/** "Not before": a throttling answer to one call slows all calls of the same client. */
export class Gate {
  #notBefore = 0;

  hold(ms: number): void {
    this.#notBefore = Math.max(this.#notBefore, Date.now() + ms);
  }

  remaining(): number {
    return Math.max(0, this.#notBefore - Date.now());
  }
}
