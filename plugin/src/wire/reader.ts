/** How the end of a field is found. */
export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH = 2;
const FIXED32 = 5;

/** What begins a field: its number, and how its end is found. */
export const tagOf = (field: number, wireType: number): number => field * 8 + wireType;

/** Reads an encoded message of protocol buffers. Never beyond its end, whatever its own lengths say. */
export class Reader {
  readonly #bytes: Buffer;
  #at = 0;
  /** Where the message ends that is being read: this one, or one inside it. */
  #end: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#end = bytes.byteLength;
  }

  get at(): number {
    return this.#at;
  }

  hasMore(): boolean {
    return this.#at < this.#end;
  }

  /** A tag, a length or a small number. Bits beyond the 53 of a double are lost: what is read has none. */
  varint(): number {
    const first = this.#bytes[this.#at];
    if (first === undefined || first >= 0x80 || this.#at >= this.#end) return this.#longVarint();
    this.#at++;
    return first;
  }

  #longVarint(): number {
    let value = 0;
    for (let bits = 0; bits < 70; bits += 7) {
      const byte = this.#bytes[this.#advance(1)] ?? 0;
      value += (byte & 0x7f) * 2 ** bits;
      if (byte < 0x80) return value;
    }
    throw new Error("malformed message: a number of more than ten bytes");
  }

  double(): number {
    return this.#bytes.readDoubleLE(this.#advance(8));
  }

  string(): string {
    const length = this.varint();
    const from = this.#advance(length);
    return this.#bytes.toString("utf8", from, from + length);
  }

  /** A part of the message, not a copy. */
  bytes(): Buffer {
    const length = this.varint();
    const from = this.#advance(length);
    return this.#bytes.subarray(from, from + length);
  }

  /** Reads a message inside this one from now on. Returns what {@link leave} needs. */
  enter(): number {
    const length = this.varint();
    const outer = this.#end;
    this.#end = this.#advance(length) + length;
    this.#at = this.#end - length;
    return outer;
  }

  /** Goes on after the message that was entered. */
  leave(outer: number): void {
    this.#at = this.#end;
    this.#end = outer;
  }

  /** Reads once more what was at a place in this message. */
  goBack(at: number): void {
    this.#at = at;
  }

  /** Steps over a field's value, given its tag. */
  skip(tag: number): void {
    switch (tag % 8) {
      case VARINT:
        this.varint();
        return;
      case FIXED64:
        this.#advance(8);
        return;
      case LENGTH:
        this.#advance(this.varint());
        return;
      case FIXED32:
        this.#advance(4);
        return;
      default:
        throw new Error(`malformed message: a field of wire type ${tag % 8}`);
    }
  }

  /** Returns where it was. */
  #advance(length: number): number {
    const from = this.#at;
    if (length > this.#end - from) throw new Error("malformed message: it ends within a field");
    this.#at = from + length;
    return from;
  }
}
