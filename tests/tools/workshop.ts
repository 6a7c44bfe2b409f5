import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Workshop } from "../../tools/ensure.ts";
import type { Pin } from "../../tools/pin.ts";

/** A temporary folder with a table of two tools, a fake `go`, and a record of its calls. */
export interface Bench {
  readonly root: string;
  readonly home: string;
  readonly shop: Workshop;
  readonly lines: string[];
  /** PATH with only the fake `go` and the system's commands. */
  readonly path: string;
  /** Names that each run of the fake go was asked to build. */
  readonly asked: () => readonly string[];
  readonly remove: () => void;
}

/** A pin that builds one executable, in a module of the same name. */
export function pinOf(name: string, more: Partial<Pin> = {}): Pin {
  const version = { name, module: name, version: "1.2.3", fits: "1.2.x" } as const;
  const binaries = { [name]: { package: `./${name}`, version: ["--version"] } };
  return { ...version, group: "sandbox", binaries, coldSeconds: 1, ...more };
}

/** An executable shell script. */
export function script(path: string, body: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
}

// writes half of the output first, like a linker
const fakeGo = (root: string) => `
until [ "$1" = -o ]; do shift; done; out=$2; shift 2
echo "$*" | sed 's|[.]/||g' >> ${root}/asked
for package; do printf half > "$out\${package##*/}"; done
sleep "\${FAKE_GO_SECONDS:-0}"
for package; do printf whole > "$out\${package##*/}"; done`;

/** @param pins "hammer" and "saw" by default */
export function benchOf(pins: readonly Pin[] = [pinOf("hammer"), pinOf("saw")]): Bench {
  const root = mkdtempSync(join(tmpdir(), "hanok-tools-"));
  for (const { name, module } of pins) {
    const folder = join(root, "tools", module);
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, "go.mod"), `module example.com/${module}\n\ngo 1.26\n`);
    writeFileSync(join(folder, name, "main.go"), "package main\n\nfunc main() {}\n");
  }
  script(join(root, "go", "go"), fakeGo(root));
  writeFileSync(join(root, "asked"), "");
  return {
    root,
    home: join(root, ".sandbox"),
    lines: [],
    shop: {
      pins,
      root: join(root, "tools"),
      isReachable: () => Promise.resolve(false),
      download: () => Promise.resolve(),
    },
    path: `${join(root, "go")}:/usr/bin:/bin`,
    asked: () => readFileSync(join(root, "asked"), "utf8").split("\n").filter(Boolean),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
