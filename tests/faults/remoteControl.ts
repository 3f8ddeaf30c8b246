import { closeSync, openSync, readSync, writeSync } from "node:fs";

const WIDTH = 20;
const OFFSET = 0;
const EXPIRED = 1;
const NAMES = 2;

/** What a test, the emulators and the provider's processes share: a file of three fields that preload.cjs reads too. */
export class RemoteControl {
  readonly file: string;
  readonly #descriptor: number;

  constructor(file: string) {
    this.file = file;
    this.#descriptor = openSync(file, "w+");
    this.#write(OFFSET, 0);
    this.#write(EXPIRED, 0);
    this.names("");
  }

  /** The time for everybody, Unix milliseconds. */
  now(): number {
    return Date.now() + this.#read(OFFSET);
  }

  advance(milliseconds: number): void {
    this.#write(OFFSET, this.#read(OFFSET) + milliseconds);
  }

  /** Calls that are under way will never be answered: their time limits run out. */
  expire(): void {
    this.#write(EXPIRED, this.#read(EXPIRED) + 1);
  }

  /** What looking up the endpoint's name fails with; nothing: it works. Followed by `once`, it fails once. */
  names(failure: string): void {
    this.#write(NAMES, failure);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #read(field: number): number {
    const bytes = Buffer.alloc(WIDTH);
    readSync(this.#descriptor, bytes, 0, WIDTH, field * WIDTH);
    return Number(bytes.toString("latin1"));
  }

  #write(field: number, value: number | string): void {
    writeSync(this.#descriptor, String(value).padEnd(WIDTH), field * WIDTH);
  }
}
