import { exportState } from "../drift/export.ts";
import { cliPlace, sandboxPlace, usualPlace } from "../drift/place.ts";
import { findUpgradeIssues } from "./checks/index.ts";
import { look } from "./look.ts";
import { aws, kubectlMinor } from "./machine.ts";
import { reportLines } from "./report.ts";
import { minorOf, nameOfMinor } from "./version.ts";

const paths = ["sandbox", "cli", "kubeconfig"] as const;

const usage = `node ops/upgrade-check/main.ts [sandbox|cli|kubeconfig]
  sandbox     look at the stack that stands in the sandbox, and its cluster
  cli         look at the stack that the Pulumi CLI knows, its clusters, and EKS where there are credentials
  kubeconfig  look at the cluster that kubectl reaches, without a stack
              without a word: the sandbox's for the stack local and for one that stands there, else the CLI's
variables: TO=1.37 (without it: only what is behind its pin or AWS, and known holes)  STACK=local  SANDBOX_HOME=.sandbox
ends with 0 when nothing blocks the upgrade, 1 when something does, 2 when nobody could look`;

const [asked, ...others] = process.argv.slice(2);
const where = asked === undefined ? usualPlace() : paths.find((place) => place === asked);
const { TO = "" } = process.env;
const wanted = TO === "" ? undefined : TO;
const target = wanted === undefined ? undefined : minorOf(wanted);
if (where === undefined || others.length > 0) {
  console.error(usage);
  process.exit(2);
}
if (wanted !== undefined && target === undefined) {
  console.error(`upgrade: TO=${wanted} is no release; write one like TO=1.37`);
  process.exit(2);
}
try {
  const place = where === "sandbox" ? sandboxPlace() : cliPlace();
  console.log(
    (where === "kubeconfig"
      ? "the cluster of the kubeconfig"
      : `the stack ${place.stack} ${where === "sandbox" ? "in the sandbox" : "of the Pulumi CLI"}`) +
      (target === undefined ? "" : `, before ${nameOfMinor(target)}`),
  );
  const [state, kubectl] = await Promise.all([
    where === "kubeconfig" ? undefined : exportState(place),
    where === "sandbox" ? undefined : kubectlMinor(),
  ]);
  const today = new Date().toISOString().slice(0, 10);
  const around = { state, kubectl, today, aws: where === "sandbox" ? undefined : aws };
  const surveys = await look(around, target);
  const findings = surveys.flatMap((survey) => findUpgradeIssues(survey, target));
  const skipped = [...new Set(surveys.flatMap((survey) => survey.skipped))];
  for (const line of reportLines(findings, skipped, target)) console.log(line);
  process.exitCode = findings.some(({ severity }) => severity === "blocks") ? 1 : 0;
} catch (error) {
  console.error(`upgrade: ${error instanceof Error ? error.message : String(error)}`);
  if (process.env["DEBUG"] && error instanceof Error) console.error(error.stack);
  process.exitCode = 2;
}
