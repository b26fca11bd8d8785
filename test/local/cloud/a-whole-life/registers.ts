import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { type Api, aSystem, bearer } from "../../../../demo/callers.ts";
import { done } from "../../../../demo/story.ts";
import type { Description } from "../../../../functions/institutions/institution.ts";
import { addDays, dayOf } from "../../../../functions/kernel/day.ts";
import type { Post } from "../../../../functions/platform/principal.ts";
import type { Cloud } from "../../../../local/cloud/cloud.ts";

/** Somebody with a cloud, and a client for each sample person. */
export type Place = Readonly<{ cloud: Cloud; as: (person: string) => Api }>;

export type Life = Place & Readonly<{ nobody: Api; noting: (api: Api) => Api; called: Set<string> }>;

/** Puts the latest event of a record among the parked ones, as if the bus had refused it: its next one waits behind it. */
export const parkLatest = async (
  { cloud }: Pick<Life, "cloud">,
  context: string,
  kind: string,
  id: string,
): Promise<void> => {
  const client = new DynamoDBClient(cloud.client("dynamodb"));
  const dynamo = DynamoDBDocumentClient.from(client);
  const TableName = `onenet-local-city-${context}-g1`;
  const { Items = [] } = await dynamo.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :event)",
      ExpressionAttributeValues: { ":pk": `${kind}#${id}`, ":event": "event#" },
      ScanIndexForward: false,
      Limit: 1,
    }),
  );
  const [row] = Items;
  if (row === undefined) throw new Error(`Nothing has happened to ${kind} ${id}.`);
  const { id: eventId, type, version, at, by, trace, data } = row;
  const event = { id: eventId, type, source: context, subject: id, version, at, by, traceId: trace, data };
  const sk = `${id}#${String(version).padStart(10, "0")}`;
  await dynamo.send(new PutCommand({ TableName, Item: { pk: "~parked", sk, subject: id, event, reason: "ordered" } }));
  client.destroy();
};

export const registersAreKept = async (life: Life): Promise<void> => {
  const keeper = life.as("general-office.laws");
  const law = { key: "a-new-law", title: "一部新的规章", rank: "government-rule", evidence: "M" } as const;
  const { id } = done(await keeper.recordLaw({ entry: law }));
  await life.cloud.settle();
  await parkLatest(life, "reference", "law", id);
  done(await keeper.amendLaw({ id, entry: { ...law, title: "一部新的规章（修正）" }, because: "更名" }));
  done(await keeper.withdrawLaw({ id, because: "废止" }));
  done(await keeper.readLaw({ id }));
  done(await keeper.listLaws({ group: "government-rule" }));
  done(await keeper.listLaws({}));
  const standard = { code: "GB/T 99999-2026", title: "一项标准", replaces: [], use: "演示", evidence: "M" };
  const recorded = done(await keeper.recordStandard({ entry: standard }));
  done(await keeper.amendStandard({ id: recorded.id, entry: { ...standard, use: "检验" }, because: "更正" }));
  done(await keeper.withdrawStandard({ id: recorded.id, because: "废止" }));
  done(await keeper.readStandard({ id: recorded.id }));
  done(await keeper.listStandards({}));
  done(await keeper.listCodeTables({}));
  done(await keeper.readCodeTable({ name: "districts" }));
};

export const institutionsAreKept = async (life: Life): Promise<void> => {
  const registrar = life.as("general-office.registrar");
  const today = dayOf(life.cloud.clock.now());
  const description: Description = {
    name: "上海市演示局",
    nameEn: "Shanghai Demonstration Bureau",
    shortName: "市演示局",
    level: "city",
    kind: "municipal-department",
    roles: ["institution"],
  };
  const { id } = done(await registrar.registerInstitution({ id: "11310000EXAMPL995H", institution: description }));
  await life.cloud.settle();
  await parkLatest(life, "institutions", "institution", id);
  const renamed = { ...description, nameEn: "Shanghai Bureau of Demonstration" };
  done(await registrar.amendInstitution({ id, institution: renamed, because: "更名" }));
  const naming = { system: "演示", duty: "演示", document: "沪府办〔2026〕1号", from: today };
  const charge = done(await registrar.nameResponsibleDepartment({ id, ...naming }));
  done(await registrar.readResponsibility({ responsibility: charge.id }));
  done(await registrar.listResponsibilities({ department: id }));
  done(await registrar.listResponsibilities({}));
  done(await registrar.endResponsibility({ responsibility: charge.id, because: "职能划转" }));
  const appointment = {
    posts: ["registrar", "security-officer"] satisfies Post[],
    duties: "登记和安全",
    trainedUntil: addDays(today, 365),
    from: today,
  };
  done(await registrar.appointStaff({ id, person: "demonstration.one", ...appointment }));
  const own = life.noting(
    bearer(life.cloud.url, () =>
      life.cloud.issuer.mint({ sub: "demonstration.one", institution: id, aud: "onenet-local-staff" }),
    ),
  );
  done(await own.setSecurity({ id, body: "信息安全处", responsiblePerson: "demonstration.one" }));
  done(await registrar.renewTraining({ id, person: "demonstration.one", trainedUntil: addDays(today, 700) }));
  done(await registrar.readStaff({ id, person: "demonstration.one" }));
  done(await registrar.listStaff({ id }));
  done(await registrar.endPosts({ id, person: "demonstration.one", because: "调离" }));
  done(await registrar.suspendInstitution({ id, because: "机构改革" }));
  done(await registrar.resumeInstitution({ id, because: "机构改革" }));
  done(await registrar.dissolveInstitution({ id, because: "机构改革" }));
  done(await registrar.readInstitution({ id }));
  done(await registrar.listInstitutions({}));
  done(await registrar.listInstitutions({ kind: "municipal-department" }));
  done(await registrar.listInstitutions({ level: "district", district: "310110" }));
};

export const aSystemSignsIn = async (life: Life): Promise<void> => {
  const { url, clock } = life.cloud;
  const registrar = life.as("market-regulation.registrar");
  const [system, next] = [await aSystem(() => clock.now()), await aSystem(() => clock.now())];
  const { id } = done(await registrar.registerClient({ name: "系统", purposes: ["查询目录"], jwk: system.jwk }));
  await life.cloud.settle();
  await parkLatest(life, "identity", "client", id);
  done(await registrar.rotateKey({ id, jwk: next.jwk, oldUntil: addDays(dayOf(clock.now()), 3) }));
  const api = life.noting(await next.signedIn(url, id));
  // Its form is sent by hand: clients of the table of operations speak JSON.
  life.called.add("issueToken");
  done(await api.readMe({}));
  done(await registrar.readClient({ id }));
  done(await registrar.listClients({}));
  done(await registrar.rotateKey({ id, jwk: (await aSystem(() => clock.now())).jwk }));
  done(await registrar.revokeClient({ id, because: "系统下线" }));
  done(await life.nobody.readKeys({}));
};
