import { coerce, lt } from "semver";
import { parseImage } from "../../../components/images/lock-file.ts";
import { pinnedImages } from "../../../components/images/reference.ts";
import { isList, type Json, objectAt, textAt } from "../../drift/json.ts";
import { holes } from "../data/images.ts";
import type { Finding } from "../finding.ts";
import type { Survey } from "../survey.ts";

/** Finds images of running pods that have known vulnerabilities or are older than the program's pin. */
export function checkImages({ pods }: Pick<Survey, "pods">): readonly Finding[] {
  return pods.flatMap((pod) => {
    const where = `${textAt(pod, "metadata", "namespace") ?? ""}/${textAt(pod, "metadata", "name") ?? ""}`;
    return imagesOf(pod).flatMap((image) => checkImage(image, where));
  });
}

function imagesOf(pod: Json): readonly string[] {
  const spec = objectAt(pod, "spec");
  const containers = [spec["initContainers"], spec["containers"]].flatMap((list) =>
    isList(list) ? list : [],
  );
  return containers.flatMap((container) => textAt(container, "image") ?? []);
}

function checkImage(image: string, where: string): readonly Finding[] {
  const name = nameOf(image);
  if (name === undefined) return [];
  const { repository, tag } = name;
  const pin = pinnedTag(repository);
  const subject = `the image ${repository}:${tag} of Pod ${where}`;
  const open = (holes[repository] ?? []).flatMap(({ advisory, effect, fixed }) => {
    const closedBy = fixed.find((release) => seriesOf(release) === seriesOf(tag));
    return closedBy !== undefined && isOlder(tag, closedBy) ? [{ advisory, effect, closedBy }] : [];
  });
  const isPinned = pin !== undefined && seriesOf(pin) === seriesOf(tag);
  const remedy = `The program pins ${pin}: run up.`;
  if (open.length === 0) {
    if (!isPinned || !isOlder(tag, pin)) return [];
    return [{ severity: "info", subject, problem: `is behind ${pin}`, remedy }];
  }
  return open.map(({ advisory, effect, closedBy }) => ({
    severity: "warns",
    subject,
    problem: `has ${advisory}, by which an attacker ${effect}; ${closedBy} closes it`,
    remedy:
      isPinned && !isOlder(pin, closedBy)
        ? remedy
        : `Raise it to ${closedBy} or newer in the program and in images.lock.json, then run up.`,
  }));
}

/** Repository and tag, without registry, cache prefix and `library/`; undefined for an image without a tag. */
function nameOf(image: string): { repository: string; tag: string } | undefined {
  try {
    const { repository, tag } = parseImage(image.split("@")[0] ?? "");
    const known = Object.keys(holes).find(
      (name) => repository === name || repository.endsWith(`/${name}`),
    );
    return { repository: known ?? repository.replace(/^library\//, ""), tag };
  } catch {
    return undefined;
  }
}

/** The repository's tag in images.lock.json. */
function pinnedTag(repository: string): string | undefined {
  const pinned = pinnedImages.find((image) => nameOf(image)?.repository === repository);
  return pinned === undefined ? undefined : nameOf(pinned)?.tag;
}

/** `8.0` for `8.0.9` and `8.0.9-noble`. */
const seriesOf = (tag: string) => /^v?(\d+\.\d+)/.exec(tag)?.[1];

function isOlder(tag: string, release: string): boolean {
  const [one, other] = [coerce(tag), coerce(release)];
  return one !== null && other !== null && lt(one, other);
}
