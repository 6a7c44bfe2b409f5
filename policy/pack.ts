import { createRequire } from "node:module";
import { join } from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { policiesOf } from "./policies.ts";
import { rules } from "./rules.ts";
import { Session } from "./session.ts";
import { type AnalyzerModule, repairsOf } from "./repairs.ts";
import { readStructs, type StructModule } from "./struct.ts";
import { type Deserializer, readOnce } from "./wire.ts";

// the policy runtime starts in the pack's own folder
const load = createRequire(join(process.cwd(), "package.json"));
const library = createRequire(load.resolve("@pulumi/policy"));
const pulumi = createRequire(library.resolve("@pulumi/pulumi/package.json"));
const { AnalyzerService } = library("@pulumi/pulumi/proto/analyzer_grpc_pb") as AnalyzerModule;
readStructs(pulumi("google-protobuf/google/protobuf/struct_pb.js") as StructModule);
readOnce(library("@pulumi/policy/deserialize") as Deserializer, repairsOf(AnalyzerService));

const today = new Date().toISOString().slice(0, "2027-01-31".length);

new PolicyPack("hanok", { policies: policiesOf(rules, new Session(rules, today)) });
