import { expect } from "chai";
import { types } from "../../../../sandbox/cloud/services/ec2/types.ts";
import { eksTypes } from "../../../../sandbox/cloud/services/eks/types.ts";
import { lbTypes } from "../../../../sandbox/cloud/services/lb/types.ts";
import type { Api } from "../../../../sandbox/cluster/api.ts";
import type { AccountSide } from "../../../../sandbox/cluster/aws/account.ts";
import { serveAccount } from "../../../../sandbox/cluster/aws/gateway-account.ts";
import {
  albController,
  albFinalizers,
  type Gateway,
  type GatewayClass,
  type Network,
} from "../../../../sandbox/cluster/gateway-types.ts";
import { TestCloud } from "../../cloud/cloud.ts";

const region = "ap-northeast-2";
const apiVersion = "gateway.networking.k8s.io/v1";

const classOf = (...finalizers: string[]): GatewayClass => ({
  ...{ apiVersion, kind: "GatewayClass", metadata: { name: "alb", finalizers } },
  spec: { controllerName: albController },
});
const gatewayOf = (metadata: Partial<Gateway["metadata"]> = {}): Gateway => ({
  ...{ apiVersion, kind: "Gateway", metadata: { name: "in", namespace: "edge", ...metadata } },
  spec: { gatewayClassName: "alb", listeners: [{ name: "http", port: 80, protocol: "HTTP" }] },
});

/** Serves a fixed state of the cluster, and records what is written. */
async function serve(cloud: TestCloud, network: Partial<Network>) {
  const written: Record<string, unknown> = {};
  const never = () => Promise.reject(new Error("nothing else is asked"));
  const api: Api = {
    ...{ server: "", get: never, post: never, remove: never, stream: never },
    close: () => undefined,
    patch: <T>(path: string, _: string, body: unknown): Promise<T> => {
      written[path.split("/").at(-1) ?? ""] = JSON.parse(JSON.stringify(body)).metadata.finalizers;
      return Promise.resolve(Object() as T);
    },
  };
  const account: AccountSide = {
    ...{ store: cloud.resources.store, region, home: cloud.home },
    clusterName: () => "main",
    hasEbsDriver: () => true,
  };
  const nothing = {
    routes: [],
    services: [],
    namespaces: [],
    grants: [],
    classes: [],
    gateways: [],
  };
  const seen = { region, controllers: [albController], balancers: new Map(), ...nothing };
  const balancers = await serveAccount(api, { ...seen, ...network }, account);
  return { balancers, written };
}

function withCluster(act: (cloud: TestCloud) => Promise<void>): () => Promise<void> {
  return async () => {
    const cloud = new TestCloud();
    try {
      const vpcId = cloud.id(types.vpc, { cidrBlock: "10.0.0.0/16" });
      for (const [index, zone] of ["a", "c"].entries())
        cloud.id(types.subnet, {
          ...{ vpcId, cidrBlock: `10.0.${index}.0/24`, availabilityZone: `${region}${zone}` },
          tags: { "kubernetes.io/role/internal-elb": "1" },
        });
      cloud.resources.store.write({
        ...{ type: eksTypes.cluster, id: "main", region },
        properties: { vpcConfig: { vpcId } },
      });
      await act(cloud);
    } finally {
      cloud.end();
    }
  };
}

describe("gateways of the AWS Load Balancer Controller in the account", () => {
  it(
    "keep their class, and are kept by their load balancer",
    withCluster(async (cloud) => {
      const network = { classes: [classOf()], gateways: [gatewayOf()] };
      const { balancers, written } = await serve(cloud, network);
      expect(balancers.get("edge/in")).to.have.property("kind", "made");
      expect(written).to.deep.equal({
        alb: [albFinalizers.gatewayClass],
        in: [albFinalizers.gateway],
      });
    }),
  );

  it(
    "are deleted after their load balancer",
    withCluster(async (cloud) => {
      await serve(cloud, { classes: [classOf()], gateways: [gatewayOf()] });
      const finalizers = ["other", albFinalizers.gateway];
      const leaving = gatewayOf({ deletionTimestamp: "2026-01-01T00:00:00Z", finalizers });
      const { written } = await serve(cloud, {
        classes: [classOf(albFinalizers.gatewayClass)],
        gateways: [leaving],
      });
      expect(written).to.deep.equal({ in: ["other"] });
      expect(cloud.types()).not.to.include.members([lbTypes.loadBalancer]);
    }),
  );

  it(
    "release a class that is no longer used",
    withCluster(async (cloud) => {
      const { written } = await serve(cloud, { classes: [classOf(albFinalizers.gatewayClass)] });
      expect(written).to.deep.equal({ alb: [] });
    }),
  );

  it(
    "report a missing configuration",
    withCluster(async (cloud) => {
      const parametersRef = {
        ...{ group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", name: "none" },
      };
      const gateway = gatewayOf({ finalizers: [albFinalizers.gateway] });
      const spec = { ...gateway.spec, infrastructure: { parametersRef } };
      const network = { classes: [classOf()], gateways: [{ ...gateway, spec }] };
      const { balancers } = await serve(cloud, network);
      expect(balancers.get("edge/in")).to.have.property("kind", "refused");
    }),
  );
});
