import { fromEnv } from "@aws-sdk/credential-provider-env";

/**
 * Stands in for the SDK's chain of credential providers when functions are bundled (`alias` in build.mjs): Lambda
 * gives its role's credentials in the environment and nowhere else, and the chain brings 100 KB of clients along.
 */
export const defaultProvider = () => fromEnv();
