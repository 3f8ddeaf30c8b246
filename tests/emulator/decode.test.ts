import assert from "node:assert/strict";
import { decode } from "../../emulator/src/decode";

describe("a seed of the emulator", () => {
  it("is read whatever encoding a shell has given it", () => {
    const text = '{"events":[{"eventId":"e-1","resourceId":"i-1","instanceName":"边缘"}]}';
    const little = Buffer.from(`\uFEFF${text}`, "utf16le");
    const encodings = [
      Buffer.from(text),
      Buffer.from(`\uFEFF${text}`),
      little,
      little.subarray(2),
      Buffer.from(little).swap16(),
      Buffer.from(little).swap16().subarray(2),
    ];
    assert.deepEqual(
      encodings.map(decode),
      encodings.map(() => text),
    );
  });
});
