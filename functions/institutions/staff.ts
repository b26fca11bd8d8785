import * as z from "zod";
import { CreditCode, isCreditCode } from "../kernel/credit-code.ts";
import { Day } from "../kernel/day.ts";
import { LIMITS } from "../kernel/limits.ts";
import { accept, type Outcome } from "../kernel/outcome.ts";
import { isResidentId } from "../kernel/resident-id.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import { both } from "../kernel/saying.ts";
import { PlainText } from "../kernel/text.ts";
import { PLATFORM, Post, type Principal } from "../platform/principal.ts";
import { holdsOn, type Institution, type Security } from "./institution.ts";

/** A member of staff as the issuer of the government network calls them: a pseudonym, never a name or a number of law. */
export const StaffId = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
    both(
      "人员编号须为字母、数字、点、横线，1至100位。",
      "A staff id has 1 to 100 letters, digits, dots, hyphens and underscores.",
    ),
  )
  .refine(
    (text) => !isResidentId(text.toUpperCase()),
    both("人员编号不得为公民身份号码。", "A staff id is not an identity number."),
  )
  // In histories it stands where a body's code or the platform's own name could: it must not pass for them.
  .refine(
    (text) => !isCreditCode(text.toUpperCase()),
    both("人员编号不得为统一社会信用代码。", "A staff id is not a credit code."),
  )
  .refine(
    (text) => text.toLowerCase() !== PLATFORM.id,
    both("人员编号不得为平台自己的名称。", "A staff id is not the platform's own name."),
  )
  .meta({ id: "StaffId", description: "工作人员的假名编号。A staff member's pseudonym.", example: "staff-0042" });

/** What a registrar writes to appoint somebody. */
export const Appointment = z.strictObject({
  posts: z.array(Post).max(Post.options.length),
  duties: PlainText(LIMITS.writtenCharacters).meta({ description: "What these posts are there for (A46)" }),
  trainedUntil: Day.meta({ description: "Last day on which the training of these posts is good" }).exactOptional(),
  from: Day,
  until: Day.exactOptional(),
});
export type Appointment = z.infer<typeof Appointment>;

const Appointed = z.object({ ...Appointment.shape, id: StaffId, institution: CreditCode, appointedOn: Day });

/** A person has one record, wherever they work: who moves on is ended in one body and appointed by the next. */
export const Staff = z
  .discriminatedUnion("status", [
    Appointed.extend({ status: z.literal("in-post") }),
    Appointed.extend({ status: z.literal("ended"), endedOn: Day, because: PlainText(LIMITS.writtenCharacters) }),
  ])
  .meta({ id: "Staff", description: "岗位人员。A person in posts of an institution." });
export type Staff = z.infer<typeof Staff>;
type InPost = Extract<Staff, { status: "in-post" }>;
type Ended = Extract<Staff, { status: "ended" }>;

/** An institution's registrar keeps its own posts; the competent authority may, so that there is a first registrar. */
export const keepsThesePosts = bar("A46", "institution-not-yours", (institution: string, by: Principal) =>
  by.institution === institution || by.roles.includes("competent-authority")
    ? pass(institution)
    : stop({ yours: by.institution ?? "none" }),
);

/** Posts are what holds people apart who check each other: nobody gives them, or the training for them, to themselves. */
export const isAnother = bar("A46", "appointment-of-oneself", (person: string, by: Principal) =>
  person === by.id ? stop({ field: "/person" }) : pass(person),
);

export const isAppointable = bar("A46", "appointment-ends-before-it-begins", ({ from, until }: Appointment) =>
  until !== undefined && until < from ? stop({ field: "/until", from, until }) : pass(from),
);

/** Nobody takes an important post untrained; training is good on its last day. */
export const isTrainedForPosts = bar(
  "A46",
  "training-needed",
  ({ posts, trainedUntil }: Pick<Appointment, "posts" | "trainedUntil">, today: Day) =>
    posts.length === 0 || (trainedUntil !== undefined && today <= trainedUntil)
      ? pass(posts)
      : stop({ field: "/trainedUntil", posts, trainedUntil: trainedUntil ?? "never" }),
);

