import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "mocha";

/** A folder for each test of a suite, which is removed afterwards. */
export function temporaryHome(): () => string {
  let home = "";
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "hanok-"));
  });
  afterEach(() => {
    rmSync(home, { recursive: true, force: true });
  });
  return () => home;
}
