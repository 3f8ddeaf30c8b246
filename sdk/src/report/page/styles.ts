import { DARK, LIGHT, type Palette } from "./palette";

function variables(palette: Palette): string {
  const { tones, ...others } = palette;
  const named = Object.entries({ ...others, ...tones });
  return named.map(([name, colour]) => `--${name}:${String(colour)}`).join(";");
}

const SIGNS = Object.keys(LIGHT.tones);

/** What charts need, also those that stand by themselves. Their colours are variables, so that they follow light, dark and print. */
export function chartStyles(): string {
  return `
:root{color-scheme:light dark;${variables(LIGHT)}}
@media (prefers-color-scheme:dark){:root{${variables(DARK)}}}
@media print{:root{color-scheme:light;${variables(LIGHT)};--page:#ffffff}}
svg text{font-family:inherit;fill:var(--text);unicode-bidi:plaintext}
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
.late{fill:var(--late)}
.break{fill:var(--page)}
.cutoff{stroke:var(--cutoff);stroke-width:2;stroke-dasharray:6 3;fill:none}
.cell{stroke:var(--line)}
.cell.window{stroke:var(--windowLine)}
.closed{fill:var(--panel)}
.excluded{fill:url(#hatch)}
.hatch-ground{fill:var(--panel)}
.hatch-line{stroke:var(--hatch);stroke-width:2}
${SIGNS.map((sign) => `.t.${sign}{color:var(--${sign})}.pill.${sign}{fill:var(--${sign})}.on-pill.${sign}{--mark:var(--${sign})}`).join("\n")}
.on-pill .t{color:var(--onTone)}
.t{fill:currentColor}
.t,.t *{stroke:none}
.hollow{fill:none;stroke:currentColor;stroke-width:2}
.mark{fill:none;stroke:var(--mark,var(--onTone));stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round}
.cross{fill:none;stroke:currentColor;stroke-width:3;stroke-linecap:round}
.arrow{fill:none;stroke:currentColor;stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}
.released{fill:none;stroke:var(--text);stroke-width:1;stroke-dasharray:2 2}
`.trim();
}

/** Columns whose values say nothing without their title, which the cards of a small screen put before them. */
const TITLED = ["UTC", "Event"];

