import { resourceRule, type Rule } from "../rule.ts";

const template = "aws:ec2/launchTemplate:LaunchTemplate";
const instance = "aws:ec2/instance:Instance";

const configuration = "aws:ec2/launchConfiguration:LaunchConfiguration";
const spot = "aws:ec2/spotInstanceRequest:SpotInstanceRequest";

const imdsv2 = resourceRule({
  id: "eks-launch-template-imdsv2",
  theme: "eks",
  title: "Nodes require IMDSv2",
  severity: "high",
  sources: ["CKV_AWS_79", "CKV_AWS_341", "NIST.800.53.R5-EC2IMDSv2Enabled", "EKS-BPG:security/iam"],
  remediation: 'Set `metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 }`.',
  types: [template, instance, configuration, spot],
  check: ({ props }, { fail }) => {
    const options = props.at("metadataOptions");
    if (options.at("httpEndpoint").is("disabled")) return;
    const tokens = options.at("httpTokens");
    if (!tokens.is("required")) fail(tokens, "be required");
    const hops = options.at("httpPutResponseHopLimit");
    if ((hops.number ?? 1) > 2) fail(hops, "be at most 2");
  },
  repair: (props) => {
    const options = (props["metadataOptions"] ?? {}) as Record<string, unknown>;
    if (options["httpTokens"] === "required") return false;
    props["metadataOptions"] = { ...options, httpTokens: "required" };
    return true;
  },
});

const volumesEncrypted = resourceRule({
  id: "eks-node-volumes-encrypted-gp3",
  theme: "eks",
  title: "Node root volumes are encrypted gp3",
  severity: "medium",
  sources: [
    "AwsSolutions-EC26",
    "CKV_AWS_3",
    "guard:encrypted_volumes",
    "EKS-BPG:cost/cost_opt_storage",
  ],
  remediation:
    'Set `ebs: { encrypted: "true", volumeType: "gp3" }` on each of blockDeviceMappings.',
  types: [template, instance, configuration, spot],
  check: ({ props, type }, { fail, each }) => {
    const disks =
      type === template
        ? props
            .at("blockDeviceMappings")
            .list.map((mapping) => mapping.at("ebs"))
            .filter(({ present }) => present)
        : [props.at("rootBlockDevice"), ...props.at("ebsBlockDevices").list];
    each(disks, (disk) => {
      const [encrypted, kind] = [disk.at("encrypted"), disk.at("volumeType")];
      if (encrypted.flag !== true) fail(encrypted, "be true");
      if (!kind.is("gp3", "io1", "io2")) fail(kind, "be gp3, or io2 where it is needed");
    });
  },
});

const noPublicIp = resourceRule({
  id: "eks-no-public-ip-on-nodes",
  theme: "eks",
  title: "Nodes get no public IP",
  severity: "high",
  sources: [
    "CKV_AWS_88",
    "NIST.800.53.R5-EC2InstanceNoPublicIp",
    "awsguard:ec2-instance-no-public-ip",
  ],
  remediation: "Remove `associatePublicIpAddress`; nodes reach the internet through a NAT.",
  types: [template, instance, configuration, spot],
  check: ({ props }, { fail, each }) =>
    each([props, ...props.at("networkInterfaces").list], (holder) => {
      const address = holder.at("associatePublicIpAddress");
      if (address.flag === true) fail(address, "not be true");
    }),
});

/** Templates and instances of nodes. */
export const nodes: readonly Rule[] = [imdsv2, volumesEncrypted, noPublicIp];
