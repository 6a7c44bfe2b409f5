import type { Properties } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { flag, text } from "../../values.ts";

/** Maximum length by engine: CreateDBInstance and CreateDBCluster, `MasterUserPassword`. */
const longest: Readonly<Record<string, number>> = {
  postgres: 128,
  mysql: 41,
  mariadb: 41,
  "aurora-mysql": 41,
  "aurora-postgresql": 99,
  docdb: 100,
};

/** User names that an engine reserves. */
const reserved: Readonly<Record<string, readonly string[]>> = {
  postgres: ["admin", "rdsadmin", "rds_superuser", "rdsrepladmin"],
  "aurora-postgresql": ["admin", "rdsadmin", "rds_superuser", "rdsrepladmin"],
  mysql: ["rdsadmin", "mysql", "rdsrepladmin"],
  mariadb: ["rdsadmin", "mysql", "rdsrepladmin"],
  "aurora-mysql": ["rdsadmin", "mysql", "rdsrepladmin"],
  docdb: ["admin", "rdsadmin"],
};

/** @throws Refusal for a password that the engine does not accept */
export function admitPassword(engine: string, password: string | undefined): void {
  if (password === undefined) return;
  const invalid = "The parameter MasterUserPassword is not a valid password";
  if (password.length < 8)
    throw new Refusal(`InvalidParameterValue: ${invalid} because it is shorter than 8 characters.`);
  const most = longest[engine] ?? 128;
  if (password.length > most)
    throw new Refusal(
      `InvalidParameterValue: ${invalid} because it is longer than ${most} characters.`,
    );
  if (!/^[\x21-\x7e]*$/.test(password) || /[/@"]/.test(password))
    throw new Refusal(
      `InvalidParameterValue: ${invalid}. Only printable ASCII characters besides '/', '@', '"', ' ' may be used.`,
    );
}

/** @throws Refusal if the master user is incomplete */
export function admitMaster(
  engine: string,
  inputs: Properties,
  names: { readonly user: string; readonly passwords: readonly string[] },
): void {
  const user = text(inputs, names.user);
  if (user === undefined)
    throw new Refusal(`InvalidParameterValue: "${names.user}": required field is not set`);
  if (reserved[engine]?.includes(user.toLowerCase()) === true)
    throw new Refusal(
      `InvalidParameterValue: MasterUsername ${user} cannot be used as it is a reserved word used by the engine`,
    );
  const password = names.passwords.flatMap((name) => text(inputs, name) ?? [])[0];
  if (password === undefined && !flag(inputs, "manageMasterUserPassword"))
    throw new Refusal(
      "InvalidParameterCombination: The MasterUserPassword parameter must be provided unless ManageMasterUserPassword is enabled.",
    );
  admitPassword(engine, password);
}
