// Which way imports may point: docs in CONTRIBUTING.md, "Layout". `npm run lint` checks it.

/** For each room, what its files may import besides each other and libraries. */
const PROVIDER = {
  api: [],
  "plan/model": ["api"],
  "plan/lines": ["api", "plan/model"],
  "plan/input": ["api", "plan/model"],
  "plan/schedule": ["api", "plan/model", "plan/lines", "plan/input"],
  "plan/state": ["api", "plan/model", "plan/lines", "plan/input"],
  "plan/orders": ["api", "plan/model", "plan/lines", "plan/input", "plan/schedule", "plan/state"],
  "plan/[^/]+[.]ts": ["api", "plan"],
  apply: ["api", "plan"],
  discover: ["api"],
  "ens/settings": ["api"],
  "ens/wire": ["api", "ens/settings"],
  "ens/transport": ["api", "ens/settings", "ens/wire"],
  "ens/retry": ["api", "ens/settings", "ens/wire", "ens/transport"],
  "ens/credentials": ["api", "ens/settings", "ens/wire", "ens/transport", "ens/retry"],
  "ens/client": ["api", "ens/settings", "ens/wire", "ens/transport", "ens/retry", "ens/credentials"],
  "ens/[^/]+[.]ts": ["api", "ens"],
  host: ["api", "plan", "apply"],
  dynamic: ["api", "ens", "host"],
};
const REPORT = {
  model: [],
  read: ["model"],
  columns: ["model"],
  page: ["model", "columns"],
  text: ["model", "columns"],
};
const PACKAGES = {
  provider: [],
  emulator: [],
  sdk: ["provider"],
  plugin: ["provider"],
  policy: ["provider"],
};

/** One rule a room: it imports nothing under `root` but itself and what it may. */
function oneWay(root, rooms) {
  return Object.entries(rooms).map(([room, allowed]) => ({
    name: `${room.replaceAll(/[^a-z/]+/g, "")}-imports-one-way`,
    comment: `${root}/${room} may import: ${allowed.join(", ") || "nothing of ours"}`,
    severity: "error",
    from: { path: `^${root}/${room}(/|$)` },
    to: {
      path: `^${root}/`,
      pathNot: [room, ...allowed].map((each) => `^${root}/${each}(/|$)`),
    },
  }));
}

export default {
  forbidden: [
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
    ...Object.entries(PACKAGES).map(([name, allowed]) => ({
      name: `${name}-imports-one-way`,
      comment: `${name} may import of our packages: ${allowed.join(", ") || "none"}`,
      severity: "error",
      from: { path: `^${name}/` },
      to: {
        path: `^(${Object.keys(PACKAGES).join("|")})/`,
        pathNot: [name, ...allowed].map((each) => `^${each}/`),
      },
    })),
    ...oneWay("provider/src", PROVIDER),
    ...oneWay("sdk/src/report", REPORT),
  ],
  options: {
    doNotFollow: { path: "(^|/)(dist|node_modules)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["require", "node", "default", "types"],
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
