import type { Runtime } from "../../../components/app-service/service.ts";
import { assumption, type Data } from "../code.ts";
import type { Gaps } from "./gaps.ts";
import { guessRuntime, imageParts, knownImage } from "./images.ts";
import { asList, asText } from "./read.ts";
import type { ServiceRole } from "./roles.ts";

/** Runtime of a service, which says how its process behaves. `static` where it is not known. */
export function runtimeOf({ source }: ServiceRole, gaps: Gaps): Runtime {
  const { image, dockerfile, environment, command = [], entrypoint = [] } = source;
  const parts = image === undefined ? undefined : imageParts(image);
  const known = knownImage(parts?.short ?? "").runtime;
  const spring = [...environment.keys()].some((name) => /^SPRING_|^EUREKA_|^JAVA_/.test(name));
  const found =
    known ??
    (spring ? "spring" : undefined) ??
    guessRuntime([dockerfile?.base ?? "", ...entrypoint, ...command.slice(0, 3)]) ??
    guessRuntime([parts?.repository ?? ""]);
  if (found === undefined)
    gaps.add(
      "guess",
      source.name,
      "Its runtime is not known; static sets no variables of its own.",
    );
  return found ?? "static";
}

/** The image without its tag. An image that is built only comes from the environment's registry. */
export function imageOf({ source, name }: ServiceRole, gaps: Gaps): string {
  const { image, isBuilt } = source;
  if (image === undefined) {
    gaps.add(
      "todo",
      source.name,
      `It is built from sources: build and push ${name} to the environment's registry.`,
    );
    return name;
  }
  const { repository } = imageParts(image);
  if (isBuilt) gaps.add("todo", source.name, `It is built from sources: build and push ${image}.`);
  return repository.toLowerCase();
}

/** Tag of a service's image for `hanok:versions`; undefined if it moves or is not known. */
export function tagOf({ source }: ServiceRole): string | undefined {
  const tag = source.image === undefined ? undefined : imageParts(source.image).tag;
  return tag === undefined || /^latest/.test(tag) ? undefined : tag;
}

/** `user`, `writable` and `architectures`. Guesses are marked; make images-lock asks the registry. */
export function imageFacts(service: ServiceRole, writable: readonly string[], gaps: Gaps) {
  const { source } = service;
  return {
    architectures: architecturesOf(service),
    user: userOf(service, gaps),
    writable: writableOf(service, writable),
    isRoot: isRoot(source.raw["user"]),
  };
}

const isRoot = (user: unknown): boolean => /^(root|0)(:|$)/.test(asText(user) ?? "");

function userOf({ source }: ServiceRole, gaps: Gaps): Data | undefined {
  const said = asText(source.raw["user"]);
  const [, number] = /^(\d+)(:\d+)?$/.exec(said ?? "") ?? [];
  if (number !== undefined && Number(number) > 0) return Number(number);
  if (isRoot(said)) {
    gaps.add(
      "todo",
      source.name,
      "It runs as root. Choose an image that runs as a user, or see the guide for root.",
    );
    return undefined;
  }
  if (said !== undefined)
    gaps.add("todo", source.name, `Its user ${said} is a name or a variable; write the number.`);
  const built = /^(\d+)(:\d+)?$/.exec(source.dockerfile?.user ?? "")?.[1];
  if (built !== undefined && Number(built) > 0) return Number(built);
  const short = source.image === undefined ? "" : imageParts(source.image).short;
  const base = source.dockerfile === undefined ? "" : imageParts(source.dockerfile.base).short;
  const known =
    knownImage(short).user ??
    (source.dockerfile?.user === "node" ? knownImage(base).user : undefined);
  if (known !== undefined)
    return assumption(
      known,
      `the user of the image ${knownImage(short).user === undefined ? base : short}`,
    );
  const port = service80(source.ports.map(({ target }) => target));
  if (port !== undefined)
    gaps.add(
      "todo",
      source.name,
      `It listens on port ${port}, which many images open as root only. Check that the image runs as a user.`,
    );
  return undefined;
}

const service80 = (ports: readonly number[]): number | undefined =>
  ports.find((port) => port < 1024);

function writableOf({ source }: ServiceRole, folders: readonly string[]): Data | undefined {
  const inTmp = folders.some((one) => one === "/tmp");
  const all = inTmp ? folders : ["/tmp", ...folders];
  const outer = all.filter(
    (one) => !all.some((other) => other !== one && one.startsWith(`${other}/`)),
  );
  if (source.raw["read_only"] === true) return folders.length === 0 ? [] : folders;
  if (folders.length === 0) return undefined;
  return assumption(outer, "its temporary and anonymous volumes");
}

function architecturesOf({ source }: ServiceRole): Data | undefined {
  const platforms = [source.raw["platform"], ...asList(source.raw["platforms"])].flatMap(
    (one) => asText(one) ?? [],
  );
  const found = (["amd64", "arm64"] as const).filter((name) =>
    platforms.some((platform) => platform.includes(name)),
  );
  return found.length === 0 ? undefined : found;
}
