import type { City } from "../support/city.ts";
import { completedOf } from "../support/completed.ts";
import type { Caller, Person } from "./caller.ts";
import type { Sent } from "./http.ts";
import { operationOf } from "./operations.ts";

/** All of an answer but the name that was asked for and the trace; and what the function asked of AWS for it. */
export const askedOf =
  (city: City, caller: Caller) =>
  async (name: string, takes: object, id: string, by: Person, headers: Sent["headers"] = {}) => {
    const answer = await caller.call(name, { ...Object(operationOf(name).example.takes), ...takes }, by, { headers });
    const { awsCalls } = await completedOf(city.cloud, String(answer.headers["x-amzn-requestid"]));
    const {
      "x-amzn-requestid": trace,
      "x-amzn-trace-id": _1,
      "x-amz-apigw-id": _2,
      date: _3,
      ...rest
    } = answer.headers;
    const text = answer.text.replaceAll(id, "its-id").replaceAll(String(trace), "its-trace");
    return { status: answer.status, text, awsCalls, headers: { ...rest, "content-length": text.length } };
  };
