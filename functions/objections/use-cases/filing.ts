import type { BindingResource } from "../../catalog/index.ts";
import { accept, refuse } from "../../kernel/outcome.ts";
import type { RecordId } from "../../kernel/record-id.ts";
import type { Call, UseCases } from "../../platform/operation.ts";
import type { ordinary } from "../contract.ts";
import { withdraw } from "../deciding.ts";
import { about } from "../events/objecting.ts";
import { file, isAboutThem, isNamed } from "../filing.ts";
import type { Named } from "../handing.ts";
import type { Filed, Kind, Objection } from "../objection.ts";
import { isObjectionToSee } from "../seeing.ts";
import type { Deps } from "./deps.ts";

/** What is said by whoever files. */
type Said = Readonly<{
  kind: Kind;
  description: string;
  resource?: string | undefined;
  record?: RecordId | undefined;
  database?: string | undefined;
}>;

/** The resource that a record is of stands in its name. */
const resourceIn = ({ record, resource }: Pick<Said, "record" | "resource">): string | undefined =>
  record === undefined ? resource : record.slice(0, record.indexOf("~"));

/** Takes an objection in: whose it is and by which way it came has been established. */
export const filingOf =
  (deps: Deps) => async (said: Said, objector: Objection["objector"], filed: Filed, call: Call) => {
    const of = resourceIn(said);
    const [binding, { record, center }, calendar] = await Promise.all([
      of === undefined ? undefined : deps.catalogue(of),
      deps.recordAndCenter(said.record),
      deps.calendar(),
    ]);
    if (said.record !== undefined) {
      const theirs = isAboutThem(record, objector.subject);
      if (!theirs.ok) return theirs;
    }
    // Data of a resource that has retired is still there to be wrong; one that never was is a mistake in the form.
    if (binding?.ok === false && said.record === undefined) return refuse("resource-unknown", { field: "/resource" });
    const resource = binding?.ok
      ? { id: binding.value.id, name: binding.value.content.name, compiledBy: binding.value.compiledBy }
      : undefined;
    const { kind, description, database } = said;
    const its = { id: deps.newId(), kind, description, objector, filed, center, today: deps.today() };
    const objection = file({ ...its, resource, record: said.record, database }, calendar);
    const event = { type: "objections.received.v1", ...about(objection, undefined) } as const;
    return deps.save(objection, undefined, event, call, calendar);
  };

export const filing = (deps: Deps): Pick<UseCases<typeof ordinary>, "fileObjection" | "withdrawObjection"> => {
  const take = filingOf(deps);
  return {
    fileObjection: async (said, call) => {
      const subject = isNamed(call.by);
      if (!subject.ok) return subject;
      const filed = { channel: "online", by: call.by.id, at: deps.now() } as const;
      return take(said, { subject: subject.value, kind: "person" }, filed, call);
    },

    withdrawObjection: async ({ id }, call) => {
      const found = await deps.objections.findUnchanged(id, call, (it) => isObjectionToSee(it, call.by));
      if (!found.ok) return found;
      const withdrawn = withdraw(found.value.now, call.by, deps.today());
      if (!withdrawn.ok) return withdrawn;
      const event = { type: "objections.withdrawn.v1", ...about(withdrawn.value, found.value.now) } as const;
      return deps.save(withdrawn.value, found.value, event, call);
    },
  };
};

type NamedBy = Readonly<{ named: Named; binding?: BindingResource }>;

/** A record that has been named by the Center: it has to be there; with its resource's edition in force. */
export const namedBy = async (deps: Deps, said: Readonly<{ record?: RecordId | undefined }>) => {
  if (said.record === undefined) return accept<NamedBy>({ named: {} });
  const of = resourceIn(said) ?? "";
  const [binding, { record }] = await Promise.all([deps.catalogue(of), deps.recordAndCenter(said.record)]);
  if (record === undefined) return refuse("record-unknown", { field: "/record" });
  if (!binding.ok) return refuse("resource-unknown", { field: "/record" });
  const resource = { id: of, name: binding.value.content.name };
  return accept<NamedBy>({ named: { record: said.record, resource }, binding: binding.value });
};
