import { createRequire } from "node:module";
import { PolicyPack } from "@pulumi/policy";
import { Analyzer } from "./analyzer/analyzer.ts";
import { libraryOf } from "./analyzer/library.ts";
import { serveBy } from "./analyzer/service.ts";
import description from "./package.json" with { type: "json" };
import { policiesOf } from "./policies.ts";
import { rules } from "./rules.ts";
import { Session } from "./session.ts";

const name = "hanok";
const today = new Date().toISOString().slice(0, "2027-01-31".length);
const session = new Session(rules, today);
const library = createRequire(createRequire(import.meta.url).resolve("@pulumi/policy"));
const verify = serveBy(
  new Analyzer(rules, session),
  { policyPackName: name, policyPackVersion: description.version },
  libraryOf(library),
);

new PolicyPack(name, { policies: policiesOf(rules, session) });
verify();
