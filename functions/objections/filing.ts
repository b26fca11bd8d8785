import type { Calendar } from "../kernel/calendar.ts";
import type { CreditCode } from "../kernel/credit-code.ts";
import type { Day, Instant } from "../kernel/day.ts";
import { accept, type Outcome } from "../kernel/outcome.ts";
import type { RecordId } from "../kernel/record-id.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import type { Post, Principal } from "../platform/principal.ts";
import { dataMarkedInTime, decidedByCenterInTime, handedOverInTime } from "./in-time.ts";
import {
  type Evidence,
  type EvidenceFile,
  type Filed,
  isUndecided,
  type Kind,
  type Mandate,
  MOST_FILES,
  type Objection,
  type Open,
  type WithCenter,
} from "./objection.ts";
import { receiptOf } from "./receipt.ts";
import { type Route, routeOf } from "./route.ts";

/** Whoever receives, hands over or decides objections holds this post (A46). */
const HANDLER = "objection-handler" satisfies Post;

/** Real-name: whose number nobody has verified cannot be told from anybody, and could not be told the decision. */
export const isNamed = bar("A48", "objector-not-named", ({ subject }: Principal) =>
  subject === undefined ? stop() : pass(subject),
);

/** The subject of the data objects to it: about others' data there is nothing here to object to, or to find out. */
export const isAboutThem = bar(
  "A48",
  "record-unknown",
  (record: Readonly<{ id: RecordId; held: boolean; subject: string | undefined }> | undefined, subject: string) =>
    record?.held && record.subject === subject ? pass(record) : stop({ field: "/record" }),
);

/** Somebody else files for them: staff of an institution at its window, or an agent who shows a mandate. */
export const mayFileFor = bar(
  "A48",
  "mandate-missing",
  ({ kind, id, institution, posts, trainedUntil }: Principal, at: Instant, today: Day, mandate?: Mandate) => {
    const filer = { by: id, at };
    const inPost = posts.includes(HANDLER) && trainedUntil !== undefined && today <= trainedUntil;
    if (kind === "staff" && institution !== undefined && inPost) {
      const shown = mandate === undefined ? {} : { mandate };
      return pass<Filed>({ channel: "window", ...filer, institution, ...shown });
    }
    return mandate === undefined ? stop({ field: "/mandate" }) : pass<Filed>({ channel: "agent", ...filer, mandate });
  },
);

/** What is filed, of what, by whom; `center` plays the Center's part today. */
export type Filing = Readonly<{
  id: string;
  kind: Kind;
  description: string;
  objector: Objection["objector"];
  filed: Filed;
  resource: Readonly<{ id: string; name: string; compiledBy: CreditCode }> | undefined;
  record: RecordId | undefined;
  database: string | undefined;
  center: CreditCode | undefined;
  today: Day;
}>;

const clocksFor = (route: Route, receivedOn: Day, calendar: Calendar) => [
  dataMarkedInTime.start({ receivedOn }, calendar),
  (route.power === "center" ? decidedByCenterInTime : handedOverInTime).start({ receivedOn }, calendar),
];

/** Received today, whatever the hour: the clocks begin with the next working day, and the receipt says why they end when. */
export const file = (
  { id, kind, description, objector, filed, resource, record, database, center, today }: Filing,
  calendar: Calendar,
): WithCenter => {
  const integrated = database !== undefined;
  const route = routeOf({ compiledBy: resource?.compiledBy, integrated, center });
  const clocks = clocksFor(route, today, calendar);
  return {
    status: "with-center",
    id,
    kind,
    description,
    ...(resource === undefined ? {} : { resource: resource.id, resourceName: resource.name }),
    ...(record === undefined ? {} : { record }),
    ...(database === undefined ? {} : { database }),
    objector,
    filed,
    receivedOn: today,
    receipt: receiptOf(clocks, calendar),
    files: [],
    route,
    held: [],
    round: 1,
    clocks,
    missedBecause: [],
  };
};

/** What is over is over: neither evidence nor another decision is taken. */
export const isOpen = bar("A48", "objection-over", (objection: Objection) =>
  isUndecided(objection) ? pass(objection) : stop({ status: objection.status }),
);

export const hasRoomForFiles = bar("A48", "too-many-files", ({ files }: Objection) =>
  files.length < MOST_FILES ? pass(files) : stop({ most: MOST_FILES }),
);

/** Evidence is the objector's to bring, or that of whoever files for them. */
export const isTheirsToProve = bar("A48", "objection-not-yours", ({ objector, filed }: Objection, by: Principal) =>
  objector.subject === by.subject || filed.by === by.id ? pass(by) : stop({ channel: filed.channel }),
);

type Proving = typeof isOpen.code | typeof isTheirsToProve.code;

const proving = (objection: Objection, by: Principal): Outcome<Open, Proving> => {
  const theirs = isTheirsToProve(objection, by);
  return theirs.ok ? isOpen(objection) : theirs;
};

/** A file is announced: it can be sent from now on, as it was announced and not otherwise. */
export const announce = (
  objection: Objection,
  file: EvidenceFile,
  { id, by, today }: Readonly<{ id: string; by: Principal; today: Day }>,
): Outcome<Open, Proving | typeof hasRoomForFiles.code> => {
  const open = proving(objection, by);
  if (!open.ok) return open;
  const room = hasRoomForFiles(open.value);
  if (!room.ok) return room;
  return accept({ ...open.value, files: [...room.value, { ...file, id, announcedOn: today }] });
};

/** The file of this id, announced and not there yet. */
export const isAnnounced = bar("A48", "file-not-announced", ({ files }: Objection, file: string) => {
  const its = files.find(({ id }) => id === file);
  return its === undefined ? stop({ file }) : pass(its);
});

/** What was sent, as the store has measured it. */
export type Sent = Readonly<{ bytes: number; sha256: string | undefined }>;

/** Evidence is what it was announced to be: size and digest are measured, not believed. */
export const isAsAnnounced = bar("A48", "file-not-as-announced", (file: Evidence, sent: Sent | undefined) => {
  if (sent === undefined) return stop({ because: "not-sent" });
  if (sent.bytes !== file.size) return stop({ because: "size", announced: file.size, sent: sent.bytes });
  return sent.sha256 === file.sha256 ? pass(file) : stop({ because: "digest" });
});

/** The file has arrived as announced; a second time changes nothing. */
export const submit = (
  objection: Objection,
  file: string,
  sent: Sent | undefined,
  { by, today }: Readonly<{ by: Principal; today: Day }>,
): Outcome<Open, Proving | typeof isAnnounced.code | typeof isAsAnnounced.code> => {
  const open = proving(objection, by);
  if (!open.ok) return open;
  const its = isAnnounced(open.value, file);
  if (!its.ok) return its;
  const arrived = isAsAnnounced(its.value, sent);
  if (!arrived.ok) return arrived;
  const files = open.value.files.map((each) => (each.id === file ? { sentOn: today, ...each } : each));
  return accept({ ...open.value, files });
};
