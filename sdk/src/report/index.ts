/**
 * What moves when, as text: `import { readReport } from "@pulumi-ens/sdk/report"`.
 *
 * @module report
 */
export type { Calendar } from "./calendar";
export { type HtmlOptions, toHtml } from "./html";
export { toMarkdown } from "./markdown";
export type { Exclusion, Interval, Report, ReportPlan, ReportRow, Tone, Totals } from "./model";
export { readReport, type ReadOptions } from "./read";
export { UnreadableReportError } from "./sources";
export { type TerminalOptions, toTerminal } from "./terminal";
