/** What the bootstrap makes of Vault. The Job reads it as JSON. */
export interface Plan {
  /** API address of every server, the first of which is initialised. */
  readonly servers: readonly string[];
  /** `auto`: by a KMS key. `shamir`: by the key in the store of the keys. */
  readonly seal: "auto" | "shamir";
  readonly keyStore:
    | { readonly kind: "secrets-manager"; readonly region: string }
    | { readonly kind: "secret"; readonly namespace: string; readonly name: string };
  /** Settings of the auth method of Kubernetes: where Vault reviews the tokens of service accounts. */
  readonly kubernetes: { readonly kubernetes_host: string };
  /** File of the audit log. */
  readonly auditFile: string;
  /** Paths of the key-value stores, version 2. */
  readonly mounts: readonly string[];
  /** The policy and the role of each client, by a name that begins with `hanok-`. */
  readonly clients: Readonly<Record<string, Client>>;
}

/** A service account that logs in, and what it may do. */
export interface Client {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** HCL. */
  readonly policy: string;
  /** Lifetime of a token, such as `1h`. */
  readonly ttl: string;
}

/** Role of the bootstrap itself, by which it repeats its work without the root token. */
export const bootstrapRole = "hanok-bootstrap";

/** Audience of the service accounts' tokens. */
export const audience = "vault";

/** Prefix of the policies and roles that the bootstrap makes and removes. Others are left alone. */
export const ownPrefix = "hanok-";
