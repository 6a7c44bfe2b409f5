/** A GitHub repository, `octo-org/octo-repo`, with its immutable numbers where its tokens carry them. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
  /** Both or neither. */
  readonly ids?: { readonly owner: string; readonly repository: string };
}

/** Facts of one AWS account, `hanok-bootstrap:<key>` in `Pulumi.<stack>.yaml`. */
export interface Settings {
  /** Prefix of every name here, and the IAM path of the roles that its stacks create. @default hanok */
  readonly project: string;
  /** Number of the account, 12 digits. Credentials of another account are refused. */
  readonly account: string;
  /** Region of the bucket and the key. */
  readonly region: string;
  /** The repository whose workflows may take the CI roles. */
  readonly repository: Repository;
  /** GitHub environments that may deploy to this account. @default none */
  readonly environments: readonly string[];
  /** Branches that may deploy without an environment. @default none */
  readonly branches: readonly string[];
  /** ARNs of the IAM roles and users who run Pulumi by hand; `*` and `?` stand for letters. */
  readonly administrators: readonly string[];
  /** An account has one OIDC provider for a URL: `existing` uses the one that is there. @default new */
  readonly oidcProvider: "new" | "existing";
}
