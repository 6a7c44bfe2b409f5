import { portsOf } from "../../components/app-service/network.ts";
import { join } from "../../components/check/parse.ts";
import { collect, type ValidationIssue } from "../../components/validation.ts";
import type { ServiceSpec } from "../../components/app-service/service-spec.ts";
import { textsOfValue } from "../../components/app-service/templates.ts";
import type { System } from "../system.ts";

/** Texts of a service that may hold an address of another one, each with its path below the service. */
function textsOf(spec: ServiceSpec) {
  const { environment = {}, command = [], args = [], files = {} } = spec;
  return [
    ...Object.entries(environment).flatMap(([name, value]) =>
      textsOfValue(spec, value).map((text) => ({ path: ["environment", name], text })),
    ),
    ...command.map((text, index) => ({ path: ["command", index], text })),
    ...args.map((text, index) => ({ path: ["args", index], text })),
    ...Object.entries(files).map(([name, text]) => ({ path: ["files", name], text })),
  ];
}

/** `http://orders:8080` and the longer names of the same Service, with the name and the number. */
const address =
  /:\/\/(?:[^\s/@]*@)?(([a-z][-a-z0-9]*)(?:\.[a-z][-a-z0-9]*(?:\.svc[.a-z]*)?)?:(\d{1,5}))\b/g;

/**
 * A changed `port` changes the address of a service for its callers. An address with another number is refused.
 * @param others the other systems of the environment, whose addresses are `http://orders.shop:8080`
 */
export function validateAddresses(
  { name: system, services }: System,
  key: string,
  others: readonly System[] = [],
): readonly ValidationIssue[] {
  return collect((report) => {
    for (const [name, spec] of Object.entries(services))
      for (const { path, text } of textsOf(spec))
        for (const [, whole = "", host = "", number] of text.matchAll(address)) {
          const [, namespace = system] = whole.split(":")[0]?.split(".") ?? [];
          const owner =
            namespace === system
              ? services
              : others.find((one) => one.name === namespace)?.services;
          const called = owner && Object.hasOwn(owner, host) ? owner[host] : undefined;
          if (called === undefined) continue;
          const { port, metrics } = called;
          const ports = portsOf(called).map((one) => one.port);
          if ([...ports, metrics?.port].map(String).includes(number ?? "")) continue;
          const at = join(key, ["services", name, ...path]);
          if (port === undefined) {
            const problem = `is an address of ${host}, a worker without a port`;
            report(at, whole, problem, `Take it out, or give ${host} a port.`);
          } else {
            const problem = `is not the address of ${host}, whose port is ${port}`;
            report(at, whole, problem, `Write ${whole.replace(/\d+$/, String(port))}.`);
          }
        }
  });
}
