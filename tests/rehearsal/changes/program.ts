import * as pulumi from "@pulumi/pulumi";
import { loadEnvironment } from "../../../stacks/environment.ts";
import { deploy } from "../../../stacks/platform.ts";
import { changes, type Step, systemAt } from "./table.ts";

const step: Step = process.env["CHANGES_STEP"] === "before" ? "before" : "after";
const system = systemAt(process.env["CHANGES_STEP"] === "host" ? "host" : step);
const catalogue = { changes: system };
const environment = loadEnvironment(catalogue);
const tags = Object.keys(system.services).map((name) => [
  name,
  name === "version" && step !== "before" ? "2.0.0" : "1.0.0",
]);

/** The Deployment of an earlier release had its number of pods itself. */
if (step === "before" && changes["released"]?.before?.scaling?.kind === "fixed") {
  const { replicas } = changes["released"].before.scaling;
  pulumi.runtime.registerStackTransformation(({ name, props, opts }) =>
    name === "changes-released-deployment"
      ? { props: { ...props, spec: { ...props["spec"], replicas } }, opts }
      : undefined,
  );
}

export const { endpoints } = await deploy(
  { ...environment, versions: { changes: Object.fromEntries(tags) } },
  catalogue,
);
