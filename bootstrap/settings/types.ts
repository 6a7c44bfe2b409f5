/** A GitHub repository, `octo-org/octo-repo`, with its immutable ids where its tokens contain them. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
  /** Both or neither. */
  readonly ids?: { readonly owner: string; readonly repository: string };
}

/** Settings of one AWS account, `hanok-bootstrap:<key>` in `Pulumi.<stack>.yaml`. */
export interface Settings {
  /** Prefix of all names, and the IAM path of the roles that stacks create. @default hanok */
  readonly project: string;
  /** Account id, 12 digits. Credentials of another account are rejected. */
  readonly account: string;
  /** Region of the bucket and the key. */
  readonly region: string;
  /** The repository whose workflows may assume the CI roles. */
  readonly repository: Repository;
  /** GitHub environments that may deploy to this account. @default none */
  readonly environments: readonly string[];
  /** Branches that may deploy without an environment. @default none */
  readonly branches: readonly string[];
  /** ARNs of the IAM roles and users that run Pulumi by hand. `*` and `?` are wildcards. */
  readonly administrators: readonly string[];
  /** An account has one OIDC provider per URL. `existing` reuses it. @default new */
  readonly oidcProvider: "new" | "existing";
}
