import assert from "node:assert/strict";
import { TYPE_TOKENS } from "../../../../provider/src/plan/typeToken";
import { shortcomingsOf } from "../../../../sdk/src/report/columns/summary";
import {
  readReport,
  type Report,
  type ReportRow,
  toHtml,
  toMarkdown,
  toTerminal,
  UnreadableReportError,
} from "../../../../sdk/src/report/index";
import { exportOf, fixture, ordered, planned, SATURDAY, SCHEDULE } from "../exports";

describe("reading a report", () => {
  it("refuses options that there are not, and says what was meant", () => {
    for (const [options, message] of [
      [{ timezone: "UTC" }, "readReport: timezone is not a property of its options; did you mean timeZone?"],
      [{ timeZone: 8 }, "readReport: timeZone must be a string"],
      [null, "readReport: its argument must be an object with timeZone, now"],
    ] as const)
      assert.throws(() => readReport(fixture("export"), options as object), { name: "TypeError", message });
  });

  describe("of a plan of the plugin", () => {
    it("shows what will be ordered", () => {
      const { source, plans, errors } = readReport(fixture("pluginPreviewCreate"));
      assert.deepEqual(
        [source, plans.map(({ name, change, headline }) => [name, change, headline]), errors],
        ["preview", [["december", "create", "4 new"]], []],
      );
    });

    it("shows what is in force, and what the next up changes", () => {
      const [inForce] = readReport(fixture("pluginExport")).plans;
      assert.deepEqual(
        inForce?.totals.statuses.map(({ status, count }) => [status, count]),
        [
          ["Executing", 1],
          ["Scheduled", 3],
        ],
      );
      const [changed] = readReport(fixture("pluginPreviewUpdate")).plans;
      assert.equal(
        changed?.headline,
        "1 moves from 12-06 01:30 to 12-07 02:30, 1 leaves the plan and stays ordered, 2 unchanged",
      );
    });

    it("takes no other resource for a plan", () => {
      const text = fixture("pluginExport").replaceAll(TYPE_TOKENS.plugin, "acme:edge:MigrationPlan");
      assert.deepEqual(readReport(text).plans, []);
    });
  });

  describe("from a preview", () => {
    it("shows what will be ordered, at once first and what is unknown last", () => {
      const { plans } = readReport(fixture("previewCreate"));
      assert.deepEqual(
        plans.map(({ name, change, rows }) => [name, change, rows.map(({ local, at }) => local ?? at)]),
        [
          [
            "edge",
            "create",
            [
              "immediate",
              "2026-12-05 01:30",
              "2026-12-05 01:30",
              "2026-12-05 02:00",
              "2026-12-06 01:30",
              "2026-12-06 01:30",
            ],
          ],
          ["late", "create", ["2026-12-06 03:00", "unknown"]],
        ],
      );
      assert.ok(rowsOf({ plans }).every(({ status, tone }) => status === "Planned" && tone === "planned"));
    });

    it("says what becomes of orders that the program changes or no longer names", () => {
      const rows = rowsOf(readReport(fixture("previewUpdate")));
      assert.deepEqual(pick(rows, 4, ["status", "released", "local"]), [
        "Scheduled",
        true,
        "2026-12-06 01:30",
      ]);
      assert.deepEqual(pick(rows, 5, ["status", "local", "detail"]), [
        "Planned",
        "2026-12-13 01:30",
        "refused by ENS last time: 500: the target site has no capacity",
      ]);
      assert.deepEqual(pick(rows, 1, ["status", "tone"]), ["Executed", "done"]);
    });

    it("keeps a destroyed plan's orders in sight, since nobody can cancel them", () => {
      const before = JSON.parse(exportOf({ migrations: { "e-1": ordered(1, "Scheduled") } })) as {
        deployment: { resources: { urn: string }[] };
      };
      const [oldState] = before.deployment.resources;
      const { plans } = readReport(
        JSON.stringify({ steps: [{ op: "delete", urn: oldState?.urn, oldState }] }),
      );
      assert.equal(plans[0]?.change, "delete");
      assert.equal(plans[0]?.rows[0]?.released, true);
      assert.match(
        plans[0]?.notices[0] ?? "",
        /^1 order stays in force although the plan is destroyed, .*: e-1 \(i-1\) at 2026-12-04 17:30\.$/,
      );
    });

    it("counts an event that has moved to another plan once, there", () => {
      const left = { ...ordered(1, "Scheduled"), released: true as const };
      const text = exportOf(
        { name: "alpha", planned: [planned(2)], migrations: { "e-1": left, "e-2": ordered(2, "Scheduled") } },
        { name: "beta", planned: [planned(1)], migrations: { "e-1": ordered(1, "Scheduled") } },
      );
      const { plans } = readReport(text);
      assert.deepEqual(
        plans.map(({ name, rows, notices }) => [name, rows.map(({ eventId }) => eventId), notices]),
        [
          ["alpha", ["e-2"], []],
          ["beta", ["e-1"], []],
        ],
      );
    });

    it("says so where the events themselves are not known yet", () => {
      const text = exportOf({ inputs: { planned: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" } });
      const [plan] = readReport(text).plans;
      assert.deepEqual(plan?.rows, []);
      assert.match(plan?.notices[0] ?? "", /^The plan's events are unknown until `pulumi up` has created/);
    });
  });

  describe("from a stack's state", () => {
    it("tells what ENS refused, with its reason", () => {
      const rows = rowsOf(readReport(fixture("exportPartial")));
      const [status, tone, detail] = pick(rows, 5, ["status", "tone", "detail"]);
      assert.deepEqual([status, tone], ["Refused by ENS", "attention"]);
      assert.match(String(detail), /^500: the target site has no capacity \(request id [-0-9A-F]{36}\)$/);
    });

    it("tells where the platform moved an event, and what failed", () => {
      const { plans } = readReport(fixture("export"));
      assert.deepEqual(
        plans.map(({ name }) => name),
        ["edge", "late"],
        "a program's exports are not plans of their own",
      );
      const rows = rowsOf({ plans });
      const [local, detail] = pick(rows, 5, ["local", "detail"]);
      assert.equal(local, "2026-12-14 08:00");
      assert.match(String(detail), /moved from 2026-12-13 01:30 by the platform/);
      assert.deepEqual(pick(rows, 7, ["status", "tone"]), ["Failed", "failed"]);
      assert.deepEqual(
        plans[0]?.totals.statuses.map(({ status, count }) => [status, count]),
        [
          ["Scheduled", 2],
          ["Executed", 4],
        ],
      );
    });

    it("knows a schedule's waves, windows and exclusions", () => {
      const [plan] = readReport(fixture("exportSchedule")).plans;
      assert.equal(plan?.timeZone, "Asia/Shanghai");
      const saturday = plan?.rows.filter(({ local }) => local?.startsWith("2026-12-05")) ?? [];
      assert.deepEqual(
        saturday.map(({ wave }) => wave),
        [1, 2, 2, 2, 2, 3, 3, 3],
      );
      const opening = plan?.windows.find(({ start }) => start === Date.parse("2026-12-05T01:00:00+08:00"));
      assert.equal(opening?.end, Date.parse("2026-12-05T04:00:00+08:00"));
      assert.equal(opening?.lastStart, Date.parse("2026-12-05T03:30:00+08:00"));
      assert.deepEqual(plan?.exclusions.map(({ reason }) => reason).sort(), [
        "Double Twelve sale",
        "database backup",
        "year-end freeze",
      ]);
    });

    it("shows every state an order can be in", () => {
      const terms = { opsType: "scheduled", dataPolicy: "abandon", planTime: SATURDAY } as const;
      const basis = "Jx0k_2aQ";
      const migrations = {
        "e-1": ordered(1, "Unread"),
        "e-2": ordered(2, "Inquiring", {
          ordered: { state: "unsent", basis, why: "held back by maxErrors" },
        }),
        "e-3": ordered(3, "Inquiring", { ordered: { state: "unknown", basis, terms, since: SATURDAY } }),
        "e-4": ordered(4, "Scheduled", { ordered: { state: "observed", basis } }),
        "e-5": ordered(5, "Dreaming"),
        "e-6": ordered(6, "Avoided", { ordered: { state: "unknown", basis, terms, since: SATURDAY } }),
      };
      const rows = rowsOf(
        readReport(exportOf({ migrations, planned: [1, 2, 3, 4, 5, 6].map((number) => planned(number)) })),
      );
      assert.deepEqual(
        rows.map(({ status, tone, detail }) => [status, tone, detail]),
        [
          ["Ordered", "inquiring", undefined],
          ["Order not sent", "attention", "held back by maxErrors"],
          ["Answer lost", "attention", "sent at 2026-12-05 01:30, and the answer was lost"],
          ["Scheduled", "scheduled", "not ordered by this plan"],
          ["Dreaming", "other", undefined],
          ["Avoided", "done", "sent at 2026-12-05 01:30, and the answer was lost"],
        ],
      );
      assert.equal(rows[3]?.dataPolicy, undefined, "nobody can read it back");
    });

    it("leaves an order alone whose time alone differs from what is planned now", () => {
      const later = planned(1, {
        terms: { opsType: "scheduled", dataPolicy: "force_transfer", planTime: SATURDAY + 3_600_000 },
      });
      const [row] = rowsOf(
        readReport(exportOf({ planned: [later], migrations: { "e-1": ordered(1, "Scheduled") } })),
      );
      assert.deepEqual([row?.status, row?.local], ["Scheduled", "2026-12-05 01:30"]);
    });
  });

  describe("from a program's outputs", () => {
    it("finds plans at any depth, named by where they are", () => {
      const { edge } = JSON.parse(fixture("stackOutput")) as Record<string, unknown>;
      const { plans } = readReport(JSON.stringify({ regions: { north: [edge] }, other: 1 }));
      assert.deepEqual(
        plans.map(({ name, rows }) => [name, rows.length]),
        [["regions.north.0", 6]],
      );
      assert.equal(plans[0]?.timeZone, "UTC");
    });

    it("takes the outputs of the Automation API", () => {
      const { edge } = JSON.parse(fixture("stackOutput")) as Record<string, unknown>;
      const [plan] = readReport(JSON.stringify({ edge: { value: edge, secret: false } })).plans;
      assert.equal(plan?.name, "edge");
    });
  });

  describe("time zones", () => {
    const at = (zone: string): ReportRow | undefined =>
      readReport(exportOf({ planned: [planned(1)] }), { timeZone: zone }).plans[0]?.rows[0];

    it("are the schedule's, or else the one that most times were written in", () => {
      const zones = [
        { schedule: { ...SCHEDULE, timeZone: "Europe/Berlin" } },
        {
          planned: [
            planned(1),
            planned(2),
            planned(3, { local: { time: "2026-12-04 18:30", zone: "Europe/Berlin" } }),
          ],
        },
        { planned: [planned(1, { local: { time: "2026-12-05 01:30", zone: "+08:00" } })] },
        { schedule: { ...SCHEDULE, timeZone: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" } },
      ].map((plan) => readReport(exportOf(plan)).plans[0]?.timeZone);
      assert.deepEqual(zones, ["Europe/Berlin", "Asia/Shanghai", "+08:00", "UTC"]);
    });

    it("of an earlier version's state are still shown, though nobody may choose them any more", () => {
      for (const zone of ["CST", "EST5EDT", "+08:00"]) {
        const [plan] = readReport(
          exportOf({
            schedule: { ...SCHEDULE, timeZone: zone },
            planned: [planned(1, { local: { time: "2026-12-05 01:30", zone } })],
          }),
        ).plans;
        assert.equal(plan?.timeZone, zone);
        assert.match(plan?.rows[0]?.local ?? "", /^2026-12-0[45] \d\d:30$/);
      }
    });

    it("can be chosen by name", () => {
      assert.equal(at("Europe/Berlin")?.local, "2026-12-04 18:30");
      assert.equal(at("Europe/Berlin")?.utc, "2026-12-04T17:30:00.417Z");
    });

    for (const zone of ["Asia/Peking", "+08:00", "CST", "asia/shanghai", "local"]) {
      it(`cannot be ${zone}`, () => {
        assert.throws(() => at(zone), {
          name: "RangeError",
          message: /^timeZone must be a time zone as Area\/City, such as Asia\/Shanghai, or UTC, not "/,
        });
      });
    }
  });

  describe("from a preview that leaves every plan as it is", () => {
    for (const text of ['{"changeSummary":{"same":3}}', '{"steps":[],"changeSummary":{"same":3}}']) {
      it(`says so in every format: ${text}`, () => {
        const report = readReport(text);
        assert.equal(toTerminal(report), "This changes no migration plan.\n");
        assert.equal(toMarkdown(report), "## Migration timeline\n\nThis changes no migration plan.\n");
        assert.match(toHtml(report), /<p>This changes no migration plan\.<\/p>/);
      });
    }
  });

  describe("from a preview that failed", () => {
    const failed = (name: string): [plans: unknown[], errors: string[]] => {
      const { plans, errors } = readReport(fixture(name));
      return [plans.map((plan) => [plan.name, plan.change, plan.rows.length, plan.errors]), errors];
    };

    it("shows the plan that failed, with its reason, beside the others", () => {
      assert.deepEqual(failed("previewCheckFailed"), [
        [
          ["good", "create", 1, []],
          [
            "bad",
            "failed",
            0,
            ['dataPolicy "nope": must be one of "abandon", "force_transfer", "try_transfer"'],
          ],
        ],
        [],
      ]);
      const [[good, other], errors] = failed("previewDiffFailed") as [
        [unknown, [string, string, number, string[]]],
        string[],
      ];
      assert.deepEqual(
        [good, other.slice(0, 3), errors],
        [["good", "update", 2, []], ["other", "failed", 0], []],
      );
      assert.match(
        String(other[3]),
        /^other: e-0+2: this stack has ordered it already .*onReschedule is "fail"/,
      );
    });

    it("shows of a plan what the refresh before has read", () => {
      const preview = JSON.parse(fixture("previewDiffFailed")) as {
        steps: { urn: string; oldState: object }[];
        diagnostics: { urn: string }[];
      };
      const [, step] = preview.steps;
      assert.ok(step);
      const before = { ...step, urn: preview.diagnostics[1]?.urn, op: "refresh", newState: step.oldState };
      const { plans } = readReport(JSON.stringify({ ...preview, steps: [before] }));
      assert.deepEqual(
        plans.map(({ name, change, rows, errors }) => [name, change, rows.length, errors.length]),
        [["other", "failed", 1, 1]],
      );
    });

    it("says what failed beside the plans: the program, another resource, a policy", () => {
      assert.deepEqual(failed("previewProgramFailed"), [
        [["good", "update", 2, []]],
        [
          "Running program '/home/ann/edge/index.js' failed with an unhandled exception: Error: the inventory cannot be read " +
            "at Object.<anonymous> (/home/ann/edge/index.js:8:7)",
        ],
      ]);
      assert.deepEqual(failed("previewOtherFailed"), [
        [],
        ["disk (pulumi-nodejs:dynamic:Resource): size: must be a number"],
      ]);
      assert.deepEqual(failed("previewPolicyFailed"), [
        [],
        [
          'preview failed. Pulumi gives no reason in its JSON: run "pulumi preview". Perhaps a policy refuses',
        ],
      ]);
    });

    const reasonsOf = (message: string) =>
      readReport(JSON.stringify({ steps: [], diagnostics: [{ severity: "error", message }] })).errors;

    it("keeps of a stack trace, coloured or not, the first frame of the program's own code", () => {
      const grey = (line: string) => `\u001b[90m${line}\u001b[39m`;
      const trace = (...frames: string[]) => reasonsOf(["error: Error: no inventory", ...frames].join("\n"));
      const [node, library] = [
        "    at readFileSync (node:fs:442:20)",
        "    at parse (/home/ann/edge/node_modules/yaml/index.js:1:1)",
      ];
      const [own, outer] = ["    at read (C:\\edge\\index.ts:8:7)", "    at main (C:\\edge\\index.ts:3:1)"];
      for (const frames of [
        [node, library, own, outer],
        [grey(node), grey(library), own, outer, grey(node)],
      ])
        assert.deepEqual(trace(...frames), ["Error: no inventory at read (C:\\edge\\index.ts:8:7)"]);
      assert.deepEqual(trace(grey(node), library), ["Error: no inventory"]);
    });

    it("keeps of a refused property its path and the reason, whatever its value", () => {
      for (const value of ["<nil>", "{map[a:{b}]}", "} {", "two\nlines", "has a problem"]) {
        assert.deepEqual(
          reasonsOf(
            `error: ens:MigrationPlan resource 'bad': property events[0] value {${value}} has a problem: not {a}, b`,
          ),
          ["ens:MigrationPlan resource 'bad': events[0]: not {a}, b"],
        );
      }
      const whole = "ens:MigrationPlan resource 'bad' has a problem: property x value {y} is odd";
      assert.deepEqual(reasonsOf(`error: ${whole}`), [whole.replace(" has a problem", "")]);
    });

    it("keeps of a plan's refused property the value that was written, where it is one and not secret", () => {
      const reasons = (type: string, value: string) => {
        const urn = `urn:pulumi:dev::project::${type}::bad`;
        const message = `error: ${type} resource 'bad': property timeout value {${value}} has a problem: is too short\n`;
        const report = readReport(
          JSON.stringify({ steps: [], diagnostics: [{ severity: "error", urn, message }] }),
        );
        return [...report.errors, ...report.plans.flatMap(({ errors }) => errors)];
      };
      assert.deepEqual(reasons(TYPE_TOKENS.dynamic, "5s"), ['timeout "5s": is too short']);
      for (const value of ["<nil>", "{map[a:{b}]}", "two\nlines", "x".repeat(61), ""])
        assert.deepEqual(reasons(TYPE_TOKENS.dynamic, value), ["timeout: is too short"]);
      assert.deepEqual(reasons("db:Instance", "hunter2"), ["bad (db:Instance): timeout: is too short"]);
    });

    it("tells one failure once, however often Pulumi does", () => {
      const {
        diagnostics: [, error],
        ...preview
      } = JSON.parse(fixture("previewDiffFailed")) as {
        diagnostics: [object, object];
      };
      const { plans } = readReport(JSON.stringify({ ...preview, diagnostics: [error, error] }));
      assert.deepEqual(
        plans.map(({ errors }) => errors.length),
        [0, 1],
      );
    });

    it("names the plans that failed, and says that others may be missing without a name", () => {
      const [meaning = ""] = shortcomingsOf(readReport(fixture("previewCheckFailed")));
      assert.match(
        meaning,
        /Not shown as planned: bad\. .* plans that it had not reached are missing too, and its JSON does not name them\.$/,
      );
      assert.doesNotMatch(shortcomingsOf(readReport(fixture("previewOtherFailed")))[0] ?? "", /Not shown/);
    });

    it("says so in every format, and that plans may be missing", () => {
      for (const name of [
        "previewCheckFailed",
        "previewDiffFailed",
        "previewProgramFailed",
        "previewOtherFailed",
      ]) {
        const report = readReport(fixture(name));
        const [reason = ""] = [...report.errors, ...report.plans.flatMap(({ errors }) => errors)];
        const [begin = ""] = /[\w ]{12,}/.exec(reason) ?? [];
        for (const text of [toTerminal(report), toMarkdown(report), toHtml(report)]) {
          assert.match(text, /This preview failed, so this report is not complete/);
          assert.ok(begin !== "" && text.includes(begin), `${begin}: ${text}`);
          assert.doesNotMatch(text, /This changes no migration plan|no events/i);
        }
      }
      assert.match(
        toTerminal(readReport(fixture("previewCheckFailed"))),
        /^bad \(preview failed\): what changes is unknown\n! /m,
      );
      const report = readReport(fixture("previewCheckFailed"));
      assert.match(toMarkdown(report), /^### bad \(preview failed\)\n\n\*\*What changes is unknown\*\*$/m);
      assert.match(toHtml(report), /<p class="headline">What changes is unknown<\/p>/);
    });

    it("says nothing of the kind about one that succeeded", () => {
      for (const name of ["previewCreate", "previewUpdate", "previewSchedule", "export", "exportPartial"]) {
        const report = readReport(fixture(name));
        assert.deepEqual([report.errors, report.plans.flatMap(({ errors }) => errors)], [[], []]);
        assert.doesNotMatch(toTerminal(report), /complete|failed\)/);
      }
    });
  });

  it("shows what a command that was killed was about to do, and that ENS may know more", () => {
    const report = readReport(fixture("exportInterrupted"));
    assert.deepEqual(
      report.plans.map(({ name, rows, errors }) => [
        name,
        rows.length,
        errors.map((error) => error.split(", ")[0]),
      ]),
      [
        ["good", 1, ["a command was interrupted while updating this plan"]],
        ["other", 1, ["a command was interrupted while creating this plan"]],
      ],
    );
    assert.match(toTerminal(report), /^! This report may not be complete\./);
  });

  it("only notes a plan that was made since, of which Pulumi remembers a creation that was interrupted", () => {
    const { deployment } = JSON.parse(fixture("exportInterrupted")) as {
      deployment: { resources: object[]; pending_operations: { resource: object; type: string }[] };
    };
    const [, other] = deployment.pending_operations;
    assert.equal(other?.type, "creating");
    const made = { ...other.resource, outputs: { migrations: {}, schemaVersion: 1 } };
    const after = { resources: [...deployment.resources, made], pending_operations: [other] };
    const { plans, errors } = readReport(JSON.stringify({ deployment: after }));
    assert.deepEqual(
      [errors, plans.map((plan) => [plan.name, plan.errors])],
      [
        [],
        [
          ["good", []],
          ["other", []],
        ],
      ],
    );
    assert.match(plans[1]?.notices.join() ?? "", /`pulumi refresh --clear-pending-creates`/);
    assert.deepEqual(plans[0]?.notices, []);
  });

  it("takes a document with lines before and after it, as shells and npm print them", () => {
    const text = fixture("previewCreate");
    const expected = readReport(text);
    const compact = JSON.stringify(JSON.parse(text));
    for (const around of [
      `> edge@1.0.0 preview\n> pulumi preview --json\n\n${text}`,
      `{word}\n${text}`,
      `{word}\n${compact}`,
      `Welcome { guest }\n${text}\nerror: no changes were expected but changes were proposed\n`,
      `warning: a new version is available\n${compact}\n`,
      `\u001b[33mwarning: no colour\u001b[0m\r\n${text.replaceAll("\n", "\r\n")}`,
      `\uFEFF${compact}`,
    ])
      assert.deepEqual(readReport(around), expected);
  });

  describe("from a stack without plans", () => {
    const others = '{"deployment":{"resources":[{"urn":"u","type":"random:index:Pet"}]}}';
    for (const text of ['{"version":3,"deployment":{}}', others]) {
      it(`says so: ${text}`, () =>
        assert.equal(toTerminal(readReport(text)), "There is no migration plan here.\n"));
    }
  });

  describe("refuses what has no plans, and says what it is", () => {
    const cases: [what: string, text: string, says: RegExp][] = [
      [
        "nothing",
        " \n",
        /^there is nothing to read; .*standard error says why\. Give the output of "pulumi preview --json"/,
      ],
      [
        "what Pulumi prints for people",
        "Previewing update (dev)\n",
        /^this is what Pulumi prints for people, without --json/,
      ],
      ["text", "hunter2", /^this is not JSON\. /],
      ["a stream of events", '{"sequence":1}\n{"sequence":2}\n', /^this is a stream of JSON lines/],
      ["two documents", '{"steps":[]}\n{"steps":[]}\n', /^these are several JSON documents/],
      [
        "two documents behind a line",
        `{word}\n${JSON.stringify({ steps: [{}] }, null, 4)
          .repeat(2)
          .replace("}{", "}\n{")}`,
        /^these are several JSON documents/,
      ],
      ["a line in braces before JSON that is cut off", '{word}\n{"steps":[', /^this is JSON that is cut off/],
      ["a list", "[1]", /^this is JSON, but a list\. /],
      ["another object", '{"a":1,"b":2}', /^this is JSON, but an object with a, b without a plan's outputs/],
      [
        "what a preview prints that fails before it begins",
        "{}",
        /^this is an empty JSON object\. A preview that fails before it begins prints one; standard error says why\. Give/,
      ],
      ["JSON that is cut off", '{"steps":[{"op":"hunter2', /^this is JSON that is cut off/],
      [
        "JSON with a warning in it",
        '{"steps":[\nwarning: hunter2\n]}',
        /^this is JSON with something else in the middle/,
      ],
      [
        "JSON that is cut off behind a list",
        '{\n    "steps": [\n        {"a": []},\n        {"b": "hunter2',
        /^this is JSON that is cut off/,
      ],
      [
        "JSON between lines that look like it",
        'started\n{"level": 30, hunter2}\n{"steps":[]}',
        /^this is JSON between other lines, and it is not clear where it begins/,
      ],
      ["UTF-16 that was read as UTF-8", "\ufffd\ufffd{\0}\0", /^this is UTF-16, decoded as UTF-8/],
    ];
    for (const [what, text, says] of cases) {
      it(what, () => {
        assert.throws(
          () => readReport(text),
          (error: unknown) => {
            assert.ok(error instanceof UnreadableReportError);
            assert.match(error.message, says);
            assert.doesNotMatch(error.message, /hunter2/, "nobody knows what was piped in");
            return true;
          },
        );
      });
    }

    it("a state of another version", () => {
      const text = JSON.stringify({ edge: { migrations: {}, requestIds: [], schemaVersion: 99 } });
      assert.throws(() => readReport(text), /schemaVersion 99, and this version of pulumi-ens reads 1/);
    });
  });

  it("warns of data that will be lost, not of what has been", () => {
    const [preview, state] = ["previewCreate", "export"].map(
      (name) => readReport(fixture(name)).plans[0]?.alerts,
    );
    assert.deepEqual(preview, [
      "1 instance loses its local data (abandon): " +
        "e-00000000000000000000000000000003 (i-0000000000000000000000003) at 2026-12-05 02:00.",
    ]);
    assert.deepEqual(state, []);
  });

  it("leaves secrets alone", () => {
    const secret = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      ciphertext: "v1:x",
    };
    const { plans } = readReport(
      exportOf({
        inputs: { passwords: secret, planned: { "e-1": secret, "e-2": "[secret]" }, schedule: secret },
      }),
    );
    assert.deepEqual(
      plans[0]?.rows.map(({ eventId, at }) => [eventId, at]),
      [
        ["e-1", "unknown"],
        ["e-2", "unknown"],
      ],
    );
    assert.doesNotMatch(JSON.stringify(plans), /v1:x/);
    assert.doesNotMatch(JSON.stringify(readReport(fixture("export"))), /ciphertext/);
  });

  it("leaves out no order that it cannot read: it fails", () => {
    const text = exportOf({ migrations: { "e-1": ordered(1, "Scheduled"), "e-2": ordered(2, "Scheduled") } });
    for (const damage of ["i-1 Scheduled", "[secret]"]) {
      const damaged = text.replace(/(?<="e-2":")i-2 [^"]*/, damage);
      assert.notEqual(damaged, text);
      assert.throws(() => readReport(damaged), /e-2/);
    }
  });

  it("takes a plan of no events", () => {
    const [plan] = readReport(exportOf({})).plans;
    assert.deepEqual(plan?.totals, { events: 0, moves: 0, statuses: [], days: 0 });
  });
});

function rowsOf({ plans }: Pick<Report, "plans">): ReportRow[] {
  return plans.flatMap(({ rows }) => rows);
}

/** Some members of the row of the nth event of the fixtures. */
function pick(rows: readonly ReportRow[], number: number, members: readonly (keyof ReportRow)[]): unknown[] {
  const row = rows.find(({ eventId }) => eventId === `e-${String(number).padStart(32, "0")}`);
  return members.map((member) => row?.[member]);
}
