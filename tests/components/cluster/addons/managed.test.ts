import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { awsLoadBalancerController } from "../../../../components/cluster/aws-load-balancer/addon.ts";
import { chartOf, chartReference } from "../../../../components/cluster/addons/chart.ts";
import { gatewayApi } from "../../../../components/cluster/addons/crds.ts";
import { addonTable } from "../../../../components/cluster/addons/index.ts";
import { karpenter } from "../../../../components/cluster/karpenter/addon.ts";
import { aws, contexts, largest, smallest } from "./contexts.ts";

describe("add-ons of a cluster of one's own", () => {
  it("run on the nodes that are there before any other, and nowhere else", () => {
    for (const { runsOn, values, footprint } of Object.values(addonTable)) {
      if (runsOn !== "system" || footprint(smallest).length === 0) continue;
      expect(values({ ...smallest, aws })).to.deep.include({
        nodeSelector: { "hanok.dev/pool": "system" },
        tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists", effect: "NoSchedule" }],
      });
      expect(values(smallest)).not.to.have.any.keys("nodeSelector", "tolerations");
    }
  });

  it("require only what runs there too: it is installed before the other nodes", () => {
    for (const { runsOn, requires } of Object.values(addonTable)) {
      for (const name of runsOn === "system" ? requires : [])
        expect(addonTable[name].runsOn).to.equal("system");
    }
  });

  it("have two pods where the loss of a zone must not stop them, and the footprint that they ask for", () => {
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

  it("are told of the cluster by names alone, which are known before it is there", () => {
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
      },
    });
  });

  it("make their Services without the controller of load balancers, and ALBs of Gateways alone", () => {
    expect(awsLoadBalancerController.values(largest)).to.deep.include({
      enableServiceMutatorWebhook: false,
      createIngressClassResource: false,
      controllerConfig: { featureGates: { ALBGatewayAPI: true, NLBGatewayAPI: false } },
    });
  });
});

describe("charts and definitions", () => {
  it("are named to Helm by the whole reference where an OCI registry has them", () => {
    expect(chartReference(chartOf("karpenter"))).to.deep.equal({
      chart: "oci://public.ecr.aws/karpenter/karpenter",
      version: "1.14.1",
    });
    expect(chartReference(chartOf("vault"))).to.have.property("repositoryOpts");
  });

  it("have one version where a chart brings what another one needs", () => {
    expect(chartOf("karpenter").version).to.equal(chartOf("karpenter-crd").version);
  });

  it("come from the chart's own release, where its folder holds them", () => {
    const { appVersion, definitions } = chartOf("aws-load-balancer-controller");
    expect(definitions?.tag).to.equal(appVersion);
    expect(Object.keys(definitions?.files ?? {})).to.have.length(2);
  });

  it("of the Gateway API are those that the sandbox installs", () => {
    const module = readFileSync(
      new URL("../../../../tools/programs/go.mod", import.meta.url),
      "utf8",
    );
    expect(module).to.contain(`sigs.k8s.io/gateway-api ${gatewayApi.tag}`);
  });

  it("of the same minor as those that the charts were read with", function () {
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
