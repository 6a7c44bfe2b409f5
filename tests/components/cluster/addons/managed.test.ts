import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { awsLoadBalancerController } from "../../../../components/cluster/aws-load-balancer/addon.ts";
import { chartOf, chartReference } from "../../../../components/cluster/addons/chart.ts";
import { gatewayApi } from "../../../../components/cluster/addons/crds.ts";
import { addonTable } from "../../../../components/cluster/addons/index.ts";
import { karpenter } from "../../../../components/cluster/karpenter/addon.ts";
import { aws, contexts, largest, smallest } from "./contexts.ts";

describe("add-ons of a managed cluster", () => {
  it("run on the system nodes only, which exist before all others", () => {
    for (const { runsOn, values, footprint } of Object.values(addonTable)) {
      if (runsOn !== "system" || footprint(smallest).length === 0) continue;
      expect(values({ ...smallest, aws })).to.deep.include({
        nodeSelector: { "hanok.dev/pool": "system" },
        tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists", effect: "NoSchedule" }],
      });
      expect(values(smallest)).not.to.have.any.keys("nodeSelector", "tolerations");
    }
  });

  it("require only add-ons on system nodes, which are installed before other nodes exist", () => {
    for (const { runsOn, requires } of Object.values(addonTable)) {
      for (const name of runsOn === "system" ? requires : [])
        expect(addonTable[name].runsOn).to.equal("system");
    }
  });

  it("have two pods in a zonal environment, and their requested footprint", () => {
    for (const context of contexts) {
      const pods = context.redundancy === "zonal" ? 2 : 1;
      expect(awsLoadBalancerController.values(context).replicaCount).to.equal(pods);
      expect(karpenter.values(context).replicas).to.equal(pods);
      for (const { values, footprint } of [awsLoadBalancerController, karpenter]) {
        const [workload] = footprint(context);
        expect(workload?.replicas).to.equal(pods);
        expect(JSON.stringify(values(context))).to.contain(`"memory":"${workload?.memory}"`);
      }
    }
  });

  it("refer to the cluster by names only, which are known before it exists", () => {
    expect(awsLoadBalancerController.values({ ...largest, aws })).to.deep.include({
      clusterName: "hanok-test",
      region: "ap-northeast-2",
      vpcTags: { Name: "hanok-test" },
    });
    expect(karpenter.values({ ...largest, aws })).to.deep.include({
      settings: {
        clusterName: "hanok-test",
        interruptionQueue: "hanok-test-karpenter",
        eksControlPlane: true,
        featureGates: { nodeRepair: true },
        enableZonalShift: true,
      },
    });
  });

  it("create their Services without the load balancer controller, and ALBs for Gateways only", () => {
    expect(awsLoadBalancerController.values(largest)).to.deep.include({
      enableServiceMutatorWebhook: false,
      createIngressClassResource: false,
      controllerConfig: { featureGates: { ALBGatewayAPI: true, NLBGatewayAPI: false } },
    });
  });
});

describe("charts and CRDs", () => {
  it("are passed to Helm by their full reference if they are in an OCI registry", () => {
    expect(chartReference(chartOf("karpenter"))).to.deep.equal({
      chart: "oci://public.ecr.aws/karpenter/karpenter",
      version: "1.14.1",
    });
    expect(chartReference(chartOf("vault"))).to.have.property("repositoryOpts");
  });

  it("have one version if a chart provides what another one needs", () => {
    expect(chartOf("karpenter").version).to.equal(chartOf("karpenter-crd").version);
  });

  it("come from the chart's own release if its folder contains them", () => {
    const { appVersion, definitions } = chartOf("aws-load-balancer-controller");
    expect(definitions?.tag).to.equal(appVersion);
    expect(Object.keys(definitions?.files ?? {})).to.have.length(2);
  });

  it("of the Gateway API equal those that the sandbox installs", () => {
    const module = readFileSync(
      new URL("../../../../tools/programs/go.mod", import.meta.url),
      "utf8",
    );
    expect(module).to.contain(`sigs.k8s.io/gateway-api ${gatewayApi.tag}`);
  });

  it("have the minor version of those that the charts were checked with", function () {
    const index = new URL("../../../../../shared/charts/index.json", import.meta.url);
    if (!existsSync(index)) this.skip();
    const all: readonly { folder: string; version: string }[] = JSON.parse(
      readFileSync(index, "utf8"),
    );
    const read = all.find(({ folder }) => folder === "gateway-api")?.version ?? "";
    expect(read.split(".").slice(0, 2).join(".")).to.equal(
      gatewayApi.tag.split(".").slice(0, 2).join("."),
    );
  });
});
