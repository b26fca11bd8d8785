import type { Access } from "../access/access.ts";
import type { AccessKey } from "../access/keys.ts";
import { PLACE } from "../template/place.ts";
import type { Services } from "./services.ts";

/** What an AWS SDK client is made with. */
export type ClientConfig = { readonly endpoint: string; readonly region: string; readonly credentials: AccessKey };

export const clientConfig = (
  services: Services,
  access: Access,
  service: keyof Services,
  role = "operator",
): ClientConfig => ({
  endpoint: services[service].url,
  region: PLACE.region,
  credentials: access.issueKey(role),
});
