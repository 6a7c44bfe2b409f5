import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { openCrds } from "../../../../sandbox/charts/open-crds.ts";
import { needTools } from "../../../rehearsal/sandbox-home.ts";
import { smallStack } from "../../../rehearsal/small-stack.ts";

describe("destroy of objects from controllers, on a real API server", function () {
  this.timeout(240_000);
  const stack = "released";
  const small = smallStack({
    stack,
    program: "tests/components/cluster/volume-release-barrier/program.ts",
  });
  const { paths } = small;

  let end = (): void => undefined;

  /** Runs kubectl without blocking. */
  async function kubectl(command: readonly string[], input = ""): Promise<string> {
    const child = spawn(join(paths.bin, "kubectl"), [
      ...["--kubeconfig", paths.kubeconfig],
      ...command,
    ]);
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    child.stdin.end(input);
    const code = await new Promise((resolve) => child.once("close", resolve));
    if (code !== 0) throw new Error(`kubectl ${command.join(" ")}: ${err}`);
    return out.trim();
  }
  const apply = (...objects: readonly object[]) =>
    kubectl(["apply", "-f", "-"], objects.map((object) => JSON.stringify(object)).join("\n---\n"));
  const patch = (what: string, change: object, ...more: readonly string[]) =>
    kubectl(["patch", what, "--type=merge", "-p", JSON.stringify(change), ...more]);
  const hold = (what: string, ...finalizers: readonly string[]) =>
    patch(what, { metadata: { finalizers: finalizers.length === 0 ? null : finalizers } });
  const wait = (condition: string, what: string) =>
    kubectl(["wait", `--for=${condition}`, what, "--timeout=90s"]);
  const isLeaving = async (what: string) =>
    (await kubectl(["get", what, "-o", "jsonpath={.metadata.deletionTimestamp}"])) !== "";

  before(async function () {
    needTools(this);
    const engine = await small.start();
    await kubectl(["apply", "-f", "-"], openCrds("karpenter-crd"));
    const up = engine.up();
    // the controller reports that its class is ready
    await wait("create", "ec2nodeclass/default");
    const ready = { type: "Ready", status: "True", reason: "Ready", message: "" };
    const lastTransitionTime = "2026-01-01T00:00:00Z";
    await patch(
      "ec2nodeclass/default",
      { status: { conditions: [{ ...ready, lastTransitionTime }] } },
      "--subresource=status",
    );
    const { ok, failures } = await up;
    expect(ok, JSON.stringify(failures)).to.equal(true);
  });

  after(async () => {
    end();
    await small.end();
  });

  it("waits for volumes, nodes and their class, in this order, before the controller", async () => {
    const uid = await kubectl(["get", "nodepool/spot", "-o", "jsonpath={.metadata.uid}"]);
    const owner = { apiVersion: "karpenter.sh/v1", kind: "NodePool", name: "spot", uid };
    await apply({
      apiVersion: "karpenter.sh/v1",
      kind: "NodeClaim",
      metadata: {
        name: "spot-1",
        finalizers: ["karpenter.sh/termination"],
        ownerReferences: [{ ...owner, blockOwnerDeletion: true }],
      },
    });
    await hold("ec2nodeclass/default", "karpenter.k8s.aws/termination");
    const volume = await kubectl(["get", "pv", "-o", "name"]);
    // the driver keeps its finalizer while it detaches and deletes
    await hold(volume, "external-provisioner.volume.kubernetes.io/finalizer");

    const destroy = spawn(
      join(paths.bin, "pulumi"),
      ["destroy", "--stack", stack, "--yes", "--skip-preview", "--non-interactive"],
      {
        cwd: paths.project,
        env: {
          ...process.env,
          PATH: `${paths.bin}:${process.env["PATH"] ?? ""}`,
          PULUMI_HOME: paths.pulumi,
          PULUMI_BACKEND_URL: `file://${paths.state}`,
          PULUMI_CONFIG_PASSPHRASE_FILE: paths.passphrase,
          PULUMI_SKIP_UPDATE_CHECK: "true",
        },
      },
    );
    let said = "";
    for (const stream of [destroy.stdout, destroy.stderr])
      stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const ended = new Promise((resolve) => destroy.once("close", resolve));
    end = () => void destroy.kill("SIGKILL");

    await wait("delete", "namespace/house");
    // the namespace is gone, and its volumes are only marked for deletion
    await wait("jsonpath={.metadata.deletionTimestamp}", volume);
    expect(await isLeaving("nodepool/spot")).to.equal(false);
    await hold(volume);

    await wait("jsonpath={.metadata.deletionTimestamp}", "nodepool/spot");
    expect(await kubectl(["get", "pv", "-o", "name"])).to.equal("");
    // the garbage collector marks the pool's claims
    await wait("jsonpath={.metadata.deletionTimestamp}", "nodeclaim/spot-1");
    expect(await isLeaving("ec2nodeclass/default")).to.equal(false);
    await hold("nodeclaim/spot-1");

    await wait("jsonpath={.metadata.deletionTimestamp}", "ec2nodeclass/default");
    expect(await isLeaving("configmap/controller")).to.equal(false);
    await hold("ec2nodeclass/default");

    expect(await ended, said).to.equal(0);
    const gone = spawnSync(join(paths.bin, "kubectl"), [
      ...["--kubeconfig", paths.kubeconfig, "get", "configmap/controller"],
    ]);
    expect(gone.status).not.to.equal(0);
  });
});
