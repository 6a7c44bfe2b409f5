import { createRequire } from "node:module";
import { Provider as AwsProvider } from "@pulumi/aws/provider.js";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { cluster } from "./account.ts";
import { workloads } from "./workloads.ts";

// what the component returns is a reference, which its module makes a resource of again
createRequire(import.meta.url)("@pulumi/aws/eks/index.js");

/** `EKS_REHEARSAL`: number of nodes, and `bare` where nothing is to run on them. */
const [nodes = "2", what] = (process.env["EKS_REHEARSAL"] ?? "2").split(" ");

const aws = new AwsProvider("aws", { region: "ap-northeast-2" });
const { eks, ready } = cluster(Number(nodes), { provider: aws });

export const kubeconfig: pulumi.Output<string> = eks.kubeconfigJson;
export const securityGroupId = eks.clusterSecurityGroupId;
export const issuer = eks.oidcIssuer;

const provider = new kubernetes.Provider(
  "inside",
  { kubeconfig, clusterIdentifier: issuer },
  { dependsOn: [...ready] },
);
if (what !== "bare") workloads({ provider, dependsOn: [...ready] });
