import type { Emulator } from "../../../emulator/src/index";
import { ordersOf } from "../../examples/example";

/** What the example dependent-waves moves, and when. */
export const canaries = ["edge-1", "edge-2"];
export const rest = ["edge-3", "edge-4", "edge-5", "edge-6"];

export const moved = (emulator: Emulator) =>
  ordersOf(emulator)
    .map(({ instance }) => instance)
    .sort();
