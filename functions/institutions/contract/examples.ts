import type { Post, Role } from "../../platform/principal.ts";

export const A_DEPARTMENT = "11310000002420447T";
export const A_PERSON = "staff-0042";
export const A_RESPONSIBILITY = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11";

const roles: Role[] = ["institution"];
const posts: Post[] = ["registrar", "security-officer"];

export const aDescription = {
  name: "上海市公安局",
  nameEn: "Shanghai Municipal Public Security Bureau",
  shortName: "市公安局",
  level: "city" as const,
  kind: "municipal-department" as const,
  roles,
};

export const anInstitution = {
  ...aDescription,
  id: A_DEPARTMENT,
  mode: { bound: "wholly" as const },
  status: "active" as const,
  registeredOn: "2026-11-24",
  charges: [],
};

export const aNaming = {
  system: "公安",
  duty: "户籍、出入境和治安管理",
  document: "沪府办〔2019〕1号",
  from: "2026-12-01",
};

export const aResponsibility = {
  ...aNaming,
  id: A_RESPONSIBILITY,
  department: A_DEPARTMENT,
  namedOn: "2026-11-24",
  status: "in-force" as const,
};

export const anAppointment = {
  posts,
  duties: "登记本单位岗位人员，负责数据安全",
  trainedUntil: "2027-11-24",
  from: "2026-11-24",
};

export const aStaffMember = {
  ...anAppointment,
  id: A_PERSON,
  institution: A_DEPARTMENT,
  appointedOn: "2026-11-24",
  status: "in-post" as const,
};
