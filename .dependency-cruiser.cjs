/** A plug-in stands beside the component that uses it. */
const pluginPath = "^components/.+/plugin/";

/**
 * Imports run one way: index → stacks → {apps, components}. Each rule has a case in tests/habits/imports.test.ts
 * that it must refuse.
 * @type {import("dependency-cruiser").IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: "index-composes-nothing",
      comment: "index.ts loads the environment and hands it to stacks/; the composition is there.",
      severity: "error",
      from: { path: "^index\\.ts$" },
      to: { path: "^(apps|components|policy|sandbox|ops|tools|tests|bootstrap)/" },
    },
    {
      name: "program-knows-no-workshop",
      comment: "What `pulumi up` runs must not depend on what rehearses, builds or tests it.",
      severity: "error",
      from: { path: "^(stacks|apps|components|policy)/" },
      to: { path: "^(index\\.ts$|(sandbox|ops|tools|tests|bootstrap)/)" },
    },
    {
      name: "plugins-stand-alone",
      comment: "Pulumi starts them by themselves, at destroy without any program.",
      severity: "error",
      from: { path: pluginPath },
      to: {
        path: "^(index\\.ts$|(stacks|apps|components|policy|sandbox|ops|tools|tests|bootstrap)/)",
        pathNot: pluginPath,
      },
    },
    {
      name: "nobody-imports-plugins",
      comment: "Pulumi starts a plug-in as a process of its own; only its tests import it.",
      severity: "error",
      from: { pathNot: [pluginPath, "^tests/"] },
      to: { path: pluginPath },
    },
    {
      name: "bootstrap-stands-alone",
      comment: "It runs before there is anything else, and shares only the way to report a fault.",
      severity: "error",
      from: { path: "^bootstrap/" },
      to: {
        path: "^(index\\.ts$|(stacks|apps|components|policy|sandbox|ops|tools|tests)/)",
        pathNot: "^components/(check/|validation\\.ts$)",
      },
    },
    {
      name: "apps-know-interfaces",
      comment:
        "An application is data: it sees app-service, platform.ts and the way to report a fault.",
      severity: "error",
      from: { path: "^apps/" },
      to: {
        path: "^(components|stacks|policy)/",
        pathNot: "^components/(app-service/|check/|platform\\.ts$|validation\\.ts$)",
      },
    },
    {
      name: "systems-are-apart",
      comment: "One system does not import another; what they share stands beside apps/system.ts.",
      severity: "error",
      from: { path: "^apps/([^/]+)/" },
      to: { path: "^apps/[^/]+/", pathNot: "^apps/$1/" },
    },
    {
      name: "components-know-interfaces",
      comment:
        "Components know each other by platform.ts only; workload/, check/, iam/, images/ and aws/ are rooms of shared parts.",
      severity: "error",
      from: { path: "^components/([^/]+)/" },
      to: {
        path: "^components/",
        pathNot:
          "^components/($1/|(workload|check|iam|images|aws)/|platform\\.ts$|validation\\.ts$)",
      },
    },
    {
      name: "components-stand-below",
      comment: "A component does not know who composes it.",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^(stacks|apps|policy)/" },
    },
    {
      name: "interfaces-stand-alone",
      comment:
        "platform.ts and validation.ts are what the rooms have in common, so they know no room.",
      severity: "error",
      from: { path: "^components/[^/]+\\.ts$" },
      to: { path: "^components/[^/]+/" },
    },
    {
      name: "policy-and-sandbox-import-no-component",
      comment:
        "They judge and run what the program registers, not how it is made. platform.ts holds words only.",
      severity: "error",
      from: { path: "^(policy|sandbox)/" },
      to: { path: "^(components|apps)/", pathNot: "^components/platform\\.ts$" },
    },
    {
      name: "sandbox-runs-the-program",
      comment:
        "The engine imports index.ts when the engine is ready for it: a static import would run it.",
      severity: "error",
      from: { path: "^sandbox/" },
      to: { path: "^index\\.ts$", dynamic: false, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "tools-stand-alone",
      comment:
        "The tools are built before anything else can run. The folders beside them measure or derive, so they see more.",
      severity: "error",
      from: { path: "^tools/[^/]+\\.ts$" },
      to: {
        path: "^(index\\.ts$|(stacks|apps|components|policy|sandbox|ops|tests|bootstrap)/)|^tools/(bench|facts|images)/",
      },
    },
    {
      name: "nobody-imports-tests",
      severity: "error",
      from: { pathNot: "^tests/" },
      to: { path: "^tests/" },
    },
    {
      name: "kubernetes-models-are-types",
      comment: "Their classes would load a validator of every kind at each start (ADR 5).",
      severity: "error",
      from: {},
      to: {
        path: "node_modules/(@kubernetes-models|kubernetes-models)/",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "program-needs-no-development-package",
      comment: "`npm ci --omit=dev` is enough for `pulumi up`.",
      severity: "error",
      from: { path: "^(index\\.ts$|stacks/|apps/|components/|bootstrap/)" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-cycle",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-orphan",
      comment: "A file that imports nothing and that nothing imports is forgotten.",
      severity: "error",
      from: {
        orphan: true,
        pathNot: [
          "^preload\\.js$",
          "\\.d\\.ts$",
          "^tests/.*\\.test\\.ts$",
          "/scripts/",
          "/browser/",
        ],
      },
      to: {},
    },
    {
      name: "program-is-reachable",
      comment:
        "A file that index.ts does not reach is not part of the program. Scripts run in containers, and Pulumi starts the plug-in.",
      severity: "error",
      from: { path: "^index\\.ts$" },
      to: {
        path: "^(stacks|apps|components)/",
        pathNot: "^components/(.+/scripts|cluster/volume-release-barrier/plugin)/",
        reachable: false,
      },
    },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^tests/habits/fixtures/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node"],
    },
  },
};
