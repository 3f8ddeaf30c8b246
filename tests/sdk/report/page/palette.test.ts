import assert from "node:assert/strict";
import { DARK, LIGHT, type Palette } from "../../../../sdk/src/report/page/palette";
import { styleSheet } from "../../../../sdk/src/report/page/styles";

/** WCAG 2.2: 4.5 for text, 3 for what has to be made out in a drawing. */
const TEXT = 4.5;
const DRAWING = 3;

for (const [mode, palette] of [
  ["light", LIGHT],
  ["dark", DARK],
] as const) {
  describe(`the page's colours, ${mode}`, () => {
    const grounds = { page: palette.page, panel: palette.panel, window: palette.window, late: palette.late };

    for (const [ground, colour] of Object.entries(grounds)) {
      it(`let text be read on ${ground}`, () => {
        for (const name of ["text", "muted", "link"] as const)
          assertContrast(palette[name], colour, TEXT, name);
      });

      it(`let every status be told from ${ground}`, () => {
        for (const [tone, shape] of Object.entries(palette.tones)) assertContrast(shape, colour, TEXT, tone);
      });
    }

    it("let counts and marks be read on a filled shape", () => {
      for (const [tone, shape] of Object.entries(palette.tones))
        assertContrast(palette.onTone, shape, TEXT, tone);
    });

    it("let the lines of windows be made out", () => {
      assertContrast(palette.windowLine, palette.panel, DRAWING, "window line on panel");
      for (const ground of [palette.window, palette.late, palette.line])
        assertContrast(palette.cutoff, ground, DRAWING, "cutoff");
      assertContrast(palette.text, palette.alert, TEXT, "text of an alert");
    });

    it("are six-digit, each in the style sheet", () => {
      for (const colour of coloursOf(palette)) {
        assert.match(colour, /^#[0-9a-f]{6}$/);
        assert.ok(styleSheet().includes(colour));
      }
    });
  });
}

describe("the page's style sheet", () => {
  it("follows the reader's choice of light or dark, and prints light", () => {
    const css = styleSheet();
    assert.match(css, /@media \(prefers-color-scheme:dark\)\{:root\{--page:#0f1318/);
    assert.match(css, /@media print\{:root\{color-scheme:light;--page:#f4f6f8/);
  });
});

function coloursOf({ tones, ...others }: Palette): string[] {
  return [...Object.values(others), ...Object.values(tones)];
}

function assertContrast(a: string, b: string, least: number, what: string): void {
  const ratio = contrast(a, b);
  assert.ok(ratio >= least, `${what}: ${a} on ${b} is ${ratio.toFixed(2)}, and ${least} is needed`);
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** WCAG's relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
