import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  status,
  type UntypedHandleCall,
} from "@grpc/grpc-js";
import type {
  GetRequiredPackagesRequest,
  RunRequest,
  RunResponse,
} from "@pulumi/pulumi/proto/language_pb.js";
import { invocationOf } from "./invocation.ts";
import { requiredPackages } from "./packages.ts";
import { empty, language, plugin, service } from "./proto.ts";

// A stand-in for pulumi-language-nodejs. The engine passes its own address, and the host prints its port. It starts
// the program like the real one (invocation.ts). It does not proxy the resource monitor, nor serve synchronous
// invokes, which only old versions of the Node.js SDK use.

const [engineAddress = ""] = process.argv.slice(2);

/** Exit code of a program whose error message was already shown. */
const told = 32;

const running = new Set<ChildProcess>();

function run(request: RunRequest): Promise<RunResponse> {
  const folder = request.getInfo()?.getProgramDirectory() ?? process.cwd();
  const runPath = createRequire(join(folder, "main.js")).resolve("@pulumi/pulumi/cmd/run");
  const pipes = mkdtempSync(join(tmpdir(), "hanok-host-"));
  const { args, env, cwd } = invocationOf(request, { engineAddress, runPath, pipes });
  const child = spawn("node", args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  running.add(child);
  return new Promise((resolve) => {
    const answer = (error: string, bail = false) => {
      running.delete(child);
      rmSync(pipes, { recursive: true, force: true });
      resolve(new language.RunResponse().setError(error).setBail(bail));
    };
    child.on("error", (error) => answer(`could not run node: ${error.message}`));
    child.on("close", (code) => {
      if (code === 0 || code === told) answer("", code === told);
      else answer(`Program exited with non-zero exit code: ${code}`);
    });
  });
}

/** Every call gets exactly one response. */
function unary<Request, Response>(
  handle: (request: Request) => Response | Promise<Response>,
): UntypedHandleCall {
  return (
    { request }: ServerUnaryCall<Request, Response>,
    answer: sendUnaryData<Response>,
  ): void => {
    Promise.resolve(request)
      .then(handle)
      .then(
        (response) => answer(null, response),
        (error: unknown) => answer({ code: status.INTERNAL, details: String(error) }),
      );
  };
}

const server = new Server();
server.addService(service.LanguageRuntimeService, {
  getPluginInfo: unary(() => new plugin.PluginInfo().setVersion("3.259.0")),
  getRequiredPackages: unary((request: GetRequiredPackagesRequest) =>
    new language.GetRequiredPackagesResponse().setPackagesList(
      requiredPackages(request.getInfo()?.getProgramDirectory() ?? process.cwd()),
    ),
  ),
  run: unary(run),
  cancel: unary(() => {
    running.forEach((child) => child.kill("SIGINT"));
    return new empty.Empty();
  }),
});
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
