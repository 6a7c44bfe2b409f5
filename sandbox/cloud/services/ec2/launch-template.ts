import type { ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { number, text } from "../../values.ts";
import { types } from "./types.ts";

/** Each change of the content creates a version. */
export const launchTemplate: ResourceRow = {
  type: types.template,
  moving: ["latestVersion"],
  references: {
    // a template is accepted unchecked; its parts are checked at a launch
    vpcSecurityGroupIds: undefined,
  },
  behaviour: {
    create: ({ inputs }) => {
      admitData(text(inputs, "imageId"), text(inputs, "userData"));
      return { latestVersion: 1, defaultVersion: 1 };
    },
    update: ({ inputs }, _, before) => {
      admitData(text(inputs, "imageId"), text(inputs, "userData"));
      const latestVersion = (number(before.properties, "latestVersion") ?? 1) + 1;
      const moves = inputs["updateDefaultVersion"] === true;
      const asked = number(inputs, "defaultVersion");
      const stays = number(before.properties, "defaultVersion") ?? 1;
      return { latestVersion, defaultVersion: moves ? latestVersion : (asked ?? stays) };
    },
  },
};

function admitData(image: string | undefined, userData: string | undefined): void {
  if (image !== undefined && !/^(ami-[0-9a-f]{8}([0-9a-f]{9})?|resolve:ssm:.+)$/.test(image))
    throw new Refusal(`InvalidAMIID.Malformed: Invalid id: "${image}" (expecting "ami-...")`);
  if (userData === undefined) return;
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(userData))
    throw new Refusal("InvalidUserData.Malformed: Invalid BASE64 encoding of user data.");
  if (Buffer.from(userData, "base64").length > 16_384)
    throw new Refusal("InvalidUserData.Malformed: User data is limited to 16384 bytes");
}
