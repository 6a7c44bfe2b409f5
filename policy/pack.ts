import { createRequire } from "node:module";
import { join } from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { Analyzer } from "./analyzer/analyzer.ts";
import { libraryOf } from "./analyzer/library.ts";
import { serveBy } from "./analyzer/service.ts";
import description from "./package.json" with { type: "json" };
import { policiesOf } from "./policies.ts";
import { rules } from "./rules.ts";
import { Session } from "./session.ts";

// the policy runtime starts in the pack's own folder
const load = createRequire(join(process.cwd(), "package.json"));

const name = "hanok";
const today = new Date().toISOString().slice(0, "2027-01-31".length);
const session = new Session(rules, today);
serveBy(
  new Analyzer(rules, session),
  { policyPackName: name, policyPackVersion: description.version },
  libraryOf(createRequire(load.resolve("@pulumi/policy"))),
);

new PolicyPack(name, { policies: policiesOf(rules, () => session.settings) });
