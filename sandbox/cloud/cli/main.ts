import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { readApiServer } from "../api-server.ts";
import { defaultAccount } from "../caller.ts";
import { Store } from "../store/store.ts";
import { answer, type Surroundings } from "./answer.ts";

interface Kubeconfig {
  readonly users?: readonly {
    readonly user?: Readonly<
      Record<"client-certificate-data" | "client-key-data", string | undefined>
    >;
  }[];
}

const home = process.env["SANDBOX_CLOUD"] ?? "";

function credential(): ReturnType<Surroundings["credential"]> {
  const apiServer = readApiServer(home);
  if (apiServer === undefined) return undefined;
  const { users }: Kubeconfig = parse(readFileSync(apiServer.kubeconfig, "utf8"));
  const user = users?.[0]?.user;
  const plain = (name: "client-certificate-data" | "client-key-data") =>
    Buffer.from(user?.[name] ?? "", "base64").toString();
  return { certificate: plain("client-certificate-data"), key: plain("client-key-data") };
}

const { code, output, error } = answer(process.argv.slice(2), {
  account: defaultAccount,
  environment: process.env,
  store: new Store(home, defaultAccount),
  credential,
  now: new Date(),
});
if (output !== undefined) console.log(output);
if (error !== undefined) console.error(error);
process.exitCode = code;
