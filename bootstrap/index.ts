import { bootstrap } from "./bootstrap.ts";
import { loadSettings } from "./settings/load.ts";

export const {
  backendUrl,
  secretsProvider,
  deployRoleArn,
  previewRoleArn,
  permissionsBoundaryArn,
  rolePath,
  next,
} = bootstrap(loadSettings());
