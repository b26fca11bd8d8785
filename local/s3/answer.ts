import { randomBytes } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { ServiceFault } from "../shared/fault.ts";
import { writeXml, type XmlContent } from "./xml.ts";

/** Bytes of an open file from `start` to before `end`. Whoever holds the slice closes the file. */
type Slice = { readonly file: FileHandle; readonly start: number; readonly end: number };

export type Headers = Readonly<Record<string, string | undefined>>;

/** What an operation answers: headers that are undefined are left out. */
export type Answer = { readonly status: number; readonly headers?: Headers; readonly body?: string | Slice };

export const xmlAnswer = (root: string, content: XmlContent, headers: Headers = {}): Answer => ({
  status: 200,
  headers: { "content-type": "application/xml", ...headers },
  body: writeXml(root, content),
});

/** The error document of S3. Details of a fault become elements; `headers` among them become headers. */
export const faultAnswer = ({ name, message, status, details }: ServiceFault, resource: string): Answer => {
  const { headers, ...rest } = details;
  const elements = Object.entries(rest).map(([key, value]) => [key, String(value)] as const);
  return {
    status,
    headers: { "content-type": "application/xml", ...textsOf(headers) },
    body: writeXml(
      "Error",
      { Code: name, Message: message, Resource: resource, ...Object.fromEntries(elements) },
      false,
    ),
  };
};

const textsOf = (headers: unknown): Readonly<Record<string, string>> =>
  typeof headers === "object" && headers !== null
    ? Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
    : {};

/** Sends the answer. HEAD and 304 have headers only. */
export const send = async (answer: Answer, response: ServerResponse, withBody: boolean): Promise<void> => {
  const { status, headers = {}, body } = answer;
  response.setHeader("x-amz-request-id", randomBytes(8).toString("hex").toUpperCase());
  response.setHeader("server", "AmazonS3");
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);
  if (typeof body === "object") {
    response.setHeader("content-length", body.end - body.start);
    response.writeHead(status);
    if (withBody && body.end > body.start) {
      const bytes = body.file.createReadStream({ start: body.start, end: body.end - 1, autoClose: false });
      await pipeline(bytes, response, { end: false });
      // A file that is shorter than it was: the reader must not wait for the rest, nor take the next answer for it.
      if (bytes.bytesRead < body.end - body.start) throw new Error("The bytes of an object are not all there.");
      response.end();
    } else response.end();
    return;
  }
  const text = body ?? "";
  if (status !== 304 && status !== 204 && withBody) response.setHeader("content-length", Buffer.byteLength(text));
  response.writeHead(status);
  response.end(withBody ? text : undefined);
};

/** Lets go of the file behind an answer, whether it was sent or not. */
export const release = async ({ body }: Answer): Promise<void> => {
  if (typeof body === "object") await body.file.close();
};
