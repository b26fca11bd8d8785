export const A_CLIENT = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11";
export const A_KEY = {
  kty: "EC",
  crv: "P-256",
  x: "YMtCL-u4_K70n4TWDolvjcbEedL6vHO8uL92E6804rk",
  y: "V9-NiBU_UyE78CWrjOjwqAXsLlf-2mGc-3KGPi52EXY",
} as const;
export const ANOTHER_KEY = {
  kty: "EC",
  crv: "P-256",
  x: "-EEI3JhxB7PqpusoRIk2Zp1KqpjoYpVFZ0cIvazNz0M",
  y: "F25mvHRdmZiAO9vBs3XQu_ZL4L2Q_6H6KP70S0hKHGo",
} as const;
export const A_THUMBPRINT = "bSZaPeu-zFN-0l8eWWLxpSC7sc4syj_fblxaoo_kJyk";

export const aClient = {
  id: A_CLIENT,
  institution: "11310000002420447T",
  name: "人口库交换前置",
  purposes: ["提供户籍人口数据"],
  keys: [{ kid: A_THUMBPRINT, jwk: A_KEY }],
  registeredOn: "2026-11-24",
  status: "active" as const,
};
