import { registration } from "./contract/clients.ts";
import { anonymous, sealing, self } from "./contract/tokens.ts";

/** What needs sign-in; served by `api`. */
export const signedIn = { ...registration, ...self };

export { anonymous, sealing } from "./contract/tokens.ts";

export const contract = { ...sealing, ...anonymous, ...signedIn };
