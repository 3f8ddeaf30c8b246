import path from "node:path";
import { decode } from "@pulumi-ens/provider/ens";
import { timeZoneFailure } from "@pulumi-ens/provider/plan";
import { readReport, type Report, toHtml, toMarkdown, toTerminal } from "../report";
import { choice, parse } from "./arguments";
import { failuresOf, readConditions } from "./failOn";
import { type Io, messageOf, UsageError } from "./io";

export const HELP = `Usage: pulumi-ens report [FILE] [options]

Shows what moves when: a table for the terminal, Markdown with Mermaid charts for a pull request, or one
HTML page with a timeline. FILE, or standard input, is the output of one of these:

  pulumi preview --json                | npx pulumi-ens report
  pulumi destroy --preview-only --json | npx pulumi-ens report
  pulumi stack export                  | npx pulumi-ens report --output timeline.html
  pulumi stack output --json > outputs.json     (of a program that exports a plan's migrations, requestIds
                                                 and schemaVersion)

  -f, --format FORMAT     terminal, markdown or html. Default: by the ending of --output (.txt, .md, .html), else
                          terminal
  -o, --output FILE       write to this file. Default: standard output
  -s, --short             totals, days and alerts only; as Markdown less than 60,000 characters, for a comment
      --fail-on LIST      exit with code 3 if one of these applies, such as 'abandon,moves>50' (in quotes, for the shell):
                            abandon         a move that is still to come loses local data
                            outside-window  a move that is still to come starts outside the plan's windows
                            moves>N         a preview orders more than N moves, or more than N are still to come
  -z, --time-zone ZONE    days and times in this zone, such as Asia/Shanghai or UTC. Default: the plan's own
      --title TEXT        the HTML page's title. Default: Migration timeline
  -h, --help              this text

Exit codes: 0 the report is complete; 1 it is not, because the preview failed, an operation on the stack was
interrupted, or the input cannot be read; 2 the command is not valid; 3 a condition of --fail-on applies, or cannot be
judged, as where events are secret. With 1 after a failed preview and with 3 the report is written all the same.
`;

const FORMATS = ["terminal", "markdown", "html"] as const;
type Format = (typeof FORMATS)[number];

const ENDINGS: Readonly<Record<string, Format>> = {
  ".txt": "terminal",
  ".md": "markdown",
  ".markdown": "markdown",
  ".html": "html",
  ".htm": "html",
};

/** GitHub refuses longer comments. */
const LONGEST_COMMENT = 65_536;

export async function report(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: "string", short: "f" },
      output: { type: "string", short: "o" },
      short: { type: "boolean", short: "s" },
      "fail-on": { type: "string", multiple: true },
      "time-zone": { type: "string", short: "z" },
      title: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.out(HELP);
    return 0;
  }
  if (positionals.length > 1) throw new UsageError(`expected one FILE, got ${positionals.length}`);
  const { output, title, short = false, "time-zone": timeZone } = values;
  const format = formatOf(values.format, output);
  if (short && format === "html")
    throw new UsageError("--short needs --format terminal or markdown, not html");
  const conditions = readConditions(values["fail-on"] ?? []);
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
    { ...(title !== undefined && { title }), short, toFile: output !== undefined },
    io,
  );
  if (output === undefined) io.out(written);
  else await write(output, written, io);
  if (format === "markdown" && written.length > LONGEST_COMMENT) {
    io.err(
      `note: ${written.length} characters are more than a GitHub comment holds (${LONGEST_COMMENT}). ` +
        "For a comment, use --short\n",
    );
  }
  const failures = failuresOf(read, conditions);
  for (const each of failures) io.err(`pulumi-ens report: --fail-on ${each}\n`);
  const isComplete = read.errors.length === 0 && read.plans.every((plan) => plan.errors.length === 0);
  if (isComplete) return failures.length > 0 ? 3 : 0;
  const where = format === "terminal" ? 'see the lines that begin with "!"' : "it says why";
  io.err(`pulumi-ens report: the report is not complete; ${where}\n`);
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

async function write(file: string, text: string, io: Io): Promise<void> {
  try {
    await io.writeFile(file, text);
  } catch (error) {
    throw new Error(`${file} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}

function formatOf(given: string | undefined, output: string | undefined): Format {
  if (output === "") throw new UsageError("--output must not be empty");
  if (given !== undefined) return choice("--format", given, FORMATS);
  if (output === undefined) return "terminal";
  const ending = path.extname(output).toLowerCase();
  const format = Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending] : undefined;
  if (format === undefined) {
    throw new UsageError(
      `--output ${output}: ${ending === "" ? "a name without an ending" : `the ending ${ending}`} does not say which format; ` +
        `use ${Object.keys(ENDINGS).join(", ")}, or set --format`,
    );
  }
  return format;
}

function render(
  read: Report,
  format: Format,
  { title, short, toFile }: { title?: string; short: boolean; toFile: boolean },
  io: Io,
): string {
  switch (format) {
    case "markdown":
      return toMarkdown(read, { short });
    case "html":
      return toHtml(read, title === undefined ? {} : { title });
    case "terminal": {
      const terminal = io.outputIsTerminal && !toFile;
      return toTerminal(read, {
        ...(terminal && io.columns !== undefined && { width: io.columns }),
        colour: terminal && !io.env["NO_COLOR"] && io.env["TERM"] !== "dumb",
        short,
      });
    }
  }
}
