import path from "node:path";
import { decode } from "@pulumi-ens/provider/ens";
import { counted, timeZoneFailure } from "@pulumi-ens/provider/plan";
import { readReport, type Report, toHtml, toMarkdown, toTerminal } from "../report";
import { choice, parse } from "./arguments";
import { type Io, messageOf, UsageError } from "./io";

export const HELP = `Usage: pulumi-ens report [FILE] [options]

Shows what moves when: a table for the terminal, Markdown with Mermaid charts for a pull request, or one
HTML page with a timeline. FILE, or standard input, is the output of one of these:

  pulumi preview --json | npx pulumi-ens report
  pulumi stack export   | npx pulumi-ens report --output timeline.html
  pulumi stack output --json > outputs.json     (a program that exports a plan's migrations, requestIds
                                                 and schemaVersion)

  -f, --format FORMAT   terminal, markdown or html; by the ending of --output where it is left out
  -o, --output FILE     write there instead of to standard output
  -z, --time-zone ZONE  days and times in this zone, such as Asia/Shanghai or UTC, instead of the
                        plan's own
      --title TEXT      the HTML page's title
  -h, --help            this text

Exit code 1 where what was read is not complete: a preview that failed, a state with interrupted operations. The report is
written all the same, with the reasons.
`;

const FORMATS = ["terminal", "markdown", "html"] as const;
type Format = (typeof FORMATS)[number];

/** GitHub refuses longer comments. */
const LONGEST_COMMENT = 65_536;

export async function report(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: "string", short: "f" },
      output: { type: "string", short: "o" },
      "time-zone": { type: "string", short: "z" },
      title: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.out(HELP);
    return 0;
  }
  if (positionals.length > 1) throw new UsageError(`one FILE, please, not ${positionals.length}`);
  const { output, title, "time-zone": timeZone } = values;
  const format = formatOf(values.format, output);
  const failure = timeZone === undefined ? undefined : timeZoneFailure(timeZone);
  if (failure !== undefined) throw new UsageError(`--time-zone ${failure}`);
  const [file] = positionals;

  const read = readReport(decode(await input(file, io)), {
    ...(timeZone !== undefined && { timeZone }),
    now: Date.now(),
  });
  const written = render(
    read,
    format,
    { ...(title !== undefined && { title }), toFile: output !== undefined },
    io,
  );
  if (output === undefined) io.out(written);
  else await io.writeFile(output, written);
  if (format === "markdown" && written.length > LONGEST_COMMENT) {
    io.err(
      `note: ${written.length} characters are more than a GitHub comment holds (${LONGEST_COMMENT}); attach the HTML page instead\n`,
    );
  }
  const errors = [...read.errors, ...read.plans.flatMap((plan) => plan.errors)].length;
  if (errors === 0) return 0;
  io.err(`pulumi-ens report: the report is not complete: ${counted(errors, "error")}, which it names\n`);
  return 1;
}

async function input(file: string | undefined, io: Io): Promise<Uint8Array> {
  if (file !== undefined && file !== "-") {
    try {
      return await io.readFile(file);
    } catch (error) {
      throw new Error(`${file} cannot be read: ${messageOf(error)}`, { cause: error });
    }
  }
  if (file === undefined && io.inputIsTerminal) {
    throw new UsageError(
      "there is no FILE, and nothing is piped in: pulumi preview --json | npx pulumi-ens report",
    );
  }
  return io.read();
}

function formatOf(given: string | undefined, output: string | undefined): Format {
  if (given !== undefined) return choice("--format", given, FORMATS);
  switch (output === undefined ? "" : path.extname(output).toLowerCase()) {
    case ".html":
    case ".htm":
      return "html";
    case ".md":
    case ".markdown":
      return "markdown";
    default:
      return "terminal";
  }
}

function render(
  read: Report,
  format: Format,
  { title, toFile }: { title?: string; toFile: boolean },
  io: Io,
): string {
  switch (format) {
    case "markdown":
      return toMarkdown(read);
    case "html":
      return toHtml(read, title === undefined ? {} : { title });
    case "terminal": {
      const terminal = io.outputIsTerminal && !toFile;
      return toTerminal(read, {
        ...(terminal && io.columns !== undefined && { width: io.columns }),
        colour: terminal && !io.env["NO_COLOR"] && io.env["TERM"] !== "dumb",
      });
    }
  }
}
