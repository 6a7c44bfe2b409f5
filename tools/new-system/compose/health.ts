import type { Data } from "../code.ts";
import type { Gaps } from "./gaps.ts";
import { fields } from "./read.ts";
import { portOfCheck, type ServiceRole } from "./roles.ts";
import { needsShell, secondsOf, shellWords } from "./words.ts";

/** Seconds of a start without a `start_period`. */
const usualStart = 30;

/** `startupSeconds`, from the check's start period and its first attempts. */
export function startupSeconds({ source }: ServiceRole): number {
  const check = fields(source.raw["healthcheck"]);
  const period = secondsOf(check["start_period"]) ?? 0;
  const tries = (secondsOf(check["interval"]) ?? 0) * Number(check["retries"] ?? 0);
  const seconds = Math.ceil(Math.max(period, Number.isFinite(tries) ? Math.min(tries, 300) : 0));
  return Math.min(Math.max(seconds, usualStart), 3600);
}

/** Words of a health check's command; undefined if there is none, or it is disabled. */
function testOf({
  source,
}: ServiceRole): { readonly line: string; readonly words: readonly string[] } | undefined {
  const check = fields(source.raw["healthcheck"]);
  const test = check["test"];
  if (check["disable"] === true) return undefined;
  if (typeof test === "string") return { line: test, words: shellWords(test) };
  if (!Array.isArray(test)) return undefined;
  const [form, ...words] = test.map(String);
  if (form === "NONE") return undefined;
  if (form === "CMD-SHELL") return { line: words.join(" "), words: shellWords(words.join(" ")) };
  return { line: words.join(" "), words: form === "CMD" ? words : test.map(String) };
}

/** `health` of a service. */
export function healthOf(service: ServiceRole, gaps: Gaps): Data {
  const test = testOf(service);
  return service.kind === "worker"
    ? workerHealth(service, test, gaps)
    : webHealth(service, test, gaps);
}

type Test = ReturnType<typeof testOf>;

function workerHealth({ source }: ServiceRole, test: Test, gaps: Gaps): Data {
  if (test !== undefined) return { command: commandOf(test) };
  gaps.add(
    "todo",
    source.name,
    "It has neither a port nor a health check. Say how a dead process is noticed: a heartbeat file or a command.",
  );
  return { none: true, because: "the Compose file has no check; a process that fails must end" };
}

function webHealth(service: ServiceRole, test: Test, gaps: Gaps): Data {
  const { source, port } = service;
  if (test === undefined) {
    gaps.add(
      "todo",
      source.name,
      "It has no health check; a TCP connection to its port is checked. Write the path that says whether it is ready.",
    );
    return { tcp: true };
  }
  const { line } = test;
  const url = urlOf(line);
  if (url !== undefined) {
    const { path } = url;
    const headers = headersOf(line);
    if (/\|\s*grep/.test(line))
      gaps.add(
        "guess",
        source.name,
        "Its check reads the answer; here each status below 400 is good.",
      );
    const isOwn = url.port === undefined || url.port === port;
    return isOwn && headers === undefined
      ? path
      : { path, port: isOwn ? undefined : url.port, headers };
  }
  const asked = portOfCheck(service.source);
  const other = asked === undefined || asked === port ? undefined : asked;
  if (/grpc[-_]health[-_]probe/.test(line)) {
    const [, name] = /-service[= ](\S+)/.exec(line) ?? [];
    return { grpc: true, service: name, port: portOfProbe(line, port) };
  }
  if (/\bnc\s+(-\S+\s+)*(localhost|127\.0\.0\.1)\s+\d+/.test(line) || /\/dev\/tcp\//.test(line))
    return { tcp: true, port: other };
  return { command: commandOf(test) };
}

/** Path and port that a command asks by HTTP. */
function urlOf(
  line: string,
): { readonly port: number | undefined; readonly path: string } | undefined {
  if (!/\b(curl|wget|http|xh)\b/.test(line)) return undefined;
  const own =
    /(https?:\/\/)?(?<![\w.-])(?:[a-z][\w.-]*|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d+))?(\/[^\s"'|&;)]*)?/g;
  const found = [...line.matchAll(own)].map(([, scheme, port, path]) => ({ scheme, port, path }));
  const best =
    found.find(({ scheme }) => scheme !== undefined) ??
    found.find(({ port, path }) => port !== undefined && path !== undefined) ??
    found.find(({ port }) => port !== undefined) ??
    found.find(({ path }) => path !== undefined && !path.startsWith("/dev/"));
  if (best === undefined) return undefined;
  return {
    port: best.port === undefined ? undefined : Number(best.port),
    path: best.path ?? "/",
  };
}

function portOfProbe(line: string, port: number | undefined): number | undefined {
  const asked = Number(/-addr[= ]\S*?:(\d+)/.exec(line)?.[1]);
  return Number.isNaN(asked) || asked === port ? undefined : asked;
}

function headersOf(line: string): Data | undefined {
  const found = [...line.matchAll(/(?:-H|--header)[= ]*(["'])([\w-]+):\s*(.*?)\1/g)];
  return found.length === 0
    ? undefined
    : Object.fromEntries(found.map(([, , name = "", value = ""]) => [name, value]));
}

const commandOf = ({ line, words }: NonNullable<Test>): readonly string[] =>
  needsShell(line) ? ["sh", "-c", line] : words;
