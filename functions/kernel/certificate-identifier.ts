import * as z from "zod";
import { type CreditCode, isCreditCode } from "./credit-code.ts";
import { both } from "./saying.ts";

const ROOT = "1.2.156.3005.2";
const SHAPE = /^1\.2\.156\.3005\.2\.([0-9A-Z]{18}\d{3})\.([0-9A-Z]{6,18})\.([0-9A-Z]{1,32})\.(\d{3})\.([0-9A-Z])$/;

/** The check character of ISO 7064 MOD 37,36 over digits and capital letters. */
export const certificateCheckCharacter = (text: string): string => {
  let product = 36;
  for (const character of text) {
    const sum = (product + Number.parseInt(character, 36)) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return ((37 - product) % 36).toString(36).toUpperCase();
};

/** The parts of an identifier: type (credit code of the body that defines it and three digits), issuer, serial, version. */
type CertificateParts = {
  readonly type: string;
  readonly issuer: string;
  readonly serial: string;
  readonly version: string;
};

const partsOf = (text: string): (CertificateParts & { readonly check: string }) | undefined => {
  const [, type, issuer, serial, version, check] = SHAPE.exec(text) ?? [];
  if (type === undefined || issuer === undefined || serial === undefined) return undefined;
  return version === undefined || check === undefined ? undefined : { type, issuer, serial, version, check };
};

/** Whether shape and check character hold, and the type begins with a credit code. */
export const isCertificateIdentifier = (text: string): boolean => {
  const parts = partsOf(text);
  if (parts === undefined || !isCreditCode(parts.type.slice(0, 18))) return false;
  return certificateCheckCharacter(`${parts.type}${parts.issuer}${parts.serial}${parts.version}`) === parts.check;
};

/** 电子证照标识 of GB/T 36901 and following, as it comes from anywhere: issuers of 6 to 18 characters occur. */
export const CertificateIdentifier = z
  .string()
  .max(110)
  .refine(
    isCertificateIdentifier,
    both(
      "电子证照标识的结构或校验位不符。",
      "The structure or the check character of the certificate identifier does not fit.",
    ),
  )
  .brand<"CertificateIdentifier">()
  .meta({
    id: "CertificateIdentifier",
    description: "电子证照标识。",
    example: "1.2.156.3005.2.11100000000013338W011.11310000MB2F30661Y.202600000001.001.7",
  });
export type CertificateIdentifier = z.infer<typeof CertificateIdentifier>;

/** What an identifier says. */
export const partsOfCertificate = (identifier: CertificateIdentifier): CertificateParts => {
  const [type = "", issuer = "", serial = "", version = ""] = identifier.slice(ROOT.length + 1).split(".");
  return { type, issuer, serial, version };
};

/**
 * The identifier of a certificate issued here, whose issuer always is a credit code. `kind` (1–999) counts the types
 * that `definedBy` has defined, `version` (1–999) the issues of this certificate. Impossible parts are a fault.
 */
export const certificateIdentifier = (
  definedBy: CreditCode,
  kind: number,
  issuer: CreditCode,
  serial: string,
  version: number,
): CertificateIdentifier => {
  const parts = [`${definedBy}${String(kind).padStart(3, "0")}`, issuer, serial, String(version).padStart(3, "0")];
  return CertificateIdentifier.parse(`${ROOT}.${parts.join(".")}.${certificateCheckCharacter(parts.join(""))}`);
};
