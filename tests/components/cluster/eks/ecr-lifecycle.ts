import * as z from "zod";

/** An image of a repository; times are days ago. */
export interface Image {
  readonly tags: readonly string[];
  readonly pushed: number;
  /** Last pull. @default none */
  readonly pulled?: number;
  /** When it went to the archive. @default it did not */
  readonly archived?: number;
  /** Whether a list of manifests names it. @default false */
  readonly ofList?: boolean;
}

const rule = z
  .strictObject({
    rulePriority: z.int().min(1),
    description: z.string().max(256),
    selection: z.strictObject({
      tagStatus: z.enum(["tagged", "untagged", "any"]),
      tagPatternList: z.array(z.string().min(1)).min(1).optional(),
      storageClass: z.enum(["standard", "archive"]).optional(),
      countType: z.enum([
        "imageCountMoreThan",
        "sinceImagePushed",
        "sinceImagePulled",
        "sinceImageTransitioned",
      ]),
      countUnit: z.literal("days").optional(),
      countNumber: z.int().min(1),
    }),
    action: z.discriminatedUnion("type", [
      z.strictObject({ type: z.literal("expire") }),
      z.strictObject({ type: z.literal("transition"), targetStorageClass: z.literal("archive") }),
    ]),
  })
  .refine(({ selection: { tagStatus, tagPatternList } }) =>
    tagStatus === "tagged" ? tagPatternList !== undefined : tagPatternList === undefined,
  )
  .refine(
    ({ selection: { countType, countUnit } }) =>
      (countType === "imageCountMoreThan") === (countUnit === undefined),
  )
  // the last pull may only archive, and what is in the archive stays there for 90 days
  .refine(
    ({ selection: { countType }, action }) =>
      countType !== "sinceImagePulled" || action.type === "transition",
  )
  .refine(
    ({ selection: { countType, storageClass, countNumber } }) =>
      (countType === "sinceImageTransitioned") === (storageClass === "archive") &&
      (storageClass !== "archive" || countNumber >= 90),
  );

const policyText = z.strictObject({ rules: z.array(rule).min(1).max(50) });

type Rule = z.infer<typeof rule>;

/**
 * Fate of an image by the rules that ECR evaluates in the order of their priority
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html): the first rule whose tags match decides alone.
 * @param images all images of the repository
 * @throws where ECR would refuse the policy
 */
export function fateOf(
  image: Image,
  images: readonly Image[],
  text: string,
): "kept" | "archived" | "deleted" {
  const { rules } = policyText.parse(JSON.parse(text));
  const ordered = rules.toSorted((one, other) => one.rulePriority - other.rulePriority);
  const specific = ordered.findLastIndex(({ selection }) => selection.tagStatus !== "any");
  if (ordered.slice(0, specific).some(({ selection }) => selection.tagStatus === "any"))
    throw new Error("a rule for any tag must come last");
  const first = ordered.find((one) => matches(one, image));
  if (first === undefined || image.ofList === true || !isMet(first, image, images)) return "kept";
  return first.action.type === "expire" ? "deleted" : "archived";
}

function matches({ selection }: Rule, { tags, archived }: Image): boolean {
  const { tagStatus, tagPatternList = [], storageClass = "standard" } = selection;
  if ((storageClass === "archive") !== (archived !== undefined)) return false;
  if (tagStatus === "any") return true;
  return tagStatus === "untagged"
    ? tags.length === 0
    : tagPatternList.every((pattern) => tags.some((tag) => isLike(tag, pattern)));
}

const isLike = (tag: string, pattern: string): boolean =>
  new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", ".*")}$`).test(tag);

function isMet(one: Rule, image: Image, images: readonly Image[]): boolean {
  const { countType, countNumber } = one.selection;
  const { pushed, pulled = pushed, archived = 0 } = image;
  switch (countType) {
    case "imageCountMoreThan":
      return (
        images.filter((other) => matches(one, other) && other.pushed < pushed).length >= countNumber
      );
    case "sinceImagePushed":
      return pushed > countNumber;
    case "sinceImagePulled":
      return pulled > countNumber;
    case "sinceImageTransitioned":
      return archived > countNumber;
  }
}
