/** What the examples of the guide have in common. */
export const defaults = {
  image: "ghcr.io/shop/shop",
  startupSeconds: 10,
  resources: { cpu: "100m", memory: "256Mi" },
  scaling: { kind: "horizontal", min: 2, max: 4, cpuPercent: 60 },
} as const;
