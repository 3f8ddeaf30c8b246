import { FIXED64, LENGTH, tagOf, VARINT } from "./reader";

/**
 * Encodes a message of protocol buffers from its end to its beginning: so the length of a part, which stands before it, is known by
 * then. Fields, items and entries are written last first.
 */
export class Writer {
  #bytes = Buffer.allocUnsafe(1_024);
  /** Where what is written begins. */
  #start = this.#bytes.length;

  /** Of what is written. */
  get length(): number {
    return this.#bytes.length - this.#start;
  }

  finish(): Buffer {
    return this.#bytes.subarray(this.#start);
  }

  varint(field: number, value: number): void {
    this.#number(value);
    this.#number(tagOf(field, VARINT));
  }

  double(field: number, value: number): void {
    this.#reserve(8);
    this.#bytes.writeDoubleLE(value, this.#start);
    this.#number(tagOf(field, FIXED64));
  }

  string(field: number, value: string): void {
    const length = Buffer.byteLength(value);
    this.#reserve(length);
    this.#bytes.write(value, this.#start, length);
    this.#begin(field, length);
  }

  bytes(field: number, value: Uint8Array): void {
    this.#reserve(value.length);
    this.#bytes.set(value, this.#start);
    this.#begin(field, value.length);
  }

  /** Makes one field of all that was written since {@link length} was `length`. */
  wrap(field: number, length: number): void {
    this.#begin(field, this.length - length);
  }

  #begin(field: number, length: number): void {
    this.#number(length);
    this.#number(tagOf(field, LENGTH));
  }

  #number(value: number): void {
    let size = 1;
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size++;
    this.#reserve(size);
    let rest = value;
    for (let at = this.#start; rest >= 0x80; at++) {
      this.#bytes[at] = (rest % 0x80) + 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#start + size - 1] = rest;
  }

  /** Makes room before what is written. */
  #reserve(size: number): void {
    if (size > this.#start) {
      const written = this.finish();
      this.#bytes = Buffer.allocUnsafe(2 * (written.length + size));
      this.#start = this.#bytes.length - written.length;
      this.#bytes.set(written, this.#start);
    }
    this.#start -= size;
  }
}
