import { createRequire } from "node:module";
import type * as Service from "@pulumi/pulumi/proto/language_grpc_pb.js";
import type * as Language from "@pulumi/pulumi/proto/language_pb.js";
import type * as Plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import type * as Empty from "google-protobuf/google/protobuf/empty_pb.js";

// Node.js cannot detect the exports of protoc's modules in an import
const load = createRequire(import.meta.url);

export const service: typeof Service = load("@pulumi/pulumi/proto/language_grpc_pb.js");
export const language: typeof Language = load("@pulumi/pulumi/proto/language_pb.js");
export const plugin: typeof Plugin = load("@pulumi/pulumi/proto/plugin_pb.js");
export const empty: typeof Empty = load("google-protobuf/google/protobuf/empty_pb.js");
