import { imageFacts } from "../../components/app-service/assumptions.ts";
import type { ServiceSpec } from "../../components/app-service/service-spec.ts";
import type { ImageFacts } from "./facts.ts";

/**
 * What an image says about a field of its service. `fact`: the assumption is right, or the image says better. `fault`: it
 * cannot run so. `doubt`: the image says otherwise, and the service may know why.
 */
export interface Finding {
  readonly kind: "fact" | "doubt" | "fault";
  readonly field: string;
  readonly value: string;
  /** Continues the field and the value. */
  readonly problem: string;
  /** Exact text to write into the service, or a sentence. */
  readonly remedy: string;
}

/** Compares a service with its image. */
export function compare(spec: ServiceSpec, image: ImageFacts): readonly Finding[] {
  return [
    ...architecturesOf(spec, image),
    ...userOf(spec, image),
    ...portOf(spec, image),
    ...programOf(spec, image),
  ];
}

/** Whether a fact is marked as an assumption, or left to its default. */
const isAssumed = (fact: unknown): boolean =>
  fact === undefined || (typeof fact === "object" && fact !== null && "assumed" in fact);

const write = (field: string, value: unknown): string => `Write ${field}: ${listed(value)},`;
const listed = (value: unknown): string => JSON.stringify(value).replaceAll(",", ", ");

function architecturesOf(spec: ServiceSpec, image: ImageFacts): readonly Finding[] {
  const { architectures } = imageFacts(spec);
  const field = "architectures";
  const value = listed(architectures);
  const has = image.architectures;
  if (has.length === 0) {
    const problem = "the image has neither amd64 nor arm64";
    return [{ kind: "fault", field, value, problem, remedy: "Build it for one of them." }];
  }
  const absent = architectures.filter((one) => !has.includes(one));
  if (absent.length > 0) {
    const problem = `the image has no ${absent.join(" and no ")}, so its pods would not start there`;
    return [{ kind: "fault", field, value, problem, remedy: write(field, has) }];
  }
  if (!isAssumed(spec.architectures)) return [];
  const isMore = has.length > architectures.length;
  const problem = isMore ? `the image has ${has.join(" and ")}` : "the image says the same";
  return [{ kind: "fact", field, value, problem, remedy: write(field, has) }];
}

function userOf(spec: ServiceSpec, image: ImageFacts): readonly Finding[] {
  const { user } = imageFacts(spec);
  const field = "user";
  const value = String(user);
  const assumed = isAssumed(spec.user);
  const finding = (kind: Finding["kind"], problem: string, remedy: string): readonly Finding[] => [
    { kind, field, value, problem, remedy },
  ];
  if (image.user === undefined)
    return assumed
      ? finding(
          "doubt",
          "the image's own user is root, so it may not run as another",
          "Give the image a user, or try it with this one and write the number without assumed.",
        )
      : [];
  if (!/^\d+$/.test(image.user))
    return assumed
      ? finding(
          "doubt",
          `the image's user has the name ${image.user}`,
          `Write its number, which "id -u ${image.user}" prints in the container.`,
        )
      : [];
  const number = Number(image.user);
  if (number === user)
    return assumed ? finding("fact", "the image says the same", write(field, number)) : [];
  return finding(
    assumed ? "fault" : "doubt",
    `the image's user is ${number}`,
    write(field, number),
  );
}

function portOf(spec: ServiceSpec, image: ImageFacts): readonly Finding[] {
  const { port } = spec;
  const { ports } = image;
  if (port === undefined || ports.length === 0 || ports.includes(port)) return [];
  const [only] = ports;
  // EXPOSE is a note of the image, and a variable may change the port
  return [
    {
      kind: "doubt",
      field: "port",
      value: String(port),
      problem: `the image exposes ${ports.join(", ")}`,
      remedy:
        ports.length === 1
          ? `${write("port", only)} or say by a variable that it listens on ${port}.`
          : `Write one of them, or say by a variable that it listens on ${port}.`,
    },
  ];
}

function programOf(spec: ServiceSpec, image: ImageFacts): readonly Finding[] {
  const { entrypoint, command } = image;
  if (spec.command !== undefined || entrypoint.length > 0) return [];
  const field = "command";
  if (spec.args !== undefined)
    return [
      {
        kind: "doubt",
        field: "args",
        value: listed(spec.args),
        problem: "the image has no entry point, so the first word is the program",
        remedy: write(field, spec.args),
      },
    ];
  return command.length > 0
    ? []
    : [
        {
          kind: "fault",
          field,
          value: "the image's",
          problem: "the image has neither an entry point nor a command, so nothing would start",
          remedy: 'Write command: ["/app"],',
        },
      ];
}
