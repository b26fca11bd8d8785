import * as z from "zod";
import { operation } from "../../platform/operation.ts";
import { COMMON } from "../../platform/refusals.ts";
import { EvidenceFile, Objection } from "../objection.ts";
import { A_FILE, AN_OBJECTION, aFile, aProven } from "./example.ts";
import { ObjectionId } from "./filing.ts";
import { FILES, OVER, SENDING, THEIRS } from "./refusals.ts";

const Address = z
  .object({
    file: z.uuidv7(),
    url: z.url(),
    method: z.literal("PUT"),
    headers: z.record(z.string(), z.string()),
    goodForSeconds: z.int(),
  })
  .meta({ id: "EvidenceAddress", description: "证据材料上传地址。Where and how the file is sent." });

export const announceEvidence = operation({
  duty: "command",
  power: "receive",
  method: "POST",
  path: "/objections/{id}/evidence",
  says: {
    zh: "申报一份证据材料并取得上传地址；摘要不符的文件不会被接收",
    en: "Announce a file of evidence and get the address for it; no other file is taken there",
  },
  cites: ["A48"],
  who: ["person", "institution"],
  takes: z.strictObject({ id: ObjectionId, file: EvidenceFile }),
  gives: Address,
  refusals: { ...COMMON, ...OVER, ...THEIRS, ...FILES },
  example: {
    takes: { id: AN_OBJECTION, file: aFile },
    gives: {
      file: A_FILE,
      url: "https://uploads.example.org/objections/evidence?signature=0",
      method: "PUT",
      headers: { "content-length": "1024" },
      goodForSeconds: 3600,
    },
  },
});

export const submitEvidence = operation({
  duty: "command",
  power: "receive",
  method: "POST",
  path: "/objections/{id}/evidence/{file}/submission",
  says: {
    zh: "提交已上传的证据材料：核对大小和摘要",
    en: "Submit the file of evidence that was sent: size and digest are checked",
  },
  cites: ["A48"],
  who: ["person", "institution"],
  takes: z.strictObject({ id: ObjectionId, file: z.uuidv7() }),
  gives: Objection,
  refusals: { ...COMMON, ...OVER, ...THEIRS, ...SENDING },
  example: { takes: { id: AN_OBJECTION, file: A_FILE }, gives: aProven },
});
