import { Server, ServerCredentials } from "@grpc/grpc-js";
import service from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { AwsProvider, type AwsOptions } from "./aws.ts";
import { serviceOf } from "./service.ts";

/** Maximum message size, like the engine's. */
const mostBytes = 400 * 1024 * 1024;

/** Serves the provider until the engine ends the process. It prints its port as the first line. */
export function serve(options: AwsOptions, version: string): void {
  const server = new Server({
    "grpc.max_receive_message_length": mostBytes,
    "grpc.max_send_message_length": mostBytes,
  });
  server.addService(service.ResourceProviderService, serviceOf(new AwsProvider(options), version));
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    console.log(String(port));
  });
}
