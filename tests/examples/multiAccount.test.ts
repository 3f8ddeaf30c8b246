import assert from "node:assert/strict";
import path from "node:path";
import { assertOnPage, ordersOf, seedOf, up, withEmulator, withStack } from "./example";

const EXAMPLE = "multi-account";

describe("the example multi-account", function () {
  this.timeout("600s");

  it("asks each account for its events and orders them there, with that account's key", async () => {
    const shopSeed = await seedOf(EXAMPLE, "seed-shop.json");
    const videoSeed = await seedOf(EXAMPLE, "seed-video.json");
    await withEmulator(shopSeed, (shop) =>
      withEmulator(videoSeed, (video) =>
        withStack(
          EXAMPLE,
          shop,
          async (stack) => {
            const accounts = {
              shop: { profile: "shop", endpoint: shop.endpoint },
              video: { profile: "video", endpoint: video.endpoint },
            };
            await stack.configure({ "multi-account:accounts": accounts });
            assertOnPage(EXAMPLE, await up(stack));

            for (const [account, emulator, events] of [
              ["shop", shop, 2],
              ["video", video, 3],
            ] as const) {
              const orders = ordersOf(emulator);
              assert.deepEqual(
                orders.map(({ instance }) => instance).sort(),
                Array.from({ length: events }, (_, index) => `${account}-${index + 1}`),
              );
              for (const { order } of orders) assert.equal(order.caller, `${account}-key-id`);
            }
            const { summaries } = await stack.outputs();
            const { shop: ofShop, video: ofVideo } = summaries as Record<
              "shop" | "video",
              { events: number }
            >;
            assert.deepEqual([ofShop.events, ofVideo.events], [2, 3]);
          },
          {
            ALICLOUD_SHARED_CREDENTIALS_FILE: path.resolve(
              __dirname,
              "../../examples",
              EXAMPLE,
              "emulator-profiles.json",
            ),
          },
        ),
      ),
    );
  });
});
