export { holdsOn, type Institution, rolesOn } from "./institution.ts";
export { isBoundInEGovernment } from "./parts.ts";
export { type Staff, StaffId } from "./staff.ts";
export { type Entered, openDirectory, wantedAuthority, wantedCenter } from "./store/directory.ts";
