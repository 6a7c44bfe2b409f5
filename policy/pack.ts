import { createRequire } from "node:module";
import { PolicyPack } from "@pulumi/policy";
import { policiesOf } from "./policies.ts";
import { rules } from "./rules.ts";
import { Session } from "./session.ts";
import { decodeBy } from "./wire.ts";

const library = createRequire(createRequire(import.meta.url).resolve("@pulumi/policy"));
decodeBy(library("@pulumi/policy/deserialize"));

const today = new Date().toISOString().slice(0, "2027-01-31".length);
const said = process.env["PULUMI_DRY_RUN"];
const dryRun = said === undefined ? undefined : said === "true";
new PolicyPack("hanok", { policies: policiesOf(rules, new Session(rules, today, dryRun)) });
