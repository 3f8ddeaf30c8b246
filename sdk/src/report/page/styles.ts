import { DARK, LIGHT, type Palette } from "./palette";

function variables(palette: Palette): string {
  const { tones, ...others } = palette;
  const named = Object.entries({ ...others, ...tones });
  return named.map(([name, colour]) => `--${name}:${String(colour)}`).join(";");
}

const TONES = Object.keys(LIGHT.tones);

/** The page's style sheet. Charts are drawn in the same variables, so that they follow light, dark and print. */
export function styleSheet(): string {
  return `
:root{color-scheme:light dark;${variables(LIGHT)}}
@media (prefers-color-scheme:dark){:root{${variables(DARK)}}}
@media print{:root{color-scheme:light;${variables(LIGHT)};--page:#ffffff}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
main,header{max-width:1120px;margin:0 auto;padding:0 20px}
header{padding-top:28px}
main{padding-bottom:48px}
h1{font-size:26px;line-height:1.25;margin:0 0 4px;letter-spacing:-.01em}
h2{font-size:20px;line-height:1.3;margin:24px 0 2px}
h3{font-size:17px;line-height:1.35;margin:0}
h3 .number{font-weight:400}
h3 .zone{font-weight:400;font-size:14px;color:var(--muted)}
p{margin:2px 0}
.muted{color:var(--muted)}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.statuses,.days,.keys{list-style:none;margin:10px 0 0;padding:0;display:flex;flex-wrap:wrap;gap:4px 18px}
.keys{font-size:13px;color:var(--muted);margin:8px 0 0}
.statuses li{display:flex;align-items:center;gap:6px}
.keys li{display:flex;align-items:center;gap:6px}
.days{gap:4px 16px}
.notice{border-left:4px solid var(--attention);padding:4px 12px;margin:12px 0 0;background:var(--panel)}
.error{border-color:var(--failed)}
.panel{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:16px 18px;margin:14px 0 0;break-inside:avoid-page}
.scroll{overflow-x:auto;margin-top:8px}
.chart{display:block;width:100%;min-width:680px;height:auto}
.definitions{position:absolute}
.glyph{flex:none;overflow:visible}
.swatch{flex:none;border:1px solid var(--windowLine);border-radius:3px}
svg text{font-family:inherit;fill:var(--text)}
.axis{font-size:12px}
svg .axis,svg .small,svg .tiny{fill:var(--muted)}
.small{font-size:12px}
.tiny{font-size:11px}
.lane{font-size:13px;font-weight:600}
.big{font-size:24px;font-weight:650}
svg .count{font-size:12.5px;font-weight:650;fill:var(--onTone)}
.middle{text-anchor:middle}
.end{text-anchor:end}
.plate{fill:var(--panel)}
.grid{stroke:var(--line);stroke-width:1;fill:none}
.line{stroke:var(--line);stroke-width:1;fill:none}
.window{fill:var(--window)}
.break{fill:var(--page)}
.cutoff{stroke:var(--windowLine);stroke-width:1.5;stroke-dasharray:3 3;fill:none}
.cell{stroke:var(--line)}
.cell.window{stroke:var(--windowLine)}
.closed{fill:var(--panel)}
.excluded{fill:url(#hatch)}
.hatch-ground{fill:var(--panel)}
.hatch-line{stroke:var(--hatch);stroke-width:2}
${TONES.map((tone) => `.t.${tone}{color:var(--${tone})}.pill.${tone}{fill:var(--${tone})}.on-pill.${tone}{--mark:var(--${tone})}`).join("\n")}
.on-pill .t{color:var(--onTone)}
.t{fill:currentColor}
.t,.t *{stroke:none}
.hollow{fill:none;stroke:currentColor;stroke-width:2}
.mark{fill:none;stroke:var(--mark,var(--onTone));stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round}
.cross{fill:none;stroke:currentColor;stroke-width:3;stroke-linecap:round}
.released{fill:none;stroke:var(--text);stroke-width:1;stroke-dasharray:2 2}
details{margin-top:10px}
summary{cursor:pointer;color:var(--link);width:max-content;max-width:100%}
table{border-collapse:collapse;width:100%;margin-top:8px;font-size:13.5px}
caption{text-align:left;color:var(--muted);padding-bottom:4px}
th,td{text-align:left;padding:5px 14px 5px 0;border-top:1px solid var(--line);vertical-align:top}
th{font-weight:600;color:var(--muted);border-top:0}
.id{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:12px}
.words,.id,.status{white-space:nowrap}
td.sentences{min-width:180px}
.status .glyph{vertical-align:-2px;margin-right:6px}
footer{max-width:1120px;margin:0 auto;padding:0 20px 32px;font-size:13px;color:var(--muted)}
@media print{
body{font-size:11px}
main,header{max-width:none;padding:0}
.panel{padding:8px 10px;break-inside:auto}
h3{break-after:avoid}
.chart{min-width:0;break-inside:avoid}
.scroll{overflow:visible}
table{font-size:9px}
th,td{padding:2px 8px 2px 0}
.id{font-size:8.5px;overflow-wrap:anywhere}
td.sentences{min-width:0}
details::details-content{content-visibility:visible;display:block}
summary{display:none}
tr{break-inside:avoid}
thead{display:table-header-group}
a{color:inherit;text-decoration:none}
}
`.trim();
}
