import type { Data } from "../code.ts";
import type { Gaps } from "./gaps.ts";
import { fields } from "./read.ts";
import type { ServiceRole } from "./roles.ts";
import { mebibytesOf } from "./words.ts";

/** Largest requests that fit on a node of every environment. */
const most = { millicores: 3500, mebibytes: 12_288 };

/** `resources` from `deploy.resources`, `mem_limit` and `cpus`. There is no CPU limit. */
export function resourcesOf({ source }: ServiceRole, runtime: string, gaps: Gaps): Data {
  const { reservations, limits } = fields(fields(source.raw["deploy"])["resources"]);
  const reserved = fields(reservations);
  const limit = fields(limits);
  const request = mebibytesOf(reserved["memory"] ?? source.raw["mem_reservation"]);
  const bound = mebibytesOf(limit["memory"] ?? source.raw["mem_limit"]);
  const cores = Number(reserved["cpus"] ?? limit["cpus"] ?? source.raw["cpus"]);
  const isKnown = request !== undefined || bound !== undefined;
  if (!isKnown)
    gaps.add(
      "guess",
      source.name,
      "The Compose file says no memory; the numbers are usual for the runtime.",
    );
  const usual = runtime === "spring" ? 1024 : 256;
  const memory = Math.min(Math.max(request ?? bound ?? usual, 32), most.mebibytes);
  const millicores = Number.isFinite(cores) && cores > 0 ? Math.round(cores * 1000) : 100;
  if (millicores > most.millicores || (request ?? bound ?? 0) > most.mebibytes)
    gaps.add(
      "todo",
      source.name,
      "It asks for more than a node has. Lower it, or choose larger nodes.",
    );
  return {
    cpu: `${Math.min(millicores, most.millicores)}m`,
    memory: quantity(memory),
    memoryLimit:
      request !== undefined && bound !== undefined && bound > request
        ? quantity(Math.min(bound, most.mebibytes))
        : undefined,
  };
}

const quantity = (mebibytes: number): string =>
  mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;

/** Words of processes of which a second one would do the work twice. */
const alone = /beat|scheduler|\bcron|clock|sched\b/;

/** `scaling` from `deploy.replicas` and `scale`. */
export function scalingOf({ source, name }: ServiceRole, hasVolume: boolean, gaps: Gaps): Data {
  const replicas = Number(fields(source.raw["deploy"])["replicas"] ?? source.raw["scale"] ?? 1);
  const words = [name, ...(source.command ?? [])].join(" ").toLowerCase();
  const because = hasVolume
    ? "its files are on one disk"
    : alone.test(words)
      ? "a second scheduler would run each task twice"
      : undefined;
  if (because !== undefined) return { kind: "fixed", replicas: 1, because };
  const min = Math.max(Number.isFinite(replicas) ? replicas : 1, 1);
  gaps.add(
    "guess",
    undefined,
    "Services without files scale by CPU, up to three times their pods. Check that each may run more than once.",
  );
  return { kind: "horizontal", min, max: min * 3, cpuPercent: 60 };
}
