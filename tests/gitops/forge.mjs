// What the scripts of the pipelines meet in place of the forge: `gh` of GitHub, and `curl` to the API of GitLab and to the
// token service of a runner. It keeps comments and issues in a file.
//
//   node forge.mjs gh|curl ARGUMENTS     with FORGE naming the file
import fs from "node:fs";

const [tool, ...args] = process.argv.slice(2);
const file = process.env.FORGE ?? "";
const forge = JSON.parse(fs.readFileSync(file, "utf8"));

if (forge.down) {
  console.error(`${tool}: could not connect`);
  process.exit(6);
}
const answer = tool === "gh" ? gh() : curl();
fs.writeFileSync(file, JSON.stringify(forge, undefined, 1));
if (answer === undefined) {
  console.error(`${tool}: nothing is known of ${args.join(" ")}`);
  process.exitCode = 22;
} else {
  const output = option("--output");
  if (output !== undefined && output !== "/dev/null") fs.writeFileSync(output, answer);
  else if (output === undefined) process.stdout.write(answer);
}

/** @param {string} name */
function option(name) {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

function gh() {
  if (process.env.GH_TOKEN !== forge.token) return undefined;
  const [group, verb] = args;
  if (group === "api") return api();
  const issue = forge.issues.find(
    (/** @type {{ number: number }} */ each) => String(each.number) === args[2],
  );
  switch (`${group} ${verb}`) {
    case "label create":
      forge.labels.push(args[2]);
      return "";
    case "issue list":
      return JSON.stringify(
        forge.issues.filter(
          (/** @type {{ state: string, label: string }} */ each) =>
            each.state === option("--state") && each.label === option("--label"),
        ),
      );
    case "issue create":
      if (!forge.labels.includes(option("--label"))) return undefined;
      return addIssue(option("--title"), read("--body-file"), option("--label"));
    case "issue edit":
      issue.body = read("--body-file");
      return "";
    case "issue close":
      issue.state = "closed";
      return "";
    default:
      return undefined;
  }
}

function api() {
  const route = args.find((each) => each.startsWith("repos/")) ?? "";
  const method = option("--method") ?? "GET";
  const body = option("--field")?.replace(/^body=@/, "");
  if (/\/git\/ref\/heads\/main$/.test(route)) return JSON.stringify({ object: { sha: forge.head } });
  if (/\/issues\/\d+\/comments$/.test(route)) {
    // Pages, as `--slurp` gives them.
    if (method === "GET") return JSON.stringify([forge.comments, []]);
    return addComment(fs.readFileSync(body ?? "", "utf8"));
  }
  const [, id] = /\/issues\/comments\/(\d+)$/.exec(route) ?? [];
  return method === "PATCH" && id ? editComment(id, fs.readFileSync(body ?? "", "utf8")) : undefined;
}

function curl() {
  const url = args.find((each) => each.startsWith("https://")) ?? "";
  const { pathname, searchParams } = new URL(url);
  const header = option("--header");
  if (pathname === "/token") {
    if (header !== `Authorization: bearer ${forge.token}`) return undefined;
    return JSON.stringify({ value: `token for ${searchParams.get("audience")}` });
  }
  if (header !== `PRIVATE-TOKEN: ${forge.token}`) return undefined;
  const method = option("--request") ?? "GET";
  const sent = Object.fromEntries(
    args.flatMap((each, at) => (/^--data/.test(args[at - 1] ?? "") ? [field(each)] : [])),
  );
  const [, kind, id] = /\/(notes|issues)(?:\/(\d+))?$/.exec(pathname) ?? [];
  if (kind === "notes") {
    if (method === "GET") return JSON.stringify(forge.comments);
    return method === "PUT" ? editComment(String(id), sent.body) : addComment(sent.body);
  }
  if (kind !== "issues") return undefined;
  if (method === "GET") {
    return JSON.stringify(
      forge.issues.filter(
        (/** @type {{ state: string, label: string }} */ each) =>
          each.state === "open" && each.label === searchParams.get("labels"),
      ),
    );
  }
  if (method === "POST") return addIssue(sent.title, sent.description, sent.labels);
  const issue = forge.issues.find((/** @type {{ iid: number }} */ each) => String(each.iid) === id);
  if (sent.state_event === "close") issue.state = "closed";
  if (sent.description !== undefined) issue.body = sent.description;
  return "{}";
}

/**
 * `name=value`, or `name@file`.
 * @param {string} text
 * @returns {[string, string]}
 */
function field(text) {
  const [, name = "", how, value = ""] = /^(\w+)([=@])([\s\S]*)$/.exec(text) ?? [];
  return [name, how === "@" ? fs.readFileSync(value, "utf8") : value];
}

/** @param {string} name */
function read(name) {
  return fs.readFileSync(option(name) ?? "", "utf8");
}

/** @param {string | undefined} body */
function addComment(body) {
  forge.comments.push({ id: 100 + forge.comments.length, user: { login: "github-actions[bot]" }, body });
  return "{}";
}

/**
 * @param {string} id
 * @param {string | undefined} body
 */
function editComment(id, body) {
  const comment = forge.comments.find((/** @type {{ id: number }} */ each) => String(each.id) === id);
  if (!comment) return undefined;
  comment.body = body;
  return "{}";
}

/**
 * @param {string | undefined} title
 * @param {string | undefined} body
 * @param {string | undefined} label
 */
function addIssue(title, body, label) {
  const number = 1 + forge.issues.length;
  forge.issues.push({ number, iid: number, title, body, label, state: "open" });
  return "";
}
