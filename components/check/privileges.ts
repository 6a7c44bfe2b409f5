/** Linux capabilities that Pod Security `baseline` admits (https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline). */
export const capabilities = [
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
] as const;

/** What a container may do beyond Pod Security `restricted`. */
export type Privileges =
  | { readonly root: true; readonly capabilities?: readonly (typeof capabilities)[number][] }
  | { readonly root?: undefined; readonly capabilities: readonly (typeof capabilities)[number][] };
