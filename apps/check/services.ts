import { portsOf } from "../../components/app-service/network.ts";
import { clashMessage, variableClashes } from "../../components/app-service/variable-names.ts";
import { bytes } from "../../components/check/quantity.ts";
import { isObject } from "../../components/check/schema.ts";
import { collect, type Report } from "../../components/validation.ts";
import type { Scaling } from "../../components/app-service/service.ts";
import { type ServiceSpec, storesOf } from "../../components/app-service/service-spec.ts";
import type { System } from "../system.ts";

/** Checks the fields of each service against each other. */
export function validateServices({ services, stores }: System, key: string) {
  const engines = Object.fromEntries(
    Object.entries(stores).map(([name, { engine }]) => [name, engine]),
  );
  return collect((report) => {
    for (const [name, spec] of Object.entries(services)) {
      const at = `${key}.services.${name}`;
      validateAmounts(spec, spec, stores, at, report);
      for (const [profile, patch] of Object.entries(spec.in ?? {}))
        validateAmounts(spec, patch, stores, `${at}.in.${profile}`, report);
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

/** Scaling and resources of a service, or of its patch for a profile. */
function validateAmounts(
  spec: ServiceSpec,
  { scaling, resources }: { scaling?: Scaling | undefined; resources?: ServiceSpec["resources"] },
  stores: System["stores"],
  at: string,
  report: Report,
): void {
  if (scaling) validateScaling(spec, scaling, stores, `${at}.scaling`, report);
  const { memory = "0", memoryLimit = memory } = resources ?? {};
  if ((bytes(memoryLimit) ?? Infinity) >= (bytes(memory) ?? 0)) return;
  const remedy = "Write a limit of at least the request, or leave it out.";
  const problem = `is below memory, which is ${memory}`;
  report(`${at}.resources.memoryLimit`, memoryLimit, problem, remedy);
}

function validateScaling(
  spec: ServiceSpec,
  scaling: Scaling,
  stores: System["stores"],
  at: string,
  report: Report,
): void {
  if (scaling.kind === "fixed") return;
  const { min, max } = scaling;
  if (spec.volume !== undefined)
    report(
      `${at}.kind`,
      scaling.kind,
      "changes the pods of a service with a volume",
      "Write fixed.",
    );
  if (min > max)
    report(`${at}.min`, min, `is above max, which is ${max}`, "Write a min of at most max.");
  if (scaling.kind === "schedule")
    for (const [index, { from, to, min: then }] of scaling.times.entries()) {
      const place = `${at}.times[${index}]`;
      if (from === to)
        report(`${place}.to`, to, "is the same moment as from", "Write a later one.");
      if (then > max)
        report(
          `${place}.min`,
          then,
          `is above max, which is ${max}`,
          "Write a min of at most max.",
        );
      else if (then <= min)
        report(`${place}.min`, then, `is not above min, which is ${min}`, "Write a larger one.");
    }
  if (scaling.kind !== "queue") return;
  const { store } = scaling;
  const engine = stores[store]?.engine ?? "";
  if (!storesOf(spec).includes(store))
    report(
      `${at}.store`,
      store,
      "is a store that the service does not use",
      `Add it: uses: ["${store}"].`,
    );
  else if (!["rabbitmq", "valkey"].includes(engine))
    report(
      `${at}.store`,
      store,
      `has no queues: its engine is ${engine}`,
      "Name a RabbitMQ or a Valkey.",
    );
  if (min === 0 && spec.port !== undefined)
    report(
      `${at}.min`,
      min,
      "leaves requests without a pod",
      "Write 1 or more, or make it a worker.",
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
