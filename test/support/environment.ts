// The SDK's notice about its support of Node 20 would hide the lines that matter.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
// The template validator is loaded anew in every test file; the strict run is `npm run synth`.
process.env["CDK_VALIDATION"] ??= "false";

// Log lines of functions under test are looked at where a test says so (test/platform/logged.ts); elsewhere they are
// noise between the results.
const write = process.stdout.write.bind(process.stdout);
const LOG_LINE = /^\{"(level|_aws)"/;
process.stdout.write = ((chunk: string, ...rest: []) =>
  LOG_LINE.test(String(chunk)) || write(chunk, ...rest)) as typeof process.stdout.write;
