// Compiles what the pages show of TypeScript, as modules inside the repository. Nothing is written.
import { join } from "node:path";

import ts from "typescript";

import { ROOT } from "./pages.ts";
import type { Fence } from "./pages.ts";

/** Names that a snippet leaves to its reader. */
const STAND_INS: readonly (readonly [name: string, declaration: string])[] = [
  [
    "MyDriver",
    `import type { DriverHost, DriverWith } from "@virt-driver-kit/spec";
     interface MyDriver extends DriverWith<"supportsPause"> {}
     declare class MyDriver { constructor(host: DriverHost); }`,
  ],
];

/** Files that a snippet imports from the repository of its reader. */
const FILES: readonly (readonly [path: string, text: string])[] = [
  [
    "src/driver.ts",
    `import type { DriverDefinition } from "@virt-driver-kit/spec";
     export declare const driver: DriverDefinition;`,
  ],
];

const FOLDER = join(ROOT, "conformance", "test", "snippets");

/** Tells what the compiler says of each snippet, in the order of the snippets: nothing if it is right. */
export function typeCheck(snippets: readonly Fence[]): string[][] {
  const texts = new Map(FILES.map(([path, text]) => [join(FOLDER, path), text]));
  const paths = snippets.map(({ code }, index) => {
    const path = join(FOLDER, "test", `snippet-${index}.ts`);
    texts.set(path, moduleOf(code));
    return path;
  });
  const options = compilerOptions();
  const program = ts.createProgram([...texts.keys()], options, hostOf(texts, options));
  return paths.map((path) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"),
    );
  });
}

/** An object is shown as a check. */
function moduleOf(code: string): string {
  if (code.startsWith("{"))
    return `import type { Check } from "../../../src/harness/check.ts";\nexport const check: Check = ${code};`;
  const declarations = STAND_INS.filter(([name]) => code.includes(name)).map(([, declaration]) => declaration);
  return [...declarations, code].join("\n");
}

function compilerOptions(): ts.CompilerOptions {
  const path = join(ROOT, "tsconfig.test.json");
  const { config } = ts.readConfigFile(path, (file) => ts.sys.readFile(file)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, ROOT);
  const { tsBuildInfoFile: _, ...others } = options;
  return { ...others, incremental: false, skipLibCheck: true };
}

function hostOf(texts: ReadonlyMap<string, string>, options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    directoryExists: () => true,
    fileExists: (path) => texts.has(path) || host.fileExists(path),
    readFile: (path) => texts.get(path) ?? host.readFile(path),
    getSourceFile: (path, languageVersion, ...rest) => {
      const text = texts.get(path);
      return text === undefined
        ? host.getSourceFile(path, languageVersion, ...rest)
        : ts.createSourceFile(path, text, languageVersion);
    },
  };
}
