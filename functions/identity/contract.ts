import { registration } from "./contract/clients.ts";
import { anonymous, sealing, self } from "./contract/tokens.ts";

/** What `api` serves; it needs sign-in. */
export const ordinary = { ...registration, ...self };

export { anonymous, sealing } from "./contract/tokens.ts";

export const contract = { ...sealing, ...anonymous, ...ordinary };
