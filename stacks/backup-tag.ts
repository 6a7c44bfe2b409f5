/** Tag of the stores and buckets whose content is backed up (`hanok:backup`). Without a vault it has no effect. */
export const backupTag = (stack: string) => ({ key: "hanok:backup", value: stack });
