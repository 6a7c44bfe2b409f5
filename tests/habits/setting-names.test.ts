import { expect } from "chai";
import { describe, it } from "mocha";
import { z } from "zod";
import { settings } from "../../stacks/settings/schema.ts";
import { repositoryFiles, textOf } from "./sources.ts";

/** Resource types of components and of the plug-in look like settings: `hanok:network:Vpc`, `hanok:index:Released`. */
const typeTokens = /^hanok:\w+:\w+/;

/** Schemas below a key, including all options of unions. */
function below(schema: z.ZodType, key: string): readonly z.ZodType[] {
  if (schema instanceof z.ZodObject) {
    const found: unknown = schema.shape[key];
    return found instanceof z.ZodType ? [found] : [];
  }
  // a name that the user chooses, such as that of a system
  if (schema instanceof z.ZodRecord)
    return schema.valueType instanceof z.ZodType ? [schema.valueType] : [];
  const inner =
    schema instanceof z.ZodDefault || schema instanceof z.ZodOptional
      ? [schema.unwrap()]
      : schema instanceof z.ZodUnion
        ? schema.options
        : schema instanceof z.ZodArray
          ? [schema.element]
          : [];
  return inner.flatMap((one) => (one instanceof z.ZodType ? below(one, key) : []));
}

/** Tags of AWS resources. */
const tags = ["stack", "because", "exempt"];

const isSetting = (path: string): boolean =>
  path === "profile" ||
  tags.includes(path) ||
  path
    .split(".")
    .reduce<readonly z.ZodType[]>(
      (found, key) => found.flatMap((one) => below(one, key)),
      [settings],
    ).length > 0;

describe("settings named in messages", () => {
  const files = /^(apps|components|stacks|ops|bootstrap|policy|docs)\/.*\.(ts|md)$|^README\.md$/;
  const named = repositoryFiles()
    .filter((file) => files.test(file))
    .flatMap((file) =>
      [...textOf(file).matchAll(/hanok:[a-z]\w*(?:\.[a-z]\w*|:\w+)*/g)].map(([name]) => ({
        file,
        name,
      })),
    )
    .filter(({ name }) => !typeTokens.test(name));

  it("exist, so that no error names an unknown setting", () => {
    expect(named.length).to.be.greaterThan(100);
    const unknown = named.filter(({ name }) => !isSetting(name.replace("hanok:", "")));
    expect(unknown.map(({ file, name }) => `${file}: ${name}`)).to.deep.equal([]);
  });
});
