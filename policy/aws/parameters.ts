import type { Value } from "../value.ts";

/** The value of a parameter in a parameter group. @throws Undecided */
export function parameterOf(props: Value, ...names: readonly string[]): Value | undefined {
  return props
    .at("parameters")
    .list.find((parameter) => names.includes(parameter.at("name").text ?? ""))
    ?.at("value");
}