/** One person has one record: who still holds posts elsewhere is ended there first. */
export const isNobodyElses = bar("A46", "person-in-post-elsewhere", (known: Staff | undefined, institution: string) =>
  known === undefined || known.status === "ended" || known.institution === institution
    ? pass(institution)
    : stop({ field: "/person" }),
);

/** Whoever works elsewhere looks as if they were not there. */
export const worksThere = bar("A47p2", "record-unknown", (staff: Staff, institution: string) =>
  staff.institution === institution ? pass(staff) : stop(),
);

export const isInPost = bar("A46", "staff-not-in-post", (staff: Staff) =>
  staff.status === "in-post" ? pass(staff) : stop({ id: staff.id }),
);

export const isAppointedTo = bar("A46", "institution-not-active", ({ status, id }: Institution) =>
  status === "active" ? pass(id) : stop({ status }),
);

type AppointRefusal =
  | typeof keepsThesePosts.code
  | typeof isAnother.code
  | typeof isAppointedTo.code
  | typeof isAppointable.code
  | typeof isTrainedForPosts.code
  | typeof isNobodyElses.code;

/** Somebody is appointed, or what is written about them is written anew. */
export const appoint = (
  person: string,
  appointment: Appointment,
  about: Readonly<{ known: Staff | undefined; institution: Institution; by: Principal; today: Day }>,
): Outcome<InPost, AppointRefusal> => {
  const { known, institution, by, today } = about;
  const judged = [
    keepsThesePosts(institution.id, by),
    isAnother(person, by),
    isAppointedTo(institution),
    isAppointable(appointment),
    isTrainedForPosts(appointment, today),
    isNobodyElses(known, institution.id),
  ];
  for (const each of judged) if (!each.ok) return each;
  const since = known?.status === "in-post" ? known.appointedOn : today;
  return accept({ ...appointment, id: person, institution: institution.id, status: "in-post", appointedOn: since });
};

type OfStaff = Readonly<{ institution: string; by: Principal; today: Day }>;
type KeepRefusal = typeof keepsThesePosts.code | typeof worksThere.code | typeof isInPost.code;

const kept = (staff: Staff, { institution, by }: OfStaff): Outcome<InPost, KeepRefusal> => {
  for (const judged of [keepsThesePosts(institution, by), worksThere(staff, institution)])
    if (!judged.ok) return judged;
  return isInPost(staff);
};

/** Training is renewed: the posts are good until the new day. */
export const train = (
  staff: Staff,
  trainedUntil: Day,
  about: OfStaff,
): Outcome<InPost, KeepRefusal | typeof isAnother.code | typeof isTrainedForPosts.code> => {
  const its = kept(staff, about);
  if (!its.ok) return its;
  const another = isAnother(staff.id, about.by);
  if (!another.ok) return another;
  const trained = { ...its.value, trainedUntil };
  const good = isTrainedForPosts(trained, about.today);
  return good.ok ? accept(trained) : good;
};

/** The posts end at once; the person is signed in no longer. */
export const endPosts = (staff: Staff, because: string, about: OfStaff): Outcome<Ended, KeepRefusal> => {
  const its = kept(staff, about);
  return its.ok ? accept({ ...its.value, status: "ended", endedOn: about.today, because }) : its;
};

/** What is known of staff is for their own institution and the competent authority; to others it is not there. */
export const isTheirsToSee = bar("A47p2", "record-unknown", (institution: string, by: Principal) =>
  by.institution === institution || by.roles.includes("competent-authority") ? pass(institution) : stop(),
);

/** An institution sets up its security by itself (A43). */
export const securesItself = bar("A43", "institution-not-yours", (institution: string, by: Principal) =>
  by.institution === institution ? pass(institution) : stop({ yours: by.institution ?? "none" }),
);

/** A43: whoever answers for the security of a body holds the post for it, in this very body, today. */
export const isItsSecurityOfficer = bar(
  "A43",
  "person-not-security-officer",
  (staff: Staff | undefined, { responsiblePerson }: Security, institution: string, today: Day) =>
    staff?.status === "in-post" &&
    staff.institution === institution &&
    staff.posts.includes("security-officer") &&
    holdsOn(staff, today)
      ? pass(staff)
      : stop({ field: "/responsiblePerson", responsiblePerson }),
);
