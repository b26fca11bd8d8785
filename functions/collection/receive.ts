import { serve } from "../platform/serve.ts";
import { receiving } from "./contract.ts";
import { collecting } from "./deployed/collecting.ts";
import { naming, uploads } from "./deployed/receiving.ts";
import { findSent, openAddress } from "./store/uploads.ts";
import { receivingUseCases } from "./use-cases/receiving.ts";

export const handler = serve(
  receiving,
  receivingUseCases({ ...collecting, ...naming, addressFor: openAddress(uploads), sent: findSent(uploads) }),
  collecting.answers,
);
