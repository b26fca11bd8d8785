import * as z from "zod";
import { PLATFORM_SETTINGS } from "../platform/settings.ts";

export const Settings = z.object(PLATFORM_SETTINGS);
