import { PLACE } from "./place.ts";
import { INERT_PROPERTIES, REPLICA_ELSEWHERE } from "./support.ts";

/** A property or a whole resource that changes nothing on one machine, and why. */
export type Inert = {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Left out where the whole type is inert. */
  readonly property?: string;
  readonly why: string;
};

type Found = { readonly property: string; readonly why: string };
type Properties = Readonly<Record<string, unknown>>;

/** Takes the inert properties out before anything is resolved; gives what is left and what was taken. */
export const strip = (type: string, properties: Properties): { left: Properties; taken: readonly Found[] } => {
  const taken: Found[] = [];
  let left = properties;
  for (const [path, why] of Object.entries(INERT_PROPERTIES[type] ?? {})) {
    const { value, hit } = without(left, path.split("."));
    if (!hit || !isRecord(value)) continue;
    left = value;
    taken.push({ property: path, why });
  }
  if (type !== "AWS::DynamoDB::GlobalTable" || !Array.isArray(left["Replicas"])) return { left, taken };
  const here = left["Replicas"].filter((replica) => !isElsewhere(replica));
  if (here.length === left["Replicas"].length) return { left, taken };
  taken.push({ property: "Replicas", why: REPLICA_ELSEWHERE });
  return { left: { ...left, Replicas: here }, taken };
};

const isElsewhere = (replica: unknown): boolean =>
  isRecord(replica) && typeof replica["Region"] === "string" && replica["Region"] !== PLACE.region;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A copy without what the path names; `[]` at the end of a step goes through the members of a list. */
const without = (value: unknown, [step = "", ...rest]: readonly string[]): { value: unknown; hit: boolean } => {
  if (!isRecord(value)) return { value, hit: false };
  const key = step.replace(/\[\]$/, "");
  const child = value[key];
  if (child === undefined) return { value, hit: false };
  if (rest.length === 0) {
    const { [key]: _taken, ...kept } = value;
    return { value: kept, hit: true };
  }
  const members = Array.isArray(child) ? child : [child];
  const results = members.map((member) => without(member, rest));
  const kept = results.map((result) => result.value);
  return {
    value: { ...value, [key]: Array.isArray(child) ? kept : kept[0] },
    hit: results.some(({ hit }) => hit),
  };
};
