import { startApi, type RunningApi } from "../../../../sandbox/cloud/api/server.ts";
import { controllerRole } from "../../karpenter/account.ts";
import { TestCloud } from "../cloud.ts";

/** An answer as a client sees it. */
export interface Answered {
  readonly status: number;
  readonly text: string;
}

/** The endpoint over a simulated cloud of its own, and a client that signs as an SDK does. */
export class Client {
  readonly cloud = new TestCloud();
  readonly told: string[] = [];
  /** The role that it calls as. */
  key = controllerRole;
  private api: RunningApi | undefined;

  async start(): Promise<void> {
    const { home } = this.cloud;
    const report = (line: string): void => void this.told.push(line);
    this.api = await startApi({ home, account: "123456789012", region: "ap-northeast-2", report });
  }

  end(): void {
    this.api?.close();
    this.cloud.end();
  }

  query(service: string, action: string, parameters: Readonly<Record<string, string>> = {}) {
    const body = new URLSearchParams({ Action: action, Version: "1", ...parameters }).toString();
    const type = "application/x-www-form-urlencoded";
    return this.send(service, "/", { method: "POST", body, headers: { "Content-Type": type } });
  }

  json(service: string, target: string, input: object) {
    const headers = { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target };
    return this.send(service, "/", { method: "POST", body: JSON.stringify(input), headers });
  }

  async send(service: string, path: string, init: RequestInit): Promise<Answered> {
    const scope = `${this.key}/20261121/ap-northeast-2/${service}/aws4_request`;
    const headers = new Headers(init.headers);
    headers.set("Authorization", `AWS4-HMAC-SHA256 Credential=${scope}, Signature=none`);
    const response = await fetch(`${this.api?.url ?? ""}${path}`, { ...init, headers });
    return { status: response.status, text: await response.text() };
  }
}

/** Parameters of the query protocol, from names with dots. */
export const launchTemplate = (
  name: string,
  data: { readonly image: string; readonly group: string; readonly profile: string },
): Readonly<Record<string, string>> => ({
  LaunchTemplateName: name,
  "LaunchTemplateData.ImageId": data.image,
  "LaunchTemplateData.IamInstanceProfile.Name": data.profile,
  "LaunchTemplateData.NetworkInterface.1.DeviceIndex": "0",
  "LaunchTemplateData.NetworkInterface.1.SecurityGroupId.1": data.group,
  "LaunchTemplateData.UserData": Buffer.from("[settings.kubernetes]\n").toString("base64"),
  "TagSpecification.1.ResourceType": "launch-template",
  "TagSpecification.1.Tag.1.Key": "eks:eks-cluster-name",
  "TagSpecification.1.Tag.1.Value": "one",
});

/** A fleet of instances by one template, over the given types and subnets. */
export const fleet = (
  template: string,
  overrides: readonly (readonly [type: string, subnet: string])[],
  count: number,
  kind = "on-demand",
): Readonly<Record<string, string>> => ({
  Type: "instant",
  "LaunchTemplateConfigs.1.LaunchTemplateSpecification.LaunchTemplateName": template,
  "TargetCapacitySpecification.TotalTargetCapacity": `${count}`,
  "TargetCapacitySpecification.DefaultTargetCapacityType": kind,
  "TagSpecification.1.ResourceType": "instance",
  "TagSpecification.1.Tag.1.Key": "karpenter.sh/nodepool",
  "TagSpecification.1.Tag.1.Value": "general",
  ...Object.fromEntries(
    overrides.flatMap(([type, subnet], index) => [
      [`LaunchTemplateConfigs.1.Overrides.${index + 1}.InstanceType`, type],
      [`LaunchTemplateConfigs.1.Overrides.${index + 1}.SubnetId`, subnet],
    ]),
  ),
});
