import * as z from "zod";
import { toldAsJson } from "../platform/settings.ts";
import { type Connectors, connector } from "./connector.ts";
import { Channel } from "./notice.ts";

const Endpoints = z.partialRecord(Channel.exclude(["portal"]), z.url({ protocol: /^https?$/ }));

/** What every function of notices is told, beside its table: the endpoints of its channels as JSON, by their names. */
export const Settings = z.object({
  NOTICE_CHANNELS: toldAsJson(Endpoints),
});

/** The channels that the stage has. */
export const connectorsOf = ({ NOTICE_CHANNELS: { sms, mail } }: z.output<typeof Settings>): Connectors => ({
  ...(sms === undefined ? {} : { sms: connector(sms) }),
  ...(mail === undefined ? {} : { mail: connector(mail) }),
});
