import type { Resource } from "./resource.ts";
import type { Trial } from "./rule.ts";
import type { Value } from "./value.ts";

type Check = (resource: Resource, trial: Trial) => void;
type Path = readonly (string | number)[];

/** A switch must be on. */
export const mustBeTrue =
  (...path: Path): Check =>
  ({ props }, { fail }) => {
    const at = props.at(...path);
    if (at.flag !== true) fail(at, "be true");
  };

/** A switch must not be on. An absent switch is off. */
export const mustNotBeTrue =
  (...path: Path): Check =>
  ({ props }, { fail }) => {
    const at = props.at(...path);
    if (at.flag === true) fail(at, "not be true");
  };

/** A switch that is on by default must not be off. */
export const mustNotBeFalse =
  (...path: Path): Check =>
  ({ props }, { fail }) => {
    const at = props.at(...path);
    if (at.flag === false) fail(at, "not be false");
  };

/** A property must be set to something. */
export const mustBeSet =
  (...path: Path): Check =>
  ({ props }, { fail }) => {
    const at = props.at(...path);
    if (at.present && at.unknown) return;
    if (at.empty) fail(at, "be set");
  };

/** A check that applies in production only. */
export const inProduction =
  (check: Check): Check =>
  (resource, trial) => {
    if (trial.guarded) check(resource, trial);
  };

export const all =
  (...checks: readonly Check[]): Check =>
  (resource, trial) =>
    trial.each(checks, (check) => check(resource, trial));

/** Whether a text is exposed: it is set, and neither secret nor computed by the run. */
export const isLiteral = (value: Value): boolean =>
  value.present && !value.secret && !value.unknown && value.text !== "";
