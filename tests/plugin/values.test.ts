import assert from "node:assert/strict";
import * as fc from "fast-check";
import { ListValue, NullValue, Struct, Value } from "google-protobuf/google/protobuf/struct_pb";
import { close, open, secretNames } from "../../plugin/src/values";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

const json = fc.jsonValue({ stringUnit: "binary" });
const text = fc.string({ unit: "binary" });
const properties = fc.dictionary(text, json);
const number = fc.double({ noNaN: true, noDefaultInfinity: true });

describe("properties of a plugin", () => {
  it("come in as they went out: any JSON", () => {
    const special = fc.record({
      ["__proto__"]: json,
      constructor: json,
      "": json,
      1: json,
      numbers: fc.array(number),
    });
    fc.assert(
      fc.property(fc.oneof(properties, special), (values) => {
        assert.deepEqual(open(close(values)), { values: copyOf(values), secrets: [] });
      }),
    );
  });

  // Google's library for JavaScript loses a key `__proto__`, and sorts keys.
  it("are read as Google's library writes them", () => {
    fc.assert(
      fc.property(fc.dictionary(text, fc.oneof(json, number)), (values) => {
        fc.pre(!hasProto(values));
        assert.deepEqual(open(structOf(values).serializeBinary()), { values: copyOf(values), secrets: [] });
      }),
    );
  });

  it("are written as Google's library reads them, in as many bytes as it writes", () => {
    fc.assert(
      fc.property(fc.dictionary(text, fc.oneof(json, number)), (values) => {
        fc.pre(!hasProto(values));
        const bytes = close(values);
        assert.deepEqual(Struct.deserializeBinary(bytes).toJavaScript(), copyOf(values));
        assert.equal(bytes.length, structOf(values).serializeBinary().length);
      }),
    );
  });

  it("are written whatever their size", () => {
    const values = {
      texts: Array.from({ length: 300 }, (_, length) => "x".repeat(length)),
      long: ["é".repeat(70_000), "x".repeat(3_000_000)],
      many: Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`e-${index}`, "line"])),
    };
    assert.deepEqual(open(close(values)).values, values);
  });

  it("keep the sign of zero", () => {
    assert.ok(Object.is(open(close({ zero: -0 })).values["zero"], -0));
  });

  it("lack what is undefined", () => {
    assert.deepEqual(open(close({ a: undefined, b: { c: undefined, d: 1 } })).values, { b: { d: 1 } });
  });

  it("that have none are none", () => {
    assert.deepEqual(open(undefined), { values: {}, secrets: [] });
    assert.deepEqual(open(close({})), { values: {}, secrets: [] });
  });
});

describe("secrets among properties", () => {
  const secretOf = (value: unknown) => ({ [SIGNATURE]: SECRET, value });

  it("come in plain, with where they were: the outermost of each branch", () => {
    const { values, secrets } = open(
      close({
        events: [{ eventId: "e-1", password: secretOf("one") }, secretOf({ password: secretOf("two") })],
        schedule: secretOf({ windows: [secretOf(1)] }),
        plain: "text",
      }),
    );
    assert.deepEqual(values, {
      events: [{ eventId: "e-1", password: "one" }, { password: "two" }],
      schedule: { windows: [1] },
      plain: "text",
    });
    assert.deepEqual(secrets, [["events", "0", "password"], ["events", "1"], ["schedule"]]);
    assert.deepEqual(secretNames(secrets), new Set(["events", "schedule"]));
  });

  it("are the same whichever comes first, the mark or the value, the key or what it is the key of", () => {
    const value = new Value().setStringValue("one").serializeBinary();
    const mark = new Value().setStringValue(SECRET).serializeBinary();
    const entry = (key: string, bytes: Uint8Array, flipped: boolean) => {
      const parts = [part(1, Buffer.from(key)), part(2, bytes)];
      return part(1, Buffer.concat(flipped ? parts.reverse() : parts));
    };
    for (const flipped of [false, true]) {
      const fields = [entry(SIGNATURE, mark, flipped), entry("value", value, flipped)];
      for (const ordered of [fields, fields.toReversed()]) {
        const secret = part(5, Buffer.concat(ordered));
        assert.deepEqual(open(entry("password", secret, flipped)), {
          values: { password: "one" },
          secrets: [["password"]],
        });
      }
    }
  });

  it("without a value are null", () => {
    assert.deepEqual(open(close({ a: { [SIGNATURE]: SECRET } })), { values: { a: null }, secrets: [["a"]] });
  });

  it("are not what only looks like one", () => {
    for (const mark of [SIGNATURE, 1, null, { [SECRET]: SECRET }]) {
      const values = { a: { [SIGNATURE]: mark, value: "x" } };
      assert.deepEqual(open(close(values)), { values, secrets: [] });
    }
  });

  it("leave marked where they are named", () => {
    const bytes = close({ passwords: { "e-1": "one" }, planned: "x" }, new Set(["passwords", "other"]));
    assert.deepEqual(Struct.deserializeBinary(bytes).toJavaScript(), {
      passwords: secretOf({ "e-1": "one" }),
      planned: "x",
    });
    assert.deepEqual(open(bytes), {
      values: { passwords: { "e-1": "one" }, planned: "x" },
      secrets: [["passwords"]],
    });
  });
});

