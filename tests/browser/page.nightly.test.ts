import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { inflateSync } from "node:zlib";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { readReport, toHtml } from "../../sdk/src/report/index";
import { DARK, LIGHT } from "../../sdk/src/report/page/palette";
import { orSkip } from "../orSkip";
import { openBrowser } from "./browser";
import { backgroundOf, misplacedTexts, overflowing, unfold, visible } from "./inPage";
import { REPORTS } from "./reports";

const WIDTHS = [390, 768, 1440];

describe("the report's page in a browser", function () {
  this.timeout("120s");
  let browser: Browser;
  let directory: string;

  before(async function () {
    browser = await orSkip(this, openBrowser, "the report's page in a browser");
    directory = await mkdtemp(path.join(os.tmpdir(), "pulumi-ens-page-"));
  });

  after(async () => {
    await browser?.close();
    if (directory) await rm(directory, { recursive: true });
  });

  for (const [name, text] of Object.entries(REPORTS)) {
    describe(`with ${name}`, () => {
      let context: BrowserContext;
      let page: Page;
      const said: string[] = [];

      before(async () => {
        context = await browser.newContext();
        // What tsx puts around functions, which here run in the browser.
        await context.addInitScript("globalThis.__name = (named) => named");
        page = await context.newPage();
        page.on("console", (message) => said.push(message.text()));
        page.on("pageerror", (error) => said.push(error.message));
        page.on("requestfailed", (request) => said.push(request.url()));
        page.on("dialog", (dialog) => {
          said.push(dialog.message());
          void dialog.dismiss();
        });
        const file = path.join(directory, `${name}.html`);
        await writeFile(file, toHtml(readReport(text)));
        await page.goto(pathToFileURL(file).href);
      });

      after(() => context?.close());

      for (const width of WIDTHS) {
        it(`fits a screen ${width} wide`, async () => {
          await page.setViewportSize({ width, height: 900 });
          await page.evaluate(unfold, true);
          assert.deepEqual(await page.evaluate(overflowing), []);
          assert.deepEqual(await page.evaluate(misplacedTexts), []);
        });
      }

      it("shows each status, and the days that have moves, on a phone", async () => {
        await page.setViewportSize({ width: 390, height: 900 });
        await page.evaluate(unfold, true);
        const rows = readReport(text).plans.flatMap((plan) => plan.rows);
        assert.equal(await page.evaluate(visible, "td.status"), rows.length);
        const days = new Set(rows.map(({ local }) => local?.slice(0, 10)));
        assert.equal(await page.evaluate(visible, ".days a"), days.size);
        assert.equal((await page.evaluate(visible, ".days .glyph")) >= days.size, true);
      });

      for (const [colorScheme, width, ground] of [
        ["light", 1440, LIGHT.page],
        ["dark", 390, DARK.page],
      ] as const) {
        it(`is accessible, ${colorScheme} and ${width} wide`, async () => {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 900 });
          // Long tables are folded away again: checking 600 rows takes a minute and tells nothing that 12 do not.
          await page.reload();
          assert.equal(await page.evaluate(backgroundOf), rgb(ground));
          const { violations } = await new AxeBuilder({ page }).analyze();
          assert.deepEqual(
            violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
            [],
          );
        });
      }

      it("prints every row and every cutoff", async () => {
        await page.setViewportSize({ width: 1440, height: 900 });
        const cutoffs = await page.evaluate(visible, ".chart .cutoff");
        assert.ok(cutoffs > 0);
        await page.evaluate(unfold, false);
        await page.emulateMedia({ media: "print" });
        assert.equal(await page.evaluate(visible, ".chart .cutoff"), cutoffs);
        assert.equal(await page.evaluate(visible, "tbody tr"), await page.locator("tbody tr").count());
        assert.ok(strokesIn(await page.pdf(), LIGHT.cutoff) >= cutoffs);
        await page.emulateMedia({ media: "screen" });
      });

      it("has nothing to say on the console", () => assert.deepEqual(said, []));
    });
  }
});

/** How many lines of a PDF have this colour. */
function strokesIn(pdf: Buffer, colour: string): number {
  const [red, green, blue] = channels(colour).map((part) => String(part / 255).slice(1, 5)) as [
    string,
    string,
    string,
  ];
  const operator = new RegExp(`\\${red}\\d* \\${green}\\d* \\${blue}\\d* RG`, "g");
  const text = pdf.toString("latin1");
  let strokes = 0;
  for (const { index, 0: start } of text.matchAll(/stream\r?\n/g)) {
    try {
      const content = inflateSync(pdf.subarray(index + start.length)).toString("latin1");
      strokes += content.match(operator)?.length ?? 0;
    } catch {
      // Not a compressed stream.
    }
  }
  return strokes;
}

function rgb(colour: string): string {
  return `rgb(${channels(colour).join(", ")})`;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
