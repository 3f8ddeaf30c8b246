/**
 * What moves when, as text: `import { readReport } from "@pulumi-ens/sdk/report"`.
 *
 * @module report
 */
export type {
  Before,
  Exclusion,
  Interval,
  Report,
  ReportPlan,
  ReportRow,
  Tone,
  Totals,
} from "./model/report";
export { type HtmlOptions, toHtml } from "./page/html";
export { type ReadOptions, readReport } from "./read/read";
export { UnreadableReportError } from "./read/sources";
export { type MarkdownOptions, toMarkdown } from "./text/markdown";
export { type TerminalOptions, toTerminal } from "./text/terminal";
