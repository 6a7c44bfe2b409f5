import { Server, ServerCredentials } from "@grpc/grpc-js";
import service from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { AwsProvider, type AwsOptions } from "./aws.ts";
import { serviceOf } from "./service.ts";

/** As large as the engine's own messages may be. */
const mostBytes = 400 * 1024 * 1024;

/** Serves the provider until the engine ends the process; its port is the first line that it prints. */
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
