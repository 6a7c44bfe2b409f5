import type { Cloud, CloudRecord, Properties } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { types } from "../../services/ec2/types.ts";
import { object, objects, text, texts } from "../../values.ts";
import { type Filterable, passes } from "../filters.ts";
import type { Actions } from "../model.ts";
import { tagSet, tagsFor } from "../tags.ts";

const filters: Filterable = {
  "launch-template-name": (of) => of["name"],
};

const noName = new Refusal(
  "InvalidLaunchTemplateName.NotFoundException: At least one of the launch templates specified in the request does not exist.",
);

/** EC2's limit of the decoded text. */
const mostUserData = 16_384;

/** Launch templates, from records of `aws:ec2:LaunchTemplate`. */
export const templates: Actions = {
  DescribeLaunchTemplates: {
    takes: ["Filter", "MaxResults", "LaunchTemplateName", "LaunchTemplateId"],
    act: ({ input, cloud }) => {
      const names = texts(input, "LaunchTemplateName");
      for (const name of names) templateOf({ LaunchTemplateName: name }, cloud);
      return {
        launchTemplates: cloud
          .list(types.template)
          .filter(({ properties }) => names.length === 0 || names.includes(nameOf(properties)))
          .filter(({ properties }) => passes(input, properties, filters))
          .map(written),
      };
    },
  },
  CreateLaunchTemplate: {
    takes: ["LaunchTemplateName", "LaunchTemplateData", "TagSpecification", "ClientToken"],
    act: ({ input, cloud, digits, now }) => {
      const name = text(input, "LaunchTemplateName") ?? "";
      if (cloud.list(types.template).some(({ properties }) => nameOf(properties) === name))
        throw new Refusal(
          "InvalidLaunchTemplateName.AlreadyExistsException: Launch template name already in use.",
        );
      const properties = {
        ...dataOf(object(input, "LaunchTemplateData")),
        name,
        createTime: now.toISOString(),
        defaultVersion: 1,
        latestVersion: 1,
        tags: tagsFor(input, "launch-template"),
      };
      const id = `lt-0${digits().slice(0, 16)}`;
      cloud.put({ type: types.template, id, properties });
      return { launchTemplate: written({ type: types.template, id, region: "", properties }) };
    },
  },
  DeleteLaunchTemplate: {
    takes: ["LaunchTemplateName", "LaunchTemplateId"],
    act: ({ input, cloud }) => {
      const found = templateOf(input, cloud);
      cloud.remove(types.template, found.id);
      return { launchTemplate: written(found) };
    },
  },
};

/** @throws Refusal in EC2's words, for a name or an identifier */
export function templateOf(of: Properties, cloud: Cloud): CloudRecord {
  const [id, name] = [text(of, "LaunchTemplateId"), text(of, "LaunchTemplateName")];
  const found =
    id === undefined
      ? cloud.list(types.template).find(({ properties }) => nameOf(properties) === name)
      : cloud.find(types.template, id);
  if (found !== undefined) return found;
  throw id === undefined
    ? noName
    : new Refusal(
        `InvalidLaunchTemplateId.NotFound: The specified launch template, with template ID ${id}, does not exist.`,
      );
}

const nameOf = (of: Properties): string => text(of, "name") ?? "";

const written = ({ id, properties }: CloudRecord): object => ({
  launchTemplateId: id,
  launchTemplateName: nameOf(properties),
  createTime: text(properties, "createTime"),
  defaultVersionNumber: properties["defaultVersion"],
  latestVersionNumber: properties["latestVersion"],
  tagSet: tagSet(properties),
});

/** In the provider's names, so that a record does not depend on its maker. */
function dataOf(data: Properties): Properties {
  const userData = text(data, "UserData");
  if (Buffer.from(userData ?? "", "base64").length > mostUserData)
    throw new Refusal(`InvalidUserData.Malformed: User data is limited to ${mostUserData} bytes`);
  const metadata = object(data, "MetadataOptions");
  return {
    imageId: text(data, "ImageId"),
    userData,
    iamInstanceProfile: { name: text(object(data, "IamInstanceProfile"), "Name") },
    vpcSecurityGroupIds: texts(data, "SecurityGroupId"),
    networkInterfaces: objects(data, "NetworkInterface").map((one) => ({
      deviceIndex: Number(one["DeviceIndex"] ?? 0),
      securityGroups: texts(one, "SecurityGroupId"),
      associatePublicIpAddress: text(one, "AssociatePublicIpAddress"),
    })),
    blockDeviceMappings: objects(data, "BlockDeviceMapping").map((one) => {
      const ebs = object(one, "Ebs");
      return {
        deviceName: text(one, "DeviceName"),
        ebs: {
          volumeSize: Number(ebs["VolumeSize"] ?? 0),
          volumeType: text(ebs, "VolumeType"),
          encrypted: text(ebs, "Encrypted"),
          deleteOnTermination: text(ebs, "DeleteOnTermination"),
          kmsKeyId: text(ebs, "KmsKeyId"),
        },
      };
    }),
    metadataOptions: {
      httpEndpoint: text(metadata, "HttpEndpoint"),
      httpPutResponseHopLimit: Number(metadata["HttpPutResponseHopLimit"] ?? 1),
      httpTokens: text(metadata, "HttpTokens"),
    },
  };
}
