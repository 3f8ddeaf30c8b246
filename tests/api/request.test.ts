import assert from "node:assert/strict";
import fc from "fast-check";
import type { EventInfo } from "../../provider/src/api/ens";
import { chunk } from "../../provider/src/api/request";
import { anyDataPolicy, anyEventId, anyResourceId, record } from "../plan/builders";

function orders(count: number, password?: string): EventInfo[] {
  return Array.from({ length: count }, (_, index) => ({
    eventId: `e-${index}`,
    resourceId: `i-${index}`,
    dataPolicy: "force_transfer",
    opsType: "immediate",
    ...(password !== undefined && { password }),
  }));
}

const encoded = (eventInfos: readonly EventInfo[]): number =>
  encodeURIComponent(JSON.stringify(eventInfos)).length;
const sizes = (chunks: EventInfo[][]): number[] => chunks.map(({ length }) => length);

const anyOrder: fc.Arbitrary<EventInfo> = record(
  {
    eventId: anyEventId,
    resourceId: anyResourceId,
    dataPolicy: anyDataPolicy,
    opsType: fc.constant("immediate" as const),
    password: fc.string({ unit: "grapheme", maxLength: 30 }),
  },
  ["eventId", "resourceId", "dataPolicy", "opsType"],
);

describe("chunks of orders", () => {
  it("no orders make no call", () => {
    assert.deepEqual(chunk([], 20), []);
  });

  const counts: [number, number, number[]][] = [
    [1, 20, [1]],
    [20, 20, [20]],
    [21, 20, [20, 1]],
    [5, 2, [2, 2, 1]],
    [3, 1, [1, 1, 1]],
  ];
  for (const [number, eventsPerCall, expected] of counts) {
    it(`${number} orders at most ${eventsPerCall} a call go out as ${expected.join(" + ")}`, () => {
      assert.deepEqual(sizes(chunk(orders(number), eventsPerCall)), expected);
    });
  }

  it("long orders go in shorter calls than allowed", () => {
    const chunks = chunk(orders(100, "密".repeat(30)), 100);
    assert.ok(chunks.length > 5);
    for (const each of chunks) assert.ok(each.length < 20);
  });

  it("no call of several orders has more than 7,500 encoded characters", () => {
    for (let length = 0; length <= 30; length++) {
      const longest = Math.max(...chunk(orders(120, "x".repeat(length)), 100).map(encoded));
      assert.ok(longest <= 7_500, `${longest} with passwords of ${length}`);
    }
  });

  it("an order that is too long by itself goes alone", () => {
    const [first, last] = orders(2);
    const long: EventInfo = { ...orders(1)[0]!, eventId: "e-long", resourceId: `i-${"x".repeat(8_000)}` };
    assert.deepEqual(sizes(chunk([first!, long, last!], 20)), [1, 1, 1]);
  });

  it("nothing is lost, doubled or moved, and no call is empty or has too many", () => {
    fc.assert(
      fc.property(
        fc.array(anyOrder, { maxLength: 120 }),
        fc.integer({ min: 1, max: 100 }),
        (eventInfos, limit) => {
          const chunks = chunk(eventInfos, limit);
          assert.deepEqual(chunks.flat(), eventInfos);
          for (const { length } of chunks) assert.ok(length >= 1 && length <= limit);
        },
      ),
    );
  });
});
