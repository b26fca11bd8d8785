import { serve } from "../platform/serve.ts";
import { openUploads } from "../platform/uploads.ts";
import { receiving } from "./contract.ts";
import { collecting } from "./deployed/collecting.ts";
import { naming, uploads } from "./deployed/receiving.ts";
import { fileOf } from "./store/uploads.ts";
import { receivingUseCases } from "./use-cases/receiving.ts";

export const handler = serve(
  receiving,
  receivingUseCases({ ...collecting, ...naming, ...openUploads(uploads, collecting.now, fileOf) }),
  collecting.answers,
);
