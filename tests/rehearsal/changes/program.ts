import * as pulumi from "@pulumi/pulumi";
import { loadEnvironment } from "../../../stacks/environment.ts";
import { deploy } from "../../../stacks/platform.ts";
import { type Step, systemAt } from "./system.ts";
import { changes } from "./table.ts";

const steps: readonly Step[] = ["before", "after", "host", "fails"];
const step = steps.find((one) => one === process.env["CHANGES_STEP"]) ?? "after";
const system = systemAt(step);
const catalogue = { changes: system };
const environment = loadEnvironment(catalogue);
const next = { before: "1.0.0", after: "2.0.0", host: "2.0.0", fails: "3.0.0" }[step];
const tags = Object.keys(system.services).map((name) => [
  name,
  name === "version" || name === "move" ? next : "1.0.0",
]);

/** The kubelet's part of a failing job, as the sandbox's stages read it. */
if (step === "fails")
  pulumi.runtime.registerStackTransformation(({ name, props, opts }) => {
    if (name !== "changes-move-job") return undefined;
    const { template } = props["spec"];
    const annotations = {
      ...template.metadata.annotations,
      "hanok.dev/exit-code": "1",
      "hanok.dev/last-words": "relation orders does not exist",
    };
    const metadata = { ...template.metadata, annotations };
    return {
      props: { ...props, spec: { ...props["spec"], template: { ...template, metadata } } },
      opts,
    };
  });

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
