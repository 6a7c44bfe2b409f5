import type { Invoke, Properties } from "../model.ts";
import { objects, text, texts } from "../values.ts";

/** A policy document in the provider's format: a list of one becomes its member, longer lists are reversed. */
export const policyDocument: Readonly<Record<string, Invoke>> = {
  "aws:iam/getPolicyDocument:getPolicyDocument": (args) => {
    const sources = [...texts(args, "sourceJson"), ...texts(args, "sourcePolicyDocuments")];
    const overrides = [...texts(args, "overrideJson"), ...texts(args, "overridePolicyDocuments")];
    const own = objects(args, "statements").map(statement);
    const merged = overrides
      .flatMap(statementsIn)
      .reduce(replaced, [...sources.flatMap(statementsIn), ...own]);
    const document = {
      Version: text(args, "version") ?? "2012-10-17",
      ...(text(args, "policyId") === undefined ? {} : { Id: text(args, "policyId") }),
      Statement: merged,
    };
    const json = JSON.stringify(document, null, 2);
    return { ...args, id: String(json.length), json, minifiedJson: JSON.stringify(document) };
  },
};

function statementsIn(json: string): readonly Properties[] {
  const document: Properties = JSON.parse(json);
  return objects(document, "Statement");
}

/** A later statement replaces an earlier one with the same Sid. */
function replaced(all: readonly Properties[], one: Properties): readonly Properties[] {
  const at = all.findIndex(({ Sid }) => Sid !== undefined && Sid === one["Sid"]);
  return at < 0 ? [...all, one] : all.with(at, one);
}

function statement(of: Properties): Properties {
  const list = (name: string): unknown => shortened(texts(of, name));
  const principals = (name: string): unknown => principalsOf(objects(of, name));
  const entries = Object.entries({
    Sid: text(of, "sid"),
    Effect: text(of, "effect") ?? "Allow",
    Action: list("actions"),
    NotAction: list("notActions"),
    Resource: list("resources"),
    NotResource: list("notResources"),
    Principal: principals("principals"),
    NotPrincipal: principals("notPrincipals"),
    Condition: conditionsOf(objects(of, "conditions")),
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function shortened(values: readonly string[]): unknown {
  if (values.length <= 1) return values[0];
  return [...new Set(values)].sort().reverse();
}

function principalsOf(of: readonly Properties[]): unknown {
  if (of.length === 0) return undefined;
  if (of.some((one) => text(one, "type") === "*")) return "*";
  const types = [...new Set(of.map((one) => text(one, "type") ?? ""))];
  return Object.fromEntries(
    types.map((type) => [
      type,
      shortened(
        of.filter((one) => text(one, "type") === type).flatMap((one) => texts(one, "identifiers")),
      ),
    ]),
  );
}

function conditionsOf(of: readonly Properties[]): unknown {
  if (of.length === 0) return undefined;
  const tests = [...new Set(of.map((one) => text(one, "test") ?? ""))];
  return Object.fromEntries(
    tests.map((test) => [
      test,
      Object.fromEntries(
        of
          .filter((one) => text(one, "test") === test)
          .map((one) => [text(one, "variable") ?? "", shortened(texts(one, "values"))]),
      ),
    ]),
  );
}