describe("properties that nobody should send", () => {
  it("are refused where JSON does not have them, with their place", () => {
    const cases: [Record<string, unknown>, RegExp][] = [
      [{ a: Number.NaN }, /^a is a value of type number/],
      [{ a: [1, { b: Infinity }] }, /^a\[1\]\.b is a value of type number/],
      [{ a: [undefined] }, /^a\[0\] is a value of type undefined/],
      [{ a: { b: [[() => 1]] } }, /^a\.b\[0\]\[0\] is a value of type function/],
      [{ a: new Date(0) }, /^a is a value of type object/],
      [{ a: new Map() }, /^a is a value of type object/],
      [{ a: 1n }, /^a is a value of type bigint/],
    ];
    for (const [values, message] of cases) assert.throws(() => close(values), { name: "TypeError", message });
  });

  it("are refused when they are nested without end", () => {
    const endless: { inner?: unknown } = {};
    endless.inner = { list: [endless] };
    assert.throws(() => close({ endless }), /^TypeError: endless is nested more than 100 levels deep$/);
  });

  it("are refused when they are nested deeper than any plan", () => {
    const nested = (levels: number): Buffer => {
      let value: Uint8Array = Buffer.from(new Value().setBoolValue(true).serializeBinary());
      for (let level = 0; level < levels; level++) value = part(6, part(1, value));
      return part(1, Buffer.concat([part(1, Buffer.from("deep")), part(2, value)]));
    };
    assert.match(JSON.stringify(open(nested(99)).values), /\[true\]/);
    assert.throws(() => open(nested(100)), /^Error: deep is nested more than 100 levels deep$/);
  });

  it("are read as far as they are known", () => {
    const bytes = Buffer.concat([
      Buffer.from([0x10, 0x96, 0x01]), // 2: 150
      Buffer.from([0x1d, 1, 2, 3, 4]), // 3: four bytes
      Buffer.from([0x21, 1, 2, 3, 4, 5, 6, 7, 8]), // 4: eight bytes
      part(5, Buffer.from("text")),
      Buffer.from([0x08, 0x01]), // 1, but a number
      close({ known: true }),
    ]);
    assert.deepEqual(open(bytes).values, { known: true });
  });

  it("give one clean error wherever they break off", () => {
    const first = close({ a: ["text", 1, true, null, { b: "c" }] });
    const bytes = Buffer.concat([first, close({ long: "x".repeat(200) })]);
    for (let length = 1; length < bytes.length; length++) {
      if (length === first.length) continue;
      assert.throws(
        () => open(bytes.subarray(0, length)),
        /^Error: malformed message: it ends within a field$/,
      );
    }
  });

  it("give one clean error where a part says that it is longer than what contains it", () => {
    const entry = Buffer.from([0x0a, 0x01, 0x61, 0x12, 0x05, 0x1a, 0x09]); // a text of nine bytes in a value of five
    const bytes = Buffer.concat([
      part(1, Buffer.concat([entry, Buffer.from("abc")])),
      close({ more: "0123456789" }),
    ]);
    assert.throws(() => open(bytes), /^Error: malformed message: it ends within a field$/);
  });

  it("give one clean error where a number does not end", () => {
    assert.throws(
      () => open(Buffer.alloc(20, 0xff)),
      /^Error: malformed message: a number of more than ten bytes$/,
    );
  });

  it("of random bytes are values or one clean error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          open(bytes);
        } catch (error) {
          assert.match(String(error), /^Error: malformed message: /);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("of one changed byte are values or one clean error", () => {
    fc.assert(
      fc.property(properties, fc.nat(), fc.nat(255), (values, at, byte) => {
        const bytes = Buffer.from(close(values));
        if (bytes.length > 0) bytes[at % bytes.length] = byte;
        try {
          open(bytes);
        } catch (error) {
          assert.match(String(error), /^Error: (?:malformed message: |.* is nested more than )/s);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

/** A field with a length. */
function part(field: number, bytes: Uint8Array): Buffer {
  const length: number[] = [];
  let rest = bytes.length;
  for (; rest >= 0x80; rest >>>= 7) length.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([field * 8 + 2, ...length, rest]), bytes]);
}

/** With the prototypes of plain objects, which fast-check's do not all have. */
function copyOf(values: unknown): unknown {
  if (Array.isArray(values)) return values.map(copyOf);
  if (typeof values !== "object" || values === null) return values;
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, copyOf(value)]));
}

function hasProto(values: unknown): boolean {
  if (typeof values !== "object" || values === null) return false;
  return Object.entries(values).some(([key, value]) => key === "__proto__" || hasProto(value));
}

function structOf(values: Readonly<Record<string, unknown>>): Struct {
  const struct = new Struct();
  for (const key of Object.keys(values)) struct.getFieldsMap().set(key, valueOf(values[key]));
  return struct;
}

function valueOf(value: unknown): Value {
  const made = new Value();
  if (value === null) return made.setNullValue(NullValue.NULL_VALUE);
  if (typeof value === "string") return made.setStringValue(value);
  if (typeof value === "boolean") return made.setBoolValue(value);
  if (typeof value === "number") return made.setNumberValue(value);
  if (Array.isArray(value)) return made.setListValue(new ListValue().setValuesList(value.map(valueOf)));
  return made.setStructValue(structOf(value as Record<string, unknown>));
}
