import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Messages of the compiler for files that are not written, by path relative to the project. */
export function compilerMessages(files: ReadonlyMap<string, string>): readonly string[] {
  const virtual = new Map([...files].map(([path, text]) => [join(root, path), text]));
  const config = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(
    { ...config.config, include: [], files: [] },
    ts.sys,
    root,
  );
  const own = { ...options, incremental: false, noEmit: true };
  delete own.tsBuildInfoFile;
  const host = ts.createCompilerHost(own);
  const program = ts.createProgram({
    rootNames: [...virtual.keys()].filter((path) => path.endsWith(".ts")),
    options: own,
    host: {
      ...host,
      directoryExists: (path) =>
        [...virtual.keys()].some((file) => file.startsWith(`${path}/`)) ||
        host.directoryExists?.(path) === true,
      fileExists: (path) => virtual.has(path) || host.fileExists(path),
      readFile: (path) => virtual.get(path) ?? host.readFile(path),
      getSourceFile: (path, version) => {
        const text = virtual.get(path);
        return text === undefined
          ? host.getSourceFile(path, version)
          : ts.createSourceFile(path, text, version);
      },
    },
  });
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, "\n");
    return `${file?.fileName ?? ""}: ${text}`;
  });
}
