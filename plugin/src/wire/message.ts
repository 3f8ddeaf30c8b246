import { FIXED64, LENGTH, Reader, tagOf, VARINT } from "./reader";
import { Writer } from "./writer";

/** How the values of a field are encoded. */
export interface Kind<T> {
  wireType: number;
  /** What a message has that lacks the field. */
  absent: () => T;
  /** `before`: what the field has brought already, where it comes more than once. */
  read(reader: Reader, before: T): T;
  write(writer: Writer, field: number, value: T): void;
}

export const text: Kind<string> = {
  wireType: LENGTH,
  absent: () => "",
  read: (reader) => reader.string(),
  write: (writer, field, value) => writer.string(field, value),
};

export const flag: Kind<boolean> = {
  wireType: VARINT,
  absent: () => false,
  read: (reader) => reader.varint() !== 0,
  write: (writer, field, value) => writer.varint(field, Number(value)),
};

/** A natural number: a code, or a word of an enumeration. */
export const natural: Kind<number> = {
  wireType: VARINT,
  absent: () => 0,
  read: (reader) => reader.varint(),
  write: (writer, field, value) => writer.varint(field, value),
};

export const double: Kind<number> = {
  wireType: FIXED64,
  absent: () => 0,
  read: (reader) => reader.double(),
  write: (writer, field, value) => writer.double(field, value),
};

/** A message that stays encoded, or plain bytes. */
export const encoded: Kind<Uint8Array | undefined> = {
  wireType: LENGTH,
  absent: () => undefined,
  // Protocol buffers make one of two messages: that is what one after the other means.
  read: (reader, before) => (before ? Buffer.concat([before, reader.bytes()]) : reader.bytes()),
  write: (writer, field, value) => value && writer.bytes(field, value),
};

export function listOf<T>(kind: Kind<T>): Kind<T[]> {
  return {
    wireType: kind.wireType,
    absent: () => [],
    read(reader, before) {
      before.push(kind.read(reader, kind.absent()));
      return before;
    },
    write(writer, field, items) {
      for (const item of [...items].reverse()) kind.write(writer, field, item);
    },
  };
}

/** By text; encoded as a list of entries. */
export function mapOf<T>(kind: Kind<T>): Kind<Map<string, T>> {
  const entries = listOf(messageOf({ key: [1, text], value: [2, kind] }));
  return {
    wireType: LENGTH,
    absent: () => new Map(),
    read: (reader, before) => {
      for (const { key, value } of entries.read(reader, [])) before.set(key, value);
      return before;
    },
    write: (writer, field, map) =>
      entries.write(
        writer,
        field,
        [...map].map(([key, value]) => ({ key, value })),
      ),
  };
}

/** A message's fields: their numbers and kinds. */
export type Fields = Readonly<Record<string, readonly [number: number, kind: Kind<unknown>]>>;

/** What a message of these fields contains. */
export type Content<F> = {
  [Name in keyof F]: F[Name] extends readonly [number, Kind<infer T>] ? T : never;
};

export function messageOf<F extends Fields>(fields: F): Kind<Content<F>> {
  return {
    wireType: LENGTH,
    absent: () => absentOf(fields),
    read: (reader) => decode(fields, reader.bytes()),
    write(writer, field, content) {
      const before = writer.length;
      writeFields(writer, fields, content);
      writer.wrap(field, before);
    },
  };
}

/** Fields that have no value, or the one that is meant where they lack, are left out. */
export function encode<F extends Fields>(fields: F, content: Partial<Content<F>>): Buffer {
  const writer = new Writer();
  writeFields(writer, fields, content);
  return writer.finish();
}

function writeFields<F extends Fields>(writer: Writer, fields: F, content: Partial<Content<F>>): void {
  for (const [name, [field, kind]] of Object.entries(fields).reverse()) {
    const value: unknown = content[name];
    if (value !== undefined && !Object.is(value, kind.absent())) kind.write(writer, field, value);
  }
}

/** Fields that are not named are passed over. */
export function decode<F extends Fields>(fields: F, bytes: Uint8Array): Content<F> {
  const content: Record<string, unknown> = absentOf(fields);
  const reader = new Reader(bytes);
  const known = Object.entries(fields);
  while (reader.hasMore()) {
    const tag = reader.varint();
    const found = known.find(([, [field, kind]]) => tagOf(field, kind.wireType) === tag);
    if (!found) {
      reader.skip(tag);
      continue;
    }
    const [name, [, kind]] = found;
    content[name] = kind.read(reader, content[name]);
  }
  return content as Content<F>;
}

function absentOf<F extends Fields>(fields: F): Content<F> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, [, kind]]) => [name, kind.absent()]),
  ) as Content<F>;
}