/** The page's style sheet. */
export function styleSheet(): string {
  return `
${chartStyles()}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;-webkit-text-size-adjust:100%;overflow-wrap:anywhere}
main,header,footer{max-width:1120px;margin:0 auto;padding:0 20px}
header{padding-top:28px}
main{padding-bottom:48px}
h1{font-size:17px;line-height:1.3;margin:0;font-weight:600;color:var(--muted)}
h2{font-size:26px;line-height:1.25;margin:24px 0 0;letter-spacing:-.01em}
h3{font-size:17px;line-height:1.35;margin:0}
h3 .number{font-weight:400}
h3 .zone{font-weight:400;font-size:14px;color:var(--muted)}
p{margin:4px 0}
.badge{display:inline-block;vertical-align:middle;font-size:13px;font-weight:600;letter-spacing:0;line-height:1.5;padding:0 9px;margin-left:6px;border:1px solid var(--line);border-radius:11px;color:var(--muted);background:var(--panel)}
.headline{font-size:18px;line-height:1.4;font-weight:600;margin:6px 0 4px}
.muted{color:var(--muted)}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.statuses,.days,.keys{list-style:none;margin:10px 0 0;padding:0;display:flex;flex-wrap:wrap;gap:4px 18px}
.statuses{gap:8px;margin:8px 0 16px}
.statuses li{display:flex;align-items:center;gap:7px;padding:2px 11px;border:1px solid var(--line);border-radius:14px;background:var(--panel);font-size:14px}
.keys{font-size:13px;color:var(--muted);margin:8px 0 0}
.keys li{display:flex;align-items:center;gap:6px}
.signs{display:inline-flex;flex-wrap:wrap;gap:0 12px;vertical-align:middle}
.signs .glyph{vertical-align:-2px;margin-right:4px}
.notice,.alert{padding:7px 14px;margin:10px 0;border-left:4px solid var(--muted);border-radius:3px;background:var(--panel)}
.alert{border-left-color:var(--failed);background:var(--alert);-webkit-print-color-adjust:exact;print-color-adjust:exact}
.alert::before{content:"";float:left;width:17px;height:15px;margin:4px 10px 0 0;background:var(--failed);clip-path:polygon(50% 0,100% 100%,0 100%)}
.panel{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:16px 18px;margin:14px 0 0;break-inside:avoid-page}
.scroll{overflow-x:auto;margin-top:8px}
.chart{display:block;width:100%;height:auto}
.narrow{display:none}
.narrow .chart{max-width:460px;margin-top:8px}
.definitions{position:absolute}
.glyph{flex:none;overflow:visible}
.swatch{flex:none;border-radius:3px;outline:1px solid var(--line);outline-offset:-1px}
details{margin-top:10px}
summary{cursor:pointer;color:var(--link);width:max-content;max-width:100%}
table{border-collapse:collapse;width:100%;margin-top:8px;font-size:13.5px}
caption{text-align:left;color:var(--muted);padding-bottom:4px}
th,td{text-align:left;padding:6px 14px 6px 0;border-top:1px solid var(--line);vertical-align:top}
th{font-weight:600;color:var(--muted);border-top:0}
th:last-child,td:last-child{padding-right:0}
.id{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:12px}
.c-local,.c-utc,.c-wave,.status{white-space:nowrap}
.c-name,.c-instance{min-width:248px}
.c-name{font-weight:600}
.c-name div{font-weight:400}
.c-group,.c-data,.c-change{min-width:110px}
.c-group .c-wave::before{content:"wave "}
.c-change{font-weight:600}
tr.new .c-change{color:var(--new)}
tr.changed .c-change{color:var(--changed)}
td.sentences{min-width:120px}
td div{line-height:1.4}
.status .glyph{vertical-align:-2px;margin-right:6px}
footer{padding-bottom:32px;font-size:13px;color:var(--muted)}
@media screen and (max-width:720px){
main,header,footer{padding-left:14px;padding-right:14px}
.panel{padding:14px}
.wide{display:none}
.narrow{display:block}
.days{display:block}
.days li{padding:8px 0;border-top:1px solid var(--line)}
.days .narrow{display:flex}
}
@media screen and (max-width:900px){
thead{display:none}
table,tbody,caption{display:block}
tr{display:flex;flex-wrap:wrap;gap:1px 14px;padding:10px 0;border-top:1px solid var(--line)}
td,td.c-name,td.c-instance,td.c-group,td.c-data,td.c-change,td.sentences{padding:0;border:0;min-width:0}
td div{display:inline}
td.c-name,td.c-instance,td.c-change,td.sentences{flex-basis:100%}
td:first-child,td.status{order:-1;font-weight:600}
tr td:first-child{flex:1;white-space:normal}
td div{margin-left:10px}
td:first-child div{font-weight:400}
.c-name div,.c-instance div{display:block;margin-left:0}
${TITLED.map((title) => `.c-${title.toLowerCase()}::before{content:"${title} ";color:var(--muted);font-family:system-ui,sans-serif}`).join("\n")}
}
@media print{
body{font-size:11px}
h2{font-size:20px}
.headline{font-size:14px}
.keys,.statuses li,.badge{font-size:10px}
main,header,footer{max-width:none;padding:0 1px}
.panel{padding:8px 10px;break-inside:auto}
h3{break-after:avoid}
.chart{break-inside:avoid}
.scroll{overflow:visible}
table{font-size:9px}
th,td{padding:2px 8px 2px 0}
.id{font-size:8.5px}
td.c-name,td.c-instance,td.c-group,td.c-change,td.sentences{min-width:0}
td.c-data{min-width:82px}
details::details-content{content-visibility:visible;display:block}
summary{display:none}
tr{break-inside:avoid}
thead{display:table-header-group}
a{color:inherit;text-decoration:none}
}
`.trim();
}
