// The layer rules: which room may import which. Arrows point to spec, and only package entry points cross a package boundary.

const room = "(spec|conformance|reference-core|fake-driver|examples/[^/]+)";

/** Builds an error-level rule; `comment` is what the reader of a violation sees. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    forbid(
      "spec-stands-alone",
      "spec imports no other package of ours",
      { path: "^spec/(src|bin|scripts)/" },
      { path: "^(conformance|reference-core|fake-driver|examples)/" },
    ),
    forbid(
      "strangers-import-spec-only",
      "fake-driver, reference-core and the examples import spec and nothing else of ours, as an out-of-tree driver would",
      { path: "^(fake-driver|reference-core|examples/[^/]+)/(src|bin)/" },
      { path: `^${room}/`, pathNot: "^(spec|$1)/" },
    ),
    forbid(
      "kit-knows-no-driver",
      "conformance imports spec, and no driver: every driver comes through the same door",
      { path: "^conformance/(src|bin)/" },
      { path: "^(fake-driver|examples)/" },
    ),
    forbid(
      "core-only-in-core-checks",
      "only checks with a core in the loop may import reference-core",
      { path: "^conformance/(src|bin)/", pathNot: "^conformance/src/checks/core-in-the-loop/" },
      { path: "^reference-core/" },
    ),
    forbid(
      "entry-points-only",
      "another package is imported by its name, through an entry of its exports",
      { path: `^${room}/` },
      {
        path: `^${room}/`,
        pathNot: [
          "^$1/",
          `^${room}/src/index\\.ts$`,
          "^spec/src/model/index\\.ts$",
          "^spec/src/generated/openrpc\\.json$",
          `^${room}/package\\.json$`,
        ],
      },
    ),
    forbid(
      "no-relative-escape",
      "another package is imported by its name, not by a relative path",
      { path: `^${room}/` },
      { path: `^${room}/`, pathNot: "^$1/", dependencyTypes: ["local"] },
    ),
    forbid(
      "vitest-in-engine-only",
      "checks are data and functions; only the engine knows the test runner",
      { path: `^${room}/(src|bin)/`, pathNot: "^conformance/src/engine/" },
      { path: "^node_modules/(vitest|@vitest)/" },
    ),
    forbid(
      "checks-know-no-engine",
      "checks and the harness know nothing of what runs or reports them",
      { path: "^conformance/src/(checks|harness)/" },
      { path: "^conformance/src/(engine|reports|cli|bin)/" },
    ),
    forbid(
      "light-entry-of-spec",
      "what a driver loads from spec needs no YAML, schema or code-generation library",
      { path: "^spec/src/index\\.ts$" },
      {
        path: "^node_modules/(ajv|yaml|@apidevtools/json-schema-ref-parser|json-schema-to-typescript)/",
        reachable: true,
      },
    ),
    forbid(
      "generator-is-build-time",
      "nothing in spec's library imports the generator",
      { path: "^spec/src/", pathNot: "^spec/src/generate/" },
      { path: "^spec/src/generate/" },
    ),
    forbid(
      "generator-needs-no-output",
      "the loader and the generator run without the files they write",
      { path: "^spec/src/(model|generate)/" },
      { path: "^spec/src/generated/" },
    ),
    forbid(
      "declared-dependencies",
      "a dependency used at run time is declared in the package's own manifest",
      { path: `^${room}/(src|bin)/`, pathNot: "^spec/src/generate/" },
      {
        dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"],
        dependencyTypesNot: ["npm", "npm-peer", "npm-optional", "type-only"],
      },
    ),
    forbid(
      "resolvable",
      "every import resolves; the launchers in bin/ name files that only a build makes",
      { pathNot: `^${room}/bin/` },
      { couldNotResolve: true },
    ),
    forbid(
      "no-cycles",
      "modules do not load each other in a circle; type-only imports, gone at run time, do not count",
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: `^${room}/dist/` },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@virt-driver-kit/source", "import", "node", "types", "default"],
      extensions: [".ts", ".mjs", ".js", ".json", ".d.ts"],
    },
  },
};
