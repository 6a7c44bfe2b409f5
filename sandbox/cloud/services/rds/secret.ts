import type { Cloud, Order, Properties } from "../../model.ts";
import { flag, text } from "../../values.ts";

const secret = "aws:secretsmanager/secret:Secret";

/** The secret that RDS creates, rotates and deletes for a managed password. */
export function masterSecret(
  { id, inputs, digits }: Order,
  cloud: Cloud,
  kind: "db" | "cluster",
): Properties {
  if (!flag(inputs, "manageMasterUserPassword")) {
    for (const one of cloud.list(secret)) if (one.owner === id) cloud.remove(secret, one.id);
    return { masterUserSecrets: [] };
  }
  const hex = digits("master user secret");
  const name = `rds!${kind}-${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-a${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
  const present = cloud.list(secret).find(({ owner }) => owner === id);
  const arn =
    present?.id ??
    `arn:${cloud.partition}:secretsmanager:${cloud.region}:${cloud.account}:secret:${name}-${hex.slice(30, 36)}`;
  const kmsKeyId =
    text(inputs, "masterUserSecretKmsKeyId") ??
    `arn:${cloud.partition}:kms:${cloud.region}:${cloud.account}:alias/aws/secretsmanager`;
  if (present === undefined)
    cloud.put({ type: secret, id: arn, owner: id, properties: { name, arn, kmsKeyId } });
  return { masterUserSecrets: [{ kmsKeyId, secretArn: arn, secretStatus: "active" }] };
}
