import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { Institution } from "../../functions/institutions/institution.ts";
import { Staff } from "../../functions/institutions/staff.ts";
import { creditCheckCharacter } from "../../functions/kernel/credit-code.ts";
import { POSTS, ROLES, type Role } from "../../functions/platform/principal.ts";
import { recordKey } from "../../functions/platform/store/rows.ts";
import type { Cloud } from "../../local/cloud/cloud.ts";
import type { Person } from "./caller.ts";

type BodyRole = Exclude<Role, "person">;

/** Roles that bodies play; `person` is anybody with real-name sign-in. */
const BODY_ROLES = ROLES.filter((role): role is BodyRole => role !== "person");

/** A body of its own for each role, under a code that is nobody's. */
const bodyOf = (role: BodyRole): string => {
  const code = `1131990${BODY_ROLES.indexOf(role)}EXAMPL012`;
  return `${code}${creditCheckCharacter(code)}`;
};

const PEOPLE = {
  trained: { posts: POSTS, trainedUntil: "2026-11-24" },
  untrained: { posts: POSTS, trainedUntil: "2026-11-23" },
  "without-posts": { posts: [] },
} as const;

/**
 * Somebody whose body plays this role and no other: with every post and training that ends today (2026-11-24), with
 * training that ended yesterday, or with no post.
 */
export const somebodyOf = (role: Role, what: keyof typeof PEOPLE = "trained"): Person =>
  role === "person" ? "person.somebody" : { id: `${role}.${what}`, institution: bodyOf(role) };

/** Puts them on record past the register's own rules: no lawful body plays one part alone. */
export const seedPeople = async (cloud: Cloud): Promise<void> => {
  const client = new DynamoDBClient(cloud.client("dynamodb"));
  const dynamo = DynamoDBDocumentClient.from(client);
  const put = (kind: string, id: string, data: object) => {
    const Item = { ...recordKey(kind, id), version: 1, data };
    return dynamo.send(new PutCommand({ TableName: "onenet-local-city-institutions-g1", Item }));
  };
  const bodies = BODY_ROLES.map((role) => {
    const body = Institution.parse({
      id: bodyOf(role),
      name: `只承担${role}的机构`,
      nameEn: `A body that is ${role} alone`,
      shortName: role,
      level: "city",
      kind: "municipal-department",
      roles: [role],
      mode: { bound: "wholly" },
      status: "active",
      registeredOn: "2026-11-24",
      charges: [],
    });
    return put("institution", body.id, body);
  });
  const people = BODY_ROLES.flatMap((role) =>
    Object.entries(PEOPLE).map(([what, held]) => {
      const days = { from: "2026-11-01", appointedOn: "2026-11-01" };
      const about = { id: `${role}.${what}`, institution: bodyOf(role), status: "in-post", duties: "测试" };
      const person = Staff.parse({ ...about, ...days, ...held, posts: [...held.posts] });
      return put("staff", person.id, person);
    }),
  );
  await Promise.all([...bodies, ...people]);
  client.destroy();
};
