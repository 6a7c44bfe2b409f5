import { createRequire } from "node:module";
import { join } from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { policiesOf } from "./policies.ts";
import { rules } from "./rules.ts";
import { Session } from "./session.ts";
import { type Deserializer, readOnce } from "./wire.ts";

// the policy runtime starts in the pack's own folder
const load = createRequire(join(process.cwd(), "package.json"));
readOnce(load("@pulumi/policy/deserialize") as Deserializer);

const today = new Date().toISOString().slice(0, "2027-01-31".length);

new PolicyPack("hanok", { policies: policiesOf(rules, new Session(rules, today)) });
