import type { Gaps } from "./gaps.ts";
import { asList } from "./read.ts";
import type { ServiceRole } from "./roles.ts";

/** Keys that the other files translate, or that mean the same for every service of Hanok. */
const known = [
  ...["annotations", "attach", "blkio_config", "build", "cap_drop", "command", "configs"],
  ...["container_name", "cpus", "cpu_shares", "cpu_quota", "depends_on", "deploy", "develop"],
  ...["entrypoint", "env_file", "environment", "expose", "extends", "healthcheck", "hostname"],
  ...["image", "init", "labels", "links", "logging", "mem_limit", "mem_reservation"],
  ...["memswap_limit", "networks", "oom_score_adj", "platform", "ports", "profiles"],
  ...["pull_policy", "read_only", "restart", "scale", "secrets", "stdin_open", "stop_signal"],
  ...["tmpfs", "tty", "user", "volumes", "pids_limit", "label_file", "domainname"],
];

const texts: Readonly<Record<string, string>> = {
  cap_add: "It adds capabilities",
  privileged: "It is privileged",
  devices: "It uses devices of the machine",
  extra_hosts: "It has hosts of its own; a service reaches other networks by a declared way",
  network_mode: "It has a network mode",
  ulimits: "It raises limits of the kernel",
  sysctls: "It sets values of the kernel",
  shm_size: "It needs shared memory of its own size",
  dns: "It has name servers of its own",
  volumes_from: "It takes the volumes of another service",
  working_dir: "It has a working directory; write it into the image, or into command",
  stop_grace_period: "It has a grace period of its own",
  external_links: "It calls services of another Compose file",
  security_opt: "It has security options",
  userns_mode: "It has a user namespace of its own",
  ipc: "It shares memory of processes",
};

/** Notes the keys that were not translated. */
export function noteOtherKeys({ source }: ServiceRole, gaps: Gaps): void {
  for (const [key, value] of Object.entries(source.raw)) {
    if (known.includes(key) || key.startsWith("x-") || value === null || value === false) continue;
    if (
      key === "security_opt" &&
      asList(value).every((one) => /no-new-privileges/.test(String(one)))
    )
      continue;
    if (key === "network_mode" && value === "bridge") continue;
    const text = texts[key] ?? `The field ${key} is not known`;
    gaps.add("todo", source.name, `${text} (${key}), which was not translated.`);
  }
}
