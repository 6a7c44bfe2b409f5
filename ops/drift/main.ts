import { exportState } from "./export.ts";
import { findDrift } from "./find.ts";
import { cliPlace, sandboxPlace, usualPlace } from "./place.ts";
import { reportLines } from "./report.ts";

const usage = `node ops/drift/main.ts [sandbox|cli]
  sandbox  compare the sandbox's stack with its cluster
  cli      compare the Pulumi CLI's stack with its clusters
           default: sandbox for the stack local and for stacks that exist there, otherwise cli
variables: STACK=local  SANDBOX_HOME=.sandbox
exit status: 0 without drift, 1 with drift, 2 if the comparison failed`;

const [asked, ...others] = process.argv.slice(2);
if ((asked !== undefined && asked !== "sandbox" && asked !== "cli") || others.length > 0) {
  console.error(usage);
  process.exit(2);
}
try {
  const where = asked ?? usualPlace();
  const place = where === "sandbox" ? sandboxPlace() : cliPlace();
  console.log(
    where === "sandbox"
      ? `the stack ${place.stack} in the sandbox, against its cluster`
      : `the stack ${place.stack} of the Pulumi CLI, against its clusters`,
  );
  // each takes about a second
  const [state] = await Promise.all([exportState(place), import("@kubernetes/client-node")]);
  const findings = await findDrift(state);
  for (const line of reportLines(findings)) console.log(line);
  process.exitCode = findings.drifts.length === 0 ? 0 : 1;
} catch (error) {
  console.error(`drift: ${error instanceof Error ? error.message : String(error)}`);
  if (process.env["DEBUG"] && error instanceof Error) console.error(error.stack);
  process.exitCode = 2;
}
