import assert from "node:assert/strict";
import { type Column, columnsOf } from "../../../../sdk/src/report/columns/columns";
import { commonOf } from "../../../../sdk/src/report/columns/summary";
import {
  readReport,
  type ReportPlan,
  toHtml,
  toMarkdown,
  toTerminal,
} from "../../../../sdk/src/report/index";
import { exportOf, ordered, planned, SATURDAY } from "../exports";
import { compact } from "../page/markup";

const SECONDS = 12_417;

/** Two instances of a day that differ in everything; about the password, if the first one's is given. */
function planOf(password: "given" | "random", timeZone?: string): ReportPlan {
  const text = exportOf({
    planned: [
      planned(1, { group: "beijing", wave: 1, password }),
      planned(2, {
        group: "chengdu",
        wave: 2,
        terms: { opsType: "scheduled", dataPolicy: "try_transfer", planTime: SATURDAY + 60_000 + SECONDS },
      }),
    ],
    migrations: { "e-1": ordered(1, "Executed") },
  });
  const [plan] = readReport(text, timeZone === undefined ? {} : { timeZone }).plans;
  assert.ok(plan);
  return plan;
}

/** A table as titles and rows of cells. */
type Table = readonly (readonly string[])[];

const TABLES: Readonly<Record<string, (plan: ReportPlan) => Table>> = {
  page: (plan) => {
    const html = compact(toHtml({ source: "stack", plans: [plan], errors: [] }));
    const lines = [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, line = ""]) => line);
    return lines.map((line) =>
      [...line.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = ""]) =>
        cell.replace(/<svg.*?<\/svg>/gs, "").replace(/<[^>]*>/g, " "),
      ),
    );
  },
  Markdown: (plan) =>
    toMarkdown({ source: "stack", plans: [plan], errors: [] })
      .split("\n")
      .filter((line) => line.startsWith("| ") && !line.startsWith("| ---"))
      .map((line) =>
        line
          .replace(/\\/g, "")
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
  terminal: (plan) => {
    const lines = toTerminal({ source: "stack", plans: [plan], errors: [] }).split("\n");
    const heading = lines.findIndex((line) => line.includes("INSTANCE"));
    const starts = [...(lines[heading] ?? "").matchAll(/\S+/g)].map(({ index }) => index);
    // Remarks have no title; they begin after the last column.
    return lines
      .slice(heading, heading + 3)
      .map((line) => starts.map((start, at) => line.slice(start, starts[at + 1])));
  },
};

function columns(plan: ReportPlan): Column[] {
  return columnsOf(plan, plan.rows, commonOf(plan.rows));
}

describe("the columns of a report", () => {
  const plan = planOf("given");
  for (const [name, read] of Object.entries(TABLES)) {
    const [titles = [], ...rows] = read(plan);
    for (const column of columns(plan)) {
      it(`has ${column.title} on the ${name}, a value a row`, () => {
        const wanted = new RegExp(`\\b${column.title}\\b`, "i");
        const titled = titles.findIndex((title) => wanted.test(title));
        const at =
          titled < 0 && column.kind === "sentences" && name === "terminal" ? titles.length - 1 : titled;
        assert.ok(at >= 0, titles.join(", "));
        assert.deepEqual(
          plan.rows.map((row, index) => rows[index]?.[at]?.includes(column.value(row))),
          [true, true],
          rows.map((cells) => cells[at]).join("\n"),
        );
      });
    }
  }

  it("are these, with local time and UTC to the second", () => {
    assert.deepEqual(
      columns(plan).map(({ title, value }) => [title, ...plan.rows.map(value)]),
      [
        ["Local", "01:30", "01:31:12"],
        ["UTC", "2026-12-04 17:30", "2026-12-04 17:31:12"],
        ["Instance", "i-1", "i-2"],
        ["Group", "beijing", "chengdu"],
        ["Wave", "1", "2"],
        ["Data", "force_transfer", "try_transfer"],
        ["Status", "Executed", "Planned"],
        ["Event", "e-1", "e-2"],
        ["Remarks", "sets the password that the event gives", "ENS sets a random password"],
      ],
    );
  });

  it("have no second time where the plan's zone is UTC, and no remarks where there are none", () => {
    const titles = columns(planOf("random", "UTC")).map(({ title }) => title);
    assert.deepEqual(titles, ["UTC", "Instance", "Group", "Wave", "Data", "Status", "Event"]);
  });

  it("stand below others on a page, or by themselves where those are not there", () => {
    assert.deepEqual(TABLES["page"]?.(plan)[0], [
      "Local and UTC",
      "Instance and Event",
      "Group and Wave",
      "Data",
      "Status",
      "Remarks",
    ]);
    const alone = {
      ...plan,
      rows: plan.rows.map(({ group: _, ...row }) => ({ ...row, instanceName: "web" })),
    };
    assert.deepEqual(TABLES["page"]?.(alone)[0]?.slice(1, 3), ["Name, Instance and Event", "Wave"]);
  });
});
