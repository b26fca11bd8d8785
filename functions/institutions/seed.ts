import * as z from "zod";
import data from "../../data/institutions.json" with { type: "json" };
import type { Day } from "../kernel/day.ts";
import type { Role } from "../platform/principal.ts";
import { Description, Institution, type Kind } from "./institution.ts";
import { modeOf } from "./parts.ts";

export { institutions, staff } from "./store.ts";

/** The words of data/institutions.json and ours. */
const KIND_OF: Readonly<Record<string, Kind>> = {
  GENERAL_OFFICE: "general-office",
  BIG_DATA_CENTER: "big-data-center",
  ECONOMY_INFORMATISATION: "economy-informatisation",
  APPROVAL_REFORM: "approval-reform",
  CYBERSPACE: "cyberspace",
  RESPONSIBLE_DEPARTMENT: "municipal-department",
  PUBLIC_SERVICE_BODY: "public-service-body",
  DISTRICT_AUTHORITY: "district-authority",
  UTILITY: "utility",
  CENTRAL_BODY: "central-body",
  FUNDED_BODY: "funded-body",
};

const ROLE_OF: Readonly<Record<string, Role>> = {
  COMPETENT_AUTHORITY: "competent-authority",
  PLATFORM_OPERATOR: "big-data-center",
  OPENING_LEAD: "opening-lead",
  ITEM_REVIEW: "item-review",
  NETWORK_SECURITY: "network-security",
  DISTRICT_AUTHORITY: "district-authority",
  INSTITUTION: "institution",
};

const Entry = z.object({
  creditCode: z.string(),
  name: z.string(),
  nameEn: z.string(),
  shortName: z.string(),
  level: z.enum(["city", "district"]),
  districtCode: z.string(),
  kind: z.string(),
  roles: z.array(z.string()),
});

/** The bodies with which a new installation starts, as registered on this day: those of data/institutions.json. */
export const institutionSeeds = (on: Day): readonly Institution[] =>
  data.institutions.map((written) => {
    const { creditCode, districtCode, kind, roles, level, name, nameEn, shortName } = Entry.parse(written);
    const described = Description.parse({
      name,
      nameEn,
      shortName,
      level,
      kind: KIND_OF[kind],
      roles: roles.map((role) => ROLE_OF[role]),
      ...(level === "district" ? { district: districtCode } : {}),
    });
    const kept = { id: creditCode, status: "active", registeredOn: on, charges: [] };
    return Institution.parse({ ...described, ...kept, mode: modeOf(described.kind) });
  });
