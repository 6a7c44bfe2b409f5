import { portsOf } from "../../components/app-service/network.ts";
import { clashMessage, variableClashes } from "../../components/app-service/variable-names.ts";
import { bytes } from "../../components/check/quantity.ts";
import { isObject } from "../../components/check/schema.ts";
import { collect, type Report } from "../../components/validation.ts";
import type { ServiceSpec } from "../../components/app-service/service.ts";
import type { System } from "../system.ts";

/** Checks the fields of each service against each other. */
export function validateServices({ services, stores }: System, key: string) {
  const engines = Object.fromEntries(
    Object.entries(stores).map(([name, { engine }]) => [name, engine]),
  );
  return collect((report) => {
    for (const [name, spec] of Object.entries(services)) {
      const at = `${key}.services.${name}`;
      const { scaling, resources } = spec;
      if (scaling.kind === "horizontal" && scaling.min > scaling.max) {
        const problem = `is above max, which is ${scaling.max}`;
        report(`${at}.scaling.min`, scaling.min, problem, "Write a min of at most max.");
      }
      const { memory, memoryLimit = memory } = resources;
      if ((bytes(memoryLimit) ?? Infinity) < (bytes(memory) ?? 0)) {
        const remedy = "Write a limit of at least the request, or leave it out.";
        report(
          `${at}.resources.memoryLimit`,
          memoryLimit,
          `is below memory, which is ${memory}`,
          remedy,
        );
      }
      validateFolders(spec, at, report);
      validatePorts(spec, at, report);
      const [clash] = variableClashes(spec, engines);
      if (clash === undefined) continue;
      const [problem = "", remedy = ""] = clashMessage(clash).split("; ");
      const sentence = `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}.`;
      report(`${at}.uses`, undefined, `clash: ${problem}`, sentence);
    }
  });
}

function validatePorts(spec: ServiceSpec, at: string, report: Report): void {
  const ports = portsOf(spec);
  for (const [index, { name, port }] of ports.entries()) {
    const other = ports.slice(0, index).find((one) => one.port === port);
    if (other !== undefined)
      report(
        `${at}.ports.${name}`,
        port,
        `is also the port ${other.name}`,
        "Leave one of them out.",
      );
  }
  if (spec.sticky !== undefined && ports.some(({ protocol }) => protocol === "grpc"))
    report(
      `${at}.sticky`,
      undefined,
      "has no effect: clients of gRPC keep no cookies",
      "Leave it out.",
    );
}

/** The default of `writable` in components/app-service/assumptions.ts. */
const defaultWritable = ["/tmp"];

function validateFolders(spec: ServiceSpec, at: string, report: Report): void {
  const writable = plain(spec.writable) ?? defaultWritable;
  const inside = (one: string, other: string) => one === other || one.startsWith(`${other}/`);
  const overlap = (one: string, other: string) => inside(one, other) || inside(other, one);
  for (const [index, folder] of writable.entries()) {
    const other = writable.slice(0, index).find((before) => overlap(folder, before));
    const place = `${at}.writable[${index}]`;
    if (other) report(place, folder, `overlaps ${other}`, "Keep the outer folder only.");
  }
  const { volume } = spec;
  const hit = volume && writable.find((folder) => overlap(volume.path, folder));
  if (hit === undefined) return;
  const remedy =
    spec.writable === undefined ? "Choose another folder." : "Take it out of writable.";
  const problem = `overlaps ${hit}, which is writable without a volume`;
  report(`${at}.volume.path`, volume?.path, problem, remedy);
}

/** A fact without its mark as an assumption. */
export function plain<T>(fact: T | { assumed: T } | undefined): T | undefined {
  return isObject(fact) && "assumed" in fact ? fact.assumed : fact;
}
